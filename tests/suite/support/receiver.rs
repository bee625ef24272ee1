//! A receiver of webhooks on this machine: answers as it is told and keeps what it was sent.

use std::collections::{BTreeMap, VecDeque};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;

#[derive(Debug, Clone)]
pub struct Received {
    pub headers: BTreeMap<String, String>,
    pub body: String,
}

pub struct Receiver {
    pub url: String,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    /// What is answered next; 204 when there is nothing.
    answers: VecDeque<String>,
    received: Vec<Received>,
}

impl Receiver {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/hook?key=1", listener.local_addr().unwrap());
        let state = Arc::new(Mutex::new(State::default()));
        let served = state.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let received = read(&mut stream);
                let mut state = served.lock().unwrap();
                state.received.push(received);
                let answer = state.answers.pop_front();
                let answer = answer.unwrap_or_else(|| "HTTP/1.1 204 No Content\r\n\r\n".to_owned());
                stream.write_all(answer.as_bytes()).unwrap();
            }
        });
        Self { url, state }
    }

    /// The next request is answered with this status and these words.
    pub fn answer(&self, status: u16, words: &str) {
        self.answer_with(status, "", words);
    }

    /// The next request is answered with this status, and asked to wait so many seconds.
    pub fn ask_to_wait(&self, status: u16, seconds: u32) {
        self.answer_with(status, &format!("Retry-After: {seconds}\r\n"), "");
    }

    fn answer_with(&self, status: u16, headers: &str, words: &str) {
        let length = words.len();
        let answer = format!(
            "HTTP/1.1 {status} X\r\nContent-Length: {length}\r\nLocation: {}\r\n{headers}\r\n{words}",
            self.url
        );
        self.state.lock().unwrap().answers.push_back(answer);
    }

    /// Everything that came since this was last asked.
    pub fn take(&self) -> Vec<Received> {
        std::mem::take(&mut self.state.lock().unwrap().received)
    }

    /// The one thing that came.
    #[track_caller]
    pub fn one(&self) -> Received {
        let mut received = self.take();
        assert_eq!(received.len(), 1, "{received:#?}");
        received.remove(0)
    }
}

impl Received {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    /// As a receiver checks it that knows nothing of the site but the secret.
    pub fn is_signed_with(&self, secret: &str) -> bool {
        let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&key).unwrap();
        let (id, timestamp) = (self.header("webhook-id"), self.header("webhook-timestamp"));
        mac.update(format!("{id}.{timestamp}.{}", self.body).as_bytes());
        let expected = format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()));
        self.header("webhook-signature").split(' ').any(|signature| signature == expected)
    }
}

fn read(stream: &mut TcpStream) -> Received {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        assert_eq!(stream.read(&mut byte).unwrap(), 1);
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap();
    let headers: BTreeMap<String, String> = head
        .lines()
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    let length = headers.get("content-length").map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    stream.read_exact(&mut body).unwrap();
    Received { headers, body: String::from_utf8(body).unwrap() }
}
