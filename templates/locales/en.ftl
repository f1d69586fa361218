# The words of the pages (English). The words of the data are not here.

## On every page
site-title = The Fort-Villages of Hejin
skip = Skip to the text
nav-label = Main
nav-villages = Villages
nav-photos = Photographs
nav-glossary = Reading a fort
nav-inventory = What is known
nav-about = About
other-language = 中文
crumbs-label = Where you are
crumbs-home = Home
mark-zh-Hans = in Chinese
mark-en = in English
list-separator = {", "}
sentence-gap = {" "}
full-stop = .
stand-in = Drawing, not a photograph
n-statements = { $n ->
    [one] One fact recorded
   *[other] { $n } facts recorded
}
n-items = { $n ->
    [one] 1 statement
   *[other] { $n } statements
}
glossary-photos = { $n ->
    [one] 1 picture
   *[other] { $n } pictures
}
town-unknown = Town not established
badge-traditional-village = Chinese Traditional Village (reported)
copy = Copy
copied = Copied

cite-title = Cite
cite-others = Other styles and formats
cite-gbt7714-2025-numeric = GB/T 7714—2025, numeric
cite-gbt7714-2025-author-date = GB/T 7714—2025, author–date
cite-gbt7714-2015-numeric = GB/T 7714—2015, numeric
cite-gbt7714-2015-author-date = GB/T 7714—2015, author–date
cite-apa = APA, 7th edition
cite-revision = The revision cited, whose address never changes:
cite-paragraph = Cite one paragraph: its number
cite-paragraph-button = Cite this paragraph
para-copied = Copied: 
cite-region = Cite a detail
cite-region-button = Make the reference
cite-region-hint = Left, top, width, height with commas between: in pixels, or after percent: in per cent. Leave it empty to cite the whole.
place-province = Shanxi
place-county = Hejin

footer-what = A digital archive of the fort-villages of Hejin, Shanxi, China
footer-trust = Every statement says how far it can be trusted and names its source. What was looked for in vain is called not found, and has none; what nobody has looked for, unsearched.
footer-data-link = About the data
footer-licence = Text, data and drawings:
footer-updated = Last updated:

## Certainty and sources
certainty-established = Established
certainty-reported = Reported
certainty-lead = To be verified
certainty-unknown = Not found
meaning-established = A primary or official source says so.
meaning-reported = The press or a scholarly work says so; this archive has not checked it independently.
meaning-lead = The source is weak, or it is an inference: a lead, not a finding.
meaning-unknown = Looked for and not found.
meaning-unsearched = Nobody has looked yet.
meaning-unmeasured = Nobody has measured yet, be it a size or a position.
meaning-unconfirmed = Whether a village or a house can be visited has not been confirmed; ask before you go.
note-label = Note { $n }
note-back = Back to place { $n } in the text
sources-title = Sources
source-inference = this archive’s inference
source-webpage = web page
grade-official = Official source
grade-scholarly = Scholarly work
grade-press = Press
grade-web = Web page
grade-inference = Inference

## Home
home-description = A digital archive of the fort-villages of Hejin, Shanxi: how many are known, on whose word, and what is still unknown.
home-kicker = Shanxi, China · a digital archive
home-not-known = The report names { $named } places, and each has its entry here. It does not say that all of them are among the fort-villages it counts, so { $open } further entries are kept open. { $unsurveyed } positions are unmeasured.
way-visit = Plan a visit
way-visit-text = The towns they belong to, and how to find them by name
way-study = Look things up
way-study-text = One table of what is known, what was not found and what is unsearched
way-contribute = Send a photograph or a lead
way-contribute-text = An old picture or a line from a stele fills a gap
home-caution = Positions are unmeasured, and whether visitors are admitted is not confirmed. All plates are drawings, not views of the places.
home-best-known = The places of which most is known
home-contents = Contents
contents-unlisted = { $n ->
    [one] One more in the list of villages
   *[other] { $n } more in the list of villages
}
contents-known = { $n ->
    [one] 1 fact
   *[other] { $n } facts
}
home-contents-text = The { $named } places the report names, by town.
home-glossary-text = The photographs have yet to be taken. Learn first what a wall, a gate and a corner tower are, and you will know where to look and what to note. { $n } parts, illustrated.
home-glossary-link = Open the illustrated glossary
home-counting = What has been said of the forts
home-data-link = Where these numbers come from, and which can be relied on
open-group = Not yet identified
open-row = { $n ->
    [4] Four more, not yet identified
   *[other] { $n } more, not yet identified
}
open-row-text = The report does not say that all the places it names are among the fort-villages it counts; which villages the others are was not found.

