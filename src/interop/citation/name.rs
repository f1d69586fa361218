//! Names of those who answer for a work: a person's in two parts, or a body's as it stands.
//!
//! Records keep a name as one text. Reference managers want family and given name apart, so a name is read
//! here: where that is not certain it stays whole, since a body split in two is worse than a person unsplit.

use pinyin::ToPinyinMulti as _;

use super::text::{clean, is_han};

/// The name of a person or of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Name {
    /// A person.
    Person {
        /// The family name.
        family: String,
        /// The given name.
        given: String,
        /// Whether it is a Chinese name in Pinyin, whose order is fixed and which is better not shortened.
        is_pinyin: bool,
    },
    /// A body, or a name that cannot be taken apart.
    Whole(String),
}

/// Family names of two characters.
const DOUBLE: &[&str] = &[
    "欧阳", "太史", "端木", "上官", "司马", "东方", "独孤", "南宫", "万俟", "闻人", "夏侯", "诸葛", "尉迟",
    "公羊", "赫连", "澹台", "皇甫", "宗政", "濮阳", "公冶", "太叔", "申屠", "公孙", "慕容", "仲孙", "钟离",
    "长孙", "宇文", "司徒", "鲜于", "司空", "闾丘", "子车", "亓官", "司寇", "巫马", "公西", "颛孙", "壤驷",
    "公良", "漆雕", "乐正", "宰父", "谷梁", "拓跋", "夹谷", "轩辕", "令狐", "段干", "百里", "呼延", "东郭",
    "南门", "羊舌", "微生", "公户", "公玉", "公仪", "梁丘", "公仲", "公上", "公门", "公山", "公坚", "左丘",
    "公伯", "西门", "公祖", "第五", "公乘", "贯丘", "公皙", "南荣", "东里", "东宫", "仲长", "子书", "子桑",
    "即墨", "达奚", "褚师", "纳兰", "归海", "淳于", "单于", "完颜", "叱干", "耶律", "哥舒", "东门", "贺兰",
];

/// Family names of one character that are met with; a name that begins with another stays whole.
const SINGLE: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈\
    姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱丘江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛\
    邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷曲盛冉骆蓝路游辛靳管柴\
    蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师\
    和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊\
    仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰\
    赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由";

/// What the name of a body ends with.
const BODY: &[&str] = &[
    "局", "会", "室", "馆", "院", "部", "社", "所", "队", "站", "厅", "委", "网", "报", "组", "处", "办",
    "司", "村", "乡", "镇", "县", "区", "寺", "庙", "祠", "厂", "宗", "族", "村委", "街道", "中心", "档案",
    "公司", "大学", "学校", "政府", "协会", "编辑", "记者", "集体",
];

/// Those of them that are given names too.
const ALSO_GIVEN: &[&str] = &["村", "乡", "镇", "县", "区", "宗", "族"];

/// Dynasties as they stand before names.
const DYNASTIES: &[&str] =
    &["汉", "晋", "北魏", "隋", "唐", "宋", "北宋", "南宋", "辽", "金", "元", "明", "清", "民国"];

/// Words behind a family name in Latin letters.
const SUFFIXES: &[&str] = &["Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"];

/// Words that the English name of a body holds.
const BODY_WORDS: &[&str] = &[
    "academy",
    "administration",
    "agency",
    "archive",
    "archives",
    "association",
    "bureau",
    "center",
    "centre",
    "college",
    "commission",
    "committee",
    "company",
    "department",
    "federation",
    "foundation",
    "group",
    "institute",
    "institution",
    "library",
    "ministry",
    "museum",
    "office",
    "organization",
    "press",
    "school",
    "service",
    "society",
    "team",
    "university",
    "of",
    "the",
    "and",
    "&",
    "for",
];

impl Name {
    /// Reads a name as a record gives it. The dynasty or country before it, （清） or ［美］, is no part of it and is not
    /// printed (GB/T 7714—2015, 8.1.1).
    pub fn read(text: &str) -> Self {
        let text = clean(text);
        let text = without_origin(&text).to_owned();
        if text.chars().any(is_han) { read_chinese(&text) } else { read_latin(&text) }
    }

    /// Reads the English spelling of a name whose Chinese is known: of a Chinese person it is Pinyin if a word of it
    /// sounds as the family name does, and then the family name is that word. `Ronald G. Knapp` beside 那仲良 is none.
    pub fn read_english(english: &str, chinese: &str) -> Self {
        let english = clean(english);
        let (family, parts) = match (Self::read(chinese), english.split_once(' ')) {
            (Self::Person { family, .. }, Some(parts)) if !english.contains(',') => (family, parts),
            _ => return Self::read(&english),
        };
        let pinyin = |family: &str, given: &str| Self::Person {
            family: family.to_owned(),
            given: given.to_owned(),
            is_pinyin: true,
        };
        // The first word first: so Chinese names are mostly written, and where both sound alike nothing is lost.
        if sounds_as(parts.0, &family) {
            return pinyin(parts.0, parts.1);
        }
        match english.rsplit_once(' ') {
            Some((given, own)) if sounds_as(own, &family) => pinyin(own, given),
            _ => Self::read(&english),
        }
    }

