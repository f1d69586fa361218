//! The index beside the archive: made where it is missing, brought forward, noticed when it is damaged.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use baozhai::archive::{Archive, follow};
use baozhai::search::{Availability, Search, SearchError, keep};
use baozhai::store::Records;

use super::Outcome;
use super::corpus::{Corpus, commit_to};
use super::language::village;

async fn corpus() -> anyhow::Result<Corpus> {
    Corpus::of_records([village("jia", "甲堡村", "Jiǎbǔ Cūn", "有瓮城", "reported")?].into_iter()).await
}

impl Corpus {
    fn folder(&self) -> PathBuf {
        self.data.path().join("cache/search")
    }

    /// The generations on disk.
    fn generations(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder()).into_iter().flatten().flatten();
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
    }

    /// The same archive, as a program that has just been started finds it.
    async fn restarted(&self) -> anyhow::Result<Search> {
        let search = Search::in_folder(self.folder());
        search.catch_up(&self.archive).await?;
        Ok(search)
    }
}

async fn finds(search: &Search, query: &str) -> anyhow::Result<Vec<String>> {
    let offered = search.suggest(baozhai::search::Query::parse(query)?, 8).await?;
    Ok(offered.into_iter().map(|one| one.id).collect())
}

/// Every file of the index that holds anything.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files.extend(self::files(&path));
        } else if entry.metadata().is_ok_and(|metadata| metadata.len() > 0) {
            files.push(path);
        }
    }
    files.sort();
    files
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_committed_is_found_within_a_second() -> Outcome {
    let corpus = corpus().await?;
    let keeping =
        tokio::spawn(keep(corpus.search.clone(), corpus.archive.clone(), Duration::from_millis(250)));
    let following = tokio::spawn(follow(corpus.archive.clone(), Duration::from_millis(250)));
    for (number, name) in ["乙堡村", "丙寨村", "丁家窑"].into_iter().enumerate() {
        corpus.commit([village(&format!("new-{number}"), name, "", "新修", "reported")?].into_iter()).await?;
        let committed = Instant::now();
        while !corpus.ids(name).await?.contains(&format!("new-{number}")) {
            assert!(committed.elapsed() < Duration::from_secs(5), "{name} is not found");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        // Tests run side by side on few processors; the bench measures the second.
        assert!(committed.elapsed() < Duration::from_secs(3), "{name}: {:?}", committed.elapsed());
    }
    keeping.abort();
    following.abort();
    Ok(())
}

#[tokio::test]
async fn a_record_that_changes_is_no_longer_found_as_it_was() -> Outcome {
    let corpus = corpus().await?;
    assert_eq!(corpus.ids("瓮城").await?, ["jia"]);
    corpus.commit([village("jia", "甲堡村", "Jiǎbǔ Cūn", "有角楼", "reported")?].into_iter()).await?;
    assert!(corpus.catch_up().await?);
    assert!(corpus.ids("瓮城").await?.is_empty());
    assert_eq!(corpus.ids("角楼").await?, ["jia"]);
    assert!(!corpus.catch_up().await?, "nothing is left to do");
    Ok(())
}

#[tokio::test]
async fn photos_follow_the_name_of_their_village() -> Outcome {
    let corpus = Corpus::of_folder(&crate::archives::small()).await?;
    let before = corpus.ids("甲堡村").await?;
    assert!(before.iter().any(|id| id.starts_with("alpha-")), "{before:?}");
    let head = corpus.records.head(&"alpha".parse()?).await?.ok_or_else(|| anyhow::anyhow!("no alpha"))?;
    let body = head.body.replace("甲堡村", "新名堡");
    assert_ne!(body, head.body);
    let record = baozhai::model::Record::from_document(baozhai::model::Kind::Village, &body)?;
    corpus.commit(std::iter::once(record)).await?;
    corpus.catch_up().await?;
    let after = corpus.ids("新名堡").await?;
    assert!(after.iter().any(|id| id.starts_with("alpha-")), "{after:?}");
    Ok(())
}

#[tokio::test]
async fn an_index_that_is_there_is_used_again() -> Outcome {
    let corpus = corpus().await?;
    let before = corpus.generations();
    let search = corpus.restarted().await?;
    assert_eq!(corpus.generations(), before);
    assert_eq!(search.availability(), Availability::Ready);
    assert_eq!(finds(&search, "甲").await?, ["jia"]);
    Ok(())
}

#[tokio::test]
async fn a_deleted_index_is_made_anew_and_the_old_one_answers_meanwhile() -> Outcome {
    let corpus = corpus().await?;
    std::fs::remove_dir_all(corpus.folder())?;
    assert_eq!(corpus.ids("甲堡").await?, ["jia"], "what is open stays open");
    assert!(corpus.catch_up().await?);
    assert_eq!(corpus.ids("甲堡").await?, ["jia"]);
    assert!(!corpus.generations().is_empty());
    Ok(())
}

#[tokio::test]
async fn no_answer_is_given_before_there_is_an_index() -> Outcome {
    let corpus = corpus().await?;
    let search = Search::in_folder(corpus.data.path().join("nowhere"));
    let asked = search.suggest(baozhai::search::Query::parse("甲")?, 8).await;
    assert!(matches!(asked, Err(SearchError::NotReady)));
    assert!(matches!(search.availability(), Availability::Building { .. }));
    Ok(())
}

#[tokio::test]
async fn a_changed_byte_in_any_file_is_noticed_and_mended() -> Outcome {
    let corpus = corpus().await?;
    for name in files(&corpus.folder()) {
        // Which generation it lies in changes with each mending.
        let Some(extension) = name.extension().map(std::ffi::OsStr::to_owned) else { continue };
        let Some(file) =
            files(&corpus.folder()).into_iter().find(|file| file.extension() == Some(&extension))
        else {
            continue;
        };
        let mut bytes = std::fs::read(&file)?;
        let middle = bytes.len() / 2;
        bytes[middle] ^= 0x55;
        baozhai::store::write_atomically(&file, bytes)?;
        let search = corpus.restarted().await?;
        assert_eq!(finds(&search, "甲").await?, ["jia"], "{}", file.display());
    }
    Ok(())
}

#[tokio::test]
async fn a_missing_file_is_noticed_and_mended() -> Outcome {
    let corpus = corpus().await?;
    for _ in 0..files(&corpus.folder()).len() {
        let all = files(&corpus.folder());
        std::fs::remove_file(&all[all.len() / 2])?;
        let search = corpus.restarted().await?;
        assert_eq!(finds(&search, "甲").await?, ["jia"], "{}", all[all.len() / 2].display());
    }
    Ok(())
}

#[tokio::test]
async fn files_cut_off_are_noticed_and_mended() -> Outcome {
    let corpus = corpus().await?;
    for file in files(&corpus.folder()) {
        let Ok(bytes) = std::fs::read(&file) else { continue };
        baozhai::store::write_atomically(&file, &bytes[..bytes.len() / 2])?;
        let search = corpus.restarted().await?;
        assert_eq!(finds(&search, "甲").await?, ["jia"], "{}", file.display());
    }
    Ok(())
}

/// The program outlives it, answers on, and is well again after the next publication.
#[tokio::test(flavor = "multi_thread")]
async fn files_cut_under_a_search_that_runs_cost_only_a_new_index() -> Outcome {
    let corpus = corpus().await?;
    for (number, keep_of_10) in [0, 5, 9].into_iter().enumerate() {
        for file in files(&corpus.folder()) {
            let bytes = std::fs::metadata(&file)?.len();
            std::fs::OpenOptions::new().write(true).open(&file)?.set_len(bytes * keep_of_10 / 10)?;
        }
        assert_eq!(finds(&corpus.search, "甲").await?, ["jia"]);
        let name = ["乙堡村", "丙寨村", "丁家窑"][number];
        corpus
            .commit([village(&format!("n{number}"), name, "Xīn Cūn", "新", "reported")?].into_iter())
            .await?;
        corpus.archive.catch_up().await?;
        let keeping = keep(corpus.search.clone(), corpus.archive.clone(), Duration::from_millis(10));
        let found = async {
            while finds(&corpus.search, name).await.ok() != Some(vec![format!("n{number}")]) {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::select! {
            () = keeping => {}
            () = found => {}
            () = tokio::time::sleep(Duration::from_secs(20)) => anyhow::bail!("it is never well again"),
        }
        assert_eq!(finds(&corpus.search, "甲").await?, ["jia"]);
    }
    Ok(())
}

/// As two servers on one folder do: while one writes the other waits, and is well.
#[tokio::test(flavor = "multi_thread")]
async fn an_index_that_another_process_writes_is_waited_for() -> Outcome {
    let corpus = corpus().await?;
    let generation = corpus.generations().pop().expect("one generation");
    let other = tantivy::Index::open_in_dir(corpus.folder().join(generation))?;
    let writer: tantivy::IndexWriter = other.writer_with_num_threads(1, 15_000_000)?;
    corpus.commit([village("yi", "乙堡村", "Yǐbǔ Cūn", "新", "reported")?].into_iter()).await?;
    corpus.archive.catch_up().await?;
    let keeping =
        tokio::spawn(keep(corpus.search.clone(), corpus.archive.clone(), Duration::from_millis(10)));
    let until = Instant::now() + Duration::from_secs(1);
    while Instant::now() < until {
        assert_ne!(corpus.search.availability(), Availability::Failing);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(finds(&corpus.search, "甲").await?, ["jia"], "what was found is found meanwhile");
    drop(writer);
    let free = Instant::now();
    while finds(&corpus.search, "乙堡").await? != ["yi"] {
        assert!(free.elapsed() < Duration::from_secs(10), "it is never found");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    keeping.abort();
    Ok(())
}

#[tokio::test]
async fn what_a_killed_builder_left_long_ago_is_taken_away() -> Outcome {
    let corpus = corpus().await?;
    let folder = corpus.folder();
    std::fs::create_dir(folder.join("8"))?;
    baozhai::store::write_atomically(folder.join("8/meta.json"), "{\"segments\":[]}")?;
    let at = |text: &str| text.parse::<jiff::Timestamp>();
    assert_eq!(baozhai::search::clear_leftovers(&folder, at("2000-01-01T00:00:00Z")?), 0);
    assert_eq!(baozhai::search::clear_leftovers(&folder, at("9999-01-01T00:00:00Z")?), 1);
    assert_eq!(corpus.generations().len(), 1, "the one in use stays");
    Ok(())
}

/// A build that was killed leaves a generation without its mark; the one before it is used.
#[tokio::test]
async fn a_half_made_index_is_passed_over() -> Outcome {
    let corpus = corpus().await?;
    let folder = corpus.folder();
    for half in ["7", "8"] {
        std::fs::create_dir(folder.join(half))?;
    }
    baozhai::store::write_atomically(folder.join("8/meta.json"), "{\"segments\":[]")?;
    let search = corpus.restarted().await?;
    assert_eq!(finds(&search, "甲").await?, ["jia"]);
    assert!(!search.catch_up(&corpus.archive).await?, "it is not looked at again and again");
    assert!(folder.join("8").is_dir(), "another program may be making it");
    Ok(())
}

/// `baozhai reindex` beside a server: what it has made is taken.
#[tokio::test]
async fn an_index_that_another_process_made_is_taken() -> Outcome {
    let corpus = corpus().await?;
    let other = Search::in_folder(corpus.folder());
    other.rebuild(&corpus.archive).await?;
    assert_eq!(corpus.generations().len(), 1, "the old one is removed");
    corpus.catch_up().await?;
    assert_eq!(corpus.ids("瓮城").await?, ["jia"]);
    corpus.commit([village("yi", "乙堡村", "", "有角楼", "reported")?].into_iter()).await?;
    corpus.catch_up().await?;
    assert_eq!(corpus.ids("角楼").await?, ["yi"]);
    assert_eq!(corpus.generations().len(), 1);
    Ok(())
}

/// The same beginning, then another commit of the same number, and more.
#[tokio::test]
async fn an_index_of_another_state_of_the_same_archive_is_not_used() -> Outcome {
    let corpus = corpus().await?;
    let file = corpus.data.path().join("other.db");
    corpus.records.copy_into(&file).await?;
    let other = Records::open(&Records::url_of(&file)).await?;
    corpus.commit([village("yi", "乙堡村", "", "有角楼", "reported")?].into_iter()).await?;
    corpus.catch_up().await?;
    for (id, name) in [("bing", "丙寨村"), ("ding", "丁家窑")] {
        commit_to(&other, [village(id, name, "", "新修", "reported")?].into_iter()).await?;
    }
    let search = Search::in_folder(corpus.folder());
    search.catch_up(&Archive::open(other).await?).await?;
    assert_eq!(finds(&search, "丙寨村").await?, ["bing"]);
    assert!(!finds(&search, "乙").await?.contains(&"yi".to_owned()), "it was never here");
    Ok(())
}

#[tokio::test]
async fn an_index_of_another_archive_is_not_used() -> Outcome {
    let (corpus, other) = (corpus().await?, Corpus::shipped().await?);
    let search = Search::in_folder(other.data.path().join("cache/search"));
    search.catch_up(&corpus.archive).await?;
    assert_eq!(finds(&search, "甲").await?, ["jia"]);
    assert!(finds(&search, "樊村堡").await?.is_empty());
    Ok(())
}