## Map
map-title = Hejin between its two rivers (sketch)
map-description = The Yellow River runs from north to south on the west side; the Fen crosses from east to west and joins it in the south-west. The city lies north of the Fen. The names of towns stand at their approximate places. No village is drawn, because all positions are unmeasured.
map-caption = A sketch. Rivers from GSHHG, within about 1 km; town names stand at inferred, approximate places. All positions of villages are unmeasured, so none is marked.
map-city = Hejin city
map-km = km
map-north = N
map-hills = Lüliang Hills
map-hancheng = Hancheng
map-jishan = Jishan
map-wanrong = Wanrong
map-xiangning = Xiangning

## Villages
villages-title = Villages
villages-description = The places in Hejin that the report names, by town, and the entries kept open.
villages-intro = Yuncheng Daily named { $named } places in its report of 2024; they are listed here by town. Only of Xiaozhang does the report mention an old fort; whether the others have fort remains is to be verified. { $open } more entries wait for their villages to be identified.
view-list = List
view-grid = Plates
open-title = Entries kept open
open-description = Of the fort-villages that the report counts, those not yet identified: what is known, and which names may be theirs.
open-intro = The report counts the fort-villages of Hejin and names some places; it does not say that all the places it names are among those it counts. Some entries are kept open here, to be filled one by one as villages are identified.
open-counting = What has been said of the number
open-candidates = Candidates by name
open-candidates-text = All { $n } village names with bu (堡) or zhai (寨) in the list of 2016. A name does not prove that a fort stands there today; it is a place to begin.
candidate-name = Name
candidate-town = Town (present name)
candidate-kind = Kind
candidate-status = In the lists
candidate-code = Code
candidate-note = Remark
candidate-named = Named in the report
status-current = Still listed in 2023
status-dropped-after-2016 = Gone after 2016
status-dropped-after-2019 = Gone after 2019
open-entries = The open entries
open-entries-text = Once a village is identified its name appears here, and the old address leads to the new page.
open-help = Do you know one of them?
open-help-text = The name of a village or a fort, or only the town, is a help; an old photograph or a rubbing of a gate tablet is better still.

## Village page
position-circle = Position unmeasured, within about ±{ $km } km
position-withheld = Position withheld to protect the remains
position-none = The name is unresolved; no position is given
position-none-open = The village is not identified; no position is given
position-surveyed = Position surveyed, within about ±{ $m } m
access-unknown = Not confirmed
visit-title = Getting there
visit-basis = How the position was inferred
visit-address = Address
visit-search = Search by name
visit-access = Open to visitors
visit-ask = Please ask locally before you go, do not climb the walls, and do not enter homes uninvited.
visit-neighbours = Same town
search-amap = Amap
search-baidu = Baidu Maps
search-tencent = Tencent Maps
search-apple = Apple Maps
facts-title = What is known
register-title = Lists and codes
register-homonyms = Same name:{" "}
prose-zh-Hans = This text exists in Chinese only.
prose-en = This text exists in English only.
wanted-title = What is wanted
wanted-unknown = not found
wanted-blank = unsearched
wanted-lead = to be verified
wanted-unconfirmed = not confirmed
wanted-position = unmeasured
wanted-photos = drawings only
wanted-name = The name of the village
wanted-place = Position
wanted-picture = Photographs
wanted-text = A photograph, a measurement, the words on a gate tablet: each can be added under your name, with who saw it and when.
contribute-send = Please send it to
contribute-editors = This archive has no address for contributions yet. If you hold material, you may turn to the editors of Studies on the Fort Culture of Hejin:{" "}
contribute-none = This archive has no address for contributions yet.
photo-count = { $real } photographs, { $standin } drawings
surveys-title = Surveys
record-title = Revisions
revision = Revision { $n }
newer-text = An older revision, kept so that it can be cited. It has been revised since.
newer-link = See the newest
revision-current = current
record-licence = Licence
record-report = Report an error
turning-label = Previous and next place
turning-previous = Previous
turning-next = Next

