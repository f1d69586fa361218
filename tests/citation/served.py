"""What the real program serves, as reference managers read it: each form by a reader that others wrote."""

import json
import shutil
import sys
import tempfile
import urllib.request
from pathlib import Path

import bibtexparser
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware

from second import HERE, node, plain, references

sys.path.insert(0, str(HERE.parent / "iiif"))
from program import Program  # noqa: E402

SMALL = HERE.parent / "fixtures" / "archives" / "small"

# What the names of a village become, so that each form has something to keep in its place.
HARD = {
    "甲堡村": r"甲{堡}村 100% & \\b $x_1$ #2 ~ ^ <x>“乙”",
    "Alpha Village": r"Alpha } and { Village -- ``x'' \\textbf{y} TY  - Z",
}


def check():
    """Prints what does not agree, and a line on the whole; gives the number of faults."""
    pages = [f"/villages/{folder.name}" for folder in SMALL.glob("villages/*/")]
    pages += [f"/photos/{record.stem}" for record in SMALL.glob("photos/*/*.toml")]
    pages = [language + page for page in sorted(pages) for language in ("", "/en")]
    with tempfile.TemporaryDirectory(prefix="baozhai-citation-") as folder:
        archive = Path(folder) / "archive"
        shutil.copytree(SMALL, archive)
        village = archive / "villages" / "alpha" / "village.toml"
        text = village.read_text(encoding="utf-8")
        for name, hard in HARD.items():
            text = text.replace(f'= "{name}"', f'= "{hard}"', 1)
        village.write_text(text, encoding="utf-8")
        with Program(archive, Path(folder) / "data") as program:
            served = [serve(program.base, page) for page in pages]
    found = node("readers.mjs", [{key: one[key] for key in ("bibtex", "ris", "html")} for one in served])
    faults = []
    for one, read in zip(served, found):
        faults += [f"{one['page']}: {fault}" for fault in disagreements(one, read)]
    faults += second_opinions(served)
    print(f"forms of {len(pages)} pages in bibtexparser, rispy, citation-js, html-metadata and citeproc-js: {len(faults)} faults")
    for fault in faults:
        print(f"  {fault}", file=sys.stderr)
    return len(faults)


def serve(base, page):
    def get(path):
        with urllib.request.urlopen(base + path, timeout=60) as answer:
            return answer.read().decode("utf-8")

    return {
        "page": page,
        "url": base + page,
        "html": get(page),
        "bibtex": get(page + ".bib"),
        "ris": get(page + ".ris"),
        "item": json.loads(get(page + ".csl.json"))[0],
        "gbt7714-2015-numeric": get(page + ".gbt7714.txt?edition=2015"),
        "gbt7714-2015-author-date": get(page + ".gbt7714.txt?edition=2015&style=author-date"),
    }


def disagreements(one, read):
    """Where a reader finds another title, other authors, another year or another address than CSL-JSON has."""
    item = one["item"]
    title, url, year = item["title"], item["URL"], item["issued"]["date-parts"][0][0]
    spoken, inverted = spoken_names(item), inverted_names(item)

    library = bibtexparser.parse_string(one["bibtex"], append_middleware=[LatexDecodingMiddleware()])
    if library.failed_blocks or len(library.entries) != 1:
        yield "bibtexparser does not find one entry"
    else:
        fields = {name: field.value for name, field in library.entries[0].fields_dict.items()}
        yield from differ("bibtexparser", "title", braceless(fields["title"]), braceless(title))
        yield from differ("bibtexparser", "year", int(fields["year"]), year)
        yield from differ("bibtexparser", "url", fields["url"], url)
        authors = [name.strip("{}") for name in fields["author"].split(" and ")]
        yield from differ("bibtexparser", "authors", authors, inverted)

    entries = rispy.loads(one["ris"])
    if len(entries) != 1:
        yield "rispy does not find one record"
    else:
        yield from differ("rispy", "title", entries[0]["title"], title)
        yield from differ("rispy", "authors", entries[0]["authors"], inverted)
        yield from differ("rispy", "year", int(entries[0]["year"]), year)
        yield from differ("rispy", "url", entries[0]["urls"], [url])

    for reader in ("bibtex", "ris"):
        found = read[reader][0]
        yield from differ(f"citation-js ({reader})", "title", found["title"], title)
        yield from differ(f"citation-js ({reader})", "url", found["URL"], url)
        yield from differ(f"citation-js ({reader})", "year", found["issued"]["date-parts"][0][0], year)
        names = [f"{name['family']}, {name['given']}" if "given" in name else whole(name) for name in found["author"]]
        yield from differ(f"citation-js ({reader})", "authors", names, inverted)

    highwire, dublin = read["highwire"], read["dublinCore"]
    yield from differ("html-metadata", "citation_title", highwire["title"], title)
    yield from differ("html-metadata", "citation_author", listed(highwire["author"]), inverted)
    yield from differ("html-metadata", "citation_public_url", highwire["public_url"], one["url"])
    yield from differ("html-metadata", "citation_publication_date", int(highwire["publication_date"][:4]), year)
    yield from differ("html-metadata", "DC.title", dublin["title"], title)
    yield from differ("html-metadata", "DC.identifier", dublin["identifier"], url)
    context = read["coins"][0]["rft"]
    yield from differ("html-metadata", "COinS", (context["title"], context["identifier"]), (title, url))
    linked = listed(read["jsonLd"])[0]
    yield from differ("html-metadata", "JSON-LD", linked["@context"], "https://schema.org")
    work = linked["@graph"][0]
    yield from differ("html-metadata", "JSON-LD name", work["name"], title)
    credited = work.get("creator") or work["subjectOf"]["author"]
    yield from differ("html-metadata", "JSON-LD authors", [name["name"] for name in credited], spoken)
    # A village without any picture has none to show.
    for name in ("title", "type", "url") + (("image",) if "/photos/" in one["page"] else ()):
        if not read["openGraph"].get(name):
            yield f"html-metadata finds no og:{name}"


def second_opinions(served):
    """Where citeproc-js, with the style of the CSL project, makes another reference of the CSL-JSON served."""
    jobs = [(one, style) for one in served for style in ("gbt7714-2015-numeric", "gbt7714-2015-author-date")]
    texts = references([("official", style, one["item"]) for one, style in jobs])
    faults = []
    for (one, style), text in zip(jobs, texts):
        ours, second = plain(one[style]), plain(text)
        if any("literal" in name for name in one["item"]["author"]):
            # The second engine puts bodies in capitals: see the ledger.
            ours, second = ours.upper(), second.upper()
        if ours != second:
            faults.append(f"{one['page']} in {style}\n    ours:   {one[style]}\n    second: {text}")
    return faults


def differ(reader, what, found, wanted):
    if found != wanted:
        yield f"{reader} finds the {what} {found!r}, not {wanted!r}"


def spoken_names(item):
    def spoken(family, given):
        return family + given if ord(family[0]) > 0x2E80 else f"{family} {given}"

    return [name.get("literal") or spoken(name["family"], name["given"]) for name in item["author"]]


def inverted_names(item):
    return [name.get("literal") or f"{name['family']}, {name['given']}" for name in item["author"]]


def braceless(title):
    """A title as bibtexparser leaves it: it takes all braces out, and the circumflex for an accent."""
    return title.replace("{", "").replace("}", "").replace("ˆ", "^")


def whole(name):
    return name.get("literal") or name["family"]


def listed(value):
    return value if isinstance(value, list) else [value]
