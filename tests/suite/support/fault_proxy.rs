//! A small proxy before the object store that breaks what it is told to break. One request a connection, so that it stays small.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    None,
    /// Every connection is cut.
    Down,
    /// Nothing is ever answered.
    Silent,
    /// 503, as S3 says it.
    SlowDown,
    /// Half of every body arrives, in either direction.
    HalfBodies,
    /// Every answer names another ETag.
    OtherTags,
    /// Works for so many more requests and is down then.
    DownAfter(usize),
}

pub struct FaultProxy {
    pub port: u16,
    state: Arc<State>,
}

struct State {
    upstream: u16,
    fault: Mutex<Fault>,
    requests: AtomicUsize,
    is_over: AtomicBool,
}

impl FaultProxy {
    pub fn before(upstream: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(State {
            upstream,
            fault: Mutex::new(Fault::None),
            requests: AtomicUsize::new(0),
            is_over: AtomicBool::new(false),
        });
        let accepting = state.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if accepting.is_over.load(Ordering::SeqCst) {
                    return;
                }
                let (state, stream) = (accepting.clone(), stream.unwrap());
                // What breaks off here breaks off for both sides.
                std::thread::spawn(move || state.serve(stream).ok());
            }
        });
        Self { port, state }
    }

    pub fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub fn set(&self, fault: Fault) {
        *self.state.fault.lock().unwrap() = fault;
    }

    /// How many requests have come so far.
    pub fn requests(&self) -> usize {
        self.state.requests.load(Ordering::SeqCst)
    }
}

impl Drop for FaultProxy {
    fn drop(&mut self) {
        self.state.is_over.store(true, Ordering::SeqCst);
        drop(TcpStream::connect(("127.0.0.1", self.port)));
    }
}

impl State {
    fn serve(&self, mut client: TcpStream) -> io::Result<()> {
        let (head, mut body) = read_head(&mut client)?;
        let length = content_length(&head);
        while body.len() < length {
            let mut chunk = [0; 65_536];
            match client.read(&mut chunk)? {
                0 => break,
                read => body.extend_from_slice(&chunk[..read]),
            }
        }
        self.requests.fetch_add(1, Ordering::SeqCst);
        let fault = self.next_fault();
        match fault {
            Fault::Down => return client.shutdown(Shutdown::Both),
            Fault::Silent => return wait_for_the_end(&mut client),
            Fault::SlowDown => {
                let text =
                    "<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>";
                return write!(
                    client,
                    "HTTP/1.1 503 Slow Down\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{text}",
                    text.len()
                );
            }
            _ => {}
        }
        let mut upstream = TcpStream::connect(("127.0.0.1", self.upstream))?;
        upstream.write_all(head.replacen("\r\n", "\r\nConnection: close\r\n", 1).as_bytes())?;
        if fault == Fault::HalfBodies && !body.is_empty() {
            upstream.write_all(&body[..body.len() / 2])?;
            return client.shutdown(Shutdown::Both);
        }
        upstream.write_all(&body)?;
        let (head, mut body) = read_head(&mut upstream)?;
        upstream.read_to_end(&mut body)?;
        let head = if fault == Fault::OtherTags { with_other_tag(&head) } else { head };
        client.write_all(head.as_bytes())?;
        let sent = if fault == Fault::HalfBodies { body.len() / 2 } else { body.len() };
        client.write_all(&body[..sent])
    }

    fn next_fault(&self) -> Fault {
        let mut fault = self.fault.lock().unwrap();
        match *fault {
            Fault::DownAfter(0) => *fault = Fault::Down,
            Fault::DownAfter(left) => {
                *fault = Fault::DownAfter(left - 1);
                return Fault::None;
            }
            _ => {}
        }
        *fault
    }
}

/// The head with the empty line at its end, and what came of the body with it.
fn read_head(stream: &mut TcpStream) -> io::Result<(String, Vec<u8>)> {
    let mut bytes = Vec::new();
    loop {
        if let Some(at) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            let body = bytes.split_off(at + 4);
            return Ok((String::from_utf8(bytes).unwrap(), body));
        }
        let mut chunk = [0; 65_536];
        match stream.read(&mut chunk)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            read => bytes.extend_from_slice(&chunk[..read]),
        }
    }
}

fn content_length(head: &str) -> usize {
    let value = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim())
    });
    value.map_or(0, |value| value.parse().unwrap())
}

fn with_other_tag(head: &str) -> String {
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let tag = format!("\"{:032x}\"", NUMBER.fetch_add(1, Ordering::SeqCst));
    let line = |line: &str| match line.split_once(':') {
        Some((name, _)) if name.eq_ignore_ascii_case("etag") => format!("ETag: {tag}"),
        _ => line.to_owned(),
    };
    head.split("\r\n").map(line).collect::<Vec<_>>().join("\r\n")
}

/// Holds the connection until the other side gives up.
fn wait_for_the_end(client: &mut TcpStream) -> io::Result<()> {
    let mut rest = [0; 1024];
    while client.read(&mut rest)? > 0 {}
    Ok(())
}