## Photographs
photos-title = Photographs
photos-description = Photographs and drawings of the forts of Hejin, by village and by what they show.
photos-tally = Photographs { $real } · Drawings { $standin }
photos-intro = The photographs of the book Studies on the Fort Culture of Hejin are not in hand. What you see are drawings that keep the places of photographs to come: what to take and where, written down so that someone can replace them.
filter-village = Village
filter-element = Shows
filter-all-villages = All
filter-all-elements = All
filter-apply = Show
filter-clear = Clear
photos-found = { $n ->
    [one] 1 picture
   *[other] { $n } pictures
}
photos-none = No picture fits.
pages-label = Pages
pages-number = Page { $n }
pages-previous = Previous page
pages-next = Next page
photo-place = { $n } of { $total }
stand-in-note = This is a drawing, not a photograph: whether the village has such a thing, and what it looks like, cannot be judged from it.
photo-alt = The picture
photo-village = Village
photo-element = Shows
photo-term = What to look for
photo-viewpoint = Viewpoint
photo-direction = Direction
direction-n = North ({ $degrees }°)
direction-ne = North-east ({ $degrees }°)
direction-e = East ({ $degrees }°)
direction-se = South-east ({ $degrees }°)
direction-s = South ({ $degrees }°)
direction-sw = South-west ({ $degrees }°)
direction-w = West ({ $degrees }°)
direction-nw = North-west ({ $degrees }°)
photo-taken = Taken
photo-drawn-by = Drawn by
photo-by = Photograph
photo-added = Added
photo-licence = Licence
photo-downloads = Download
photo-siblings = More plates of { $village }
turning-photos-label = Previous and next picture
turning-previous-photo = Previous
turning-next-photo = Next
lightbox-close = Close
lightbox-next = Next picture
lightbox-previous = Previous picture
lightbox-page = Page of this picture

## Looking closer
zoom-open = Look closer
zoom-failed = The close view did not load; see the whole picture instead.
zoom-close = Close
zoom-tools = View
zoom-in = Zoom in
zoom-out = Zoom out
zoom-level = { $n }%
zoom-whole = Fit
zoom-whole-title = Fit the whole picture
zoom-full = 1:1
zoom-full-title = Full size, pixel for pixel
zoom-left = Turn left
zoom-right = Turn right
zoom-copy = Copy link to this view
zoom-copied = Copied: the link opens this very part
zoom-addressed = The link to this view is now in the address bar
zoom-partly = A part did not load
zoom-hint = Wheel or + − to zoom, drag or arrow keys to move, R to turn, Esc to close

## Reading a fort
glossary-title = Reading a fort
glossary-description = Walls, gates, barbicans, corner towers, rammed layers: the parts of a village fort, and what to look for on the spot.
glossary-intro = According to the report, at the end of the Ming and the beginning of the Qing many villages of Hejin built forts (堡) and stockades (寨) in or beside the village. How the wall was built, the gate defended and people housed: each part has its name. { $n } terms; those with a plate come first, with where to look, what to note and what to beware of.
plan-title = The plan of a fort
plan-description = A square fort with a ditch outside the wall, towers at the corners, bastions along the wall, a gate in the south behind a barbican; inside, lanes, dwellings, an ancestral hall, a temple and an opera stage.
plan-caption = A general sketch, not the survey of any fort; a fort need not have everything shown.
term-look-for = On the spot
term-also = Also:{" "}
term-aat = Getty AAT
glossary-words = More words
glossary-words-text = Words met when reading the sources. Some have a note in English only; the Chinese is still to be written from cited works.

