//! What GB/T 7714 asks for and CSL 1.0.2 cannot say. The clauses of 2025 are known from its published examples
//! only; those of 2015 from the standard as its styles quote it.
//!
//! - 等 or et al. by the language of the entry (2015, 8.1.2; 2025, 7.1.2): the locale is chosen per entry.
//! - A Chinese name has no space in it, and no initials (2015, 8.1.1; 2025, 7.1.1).
//! - Of a western name in Chinese characters the family name alone is given: 乔纳斯 (the same clauses). The names of
//!   the peoples of China stay whole: 买买提·艾力 has no family name.
//! - A name in Pinyin is not shortened in 2025: Li Jiangning (7.1.1). In 2015 it may be: LI J.
//! - 第1卷 and 2020版 are words and take no label, though there is a number in them; a hyphen in a number is no range.

use serde_json::{Value, json};

use super::style::Edition;
use super::text::is_han;

/// The member of a CSL-JSON name that says its order never changes; so Pinyin is known.
pub(super) const FIXED_ORDER: &str = "static-ordering";

/// The variables of CSL that hold names.
const PEOPLE: [&str; 4] = ["author", "editor", "translator", "container-author"];

/// Whether an item is a Chinese one: by its language, else by its title.
pub(super) fn is_chinese(item: &Value) -> bool {
    match item["language"].as_str() {
        // The language first: a Chinese essay may have a title in Latin letters.
        Some(language) => language.starts_with("zh"),
        None => item["title"].as_str().is_some_and(|title| title.chars().any(is_han)),
    }
}

/// Puts what the styles cannot tell apart where they look for it, and the names as an edition writes them.
pub(super) fn prepare(item: &mut Value, edition: Edition) {
    words_in_numbers(item, edition);
    join_chinese_names(item);
    for_each_name(item, |name| {
        let (family, given) = (text(name, "family"), text(name, "given"));
        let is_fixed = name.get(FIXED_ORDER).is_some_and(|fixed| fixed.as_bool() == Some(true));
        match (text(name, "literal").rsplit_once('·'), edition) {
            // The part behind the last `·`: the family name comes last, as in 皮埃尔·布迪厄.
            (Some((given, family)), _) if family.chars().all(is_han) && !is_own(given, family) => {
                Some(json!({ "literal": family }))
            }
            (None, Edition::E2025) if is_fixed => Some(json!({ "literal": format!("{family} {given}") })),
            _ => None,
        }
    });
}

/// What names of the Uyghurs and Kazakhs, the Mongols, the Tibetans and the Yi are made of, and no western one.
const OF_CHINA: &str = "买买提 买合木提 麦麦提 艾力 艾则孜 艾合买提 艾尔肯 艾山 艾买提 阿不都 阿不力 阿不来提 阿布都 阿布力 阿布来提 阿卜杜 \
    阿卜力 阿依 阿迪力 阿孜古 阿力木 阿里木 吐尔逊 吐尔洪 吐尔地 托合提 玉素甫 玉苏普 玉山 伊力 伊明 依明 依不拉音 热合曼 热依 热西提 热孜 \
    古丽 古力 努尔 奴尔 帕尔哈提 帕提 库尔班 卡德尔 克里木 肉孜 沙吾提 沙塔尔 赛福鼎 赛买提 司马义 司马依 塔依尔 铁木尔 铁穆尔 铁力瓦尔 乌买尔 \
    乌斯曼 吾买尔 吾斯曼 吾甫尔 亚森 亚生 亚库甫 牙生 尼亚孜 尼牙孜 居马 哈力克 哈孜 马木提 木合塔尔 木拉提 迪丽 迪力 迪里 祖丽 祖力 米吉提 \
    达吾提 达列力 加帕尔 夏提 巴特尔 巴图 巴雅尔 巴音 其其格 其木格 琪琪格 高娃 图雅 乌兰 乌云 娜仁 那仁 那日 敖登 斯琴 萨仁 萨日 苏日 孟和 孟克 \
    朝鲁 朝克图 格日勒 宝力 宝音 毕力格 布和 呼和 苏和 德力格尔 特古斯 特木尔 腾格尔 赛罕 乌日 额尔德 阿拉坦 阿古拉 阿木尔 \
    扎西 卓玛 才让 多吉 丹增 次仁 旺堆 平措 尼玛 格桑 索朗 央金 拉姆 仁青 顿珠 贡布 嘉措 加措 洛桑 坚赞 强巴 班旦 桑吉 曲扎 土登 阿旺 \
    吉狄 吉克 木呷 依火 阿苏";

/// Whether it is such a name.
fn is_own(given: &str, family: &str) -> bool {
    let has = |part: &str| OF_CHINA.split_whitespace().any(|own| part.contains(own));
    has(given) || has(family)
}

/// Puts Chinese names in one piece, without the space that styles set between family and given name.
pub(super) fn join_chinese_names(item: &mut Value) {
    for_each_name(item, |name| {
        let (family, given) = (text(name, "family"), text(name, "given"));
        let is_chinese = family.chars().any(is_han) && !given.is_empty();
        // A literal is what no style takes apart, shortens or puts in capitals.
        is_chinese.then(|| json!({ "literal": format!("{family}{given}") }))
    });
}

/// The text with the hyphens of numbers: in one it is no dash of a range, which CSL makes of it.
pub(super) fn mend(text: &str, item: &Value) -> String {
    let mut text = text.trim().to_owned();
    for number in ["number", "volume", "issue", "page"] {
        if let Some(number) = item[number].as_str().filter(|number| number.contains('-')) {
            // By the item as it was given, for the prepared one may have the number in its title.
            text = text.replace(&number.replace('-', "–"), number);
        }
    }
    text
}

/// To CSL 第1卷 and 2020版 are numbers, which would get a label once more: such a volume goes with its title, such
/// an edition where the styles look for words.
fn words_in_numbers(item: &mut Value, edition: Edition) {
    let is_word = |value: Option<&Value>| {
        let text = value.and_then(Value::as_str).unwrap_or_default();
        (!text.is_empty() && text.chars().any(is_han)).then(|| text.to_owned())
    };
    // There volume and number stand together in a form of their own (年, 卷(期)).
    let is_periodical = item["type"].as_str().is_some_and(|kind| kind.starts_with("article"));
    let title = if item["container-title"].is_string() { "container-title" } else { "title" };
    if let Some(volume) = is_word(item.get("volume")).filter(|_| !is_periodical) {
        let joint = if edition == Edition::E2025 { "：" } else { ": " };
        item[title] = format!("{}{joint}{volume}", text(item, title)).into();
        remove(item, "volume");
    }
    if let Some(words) = is_word(item.get("edition")) {
        item["status"] = words.into();
        remove(item, "edition");
    }
}

fn remove(item: &mut Value, variable: &str) {
    if let Some(item) = item.as_object_mut() {
        item.remove(variable);
    }
}

/// Puts another in the place of each name for which there is one.
pub(super) fn for_each_name(item: &mut Value, change: impl Fn(&Value) -> Option<Value>) {
    for variable in PEOPLE {
        let Some(names) = item.get_mut(variable).and_then(Value::as_array_mut) else { continue };
        for name in names {
            if let Some(changed) = change(name) {
                *name = changed;
            }
        }
    }
}

/// A part of a name; nothing where it has none.
pub(super) fn text<'v>(name: &'v Value, part: &str) -> &'v str {
    name.get(part).and_then(Value::as_str).unwrap_or_default()
}
