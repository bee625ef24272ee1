//! F01: the program is killed again and again while a file arrives, and the file is whole in the end.

use std::process::Child;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use reqwest::{Method, RequestBuilder};
use sha2::{Digest, Sha256};

use crate::support::program::{self, Ann, Program, kill};
use crate::support::tus::metadata;
use crate::support::uploads::clip;

const KILLS: u64 = 15;
const SEED: u64 = 20_261_126;
const PIECE: usize = 64 * 1024;

#[actix_web::test]
async fn f_01_an_upload_survives_fifteen_kills() {
    let data = tempfile::tempdir().unwrap();
    let (file, hash) = (film(), |bytes: &[u8]| format!("{:x?}", Sha256::digest(bytes)));
    program::set_up(data.path(), "[media]\nkeep_original = true\nladder = \"off\"\n");
    let mut program = Program::serve(data.path());
    let ann = Ann::sign_in(&program.base).await;
    let ask =
        |method: Method, base: &str, path: &str| ann.ask(method, base, path).header("tus-resumable", "1.0.0");
    let said = metadata(&[("title", "Unkillable"), ("privacy", "public")]);
    let begun = ask(Method::POST, &program.base, "/uploads/tus").header("upload-metadata", said);
    let begun = begun.header("upload-length", file.len()).send().await.unwrap();
    assert_eq!(begun.status(), 201);
    let location = begun.headers()["location"].to_str().unwrap().to_owned();

    let (mut dice, mut acknowledged, mut kills) = (SEED, 0, 0);
    loop {
        let offset = offset_of(|| ask(Method::HEAD, &program.base, &location)).await;
        assert!(offset >= acknowledged, "{offset} is less than the {acknowledged} that were acknowledged");
        if offset == file.len() {
            break;
        }
        // A third of a kill's share is acknowledged, the rest is on its way when the kill comes.
        let share = file.len() / 20;
        let piece = (offset + share / 3).min(file.len());
        let sent =
            patch(ask(Method::PATCH, &program.base, &location), offset, file[offset..piece].to_vec().into())
                .await;
        acknowledged = sent.expect("nobody is killed here");
        if kills == KILLS {
            let rest = file[acknowledged..].to_vec().into();
            acknowledged =
                patch(ask(Method::PATCH, &program.base, &location), acknowledged, rest).await.unwrap();
            continue;
        }
        kills += 1;
        let until = roll(&mut dice) % (share * 2 / 3);
        let body = deadly(&file[acknowledged..], until, program.child.clone());
        assert_eq!(patch(ask(Method::PATCH, &program.base, &location), acknowledged, body).await, None);
        program = Program::serve(data.path());
    }
    assert_eq!(kills, KILLS);
    let uuid = location.rsplit('/').next().unwrap().to_owned();
    let begun = Instant::now();
    loop {
        let page = ask(Method::GET, &program.base, &format!("/uploads/{uuid}")).send().await.unwrap();
        if page.text().await.unwrap().contains("Your video is ready") {
            break;
        }
        assert!(begun.elapsed() < Duration::from_secs(120), "it is never ready");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    // The site keeps originals.
    assert_eq!(hash(&std::fs::read(data.path().join("data/incoming").join(uuid)).unwrap()), hash(&file));
}

async fn offset_of(ask: impl Fn() -> RequestBuilder) -> usize {
    let answer = ask().send().await.unwrap();
    assert_eq!(answer.status(), 200);
    answer.headers()["upload-offset"].to_str().unwrap().parse().unwrap()
}

/// The offset that was acknowledged; None where nobody answered.
async fn patch(request: RequestBuilder, offset: usize, body: reqwest::Body) -> Option<usize> {
    let request = request.header("upload-offset", offset).body(body);
    let answer = request.header("content-type", "application/offset+octet-stream").send().await.ok()?;
    assert_eq!(answer.status(), 204);
    Some(answer.headers()["upload-offset"].to_str().unwrap().parse().unwrap())
}

/// A body whose sender is killed's killer: after so many bytes the program is no more.
fn deadly(bytes: &[u8], until: usize, child: Arc<Mutex<Child>>) -> reqwest::Body {
    let pieces: Vec<Vec<u8>> = bytes.chunks(PIECE).map(<[u8]>::to_vec).collect();
    let mut sent = 0;
    let mut is_alive = true;
    reqwest::Body::wrap_stream(futures_util::stream::iter(pieces.into_iter().map(move |piece| {
        sent += piece.len();
        if is_alive && sent > until {
            is_alive = false;
            kill(&child);
        }
        Ok::<_, std::io::Error>(piece)
    })))
}

/// A film that plays for two seconds and is large all the same: behind it lies a box that players pass over.
fn film() -> Vec<u8> {
    const SPARE: u32 = 24 * 1024 * 1024;
    let mut dice = SEED;
    let mut film = clip();
    film.extend_from_slice(&SPARE.to_be_bytes());
    film.extend_from_slice(b"free");
    film.extend((8..SPARE).map(|_| (roll(&mut dice) & 0xff) as u8));
    film
}

/// SplitMix64.
fn roll(state: &mut u64) -> usize {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    usize::try_from((mixed ^ (mixed >> 31)) >> 1).unwrap()
}