## What is known
inventory-title = What is known
inventory-description = The places that the report names, in one table: what is known, what was not found, and what is unsearched.
inventory-intro = A row for each place, a column for each fact. The words in a cell say how certain it is; follow one to read the statement and its source. { $known } cells hold something, { $unknown } were not found, { $blank } are unsearched, unmeasured or not confirmed and wait for someone.
inventory-caption = Certainty of each fact for each village
inventory-village = Village
blank-statement = unsearched
blank-measure = unmeasured
blank-access = not confirmed
inventory-key = The words in the cells
inventory-data-link = About the data
inventory-help = Fill a cell
inventory-help-text = Measure a stretch of wall, ask someone old, copy a stele: each fills a cell. Note the day, the place and who did it, and it can enter the archive.

## About
about-title = About this archive
about-description = What this archive is, what it holds, how to send photographs and leads, licence and privacy.
about-what = What this is
about-what-1 = This archive was made for the fort-villages of Hejin in Shanxi, China. It is to hold their names and whereabouts, the size of the forts, walls and gates, inscriptions and dwellings, repairs and present state, and photographs.
about-what-2 = According to Yuncheng Daily of 2024, at the end of the Ming and the beginning of the Qing many villages of Hejin built forts and stockades in or beside the village, against robbery and for convenience of dwelling; the report calls forts and stockades important military defences in the past. To record exactly what is known, and to mark what is not, is the work done here.
about-now = What it holds now
about-now-1 = A report in Yuncheng Daily of 2024 says that Hejin has 13 fort-villages, 2 stockade villages and fort remains inside some further villages, and names { $named } places; it does not say that all of them are among these. Each of the { $named } has an entry here; { $open } more are kept open until the list is settled.
about-now-2 = At present there are { $real } photographs and { $standin } drawings. The drawings were made for this archive, are marked wherever they appear and never stand as photographs.
about-data-link = Where the data come from and how far they can be trusted
about-book = A book
about-book-1 = Studies on the Fort Culture of Hejin (《河津堡寨文化研究》) is edited by the city’s Bureau of Culture and Tourism, its Party History Research Office and its society for local history. Compiling began at the end of January 2024; over 20 experts and scholars took part; it holds 16 essays and 74 photographs (Yuncheng Daily, 2024).
about-book-2 = This archive has not seen the book. None of its essays or photographs is reproduced here.
about-contribute = Send photographs and leads
about-contribute-1 = Three things are wanted most:
about-contribute-a = Photographs, with when, where and by whom they were taken, and which way they look.
about-contribute-b = Measurements: height and thickness of walls, width of gates, thickness of rammed layers, with the place and the method.
about-contribute-c = Words: gate tablets, steles, genealogies and deeds that mention a fort, copied exactly or photographed.
about-contribute-2 = Please send only what is yours or what you have leave to share; ask before photographing homes or faces. You will be credited as you wish.
about-visit = Before you go
about-visit-1 = The positions given here are inferred from texts, are kilometres out, and are no use for navigation. Search for the village by name, or ask. Whether visitors are admitted is not confirmed for any place. Please do not climb the walls, and ask before you enter a courtyard.
about-rights = Licence
about-rights-1 = The text, data and drawings of this archive may be used freely, with credit, under
about-rights-2 = {" "}The program is open under Apache-2.0.
about-privacy = Privacy
about-privacy-1 = This site has no analytics, sets no cookies on readers and asks nothing of third parties.
about-made = Colophon
about-made-1 = The bands in the header and between sections are rammed layers, the traces that ramming leaves in a wall; revisions are added in the same way, one upon another. The mark is the plan of a fort: towers at its corners, one gap for the gate. Type comes from the faces already on your device.

