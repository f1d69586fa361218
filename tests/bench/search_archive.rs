//! Fills a data folder with synthetic records for `make bench`, and measures the search over it in this process.
//!
//! `search_archive fill DATA VILLAGES PHOTOS ESSAYS` commits records, without pictures, to DATA/archive.db.
//! `search_archive publish DATA ID NAME` commits one village more.
//! `search_archive texts` prints the shipped records, a line of JSON each: `id`, `title`, `text`.
//! `search_archive measure DATA QUERIES CLIENTS ROUNDS` makes the index, asks, and prints one line of JSON.
//!
//! The names are made of the characters of real ones in every combination. They prove nothing about real forts.

use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use baozhai::archive::Archive;
use baozhai::model::{Kind, Language, PictureFormat, Record};
use baozhai::search::{Ask, Filters, Query, Search, Sort};
use baozhai::store::{Change, Origin, Proposal, Records};

/// Records in one commit.
const COMMIT: usize = 5_000;

const FAMILIES: &str = "张王李赵刘陈杨黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文樊卫窦";
const PLACES: &str =
    "上下东西南北前后大小新旧高平固清金永安长古石土青白黑红双龙凤虎马牛羊水井桥沟坡岭峪泉河湾崖坪塬垣";
const KINDS: &[&str] =
    &["堡", "寨", "庄", "村", "坡", "沟", "营", "镇", "窑", "坊", "头", "湾", "桥", "屯", "店", "铺"];
const FACTS: &[&str] = &[
    "堡墙夯土，残高约{n}米，夯层厚{m}厘米，东墙外包青砖已失",
    "南门洞砖券，宽{m}尺，门额石匾字迹漫漶，落款年月可辨者为崇祯{m}年",
    "堡内有古地道，入口在关帝庙后，已清理{n}米",
    "传建于洪武年间，康熙{m}年重修，县志所记与碑文不合",
    "瓮城仅存基址，角楼与马面{m}处，皆为夯土",
    "现存民居{n}院，其中四合院{m}院，正房三间，东西厢房各三间",
    "戏台坐南朝北，面阔三间，壁上有光绪{m}年墨书题记",
    "村南有壕沟一道，深约{m}米，今为耕地；祠堂前照壁完好",
    "报道称该村列入中国传统村落名录，批次未查到",
    "土坯与包砖并用，女墙垛口多已坍塌，{n}年代曾取土",
];
const ENGLISH: &[&str] = &[
    "The rammed-earth wall stands about {n} metres high; the brick facing is lost.",
    "An old tunnel was cleared for {n} metres behind the temple of Guandi.",
    "Reported to have been built in the Hongwu reign and repaired in the Kangxi reign.",
    "The opera stage and the screen wall in front of the ancestral hall survive.",
];

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["fill", data, villages, photos, essays] => {
            fill(Path::new(data), villages.parse()?, photos.parse()?, essays.parse()?).await
        }
        ["publish", data, id, name] => publish(Path::new(data), id, name).await,
        ["texts"] => texts(),
        ["measure", data, queries, clients, rounds] => {
            measure(Path::new(data), Path::new(queries), clients.parse()?, rounds.parse()?).await
        }
        _ => {
            Err("search_archive fill DATA VILLAGES PHOTOS ESSAYS | measure DATA QUERIES CLIENTS ROUNDS"
                .into())
        }
    }
}

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % bound as u64) as usize
    }

    fn one<'t>(&mut self, all: &[&'t str]) -> &'t str {
        all[self.below(all.len())]
    }

    fn char(&mut self, all: &str) -> char {
        let at = self.below(all.chars().count());
        all.chars().nth(at).unwrap_or('村')
    }

    fn filled(&mut self, text: &str) -> String {
        let (n, m) = (2 + self.below(60), 2 + self.below(11));
        text.replace("{n}", &n.to_string()).replace("{m}", &m.to_string())
    }
}

async fn open(data: &Path) -> Result<Records, Box<dyn Error>> {
    Ok(Records::open(&Records::url_of(&data.join("archive.db"))).await?)
}

async fn fill(data: &Path, villages: usize, photos: usize, essays: usize) -> Result<(), Box<dyn Error>> {
    std::fs::create_dir_all(data)?;
    let records = open(data).await?;
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR"));
    let reading = baozhai::folder::read_folder(&baozhai::folder::DirectoryTree::new(shipped), &Unseen);
    let tables = reading.collection.into_records().filter(|record| !matches!(record, Record::Photo(_)));
    let mut dice = Dice(7);
    let mut batch = Vec::new();
    for record in tables {
        batch.push(proposal(&record)?);
    }
    for number in 0..villages {
        batch.push(proposal(&village(&mut dice, number)?)?);
        commit(&records, &mut batch, COMMIT).await?;
    }
    for number in 0..photos {
        batch.push(proposal(&photo(&mut dice, number, villages)?)?);
        commit(&records, &mut batch, COMMIT).await?;
    }
    for number in 0..essays {
        batch.push(proposal(&essay(&mut dice, number, villages)?)?);
        commit(&records, &mut batch, COMMIT).await?;
    }
    commit(&records, &mut batch, 1).await?;
    records.close().await;
    Ok(())
}

