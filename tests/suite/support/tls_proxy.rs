//! The site as it is in the world: under a name of its own, behind TLS on port 443.
//!
//! Nobody may listen there in a test, so programs are told of a proxy. Whatever host they ask it for, it shows a certificate of its own
//! making and passes each request on to the application: one request a connection, so that it stays small.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;

use rustls::crypto::ring::default_provider;
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// The name under which it is the site.
pub const HOST: &str = "video.example";

pub struct TlsProxy {
    /// For a program's `--proxy`.
    pub url: String,
}

impl TlsProxy {
    pub fn before(upstream: SocketAddr) -> Self {
        let made = rcgen::generate_simple_self_signed([HOST.to_owned()]).unwrap();
        let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
        let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key)
            .unwrap();
        let (config, listener) = (Arc::new(config), TcpListener::bind("127.0.0.1:0").unwrap());
        let url = format!("http://{}", listener.local_addr().unwrap());
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let config = config.clone();
                // What a program breaks off is no failure.
                std::thread::spawn(move || serve(stream, config, upstream).ok());
            }
        });
        Self { url }
    }
}

fn serve(mut stream: TcpStream, config: Arc<ServerConfig>, upstream: SocketAddr) -> io::Result<()> {
    let asked = head(&mut stream)?;
    assert!(asked.starts_with("CONNECT "), "only what is secure is asked for: {asked}");
    stream.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n")?;
    let connection = ServerConnection::new(config).map_err(io::Error::other)?;
    let mut secure = StreamOwned::new(connection, stream);
    let request = head(&mut secure)?;
    let mut site = TcpStream::connect(upstream)?;
    let kept =
        request.trim_end().lines().filter(|line| !line.to_ascii_lowercase().starts_with("connection:"));
    let kept: Vec<&str> = kept.collect();
    write!(site, "{}\r\nConnection: close\r\n\r\n", kept.join("\r\n"))?;
    io::copy(&mut (&mut secure).take(body_length(&kept)), &mut site)?;
    io::copy(&mut site, &mut secure)?;
    secure.conn.send_close_notify();
    secure.flush()?;
    secure.sock.shutdown(Shutdown::Write)
}

fn body_length(head: &[&str]) -> u64 {
    let length = head.iter().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().unwrap())
    });
    length.unwrap_or(0)
}

/// The first lines of a request, up to the empty one.
fn head(stream: &mut impl Read) -> io::Result<String> {
    let mut lines = BufReader::with_capacity(1, stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if lines.read_line(&mut head)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    Ok(head)
}