## About the data
data-title = About the data
data-description = How certainty is judged, the reported number and the places named, where positions come from, what the drawings are, and the list of sources.
data-intro = Before you trust a line here, read the words after it: established, reported, to be verified, not found.
data-thirteen = The number reported and the places named
data-thirteen-1 = The report says that Hejin has 13 fort-villages, 2 stockade villages and fort remains inside some further villages, and it names { $named } places. It does not say that all { $named } are among the thirteen. So to take the places named from the number of villages gives only one possibility; the { $open } open entries are places kept free, not known villages.
data-thirteen-2 = Of the places named, only Xiaozhang has its old fort mentioned in the report. Of Fancunbu it says that the development of the old village has first results; of the others, that the old villages, or the old town, have charm. So under “Named in the report” all are reported; under “Fort remains” all but Xiaozhang are to be verified.
data-thirteen-3 = In the list of 2016 exactly 12 village names carry bu (堡) and 2 carry zhai (寨). The reported numbers may be counts of names, or may not. By another account 12 bu and 2 zhai remain among today’s administrative villages (to be verified).
data-thirteen-link = Candidates, and what has been said of the number
data-certainty = How certain
data-certainty-1 = The archive holds { $n } statements. Each stands at one of four levels.
data-certainty-2 = Where there is no statement one of these words stands, each with one meaning (“not found” is above):
data-positions = Where positions come from
data-positions-1 = Surveyed: { $surveyed }. Inferred from texts as a circle: { $circles }, with radii from { $smallest } to { $largest } km. Without a position: { $without }.
data-positions-2 = Directions, distances, bounds and areas given in texts are laid together to find a circle meant to hold the true place with a probability of about nine in ten. Its centre is not the village. So no pin is drawn and no coordinate is offered for navigation, only a search by name.
data-positions-3 = Coordinates are kept in WGS84. Once a place is surveyed, the coordinates are stored as measured, with their datum and method, and never converted.
data-stand-ins = The drawings
data-stand-ins-1 = { $real } photographs, { $standin } drawings. The first plate of each place that the report names draws its setting, in outline after what is recorded of its position or else in general, and shows no fort; each of the others draws one thing to be photographed and is titled so.
data-stand-ins-2 = The drawings are made by a program. They do not mean that a village has what they show, and form cannot be judged from them. A photograph will replace each of them.
data-form = The form of the data
data-form-1 = The whole archive is plain text (TOML, Markdown) and pictures in a few folders. Any editor can read and write it; it can be taken away whole and put back.
data-form-2 = Each publication leaves a new revision. Older ones are neither deleted nor changed, so what has been cited stays.
data-rights = Licence and third parties
data-rights-1 = The text, data and drawings of this archive:
data-rights-2 = Rivers are from GSHHG (LGPL). Names and codes of administrative units are from the National Bureau of Statistics. Newspaper and web content belongs to its owners; facts and short phrases are taken from it, not whole texts.
data-sources = Sources
data-sources-text = { $n } works. The grade says what kind of source it is, not whether it is right.

## Search
find-title = Search
find-title-for = Search: { $query }
find-description = Search the names, statements, terms, pictures, essays and sources: in English, in simplified or traditional Chinese, by pinyin or initials.
find-label = Search the archive
find-placeholder = A name, pinyin, a word
find-go = Search
find-offered = suggestions; choose with the arrow keys
find-one-offered = 1 suggestion; choose with the arrow keys
find-none-offered = No suggestions
find-found = { $n ->
    [one] 1 result
   *[other] { $n } results
}
find-narrow = Narrow the results
find-without = Remove: { $what }
find-results = Results
find-meant = Nothing is quite like that. Did you mean:
find-left-out = Not found, and left out:
find-more = All { $n } · { $kind } ›
find-waiting = The index is being made; please search again in a moment. All other pages can be read meanwhile.
find-nothing = Nothing was found.
find-hint-shorter = Use fewer words, or other ones.
find-hint-pinyin = Not sure of a character? Write pinyin, such as fancunbu or fcb.
find-hint-filters = Take away what the results are narrowed by.
find-to-villages = All fort-villages
find-to-glossary = Reading a fort
find-stand-in = a drawing, not a view of the place
find-kind-village = Villages
find-kind-open-entry = Not yet identified
find-kind-term = Terms
find-kind-essay = Essays
find-kind-region = Hejin as a whole
find-kind-photo = Photographs and drawings
find-kind-source = Sources
find-by-kind = Kind
find-by-town = Town
find-by-period = Period
find-by-element = Shows
find-by-certainty = Certainty
find-by-language = Language
find-by-bbox = Area
find-sort-relevance = Best match
find-sort-name = By name
find-sort-newest = Last changed
find-language-zh = Chinese
find-language-en = English
find-period-five-dynasties = Five Dynasties
find-period-song-jin = Song and Jin
find-period-yuan = Yuan
find-period-ming = Ming
find-period-qing = Qing
find-period-republic = Republic
find-period-modern = Modern
find-help-what = Simplified, traditional and variant characters are taken as one. Several words may stand in any order.
find-help-name-typed = rammed earth
find-help-name = A name or a word, in English or Chinese; one character is enough
find-help-pinyin-typed = fancunbu · fcb
find-help-pinyin = Pinyin in full or by initials, with or without tones; 堡 is found as bu, bao and pu
find-help-words-typed = tunnel fancunbu
find-help-words = All of these words
find-help-phrase-typed = "fort gate"
find-help-phrase = These words together, in this order
find-help-without-typed = gate -brick
find-help-without = Without the word after the minus
find-help-field-typed = village:guzhen element:gate by:陈斌
find-help-field = Only of this village, showing this, by this author
find-help-year-typed = 崇祯十五年
find-help-year = A year of a Ming or Qing reign is also our year, here 1642

