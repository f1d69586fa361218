//! How a passage begins that is a judgement, a practice or a gap of whoever writes, and not a fact of others.

/// Who speaks.
const SPEAKERS: &[&str] = &["本文", "本档案", "笔者", "编者", "我们"];

/// What the speaker does: thinks, infers, advises, has a practice, did not find. What was merely written down or
/// collected (本档案收录的…, 本档案记有…) is said of others, and needs its source.
const DOES: &[&str] = &[
    "以为",
    "认为",
    "看来",
    "之见",
    "推断",
    "推定",
    "推测",
    "判断",
    "主张",
    "建议",
    "规定",
    "约定",
    "做法",
    "写法",
    "用法",
    "记法",
    "看法",
    "规矩",
    "不当作",
    "只当作",
    "不作",
    "不用",
    "不取",
    "不猜",
    "没有查到",
    "没有见到",
    "没有找到",
    "没有收到",
    "未查到",
    "未见",
    "不知道",
    "现有",
];

/// Who speaks, in English and in lower case.
const SPEAKERS_EN: &[&str] =
    &["this essay", "this archive", "the archive", "the author", "the editor", "we", "our"];

/// What the speaker does, in English.
const DOES_EN: &[&str] = &[
    "think",
    "hold",
    "judge",
    "judgement",
    "infer",
    "inference",
    "conclude",
    "suppose",
    "suspect",
    "believe",
    "view",
    "propose",
    "suggest",
    "recommend",
    "advise",
    "advice",
    "practice",
    "usage",
    "rule",
    "rules",
    "treat",
    "takes",
    "take",
    "not found",
    "found no",
    "found none",
    "not seen",
    "seen no",
    "does not know",
    "do not know",
    "holds",
    "judges",
    "infers",
    "concludes",
    "supposes",
    "suspects",
    "believes",
    "proposes",
    "suggests",
    "recommends",
    "advises",
    "treats",
    "thinks",
];

/// Whether a passage begins by saying whose judgement it is: who speaks, and in the same clause what the speaker does
/// (本文以为…, 据本档案推断…, The archive holds …).
pub(super) fn is_judgement(words: &str) -> bool {
    let words = words.trim();
    // The first clause alone: what is said after a fact does not take the fact back.
    let clause = words.split(['，', '。', '；', '：', '？', '！', ',', '.', ';', ':', '?', '!']).next();
    let clause = clause.unwrap_or_default();
    // 在本文看来, 据本档案推断: what leads to the speaker is no word of somebody else.
    let chinese = clause.trim_start_matches(['在', '据', '依', '照', '按']);
    if SPEAKERS.iter().any(|speaker| chinese.starts_with(speaker)) {
        return DOES.iter().any(|verb| clause.contains(verb));
    }
    let english = clause.to_lowercase();
    let english = english.strip_prefix("in ").unwrap_or(&english);
    let speaks = |speaker: &&str| {
        english.strip_prefix(*speaker).is_some_and(|rest| rest.starts_with([' ', '’', '\'']))
    };
    // With spaces around, so that verbs are found as whole words: `we` is no part of `were`.
    let padded = format!(" {} ", english.replace(['’', '\''], " "));
    SPEAKERS_EN.iter().any(speaks) && DOES_EN.iter().any(|verb| padded.contains(&format!(" {verb} ")))
}

#[cfg(test)]
mod tests {
    use super::is_judgement;

    #[test]
    fn a_judgement_says_whose_it_is_in_its_first_clause() {
        for words in [
            "本文以为，名字不见了，不等于墙倒了。",
            "据本档案推断，它或是另一村之误。",
            "本档案的做法是：量不到的写未测。",
            "本档案至今没有查到实测的坐标。",
            "在本文看来，两说不能都对。",
            "This essay holds that a name is no wall.",
            "In our view, the two cannot both be right.",
            "The archive’s practice is to leave it blank.",
            "We have not found a date.",
        ] {
            assert!(is_judgement(words), "{words}");
        }
    }

    #[test]
    fn a_fact_is_none_for_who_collected_it() {
        for words in [
            "小张的古堡建于明代，本文以为可信。",
            "本档案收录的小张古堡建于1642年。",
            "本文所说的堡，本文以为建于明代。",
            "有人以为它建于明代。",
            "The archive has 13 fort villages.",
            "We were told that it was built in 1642, and we think so.",
            "Weizhuang holds a fort.",
        ] {
            assert!(!is_judgement(words), "{words}");
        }
    }
}
