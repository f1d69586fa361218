//! Bytes on a bad line: cut anywhere, lied about, killed in between.

use baozhai::store::Digest;
use baozhai::uploads::{Part, UploadError};
use proptest::prelude::Rng as _;
use proptest::test_runner::{RngAlgorithm, TestRng};

use super::pictures::{drawn, jpeg};
use super::{Gate, Outcome, cut, whole};

fn part(offset: usize) -> Part {
    Part { offset: offset as u64, ..Part::default() }
}

#[tokio::test]
async fn a_file_comes_whole_over_a_line_that_breaks_anywhere_and_a_server_that_is_killed() -> Outcome {
    let mut gate = Gate::open().await?;
    let bytes = jpeg(&drawn(3, 900, 700), 95);
    let promised = gate.promise("手机一", &[("IMG.jpg", &bytes)]).await?;
    let id = promised[0].promise.id.clone();
    let mut rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut sent = 0;
    for attempt in 0.. {
        let offset = gate.uploads.standing(&id).await?.offset as usize;
        // What was told once stays, and nothing is there that was not sent.
        assert_eq!(offset, sent, "attempt {attempt}");
        let long = (1 + rng.next_u32() as usize % (bytes.len() / 6)).min(bytes.len() - offset);
        let end = offset + long;
        sent = gate.uploads.append(&id, part(offset), cut(&bytes[offset..end])).await?.offset as usize;
        assert_eq!(sent, end);
        if sent == bytes.len() {
            break;
        }
        if attempt % 3 == 2 {
            gate.uploads = gate.again().await?;
        }
    }
    let standing = gate.uploads.standing(&id).await?;
    assert_eq!(standing.promise.record(), Some("new-1"));
    assert_eq!(gate.app.blobs.get_verified(&Digest::of(&bytes)).await?, bytes);
    assert_eq!(gate.parts()?, 0);
    Ok(())
}

#[tokio::test]
async fn a_part_that_begins_elsewhere_or_never_ends_adds_nothing() -> Outcome {
    let gate = Gate::open().await?;
    let bytes = jpeg(&drawn(4, 400, 300), 95);
    let promised = gate.promise("手机一", &[("IMG.jpg", &bytes)]).await?;
    let id = &promised[0].promise.id;
    gate.uploads.append(id, part(0), cut(&bytes[..5000])).await?;
    for lie in [0, 4999, 5001, bytes.len(), usize::MAX] {
        let told = gate.uploads.append(id, part(lie), whole(&bytes[5000..])).await;
        assert!(matches!(told, Err(UploadError::Offset(5000))), "{lie}");
    }
    let said = Part { length: Some(bytes.len() as u64), ..part(5000) };
    assert!(matches!(gate.uploads.append(id, said, whole(b"")).await, Err(UploadError::TooMuch)));
    let more = [&bytes[5000..], b"more"].concat();
    assert!(matches!(gate.uploads.append(id, part(5000), whole(&more)).await, Err(UploadError::TooMuch)));
    assert_eq!(gate.uploads.standing(id).await?.offset, 5000);
    gate.uploads.append(id, part(5000), whole(&bytes[5000..])).await?;
    let end = bytes.len() as u64;
    let once_more = gate.uploads.append(id, part(bytes.len()), whole(b"x")).await;
    assert!(matches!(once_more, Err(UploadError::Offset(found)) if found == end));
    Ok(())
}