## When something fails
error-400-title = This request makes no sense to us
error-region = A detail is written as four numbers, such as 1200,800,600,400 in pixels or percent:25,25,50,50, and lies within the picture.
error-400-text = The address or what was entered is not valid. Please go back and try again.
error-404-title = There is no such page
error-404-text = The address may be mistyped, or the page never existed.
error-410-title = This entry has been withdrawn
error-410-text = It was here once and is no longer public. Its address is kept and will not be used again.
error-500-title = The program has failed
error-500-text = It is not your doing. Please try again in a while.
error-503-title = Not available just now
error-503-text = The archive is under maintenance or very busy. Please come back in a while.
error-gone-date = Withdrawn:
withdrawn-rights = Reason: rights held by others.
withdrawn-privacy = Reason: privacy.
withdrawn-error = Reason: it was wrong.
withdrawn-on = Withdrawn
error-home = Home
error-villages = The villages
error-request = When reporting this, please give the number:

## Essays
nav-essays = Essays
essays-title = Essays
essays-description = Short essays by the Hejin Fort-Village Archive: on words, on counting, on recording, on weighing evidence.
essays-intro = Short essays of the archive’s own: facts carry their sources, and its own judgements are marked as such. Every essay and every paragraph can be cited; old revisions stay.
essays-none = There are no essays yet.
essays-book = The essays of the book
essays-book-text = This archive was founded on the report of Yuncheng Daily of 2024 about Studies on the Fort Culture of Hejin (《河津堡寨文化研究》). The essays of the book, 16 by the report, are not in hand; none here is one of them or pretends to be.
essay-length-characters = about { $n } Chinese characters
essay-length-words = about { $n } words
essay-title = Title
essay-authors = Authors
essay-abstract = Abstract
essay-keywords = Keywords
keyword-separator = {"; "}
essay-submitted = Submitted
essay-published = Published
essay-revised = Revised
essay-revision = Revision
essay-contents = Contents
essay-notes = Notes
essay-references = References
essay-terms = Terms in this text
essay-villages = Villages
essay-others = Other essays
village-essays = Essays that mention this place
photo-essays = Essays that show this picture
para-label = Paragraph { $n }
figure = Figure { $n }
table-label = Table { $n }
newer-changes = See what has changed
record-changes = compare with the one before
changes-title = Two revisions compared
changes-page = “{ $title }”: two revisions compared
changes-description = What has changed between two revisions, by paragraph and by word.
changes-from = Old
changes-to = New
changes-none = The two revisions are the same.
changes-fields = Record
changes-text-zh = Chinese text
changes-text-en = English text
changes-same = { $n ->
    [one] 1 paragraph unchanged
   *[other] { $n } paragraphs unchanged
}
changes-marked = words unchanged; sources, links or formatting changed