    /// Whether it is certainly the name of a body.
    pub fn is_body(&self) -> bool {
        match self {
            Self::Person { .. } => false,
            // 艾合买提·司: a foreign name in two parts may end as a body does.
            Self::Whole(name) if name.contains('·') => false,
            Self::Whole(name) if name.chars().any(is_han) => is_chinese_body(name),
            Self::Whole(name) => is_latin_body(name),
        }
    }

    /// The name as one text in the order in which it is spoken of in lists: `张三`, `Smith, John A.`.
    pub fn inverted(&self) -> String {
        match self {
            Self::Person { family, given, .. } => format!("{family}, {given}"),
            Self::Whole(name) => name.clone(),
        }
    }

    /// The name as it is said: `张三`, `Zhang San`, `John A. Smith`.
    pub fn spoken(&self) -> String {
        match self {
            Self::Person { family, given, .. } if given.chars().any(is_han) => format!("{family}{given}"),
            Self::Person { family, given, is_pinyin: true } => format!("{family} {given}"),
            Self::Person { family, given, .. } => format!("{given} {family}"),
            Self::Whole(name) => name.clone(),
        }
    }
}

/// The name behind a dynasty or a country: （清）茅丕熙, ［美］那仲良, 清·茅丕熙.
fn without_origin(text: &str) -> &str {
    let brackets = [('（', '）'), ('(', ')'), ('［', '］'), ('[', ']'), ('〔', '〕'), ('【', '】')];
    let bracketed = brackets.into_iter().find_map(|(open, close)| {
        let (origin, name) = text.strip_prefix(open)?.split_once(close)?;
        let is_origin = (1..=4).contains(&origin.chars().count()) && origin.chars().all(is_han);
        is_origin.then_some(name)
    });
    let dotted = || {
        let (origin, name) = text.split_once('·')?;
        DYNASTIES.contains(&origin).then_some(name)
    };
    let name = bracketed.or_else(dotted).map_or(text, str::trim_start);
    if name.is_empty() { text } else { name }
}

/// Whether a word in Latin letters is how a Chinese family name sounds.
fn sounds_as(word: &str, family: &str) -> bool {
    let letters: String = word.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let mut heard = vec![String::new()];
    for multi in family.to_pinyin_multi() {
        let Some(multi) = multi else { return false };
        let sounds: Vec<&str> = multi.into_iter().map(|sound| sound.plain()).collect();
        // A character may be read in several ways as a name: 单 is Shan or Dan. All of them are held against the
        // word.
        heard = heard
            .iter()
            .flat_map(|so_far| sounds.iter().map(move |sound| format!("{so_far}{sound}")))
            .collect();
    }
    // ü is written ü, v or u.
    heard.iter().any(|sound| {
        *sound == letters || sound.replace('ü', "v") == letters || sound.replace('ü', "u") == letters
    })
}

fn is_chinese_body(text: &str) -> bool {
    // Of two characters the second may be a given name: 王镇.
    BODY.iter().any(|ending| text.ends_with(ending))
        && (text.chars().count() > 2 || !ALSO_GIVEN.iter().any(|own| text.ends_with(own)))
}

fn is_latin_body(text: &str) -> bool {
    text.split(' ').any(|word| BODY_WORDS.contains(&word.to_lowercase().as_str()))
}

/// Two to four characters that begin with a family name and do not end as a body does.
fn read_chinese(text: &str) -> Name {
    let count = text.chars().count();
    if !(2..=4).contains(&count) || is_chinese_body(text) || !text.chars().all(is_han) {
        return Name::Whole(text.to_owned());
    }
    // Of two characters the first is the family name: 东方 alone is no person's whole name.
    let double = DOUBLE.iter().find(|family| count > 2 && text.starts_with(**family));
    let first = text.chars().next().unwrap_or_default();
    let length = match double {
        Some(family) => family.len(),
        // Four characters with a family name of one are rather a body or a pen name.
        None if count <= 3 && SINGLE.contains(first) => first.len_utf8(),
        None => return Name::Whole(text.to_owned()),
    };
    let (family, given) = text.split_at(length);
    Name::Person { family: family.to_owned(), given: given.to_owned(), is_pinyin: false }
}