#[tokio::test]
async fn a_part_that_is_not_what_its_checksum_says_adds_nothing() -> Outcome {
    let gate = Gate::open().await?;
    let bytes = jpeg(&drawn(5, 400, 300), 95);
    let promised = gate.promise("手机一", &[("IMG.jpg", &bytes)]).await?;
    let id = &promised[0].promise.id;
    let summed = |offset: usize, of: &[u8]| Part { sum: Some(Digest::of(of)), ..part(offset) };
    let sent = gate.uploads.append(id, summed(0, &bytes[..3000]), whole(&bytes[..3000])).await?;
    assert_eq!(sent.offset, 3000);
    let mut turned = bytes[3000..6000].to_vec();
    turned[1500] ^= 1;
    let told = gate.uploads.append(id, summed(3000, &bytes[3000..6000]), whole(&turned)).await;
    assert!(matches!(told, Err(UploadError::OtherSum)));
    // Cut, it cannot be compared.
    gate.uploads.append(id, summed(3000, &bytes[3000..6000]), cut(&bytes[3000..5000])).await?;
    assert_eq!(gate.uploads.standing(id).await?.offset, 3000);
    let sent = gate.uploads.append(id, summed(3000, &bytes[3000..]), whole(&bytes[3000..])).await?;
    assert_eq!(sent.promise.record(), Some("new-1"));
    Ok(())
}

#[tokio::test]
async fn other_bytes_than_promised_are_asked_for_again() -> Outcome {
    let gate = Gate::open().await?;
    let bytes = jpeg(&drawn(6, 400, 300), 95);
    let promised = gate.promise("手机一", &[("IMG.jpg", &bytes)]).await?;
    let id = &promised[0].promise.id;
    let mut others = bytes.clone();
    others[3000] ^= 0x55;
    let told = gate.uploads.append(id, part(0), whole(&others)).await;
    assert!(matches!(told, Err(UploadError::Refused(baozhai::uploads::Refusal::OtherBytes))));
    assert!(gate.now().await?.records.keys().all(|name| !name.starts_with("new-")));
    let standing = gate.uploads.standing(id).await?;
    assert_eq!((standing.offset, standing.promise.state.is_wanted()), (0, true));
    assert_eq!(gate.send("IMG.jpg", &bytes).await?.promise.record(), Some("new-1"));
    Ok(())
}

/// Whoever comes back on a new line goes on, though the old one still waits for bytes that will never come.
#[tokio::test]
async fn a_line_that_hangs_is_called_off_by_the_next() -> Outcome {
    let gate = Gate::open().await?;
    let bytes = jpeg(&drawn(8, 400, 300), 95);
    let promised = gate.promise("手机一", &[("IMG.jpg", &bytes)]).await?;
    let id = promised[0].promise.id.clone();
    let (hanging, begun) = (gate.uploads.clone(), bytes[..4000].to_vec());
    let first = {
        let id = id.clone();
        let (said, heard) = tokio::sync::oneshot::channel();
        let task = tokio::spawn(async move {
            let mut said = Some(said);
            let silence = futures::stream::poll_fn(move |_| {
                if let Some(said) = said.take() {
                    let _ = said.send(());
                }
                std::task::Poll::Pending::<Option<Result<bytes::Bytes, ()>>>
            });
            let line = futures::StreamExt::chain(whole(&begun), silence);
            hanging.append(&id, part(0), line).await
        });
        heard.await?;
        task
    };
    assert_eq!(gate.uploads.standing(&id).await?.offset, 4000);
    assert_eq!(first.await??.offset, 4000);
    gate.uploads.append(&id, part(4000), whole(&bytes[4000..])).await?;
    assert_eq!(gate.now().await?.last_photo, 1);
    Ok(())
}

/// All bytes had come, and the kill came before anything was made of them.
#[tokio::test]
async fn a_file_that_was_whole_when_the_server_was_killed_is_not_sent_again() -> Outcome {
    let gate = Gate::open().await?;
    let bytes = jpeg(&drawn(9, 400, 300), 95);
    let promised = gate.promise("手机一", &[("IMG.jpg", &bytes)]).await?;
    let id = &promised[0].promise.id;
    gate.uploads.append(id, part(0), cut(&bytes[..100])).await?;
    baozhai::store::write_atomically(gate.data.path().join(format!("uploads/{id}.part")), &bytes)?;
    let restarted = gate.again().await?;
    let named = [super::named("IMG.jpg", &bytes)];
    let standing = restarted.promise(&gate.change.id, &gate.li, "手机一", &named).await?;
    assert_eq!(standing[0].promise.record(), Some("new-1"));
    assert_eq!(gate.parts()?, 0);
    Ok(())
}
