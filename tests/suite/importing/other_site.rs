//! A site of another kind on this machine, which answers with what it was given and remembers what was asked.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};

/// By path with its query.
pub type Answers = BTreeMap<String, Vec<u8>>;

pub struct OtherSite {
    pub address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
    answers: Arc<Mutex<Answers>>,
}

struct Shared {
    asked: Arc<Mutex<Vec<String>>>,
    answers: Arc<Mutex<Answers>>,
}

impl OtherSite {
    /// Answers nothing yet.
    pub fn start() -> Self {
        let (asked, answers) = (Arc::default(), Arc::default());
        let shared = web::Data::new(Shared { asked: Arc::clone(&asked), answers: Arc::clone(&answers) });
        let site = move || App::new().app_data(shared.clone()).default_service(web::to(answer));
        let server = HttpServer::new(site).workers(1).disable_signals().bind("127.0.0.1:0").unwrap();
        let address = server.addrs()[0];
        actix_web::rt::spawn(server.run());
        Self { address, asked, answers }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub fn answers(&self, path: &str, body: impl Into<Vec<u8>>) {
        self.answers.lock().unwrap().insert(path.to_owned(), body.into());
    }

    pub fn answers_json(&self, path: &str, body: &serde_json::Value) {
        self.answers(path, body.to_string());
    }

    pub fn was_asked(&self, path: &str) -> usize {
        self.asked.lock().unwrap().iter().filter(|asked| *asked == path).count()
    }
}

async fn answer(request: HttpRequest, shared: web::Data<Shared>) -> HttpResponse {
    let path = request.uri().path_and_query().map(ToString::to_string).unwrap_or_default();
    shared.asked.lock().unwrap().push(path.clone());
    if path == "/away" {
        return HttpResponse::SeeOther()
            .insert_header(("location", "http://169.254.169.254/latest"))
            .finish();
    }
    match shared.answers.lock().unwrap().get(&path) {
        Some(body) if body.is_empty() => HttpResponse::ServiceUnavailable().finish(),
        Some(body) => HttpResponse::Ok().body(body.clone()),
        None => HttpResponse::NotFound().finish(),
    }
}
