//! Storing, reading, checking and repairing blobs.

use std::collections::BTreeSet;

use baozhai::store::{BlobEntry, BlobError, BlobState, Digest, Repair};
use bytes::Bytes;
use futures::TryStreamExt;
use futures::future::try_join_all;

use super::Outcome;
use super::backends::{BlobsPlace, at};

pub(crate) async fn what_is_put_is_got(place: &impl BlobsPlace) -> Outcome {
    let blobs = place.open().await?;
    for bytes in [Bytes::new(), Bytes::from_static("堡寨".as_bytes()), Bytes::from(vec![7; 3_000_000])] {
        let digest = blobs.put(bytes.clone()).await?;
        assert_eq!(digest, Digest::of(&bytes));
        assert_eq!(blobs.get(&digest).await?, bytes);
        assert_eq!(blobs.get_verified(&digest).await?, bytes);
        assert_eq!(blobs.size(&digest).await?, Some(bytes.len() as u64));
        assert!(blobs.exists(&digest).await?);
        assert_eq!(place.open().await?.get(&digest).await?, bytes);
        assert_eq!(blobs.verify(&digest).await?, BlobState::Whole { size_bytes: bytes.len() as u64 });
    }
    Ok(())
}

pub(crate) async fn put_again_changes_nothing(place: &impl BlobsPlace) -> Outcome {
    let blobs = place.open().await?;
    let digest = blobs.put(Bytes::from_static(b"same")).await?;
    assert_eq!(blobs.put(Bytes::from_static(b"same")).await?, digest);
    assert_eq!(blobs.repair(Bytes::from_static(b"same")).await?, Repair::Whole);
    assert_eq!(blobs.list().try_collect::<Vec<_>>().await?, [BlobEntry { digest, size_bytes: 4 }]);
    Ok(())
}

pub(crate) async fn same_bytes_at_once(place: &impl BlobsPlace) -> Outcome {
    let stores = [place.open().await?, place.open().await?];
    let bytes = Bytes::from(vec![42; 1_000_000]);
    let puts = (0..16).map(|i| {
        let (blobs, bytes) = (stores[i % 2].clone(), bytes.clone());
        tokio::spawn(async move { blobs.put(bytes).await })
    });
    for put in try_join_all(puts).await? {
        assert_eq!(put?, Digest::of(&bytes));
    }
    assert_eq!(stores[0].get_verified(&Digest::of(&bytes)).await?, bytes);
    assert_eq!(stores[0].list().try_collect::<Vec<_>>().await?.len(), 1);
    assert_eq!(stores[0].clear_leftovers(at("9999-01-01T00:00:00Z")).await?, 0);
    Ok(())
}

pub(crate) async fn damage_is_found_and_repaired(place: &impl BlobsPlace) -> Outcome {
    let blobs = place.open().await?;
    let right = Bytes::from_static(b"right");
    let digest = blobs.put(right.clone()).await?;
    place.spoil(&digest, b"wrong")?;
    let found = Digest::of("wrong");
    assert_eq!(blobs.verify(&digest).await?, BlobState::Damaged { found, size_bytes: 5 });
    assert_eq!(blobs.get(&digest).await?, Bytes::from_static(b"wrong"));
    let Err(BlobError::Damaged { expected, found: told }) = blobs.get_verified(&digest).await else {
        anyhow::bail!("damage was handed out")
    };
    assert_eq!((expected, told), (digest, found));
    // Of the same size, so that `put` alone does not see it.
    blobs.put(right.clone()).await?;
    assert!(matches!(blobs.verify(&digest).await?, BlobState::Damaged { .. }));
    assert_eq!(blobs.repair(right.clone()).await?, Repair::Replaced);
    assert_eq!(blobs.get_verified(&digest).await?, right);
    Ok(())
}

pub(crate) async fn truncation_is_mended_by_put(place: &impl BlobsPlace) -> Outcome {
    let blobs = place.open().await?;
    let digest = blobs.put(Bytes::from_static(b"whole")).await?;
    for cut in [&b"who"[..], b""] {
        place.spoil(&digest, cut)?;
        assert_eq!(blobs.put(Bytes::from_static(b"whole")).await?, digest);
        assert_eq!(blobs.verify(&digest).await?, BlobState::Whole { size_bytes: 5 });
    }
    Ok(())
}

pub(crate) async fn missing_is_told(place: &impl BlobsPlace) -> Outcome {
    let blobs = place.open().await?;
    let digest = Digest::of("never put");
    assert!(matches!(blobs.get(&digest).await, Err(BlobError::Missing(missing)) if missing == digest));
    assert!(matches!(blobs.get_verified(&digest).await, Err(BlobError::Missing(_))));
    assert_eq!((blobs.size(&digest).await?, blobs.exists(&digest).await?), (None, false));
    assert_eq!(blobs.verify(&digest).await?, BlobState::Missing);
    assert_eq!(blobs.repair(Bytes::from_static(b"never put")).await?, Repair::Written);
    assert_eq!(blobs.verify(&digest).await?, BlobState::Whole { size_bytes: 9 });
    Ok(())
}

pub(crate) async fn all_are_listed(place: &impl BlobsPlace) -> Outcome {
    let blobs = place.open().await?;
    assert_eq!(blobs.list().try_collect::<Vec<_>>().await?, []);
    let mut put = BTreeSet::new();
    for i in 0..50_u8 {
        put.insert(blobs.put(Bytes::from(vec![i; usize::from(i)])).await?);
    }
    let listed: BTreeSet<_> = blobs.list().map_ok(|entry| entry.digest).try_collect().await?;
    assert_eq!(listed, put);
    Ok(())
}

pub(crate) async fn leftovers_are_no_blobs(place: &impl BlobsPlace) -> Outcome {
    let blobs = place.open().await?;
    let half = Digest::of("half");
    place.litter(&half)?;
    assert_eq!(blobs.list().try_collect::<Vec<_>>().await?, []);
    assert_eq!(blobs.verify(&half).await?, BlobState::Missing);
    assert_eq!(blobs.put(Bytes::from_static(b"half")).await?, half);
    assert_eq!(blobs.clear_leftovers(at("2000-01-01T00:00:00Z")).await?, 0, "too young");
    assert_eq!(blobs.clear_leftovers(at("9999-01-01T00:00:00Z")).await?, 1);
    assert_eq!(blobs.clear_leftovers(at("9999-01-01T00:00:00Z")).await?, 0);
    assert_eq!(blobs.list().try_collect::<Vec<_>>().await?.len(), 1);
    Ok(())
}