## Compare
table-fort = Village
table-revision = Revision
table-town = Town
table-fact = Fact
table-value = Statement
table-number = Number
table-unit = Unit
table-at = Where measured
table-survey = Survey
table-survey-of = { $date }, { $people }
table-certainty = Certainty
table-note = Note
table-between = {"; "}
table-source-number = No.
table-source-id = Id
table-grade = Kind
table-url = Address
table-key = Key
table-word = Word
table-meaning = Meaning
table-archive = Archive
compare-title = Compare
compare-description = Several places side by side: what was measured, what is stated, how certain it is and who says so.
compare-intro = Choose a few places and see them fact by fact: what is stated, what was measured, how certain it is, and after whom.
compare-intro-of = A column for each place, a row for each fact; every cell says how certain it is and after whom. Unmeasured and unsearched mean that nobody has measured or looked yet; not found, that someone looked in vain. Where nothing is recorded of visiting, it says not confirmed.
compare-here = The table
compare-of = { $names } compared
compare-suffix = {" compared"}
compare-choose = Choose two to { $most }
compare-go = Set side by side
compare-unlisted = { $n } more can be chosen in the table of what is known
compare-one = { $name } is chosen. Choose at least one more.
compare-malformed = “{ $ids }” in the address is no id. An id has small letters, digits and hyphens only, as in xiaozhang; for one revision write xiaozhang@1.
compare-too-many = At most { $most } forts fit side by side; { $n } are chosen. Take some away.
compare-unknown = The archive does not hold this entry or this revision: { $ids }.
compare-too-few = Name two to six forts, as in ?ids=xiaozhang,fancunbu.
compare-caption = The places, fact by fact
compare-statements = Statements
compare-measures = Measurements
compare-without = Take away
compare-without-label = Take away { $name }
compare-newer = revised since
compare-old = One of these is an older revision, kept so that it can be cited.
compare-newest = See the newest of each
compare-keep = Save as
compare-cite = Cite this table
compare-cite-text = The address below names the revision of each fort. It will mean what is seen here, whatever is revised later.
compare-address = Address to cite
compare-dated = Data as of
compare-others = Compare others
compare-way = Compare a few
compare-with = Compare with others
inventory-compare = Tick two to six villages in the first column
inventory-choose = Choose { $name }

