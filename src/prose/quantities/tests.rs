//! What is a number that a text claims, and what is none.

use super::{Dimension, quantities};

fn found(text: &str) -> Vec<String> {
    named(text, &[])
}

fn named(text: &str, names: &[&str]) -> Vec<String> {
    let told = |dimension: Dimension, thousandths: i64| {
        let number = thousandths as f64 / 1000.0;
        match dimension {
            Dimension::Count => format!("{number}"),
            Dimension::Year => format!("year {number}"),
            Dimension::Month => format!("month {number}"),
            Dimension::Day => format!("day {number}"),
            Dimension::Length => format!("{number} m"),
            Dimension::Area => format!("{number} m2"),
            Dimension::Ratio => format!("{number} x"),
            Dimension::Share => format!("{number} %"),
        }
    };
    quantities(text, names).iter().map(|q| told(q.dimension, q.thousandths)).collect()
}

#[test]
fn numbers_are_read_with_what_they_count() {
    for (text, expected) in [
        ("河津有13个堡寨村、2个寨子村", &["13", "2"][..]),
        ("点名七处，其余十二座", &["7", "12"]),
        ("相差2.8倍", &["2.8 x"]),
        ("建于1642年，二〇二四年重修", &["year 1642", "year 2024"]),
        ("2016、2019、2023年名录", &["year 2016", "year 2019", "year 2023"]),
        ("见2025年11月13日的报纸", &["year 2025", "month 11", "day 13"]),
        ("约±4.5公里，东西约120米，墙基宽三尺", &["4500 m", "120 m", "1 m"]),
        ("一千零三十九平方米，１０３９平方米", &["1039 m2", "1039 m2"]),
        ("康熙县志记七十余，光绪县志记堡23", &["70", "23"]),
        ("20余位学者，300年历史，千年古堡", &["20", "300", "1000"]),
        ("三至五座，13减9", &["3", "5", "13", "9"]),
        ("九成在圆内，占30%", &["90 %", "30 %"]),
        ("三万人，3万人", &["30000", "30000"]),
        ("Thirteen fort villages and two gates", &["13", "2"]),
        ("twenty-five of two hundred and six", &["25", "206"]),
        ("about 68 m north–south by 120 m, within 6 km", &["68 m", "120 m", "6000 m"]),
        ("1,039 m² on 26 June 2024, in 2016", &["1039 m2", "day 26", "year 2024", "year 2016"]),
        ("4 to 5 km; 2.8 times as many", &["4000 m", "5000 m", "2.8 x"]),
        ("one thousand two hundred men, two hundred thousand", &["1200", "200000"]),
        ("one thousand two hundred and thirty-four, a hundred and six", &["1234", "106"]),
        ("two hundred and twenty-five thousand; fifteen hundred; two dozen", &["225000", "1500", "24"]),
        ("between twenty and thirty, from ten to twenty", &["20", "30", "10", "20"]),
        ("between two hundred and six hundred, two hundred and three hundred", &["200", "600", "200", "300"]),
        ("between two hundred and six", &["200", "6"]),
        ("一百二个，一百零二个，十二个，一百二十个", &["120", "102", "12", "120"]),
        ("两万三人，两万三千人，三千五百里，三千五里", &["23000", "23000", "1750000 m", "1750000 m"]),
        ("in 2016, 2019 and 2023", &["year 2016", "year 2019", "year 2023"]),
    ] {
        assert_eq!(found(text), expected, "{text}");
    }
}

#[test]
fn names_ordinals_and_articles_claim_nothing() {
    for text in [
        "樊村堡在樊村镇，万荣县在南",
        "第四次全国文物普查，第2版，第三座",
        "五代始建，十大考古新发现，四至，两岸，三晋",
        "一座堡，一条沟，这一处",
        "三四个，两三处，十几座，几座",
        "十字街，八字墙，一来近，二来高",
        "两种说法，两篇都没有说，分三类",
        "清涧一至四村",
        "12号民居，dwelling No. 12",
        "坐标系用CGCS2000，授权CC-BY-4.0，WGS84",
        "《六十年来的堡》与《四堡志》",
        "one of the forts, the Five Dynasties, the 19th century, the fourth census",
        "often, tenth, tent, stone",
        "二、写法",
    ] {
        assert_eq!(found(text), [""; 0], "{text}");
    }
    assert_eq!(named("八里村在三家堡以北，有两座堡", &["八里村", "三家堡"]), ["2"]);
}

#[test]
fn the_words_are_those_of_the_text() {
    let words: Vec<String> =
        quantities("有十三个堡寨村，约 1,039 m²，１３座", &[]).into_iter().map(|q| q.words).collect();
    assert_eq!(words, ["十三个", "1,039 m²", "１３座"]);
}