async fn publish(data: &Path, id: &str, name: &str) -> Result<(), Box<dyn Error>> {
    let records = open(data).await?;
    let document = serde_json::json!({
        "id": id, "entry": "named", "rights": "CC-BY-4.0", "name": { "zh": name }, "town": "fancun",
    });
    let mut batch = vec![proposal(&Record::from_document(Kind::Village, &document.to_string())?)?];
    commit(&records, &mut batch, 1).await?;
    records.close().await;
    Ok(())
}

/// Prints what any search would be given: a title, and every text of the record.
fn texts() -> Result<(), Box<dyn Error>> {
    fn gather(value: &serde_json::Value, texts: &mut Vec<String>) {
        match value {
            serde_json::Value::String(text) => texts.push(text.clone()),
            serde_json::Value::Array(values) => values.iter().for_each(|value| gather(value, texts)),
            serde_json::Value::Object(values) => values.values().for_each(|value| gather(value, texts)),
            _ => {}
        }
    }
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR"));
    let reading = baozhai::folder::read_folder(&baozhai::folder::DirectoryTree::new(shipped), &Unseen);
    for record in reading.collection.into_records() {
        let value: serde_json::Value = serde_json::from_str(&record.to_document()?)?;
        let title = ["name", "title", "caption"].into_iter().find_map(|key| match &value[key] {
            serde_json::Value::String(title) => Some(title.clone()),
            named => named["zh"].as_str().map(str::to_owned),
        });
        let (Some(title), Some(id)) = (title, value["id"].as_str()) else { continue };
        let mut all = Vec::new();
        gather(&value, &mut all);
        println!("{}", serde_json::json!({ "id": id, "title": title, "text": all.join(" ") }));
    }
    Ok(())
}

fn proposal(record: &Record) -> Result<Proposal, Box<dyn Error>> {
    let kind = baozhai::store::KindWord::new(record.key().kind.word())?;
    Ok(Proposal { key: record.key().to_string().parse()?, kind, base: None, body: record.to_document()? })
}

async fn commit(records: &Records, batch: &mut Vec<Proposal>, least: usize) -> Result<(), Box<dyn Error>> {
    if batch.len() >= least {
        let change = Change {
            author: "bench".to_owned(),
            message: "synthetic".to_owned(),
            origin: Origin::Import,
            at: "2026-11-23T20:00:00Z".parse()?,
            proposals: std::mem::take(batch),
        };
        records.commit(change).await?;
    }
    Ok(())
}

fn village(dice: &mut Dice, number: usize) -> Result<Record, Box<dyn Error>> {
    let family = if dice.below(3) == 0 { "家".to_owned() } else { dice.char(PLACES).to_string() };
    let name = format!("{}{family}{}", dice.char(FAMILIES), dice.one(KINDS));
    let statement = |dice: &mut Dice, property: &str| {
        let certainty = dice.one(&["established", "reported", "reported", "lead"]);
        let (fact, english) = (dice.one(FACTS), dice.one(ENGLISH));
        serde_json::json!({
            "property": property, "certainty": certainty, "sources": ["code-list-2023"],
            "value": { "zh": dice.filled(fact), "en": dice.filled(english) },
        })
    };
    let statements: Vec<_> =
        ["fort", "built", "wall", "gate"].iter().map(|property| statement(dice, property)).collect();
    let document = serde_json::json!({
        "id": format!("site-{number}"), "entry": "named", "rights": "CC-BY-4.0",
        "name": { "zh": format!("{name}村") },
        "town": dice.one(&["fancun", "senglou", "chengqu", "xiaoliang"]),
        "statements": statements,
    });
    Ok(Record::from_document(Kind::Village, &document.to_string())?)
}

fn photo(dice: &mut Dice, number: usize, villages: usize) -> Result<Record, Box<dyn Error>> {
    let element = dice.one(&["gate", "wall", "tunnel", "stage", "dwelling", "temple", "stele"]);
    let caption = dice.one(FACTS);
    let document = serde_json::json!({
        "id": format!("photo-{number}"), "village": format!("site-{}", number % villages.max(1)), "element": element,
        "stand_in": true, "rights": "CC-BY-4.0",
        "caption": { "zh": format!("堡墙一角：{}", dice.filled(caption)) },
        "alt": { "zh": "示意图：一段夯土堡墙，墙面上有一道道横向的夯层。" },
        "credit": { "zh": "本档案绘" },
        "picture": {
            "sha256": "0".repeat(64), "media_type": "image/jpeg", "width_px": 2400, "height_px": 1600, "bytes": 1,
            "placeholder": "",
        },
    });
    Ok(Record::from_document(Kind::Photo, &document.to_string())?)
}

