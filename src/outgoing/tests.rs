//! Against servers on this machine, with names that mean what the test says.

use std::collections::VecDeque;
use std::io::{self, Read, Write};
use std::net::{IpAddr, TcpListener};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::{Address, AddressRefused, Caps, Client, Networks, OutgoingError, Progress, Resolver};

const CAPS: Caps = Caps { bytes: 1000, whole: Duration::from_secs(5), silence: Duration::from_secs(2) };

/// Answers each question with the next of these; the last stays.
struct Scripted(Mutex<VecDeque<Vec<&'static str>>>);

impl Scripted {
    fn client<const N: usize>(networks: Networks, answers: [&[&'static str]; N]) -> (Client, Arc<Self>) {
        let answers = answers.iter().map(|answer| answer.to_vec()).collect();
        let resolver = Arc::new(Self(Mutex::new(answers)));
        (Client::with_resolver(networks, resolver.clone()), resolver)
    }

    fn left(&self) -> usize {
        self.0.lock().unwrap().len()
    }
}

impl Resolver for Scripted {
    fn resolve(&self, _: &str) -> io::Result<Vec<IpAddr>> {
        let answer = self.0.lock().unwrap().pop_front().expect("it was asked too often");
        Ok(answer.iter().map(|text| text.parse().unwrap()).collect())
    }
}

/// Gives each connection the next of these answers, cut where the text ends, and keeps what was asked.
struct Server {
    port: u16,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start(ip: &str, answers: Vec<String>) -> Self {
        let listener = TcpListener::bind((ip, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let heads = Arc::new(Mutex::new(Vec::new()));
        let kept = heads.clone();
        std::thread::spawn(move || {
            for answer in answers {
                let (mut stream, _) = listener.accept().unwrap();
                let mut head = Vec::new();
                let mut byte = [0];
                while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap() == 1 {
                    head.push(byte[0]);
                }
                kept.lock().unwrap().push(String::from_utf8(head).unwrap());
                stream.write_all(answer.as_bytes()).unwrap();
            }
        });
        Self { port, heads }
    }

    fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap().clone()
    }
}

fn address(text: &str) -> Address {
    Address::parse(text).unwrap()
}

fn ok(body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len())
}

fn pointing_to(location: &str) -> String {
    format!("HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n")
}

fn refused(outcome: super::Result<super::Answer>) -> AddressRefused {
    match outcome {
        Err(OutgoingError::Refused(refused)) => refused,
        other => panic!("{other:?}"),
    }
}

#[test]
fn in_09_only_the_web_is_spoken_and_nobody_signs_in() {
    for text in
        ["gopher://example.org/", "file:///etc/passwd", "ftp://example.org/", "dict://a.example:11211/", "data:,x"]
    {
        assert!(Address::parse(text).is_err(), "{text}");
    }
    for text in ["https://ann:secret@example.org/", "https://ann@example.org/"] {
        assert_eq!(Address::parse(text), Err(AddressRefused::Credentials));
    }
    for text in ["http://example.org:22/", "http://example.org:25/", "http://example.org:0/"] {
        assert_eq!(Address::parse(text), Err(AddressRefused::Port), "{text}");
    }
    for text in ["", "example.org", "//example.org", "http://", "http://exam ple.org", "http://exam\tple.org"] {
        assert!(Address::parse(text).is_err(), "{text:?}");
    }
    assert_eq!(address(" https://Example.org:8443/a?b#c ").as_str(), "https://example.org:8443/a?b");
}

#[test]
fn in_09_an_address_in_digits_is_refused_in_whatever_base() {
    let (client, _) = Scripted::client(Networks::Public, []);
    for host in [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0177.0.0.1",
        "0x7f.0.0.1",
        "0x7f000001",
        "127.0.0.1.",
        "%31%32%37.0.0.1",
        "①②⑦.0.0.1",
        "0.0.0.0",
        "0",
        "169.254.169.254",
        "2852039166",
        "10.0.0.1",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[0:0:0:0:0:ffff:a9fe:a9fe]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "[fc00::1]",
        "[fe80::1]",
    ] {
        let address = address(&format!("http://{host}/"));
        assert_eq!(client.judge_text(&address), Err(AddressRefused::NotPublic), "{host}");
        assert_eq!(refused(client.get(&address, &CAPS)), AddressRefused::NotPublic, "{host}");
        assert_eq!(refused(client.post(&address, &[], b"x".to_vec(), &CAPS)), AddressRefused::NotPublic, "{host}");
    }
    for host in ["localhost", "db", "db.internal", "printer.local", "a.localhost."] {
        let address = address(&format!("http://{host}/"));
        assert_eq!(client.judge_text(&address), Err(AddressRefused::NotPublic), "{host}");
    }
    assert_eq!(client.judge_text(&address("https://example.org/")), Ok(()));
}

#[test]
fn in_09_a_name_is_refused_for_any_of_its_addresses() {
    for answer in [&["127.0.0.1"][..], &["1.1.1.1", "10.0.0.1"], &["2606:4700::1", "::1"], &["::ffff:192.168.0.1"]] {
        let (client, _) = Scripted::client(Networks::Public, [answer]);
        assert_eq!(refused(client.get(&address("http://a.example/"), &CAPS)), AddressRefused::NotPublic);
    }
    let (client, _) = Scripted::client(Networks::Public, [&[]]);
    assert!(matches!(client.get(&address("http://a.example/"), &CAPS), Err(OutgoingError::Unreachable(_))));
}

#[test]
fn in_09_what_was_judged_is_dialled_and_nothing_is_asked_twice() {
    let server = Server::start("127.0.0.2", vec![ok("hello")]);
    let (client, resolver) = Scripted::client(Networks::Private, [&["127.0.0.2"], &["127.0.0.1"]]);
    let named = address(&format!("http://rebound.example:{}/x", server.port));
    assert_eq!(client.get(&named, &CAPS).unwrap().body, b"hello");
    assert_eq!(resolver.left(), 1, "the second answer was never asked for");
    let head = server.heads()[0].to_lowercase();
    assert!(head.contains(&format!("host: rebound.example:{}", server.port)), "{head}");
    assert!(!head.contains("cookie") && !head.contains("authorization") && !head.contains("referer"), "{head}");
}

#[test]
fn in_09_a_redirect_is_judged_as_if_it_had_been_named() {
    // The name is public the first time and leads home the second.
    let start = Server::start("127.0.0.1", vec![pointing_to("http://inside.example/secret")]);
    let (client, _) = Scripted::client(Networks::Private, [&["127.0.0.1"], &["169.254.169.254"]]);
    let named = address(&format!("http://outside.example:{}/", start.port));
    assert_eq!(refused(client.get(&named, &CAPS)), AddressRefused::NotPublic);

    for (location, why) in [
        ("http://169.254.169.254/latest", AddressRefused::NotPublic),
        ("http://0xa9fea9fe/", AddressRefused::NotPublic),
        ("gopher://a.example/", AddressRefused::Scheme),
        ("file:///etc/passwd", AddressRefused::Scheme),
        ("http://ann:x@a.example/", AddressRefused::Credentials),
        ("http://a.example:22/", AddressRefused::Port),
    ] {
        let server = Server::start("127.0.0.1", vec![pointing_to(location)]);
        let (client, _) = Scripted::client(Networks::Private, [&["127.0.0.1"]]);
        let named = address(&format!("http://outside.example:{}/", server.port));
        assert_eq!(refused(client.get(&named, &CAPS)), why, "{location}");
    }
    assert_eq!(address("https://a.example/").follow("http://a.example/"), Err(AddressRefused::Downgraded));
}

#[test]
fn a_get_follows_a_few_redirects_and_a_post_none() {
    let client = Client::new(Networks::Private);
    let server = Server::start("127.0.0.1", vec![pointing_to("/b"), pointing_to("c"), ok("there")]);
    assert_eq!(client.get(&address(&format!("http://127.0.0.1:{}/a", server.port)), &CAPS).unwrap().body, b"there");
    assert!(server.heads()[2].starts_with("GET /c "));

    let server = Server::start("127.0.0.1", vec![pointing_to("/a"); 6]);
    let outcome = client.get(&address(&format!("http://127.0.0.1:{}/a", server.port)), &CAPS);
    assert!(matches!(outcome, Err(OutgoingError::Unreachable(_))), "{outcome:?}");

    let server = Server::start("127.0.0.1", vec![pointing_to("/b")]);
    let posted = address(&format!("http://127.0.0.1:{}/a", server.port));
    let answer = client.post(&posted, &[("x-name", "ann".to_owned())], b"{}".to_vec(), &CAPS).unwrap();
    assert_eq!(answer.status, 302);
    assert!(server.heads()[0].to_lowercase().contains("x-name: ann\r\n"));
}

#[test]
fn in_09_an_answer_has_a_limit_of_bytes_and_of_time() {
    let client = Client::new(Networks::Private);
    let long = "x".repeat(2000);
    let server = Server::start("127.0.0.1", vec![ok(&long), ok(&long), ok(&long)]);
    let named = address(&format!("http://127.0.0.1:{}/", server.port));
    assert!(matches!(client.get(&named, &CAPS), Err(OutgoingError::TooLarge { bytes: 1000 })));
    assert_eq!(client.post(&named, &[], b"x".to_vec(), &CAPS).unwrap().body.len(), 1000);
    let folder = tempfile::tempdir().unwrap();
    let outcome = client.download(&named, &folder.path().join("f"), &CAPS, &mut |_| Ok(()));
    assert!(matches!(outcome, Err(OutgoingError::TooLarge { .. })), "{outcome:?}");

    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let named = address(&format!("http://{}/", silent.local_addr().unwrap()));
    let impatient = Caps { silence: Duration::from_millis(100), ..CAPS };
    assert!(matches!(client.get(&named, &impatient), Err(OutgoingError::TooSlow)));
    let hasty = Caps { whole: Duration::from_millis(100), ..CAPS };
    assert!(matches!(client.get(&named, &hasty), Err(OutgoingError::TooSlow)));
}

#[test]
fn a_download_that_was_cut_goes_on_where_it_ended() {
    let first = "HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nContent-Length: 10\r\n\r\n01234".to_owned();
    let rest = "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 5-9/10\r\nContent-Length: 5\r\n\r\n56789".to_owned();
    let server = Server::start("127.0.0.1", vec![first, rest]);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("film");
    let mut heard = Vec::new();
    let named = address(&format!("http://127.0.0.1:{}/film", server.port));
    let downloaded = Client::new(Networks::Private)
        .download(&named, &file, &CAPS, &mut |progress| {
            heard.push(progress);
            Ok(())
        })
        .unwrap();
    assert_eq!(downloaded.bytes, 10);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "0123456789");
    assert_eq!(heard.last(), Some(&Progress { bytes: 10, of: Some(10) }));
    let head = server.heads()[1].to_lowercase();
    assert!(head.contains("range: bytes=5-\r\n") && head.contains("if-range: \"v1\"\r\n"), "{head}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "the note is gone");
}

#[test]
fn a_download_of_another_version_begins_anew_and_a_later_call_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("film");
    let client = Client::new(Networks::Private);
    let head = |tag: &str, length: usize| format!("HTTP/1.1 200 OK\r\nETag: \"{tag}\"\r\nContent-Length: {length}\r\n\r\n");
    let server = Server::start("127.0.0.1", vec![head("v1", 9) + "old film!", head("v2", 3) + "new"]);
    let named = address(&format!("http://127.0.0.1:{}/film", server.port));

    let stopped = client.download(&named, &file, &CAPS, &mut |_| Err(io::Error::other("stopped")));
    assert!(matches!(stopped, Err(OutgoingError::Local(_))), "{stopped:?}");
    assert_eq!(client.download(&named, &file, &CAPS, &mut |_| Ok(())).unwrap().bytes, 3);
    assert!(server.heads()[1].to_lowercase().contains("if-range: \"v1\""));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "new");
}
