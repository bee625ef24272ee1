//! A program: without cookies, with a token, speaking JSON.

use kinora::db::types::TokenKind;
use kinora::models::api_token::{ApiToken, TokenDetails, TokenSecret};
use reqwest::Method;
use serde_json::Value;

use super::{Answer, PASSWORD, TestApp, Visitor};

#[derive(Clone)]
pub struct Bearer {
    visitor: Visitor,
    pub token: Option<String>,
}

impl TestApp {
    /// A program that brings no token.
    pub fn program(&self) -> Bearer {
        Bearer { visitor: self.visitor(), token: None }
    }

    /// A program with this person's password; the account is made when it is first asked for.
    pub async fn signed_in_program(&self, name: &str) -> Bearer {
        self.user(name).await;
        let program = self.program();
        let answer = program.sign_in(name, PASSWORD).await;
        program.with(answer.json()["access_token"].as_str().unwrap())
    }

    /// A program with a token that this person made for it, with these scopes.
    pub async fn bearer(&self, name: &str, scopes: &[&str]) -> Bearer {
        self.bearer_from(name, scopes, "unlimited", "").await
    }

    pub async fn bearer_from(&self, name: &str, scopes: &[&str], life: &str, range: &str) -> Bearer {
        let (user, now) = (self.user(name).await.id, self.app.now());
        let details = TokenDetails::parse("A program", scopes.iter().copied(), life, range).unwrap();
        let secret = TokenSecret::random(TokenKind::Personal).unwrap();
        let program = self.program().with(secret.expose());
        self.write(move |conn| ApiToken::create(conn, user, &details, &secret, now)).await;
        program
    }
}

impl Bearer {
    pub fn with(&self, token: &str) -> Self {
        Self { visitor: self.visitor.clone(), token: Some(token.to_owned()) }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, None).await
    }

    /// What is told there, which must be a success.
    pub async fn told(&self, path: &str) -> Value {
        let answer = self.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.json()
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send("POST", path, Some(body)).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send("PUT", path, Some(body)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send("DELETE", path, None).await
    }

    pub async fn send(&self, method: &str, path: &str, body: Option<Value>) -> Answer {
        self.send_with(method, path, body, &[]).await
    }

    pub async fn send_with(
        &self,
        method: &str,
        path: &str,
        body: Option<Value>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut request = self.visitor.request(Method::from_bytes(method.as_bytes()).unwrap(), path);
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        if let Some(body) = body {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        self.visitor.send(request).await
    }

    pub async fn oauth_client(&self) -> (String, String) {
        let client = self.told("/api/v1/oauth-clients/local").await;
        let text = |name: &str| client[name].as_str().unwrap().to_owned();
        (text("client_id"), text("client_secret"))
    }

    pub async fn sign_in(&self, username: &str, password: &str) -> Answer {
        self.grant(&[("grant_type", "password"), ("username", username), ("password", password)]).await
    }

    pub async fn refresh(&self, refresh_token: &str) -> Answer {
        self.grant(&[("grant_type", "refresh_token"), ("refresh_token", refresh_token)]).await
    }

    /// As OAuth has it, a form; some programs bring the token that has died.
    async fn grant(&self, fields: &[(&str, &str)]) -> Answer {
        let (id, secret) = self.clone().without_token().oauth_client().await;
        let client = [("client_id", id.as_str()), ("client_secret", secret.as_str())];
        let body: Vec<String> = client
            .iter()
            .chain(fields)
            .map(|(name, value)| format!("{name}={}", kinora::paths::query_value(value)))
            .collect();
        let mut request = self.visitor.request(Method::POST, "/api/v1/users/token");
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        self.visitor.send(request.body(body.join("&"))).await
    }

    fn without_token(mut self) -> Self {
        self.token = None;
        self
    }
}

impl Answer {
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|_| panic!("{}: {}", self.status, self.text()))
    }

    /// What a refused request is told, by its stable word.
    #[track_caller]
    pub fn refused(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.text());
        assert_eq!(self.header("content-type"), "application/problem+json");
        self.json()
    }
}