fn essay(dice: &mut Dice, number: usize, villages: usize) -> Result<Record, Box<dyn Error>> {
    let paragraphs: Vec<String> = (0..120)
        .map(|_| {
            let fact = dice.one(FACTS);
            dice.filled(fact)
        })
        .collect();
    let title = format!("{}{}堡寨{}考", dice.char(FAMILIES), dice.char(PLACES), dice.one(KINDS));
    let document = serde_json::json!({
        "id": format!("essay-{number}"), "title": { "zh": title }, "rights": "CC-BY-4.0",
        "authors": [{ "name": { "zh": format!("{}{}", dice.char(FAMILIES), dice.char(PLACES)) } }],
        "villages": [format!("site-{}", number % villages.max(1))],
        "text": { "zh": paragraphs.join("。\n\n") },
    });
    Ok(Record::from_document(Kind::Essay, &document.to_string())?)
}

/// Pictures are of no interest here.
struct Unseen;

impl baozhai::folder::ReadPicture for Unseen {
    fn max_bytes(&self) -> u64 {
        64 << 20
    }

    fn read_picture(
        &self,
        _: &str,
        _: &[u8],
    ) -> Result<baozhai::model::Picture, baozhai::folder::PictureFault> {
        Ok(baozhai::model::Picture {
            sha256: "0".repeat(64),
            format: PictureFormat::Jpeg,
            width_px: 1,
            height_px: 1,
            bytes: 1,
            placeholder: String::new(),
        })
    }
}

async fn measure(data: &Path, queries: &Path, clients: usize, rounds: usize) -> Result<(), Box<dyn Error>> {
    let records = open(data).await?;
    let folder = data.join("cache/search");
    let began = Instant::now();
    let search = Search::in_folder(&folder);
    search.catch_up(&Archive::open(records.clone()).await?).await?;
    let built_s = began.elapsed().as_secs_f64();
    let built_mb = peak_mb();
    let text = std::fs::read_to_string(queries)?;
    let queries: Arc<Vec<Query>> = Arc::new(
        text.lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| Query::parse(line.split('\t').next()?).ok())
            .collect(),
    );
    let next = Arc::new(AtomicUsize::new(0));
    let all = queries.len() * rounds;
    let mut tasks = Vec::new();
    for _ in 0..clients {
        let (search, queries, next) = (search.clone(), Arc::clone(&queries), Arc::clone(&next));
        tasks.push(tokio::spawn(async move {
            let mut times = Vec::new();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= all {
                    return times;
                }
                let query = queries[number % queries.len()].clone();
                let began = Instant::now();
                let asked = search.ask(ask(query)).await;
                if let Ok(found) = asked {
                    times.push((began.elapsed().as_secs_f64() * 1000.0, number % queries.len(), found.total));
                }
            }
        }));
    }
    let mut times = Vec::new();
    for task in tasks {
        times.extend(task.await?);
    }
    times.sort_by(|a, b| a.0.total_cmp(&b.0));
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].0;
    let slowest: Vec<_> = times
        .iter()
        .rev()
        .take(5)
        .map(|(ms, query, total)| serde_json::json!([queries[*query].text(), ms, total]))
        .collect();
    let line = serde_json::json!({
        "records": records.count(None).await?,
        "built_s": built_s,
        "peak_mb_building": built_mb,
        "memory_mb": resident_mb(),
        "anonymous_mb": status_mb("RssAnon:"),
        "index_bytes": bytes_below(&folder),
        "text_bytes": text_bytes(&records).await?,
        "asked": times.len(),
        "p50_ms": at(0.5),
        "p99_ms": at(0.99),
        "max_ms": at(1.0),
        "slowest": slowest,
    });
    println!("{line}");
    Ok(())
}

fn ask(query: Query) -> Ask {
    let (filters, sort, language) = (Filters::default(), Sort::Relevance, Language::Chinese);
    Ask { query, filters, sort, offset: 0, limit: 20, groups: false, counts: false, language }
}

/// The bytes of every Chinese and English text of every record, names and readings among them.
async fn text_bytes(records: &Records) -> Result<u64, Box<dyn Error>> {
    fn texts(value: &serde_json::Value, counts: bool) -> u64 {
        match value {
            serde_json::Value::String(text) if counts => text.len() as u64,
            serde_json::Value::Array(values) => values.iter().map(|value| texts(value, counts)).sum(),
            serde_json::Value::Object(values) => {
                let is_text = |key: &str| counts || ["zh", "en", "pinyin"].contains(&key);
                values.iter().map(|(key, value)| texts(value, is_text(key))).sum()
            }
            _ => 0,
        }
    }
    let (mut after, mut sum) = (None, 0);
    loop {
        let page = records.heads(None, after.as_ref(), 1000).await?;
        let Some(last) = page.last() else { return Ok(sum) };
        after = Some(last.key.clone());
        for revision in &page {
            sum += texts(&serde_json::from_str(&revision.body)?, false);
        }
    }
}

fn bytes_below(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| match entry.metadata() {
            Ok(metadata) if metadata.is_dir() => bytes_below(&entry.path()),
            Ok(metadata) => metadata.len(),
            Err(_) => 0,
        })
        .sum()
}

fn status_mb(field: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(field)).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) / 1000
}

fn resident_mb() -> u64 {
    status_mb("VmRSS:")
}

fn peak_mb() -> u64 {
    status_mb("VmHWM:")
}
