//! Who took or drew a picture, from the line that credits it: 张三摄, 摄影：张三, 图/张三, 张三、李四摄, 张三提供,
//! `Photograph by Zhang San`.

use super::name::Name;
use super::text::{clean, is_han};
use crate::model::{Bilingual, Language};

/// What was done, behind the name; longer words first.
const ACTS: [&str; 15] = [
    "拍摄", "摄影", "摄制", "绘制", "绘图", "制图", "供图", "供稿", "提供", "翻拍", "摄", "绘", "拍", "图",
    "画",
];

/// What was done, before the name.
const ACTS_BEFORE: [&str; 13] = [
    "图片来源",
    "图片提供",
    "照片提供",
    "摄影者",
    "拍摄者",
    "摄影",
    "拍摄",
    "绘制",
    "绘图",
    "供图",
    "图片",
    "图",
    "摄",
];

/// The same in English; what follows is the name.
const ENGLISH_BEFORE: [&str; 6] = [" by ", "courtesy of ", "photograph: ", "photo: ", "image: ", "credit: "];

/// Reads the line in a language; nobody where that is the archive itself.
pub(super) fn read(credit: &Bilingual, language: Language) -> Vec<Name> {
    match credit.for_reader(language) {
        (text, Language::English) => {
            let (english, chinese) = (english(text), chinese(&credit.zh));
            // As many in both: then the one is the other in Pinyin.
            let is_paired = english.len() == chinese.len();
            let own = |(number, name): (usize, &String)| match chinese.get(number).filter(|_| is_paired) {
                Some(chinese) => Name::read_english(name, chinese),
                None => Name::read(name),
            };
            english.iter().enumerate().map(own).collect()
        }
        (text, Language::Chinese) => chinese(text).iter().map(|name| Name::read(name)).collect(),
    }
}

fn chinese(text: &str) -> Vec<String> {
    let text = clean(text);
    if text.starts_with("本档案") || text.is_empty() {
        return Vec::new();
    }
    if !text.chars().any(is_han) {
        return english(&text);
    }
    let marks = |c: char| {
        matches!(c, '：' | ':' | '/' | '／' | '|' | '｜' | ' ' | '　' | '（' | '）' | '(' | ')' | '。')
    };
    // A word before a name needs a mark behind it: 图 begins names and titles too.
    let is_mark = |rest: &str| rest.starts_with(|c| marks(c) && c != '（' && c != '(');
    let text = text.trim_matches(marks);
    let before = ACTS_BEFORE.iter().find_map(|act| text.strip_prefix(act).filter(|rest| is_mark(rest)));
    let text = before.unwrap_or(text).trim_matches(marks);
    let text =
        ACTS.iter().find_map(|act| text.strip_suffix(act)).filter(|name| !name.is_empty()).unwrap_or(text);
    let text = text.trim_matches(marks);
    let parts: Vec<&str> = text.split(['、', '，', ',', '；', ';', '&', '＆']).map(str::trim).collect();
    parts.into_iter().flat_map(persons).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// 张三和李四, 张三 李四: two, if each is the name of a person.
fn persons(text: &str) -> Vec<&str> {
    let is_person = |name: &&str| matches!(Name::read(name), Name::Person { .. });
    // All parts or none: 和 stands in names of bodies and of places.
    for joint in [" ", "和", "与", "及"] {
        let parts: Vec<&str> = text.split(joint).map(str::trim).filter(|part| !part.is_empty()).collect();
        if parts.len() > 1 && parts.iter().all(is_person) && text.chars().any(is_han) {
            return parts;
        }
    }
    vec![text]
}

fn english(text: &str) -> Vec<String> {
    let text = clean(text);
    let lower = text.to_lowercase();
    if lower.contains("this archive") || text.is_empty() {
        return Vec::new();
    }
    let at = ENGLISH_BEFORE.iter().find_map(|act| {
        let at = lower.find(act)?;
        // Lower case may have another length.
        text.is_char_boundary(at + act.len()).then_some(at + act.len())
    });
    let names = at.and_then(|at| text.get(at..)).unwrap_or(&text).trim_end_matches('.');
    let names = names.replace(" and ", "; ").replace(" & ", "; ").replace(",;", ";");
    let parts: Vec<&str> = names.split(';').map(str::trim).collect();
    // `Zhang San, Li Si` are two, `Smith, John` is one.
    let split = |part: &str| -> Vec<String> {
        let by_comma: Vec<&str> = part.split(',').map(str::trim).collect();
        if by_comma.len() > 1 && by_comma.iter().all(|name| name.contains(' ')) {
            return by_comma.into_iter().map(str::to_owned).collect();
        }
        vec![part.to_owned()]
    };
    parts.into_iter().filter(|part| !part.is_empty()).flat_map(split).collect()
}

#[cfg(test)]
mod tests {
    use super::{Language, read};
    use crate::model::Bilingual;

    fn names(zh: &str, en: Option<&str>) -> Vec<String> {
        let language = if en.is_some() { Language::English } else { Language::Chinese };
        let credit = Bilingual { zh: zh.to_owned(), en: en.map(str::to_owned) };
        read(&credit, language).iter().map(super::Name::inverted).collect()
    }

    #[test]
    fn a_credit_names_those_who_took_the_picture() {
        for line in [
            "张三摄",
            "摄影：张三",
            "摄影/张三",
            "图/张三",
            "供图：张三",
            "张三提供",
            "张三 摄",
            "张三供图",
            "（张三摄）",
            "拍摄者：张三",
            "绘图：张三",
            "张三/摄",
        ] {
            assert_eq!(names(line, None), ["张, 三"], "{line}");
        }
        for line in ["张三、李四摄", "摄影：张三，李四", "张三和李四摄", "图/张三 李四", "张三、李四提供"]
        {
            assert_eq!(names(line, None), ["张, 三", "李, 四"], "{line}");
        }
        assert_eq!(names("河津市文物局提供", None), ["河津市文物局"]);
        assert_eq!(names("本档案绘制", None), Vec::<String>::new());
    }

    #[test]
    fn a_credit_in_english_is_read_beside_the_chinese_one() {
        assert_eq!(names("张三摄", Some("Photograph by Zhang San")), ["Zhang, San"]);
        assert_eq!(names("张三、李四摄", Some("Photos by Zhang San and Li Si")), ["Zhang, San", "Li, Si"]);
        assert_eq!(names("那仲良摄", Some("Photograph by Ronald G. Knapp")), ["Knapp, Ronald G."]);
        assert_eq!(names("张三提供", Some("Courtesy of Zhang San")), ["Zhang, San"]);
        assert_eq!(names("张三摄", Some("Photo: Zhang San")), ["Zhang, San"]);
    }
}
