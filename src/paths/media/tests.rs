use super::{Access, MediaPath, PURPOSE, file, folder};
use crate::keys::{MasterKey, Secret, Signer};

const UUID: &str = "9c9de5e8-0a1e-484a-b099-e80766180a6d";
const OTHER: &str = "9c9de5e8-0a1e-484a-b099-e80766180a6e";
const NOW: i64 = 1_800_000_123;

fn signer() -> Signer {
    MasterKey::from_secrets(&Secret::new("s".repeat(32)), None).unwrap().signer(PURPOSE)
}

fn signed(now_seconds: i64) -> String {
    let signer = signer();
    file(access(&signer, now_seconds, None), UUID, "v1", "x-web.mp4")
}

fn access(signer: &Signer, now_seconds: i64, until_seconds: Option<i64>) -> Access<'_> {
    Access::Signed { signer, media_epoch: 3, now_seconds, until_seconds }
}

fn is_granted(path: &str, media_epoch: i64, now_seconds: i64) -> bool {
    MediaPath::parse(path).is_some_and(|path| path.is_granted(&signer(), media_epoch, now_seconds))
}

#[test]
fn a_public_address_is_plain_and_grants_nothing() {
    let address = file(Access::Public, UUID, "v1", "x-web.mp4");
    assert_eq!(address, format!("/m/{UUID}/v1/x-web.mp4"));
    let path = MediaPath::parse(&address).unwrap();
    assert_eq!((path.uuid, path.version, path.file, path.is_signed()), (UUID, "v1", "x-web.mp4", false));
    assert!(!path.is_granted(&signer(), 3, NOW));
}

#[test]
fn a_signed_address_is_valid_for_12_to_13_hours() {
    let address = signed(NOW);
    assert!(is_granted(&address, 3, NOW));
    assert!(is_granted(&address, 3, NOW + 12 * 3600));
    assert!(!is_granted(&address, 3, NOW + 13 * 3600));
    assert_eq!(address, signed(NOW + 60), "one address for an hour");
}

#[test]
fn ac_12_an_address_is_not_valid_for_longer_than_the_right_to_it() {
    let signer = signer();
    let address = file(access(&signer, NOW, Some(NOW + 60)), UUID, "v1", "x-web.mp4");
    assert!(is_granted(&address, 3, NOW + 59));
    assert!(!is_granted(&address, 3, NOW + 60));
    assert_eq!(file(access(&signer, NOW, Some(NOW + 86_400)), UUID, "v1", "x-web.mp4"), signed(NOW));
}

#[test]
fn ac_02_a_change_of_privacy_ends_every_address() {
    assert!(!is_granted(&signed(NOW), 4, NOW));
}

#[test]
fn ac_12_a_grant_opens_no_other_video_version_or_time() {
    let address = signed(NOW);
    assert!(!is_granted(&address.replace(UUID, OTHER), 3, NOW));
    assert!(!is_granted(&address.replace("/v1/", "/v2/"), 3, NOW));
    assert!(
        is_granted(&address.replace("x-web.mp4", "x-master.m3u8"), 3, NOW),
        "a playlist's neighbours are its own"
    );
    let expires = address.split(['.', '/']).nth(3).unwrap();
    let later = (expires.parse::<i64>().unwrap() + 3600).to_string();
    assert!(!is_granted(&address.replace(expires, &later), 3, NOW));
}

#[test]
fn relative_names_in_a_playlist_stay_in_the_signed_folder() {
    let signer = signer();
    let folder = folder(access(&signer, NOW, None), UUID, "v1");
    assert_eq!(format!("{folder}/x-web.mp4"), signed(NOW));
}

#[test]
fn up_09_what_we_would_not_have_written_is_no_address() {
    let grant = signed(NOW).split('/').nth(2).unwrap().to_owned();
    let attempts = [
        "/m/".to_owned(),
        format!("/m/{UUID}/v1"),
        format!("/m/{UUID}/v1/"),
        format!("/m/{UUID}/v1/.."),
        format!("/m/{UUID}/../x"),
        format!("/m/{UUID}/%2e%2e/x"),
        format!("/m/{UUID}/%252e/x"),
        format!("/m/{UUID}/v1/..%2fx"),
        format!("/m/{UUID}//x"),
        format!("/m//{UUID}/v1/x"),
        format!("/m/{UUID}/v1/x;y"),
        format!("/m/{UUID}/v1/x\0"),
        format!("/m/{UUID}/v1/a/b"),
        format!("/m/{UUID}/v1/.hidden"),
        format!("/m/{}/v1/x", UUID.to_uppercase()),
        format!("/m/{}/v1/x", UUID.replace('-', "")),
        format!("/m/{grant}/{UUID}/v1/a/b"),
        format!("/m/{grant}x/{UUID}/v1/a"),
        format!("/m/x{grant}/{UUID}/v1/a"),
        format!("/m/.1800000000/{UUID}/v1/a"),
        format!("/m/{}/{UUID}/v1/a", grant.replace('.', ".+")),
        format!("/m/{}/{UUID}/v1/a", grant.replace('.', "")),
        format!("/M/{UUID}/v1/x"),
    ];
    for attempt in attempts {
        assert_eq!(MediaPath::parse(&attempt), None, "{attempt}");
    }
}
