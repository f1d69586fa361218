//! Files that are not taken: each with a reason that its promise keeps, none half.

use baozhai::uploads::{State, UploadError};

use super::pictures::{drawn, jpeg, photo};
use super::{Gate, Outcome};

/// A JPEG whose frame claims other sides than its scan has.
fn claiming(width_px: u16, height_px: u16) -> Vec<u8> {
    let mut bytes = photo(1);
    let at = bytes.windows(2).position(|pair| pair == [0xFF, 0xC0]).expect("a frame");
    bytes[at + 5..at + 7].copy_from_slice(&height_px.to_be_bytes());
    bytes[at + 7..at + 9].copy_from_slice(&width_px.to_be_bytes());
    bytes
}

fn hostile() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let jpeg = photo(1);
    let zip = [&jpeg[..], b"PK\x03\x04evil.jar", b"PK\x01\x02", b"PK\x05\x06", &[0; 18]].concat();
    let page = [&jpeg[..], b"<ScRiPt>alert(1)</script>"].concat();
    let mut in_comment = jpeg[..2].to_vec();
    in_comment.extend(b"\xFF\xFE\0\x10<html><body>\0\0");
    in_comment.extend(&jpeg[2..]);
    let mut pdf = jpeg[..2].to_vec();
    pdf.extend(b"\xFF\xFE\0\x0A%PDF-1.7");
    pdf.extend(&jpeg[2..]);
    let archive = [&jpeg[..], b"Rar!\x1A\x07\x01\x00rest"].concat();
    vec![
        ("not-a-picture", "text", b"this is no picture at all".to_vec()),
        ("not-a-picture", "zeros", vec![0; 4096]),
        ("not-a-picture", "one byte", vec![0xFF]),
        ("unsupported", "gif", b"GIF89a\x01\0\x01\0\0\0\0;".to_vec()),
        ("unsupported", "svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec()),
        ("cut-short", "cut", jpeg[..jpeg.len() / 2].to_vec()),
        ("too-many-pixels", "bomb", claiming(60_000, 60_000)),
        ("damaged", "no height", claiming(100, 0)),
        ("foreign", "zip", zip),
        ("foreign", "script behind", page),
        ("foreign", "page in a comment", in_comment),
        ("foreign", "pdf", pdf),
        ("foreign", "rar", archive),
    ]
}

#[tokio::test]
async fn what_is_no_plain_picture_is_refused_with_a_reason() -> Outcome {
    let gate = Gate::open().await?;
    for (code, what, bytes) in hostile() {
        let name = format!("{what}.jpg");
        match gate.send(&name, &bytes).await {
            Err(UploadError::Refused(refusal)) => assert_eq!(refusal.code(), code, "{what}"),
            other => anyhow::bail!("{what}: {other:?}"),
        }
        // It is not asked for again, and the promise says why.
        let again = gate.promise("手机一", &[(&name, &bytes)]).await?;
        let State::Refused { refusal } = &again[0].promise.state else { anyhow::bail!("{what}: wanted") };
        assert_eq!(refusal.code(), code, "{what}");
    }
    let change = gate.now().await?;
    assert_eq!(change.last_photo, 0);
    assert_eq!(gate.parts()?, 0);
    let kept = futures::TryStreamExt::try_collect::<Vec<_>>(gate.app.blobs.list()).await?;
    for (_, what, bytes) in hostile() {
        let digest = baozhai::store::Digest::of(&bytes);
        assert!(kept.iter().all(|blob| blob.digest != digest), "{what} was kept");
    }
    Ok(())
}

#[tokio::test]
async fn a_picture_that_decodes_to_damage_is_refused() -> Outcome {
    let gate = Gate::open().await?;
    let mut bytes = jpeg(&drawn(1, 240, 180), 90);
    let at = bytes.len() / 2;
    bytes[at..at + 200].fill(0x7E);
    assert!(matches!(gate.send("a.jpg", &bytes).await, Err(UploadError::Refused(_))));
    Ok(())
}
