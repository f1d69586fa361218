//! Names of those who answer for a work: a person's in two parts, or a body's as it stands.
//!
//! Records keep a name as one text. Reference managers want family and given name apart, so a name is read
//! here: where that is not certain it stays whole, since a body split in two is worse than a person unsplit.

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
    "欧阳", "司马", "上官", "诸葛", "司徒", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "令狐", "长孙", "宇文",
    "东方", "南宫", "西门", "独孤", "端木", "申屠", "轩辕", "钟离", "濮阳", "公羊", "呼延", "拓跋", "澹台",
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
    "司", "中心", "档案", "公司", "大学", "学校", "政府", "协会", "编辑", "记者", "集体",
];

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
    /// Reads a name as a record gives it.
    pub fn read(text: &str) -> Self {
        let text = clean(text);
        if text.chars().any(is_han) { read_chinese(&text) } else { read_latin(&text) }
    }

    /// Reads the English spelling of a name whose Chinese is known: of a Chinese person it is Pinyin, with the
    /// family name in front.
    pub fn read_english(english: &str, chinese: &str) -> Self {
        let (english, chinese) = (clean(english), clean(chinese));
        let is_pinyin = matches!(Self::read(&chinese), Self::Person { .. });
        match english.split_once(' ') {
            Some((family, given)) if is_pinyin && !english.contains(',') => {
                Self::Person { family: family.to_owned(), given: given.to_owned(), is_pinyin: true }
            }
            _ => Self::read(&english),
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

/// Two to four characters that begin with a family name and do not end as a body does.
fn read_chinese(text: &str) -> Name {
    let count = text.chars().count();
    let is_body = BODY.iter().any(|ending| text.ends_with(ending));
    if !(2..=4).contains(&count) || is_body || !text.chars().all(is_han) {
        return Name::Whole(text.to_owned());
    }
    let double = DOUBLE.iter().find(|family| count > 2 && text.starts_with(**family));
    let first = text.chars().next().unwrap_or_default();
    let length = match double {
        Some(family) => family.len(),
        None if count <= 3 && SINGLE.contains(first) => first.len_utf8(),
        None => return Name::Whole(text.to_owned()),
    };
    let (family, given) = text.split_at(length);
    Name::Person { family: family.to_owned(), given: given.to_owned(), is_pinyin: false }
}

/// `Smith, John A.` in two parts; `John A. Smith` too, unless a word of it belongs to a body.
fn read_latin(text: &str) -> Name {
    let is_body = text.split(' ').any(|word| BODY_WORDS.contains(&word.to_lowercase().as_str()));
    let parts =
        text.split_once(", ").or_else(|| text.rsplit_once(' ').map(|(given, family)| (family, given)));
    match parts {
        Some((family, given)) if !is_body && text.matches(',').count() <= 1 => {
            Name::Person { family: family.to_owned(), given: given.to_owned(), is_pinyin: false }
        }
        _ => Name::Whole(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::Name;

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
    fn the_english_of_a_chinese_person_is_pinyin() {
        let name = Name::read_english("Zhang San", "张三");
        assert_eq!(name.inverted(), "Zhang, San");
        assert_eq!(name.spoken(), "Zhang San");
        assert!(matches!(name, Name::Person { is_pinyin: true, .. }));
        assert!(matches!(Name::read_english("Bureau of Culture", "文化局"), Name::Whole(_)));
    }
}