## The staff's side
staff-side = Staff
staff-description = Pages for the staff of the archive.
staff-foot = Times on these pages are those of Beijing.
staff-home = Desk
staff-people = People
staff-audit = Log
staff-account = My account
staff-sign-in = Sign in
staff-sign-out = Sign out
staff-name = Sign-in name
staff-name-help = 2 to 32 letters a–z, digits, dots, hyphens, underscores or Chinese characters, in either case.
staff-name-fault = A sign-in name has 2 to 32 characters: letters a–z, digits, dots, hyphens, underscores or Chinese characters.
staff-name-taken = This name is taken. Choose another.
staff-shown = Name
staff-shown-help = The name others see. Without one, the sign-in name is shown.
staff-shown-fault = A name has at most 64 characters and none that control the text.
staff-password = Password
staff-new-password = New password
staff-old-password = Present password
staff-password-help = At least 10 characters. Several words that do not belong together are easy to remember and hard to guess.
staff-password-short = A password has at least 10 characters.
staff-password-long = This password is too long: 256 bytes are the most.
staff-password-weak = This password would be guessed soon. Take several words that do not belong together; no names, dates or rows of keys.
staff-wrong = The name or the password is wrong.
staff-old-wrong = The present password is wrong.
staff-wait-seconds = Too many attempts failed. Try again in { $n } s.
staff-wait-minutes = Too many attempts failed. Try again in { $n } min.
staff-forgotten = If you have forgotten your password, ask an administrator for a link to set another.
staff-line-plain = This line is not encrypted and others could read your password, so nobody can sign in here. Put a reverse proxy with a certificate (Caddy or nginx) before the program, name its address with --base-url https://… and sign in there; or open this page on the machine that runs the program.
staff-line-elsewhere = This line does not come through the encrypted address, so nobody can sign in here. Sign in at { $address }; if that does not work, look at the reverse proxy: it has to pass Host on unchanged.
staff-again-intro = You were signed out. What you filled in is kept: sign in, and it is sent.
staff-lost-intro = You were signed out. The files have not come: sign in and send them again.
staff-again-title = Signed in; one more step
staff-again-text = What you filled in is kept. Press the button to send it; passwords have to be typed again.
staff-again-go = Send it
staff-link-title = This link is of no use any more
staff-link-text = It was used, is too old, or another has taken its place. Ask an administrator for a new one.
staff-to-sign-in = To the sign-in page
staff-first-title = Create the administrator
staff-first-intro = This is the first account. You will manage the accounts and roles of all others.
staff-password-title = Set your password
staff-password-intro = Welcome, { $shown }. Set a password and you can begin. This link works once.
staff-set-password = Set the password and sign in
staff-greeting = Welcome, { $shown }
staff-may = What you may do
staff-ways = Where to go
staff-people-text = add people, set roles, disable accounts
staff-audit-text = who did what, and when
staff-account-text = password and signed-in devices
staff-public = The public site
staff-public-text = as readers see it
staff-sessions = Signed-in devices
staff-sessions-text = If you do not know one of them, end it and change your password.
staff-this-one = this one
staff-since = since
staff-seen = last used
staff-end = End
staff-end-all = Sign out everywhere, here too
staff-browser-unknown = Unknown browser
staff-change-password = Change the password
staff-change-text = All other devices have to sign in again afterwards.
staff-done-password = The password was changed; other devices were signed out.
staff-done-session = Ended.
staff-done-disable = The account is disabled and signed out everywhere.
staff-done-enable = The account may sign in again.
staff-done-role = The role was changed; they have to sign in again.
staff-people-intro = { $n ->
    [one] One account.
   *[other] { $n } accounts.
}
staff-link-for = A link for { $name }
staff-link-once = Hand it over by a way that nobody else reads. It is shown only now, works once, and until
staff-me = (you)
staff-role = Role
staff-role-of = Role of { $name }
staff-set-role = Change role
staff-set-role-of = Change the role of { $name }
staff-role-fault = Choose a role.
staff-reset = Reset password
staff-reset-of = Reset the password of { $name }
staff-disable = Disable
staff-disable-of = Disable { $name }
staff-enable = Enable
staff-enable-of = Enable { $name }
staff-unknown = There is no such account.
staff-last-administrator = { $name } is the only administrator who can sign in. Make somebody else an administrator first.
staff-disabled-first = { $name } is disabled. Enable the account first.
staff-add = Add somebody
staff-add-go = Add, and get a link
staff-add-text = You get a link, good for 7 days, by which they set their password.
staff-audit-intro = Only added to, never altered; the newest first.
staff-audit-keep = Keep as a file (JSON Lines)
staff-audit-damaged = { $n ->
    [one] One entry is damaged and not shown.
   *[other] { $n } entries are damaged and not shown.
}
staff-audit-none = Nothing yet.
staff-audit-newest = Back to the newest
staff-audit-older = Older
audit-nobody = somebody not signed in
audit-operator = the operator at the machine
account-active = may sign in
account-invited = no password yet
account-disabled = disabled
role-surveyor = Surveyor
role-editor = Editor
role-approver = Approver
role-auditor = Auditor
role-administrator = Administrator
purpose-surveyor = Writes down and photographs what is there, and submits it.
purpose-editor = Reads what was submitted, returns it or passes it on.
purpose-approver = Approves and publishes, and takes back.
purpose-auditor = Reads everything, changes nothing.
purpose-administrator = Does everything, and manages people.
may-read-work = Read the desk and what was submitted
may-draft = Write, upload and submit
may-read-any-draft = Read the drafts of others
may-review = Review: comment, return, pass on
may-publish = Approve, publish, bring back old revisions
may-withdraw = Withdraw what was published
may-read-audit = Read the log
may-manage-people = Manage people and roles
event-signed-in = signed in
event-sign-in-failed = failed to sign in
event-signed-out = signed out
event-account-added = added the account
event-account-disabled = disabled the account
event-account-enabled = enabled the account
event-role-changed = changed the role
event-password-reset = reset the password
event-password-set = set the password
event-password-changed = changed the password
event-sessions-ended = ended sessions