/// `Smith, John A.` in two parts; `John A. Smith` too, unless a word of it belongs to a body. Particles go with the
/// family name (`van der Berg`), a suffix with the given one.
fn read_latin(text: &str) -> Name {
    let whole = || Name::Whole(text.to_owned());
    let person = |family: &str, given: &str| Name::Person {
        family: family.to_owned(),
        given: given.to_owned(),
        is_pinyin: false,
    };
    let (text, suffix) = match text.rsplit_once([' ', ',']) {
        Some((rest, last)) if SUFFIXES.contains(&last) => (rest.trim_end_matches([' ', ',']), Some(last)),
        _ => (text, None),
    };
    let with_suffix = |given: &str| match suffix {
        Some(suffix) => format!("{given}, {suffix}"),
        None => given.to_owned(),
    };
    // Of the text without a suffix: that is no word of a body's name.
    if is_latin_body(text) || text.matches(',').count() > 1 {
        return whole();
    }
    if let Some((family, given)) = text.split_once(", ") {
        return person(family, &with_suffix(given));
    }
    let words: Vec<&str> = text.split(' ').collect();
    let is_particle = |word: &&str| word.chars().next().is_some_and(char::is_lowercase);
    let particles = words[..words.len() - 1].iter().rev().take_while(|word| is_particle(word)).count();
    let (given, family) = words.split_at(words.len() - 1 - particles);
    if given.is_empty() { whole() } else { person(&family.join(" "), &with_suffix(&given.join(" "))) }
}

#[cfg(test)]
mod tests {
    use super::Name;

    #[test]
    fn a_name_that_stays_whole_is_not_by_that_a_body() {
        for body in ["河津市文化和旅游局", "编辑部", "Society of Antiquaries"] {
            assert!(Name::read(body).is_body(), "{body}");
        }
        for other in ["买买提·艾力", "艾合买提·司", "某某某某", "UNESCO", "张三", "John A. Smith"]
        {
            assert!(!Name::read(other).is_body(), "{other}");
        }
    }

    #[test]
    fn persons_come_in_two_parts_and_bodies_whole() {
        for (text, family, given) in [
            ("张三", "张", "三"),
            ("欧阳修", "欧阳", "修"),
            ("欧阳中石", "欧阳", "中石"),
            ("Smith, John A.", "Smith", "John A."),
            ("John A. Smith", "Smith", "John A."),
        ] {
            let person = Name::Person { family: family.into(), given: given.into(), is_pinyin: false };
            assert_eq!(Name::read(text), person, "{text}");
        }
        for body in
            ["河津市文化和旅游局", "编辑部", "本报", "UNESCO", "Society of Antiquaries", "某某某某", "木"]
        {
            assert_eq!(Name::read(body), Name::Whole(body.to_owned()));
        }
    }

    #[test]
    fn what_is_before_a_name_is_no_part_of_it() {
        for (text, name) in [
            ("（清）茅丕熙", "茅丕熙"),
            ("[明] 李汝宽", "李汝宽"),
            ("［美］那仲良", "那仲良"),
            ("清·杨殿梓", "杨殿梓"),
            ("(美) Ronald G. Knapp", "Ronald G. Knapp"),
        ] {
            assert_eq!(Name::read(text), Name::read(name), "{text}");
            assert_eq!(Name::read(text).spoken(), name);
        }
    }

    #[test]
    fn places_stay_whole_and_rare_families_have_two_characters() {
        for body in ["张吴村", "僧楼镇", "河津县", "王家岭村", "李家庄村委会"] {
            assert_eq!(Name::read(body), Name::Whole(body.to_owned()));
        }
        for (text, inverted) in
            [("鲜于枢", "鲜于, 枢"), ("淳于意", "淳于, 意"), ("完颜阿骨打", "完颜阿骨打"), ("王镇", "王, 镇")]
        {
            assert_eq!(Name::read(text).inverted(), inverted);
        }
    }

    #[test]
    fn names_in_latin_letters_keep_their_particles() {
        for (text, inverted) in [
            ("Ludwig van der Berg", "van der Berg, Ludwig"),
            ("Charles de Gaulle", "de Gaulle, Charles"),
            ("van der Berg, Ludwig", "van der Berg, Ludwig"),
            ("John A. Smith, Jr.", "Smith, John A., Jr."),
            ("Plato", "Plato"),
        ] {
            assert_eq!(Name::read(text).inverted(), inverted);
        }
    }

    #[test]
    fn a_foreigner_with_a_chinese_name_is_no_pinyin() {
        assert_eq!(Name::read_english("Ronald G. Knapp", "那仲良").inverted(), "Knapp, Ronald G.");
        assert_eq!(Name::read_english("Ouyang Xiu", "欧阳修").inverted(), "Ouyang, Xiu");
        assert_eq!(Name::read_english("San Zhang", "张三").inverted(), "Zhang, San");
        assert_eq!(Name::read_english("Lü Bin", "吕斌").inverted(), "Lü, Bin");
    }

    #[test]
    fn the_english_of_a_chinese_person_is_pinyin() {
        let name = Name::read_english("Zhang San", "张三");
        assert_eq!(name.inverted(), "Zhang, San");
        assert_eq!(name.spoken(), "Zhang San");
        assert!(matches!(name, Name::Person { is_pinyin: true, .. }));
        assert!(matches!(Name::read_english("Bureau of Culture", "文化局"), Name::Whole(_)));
    }
}
