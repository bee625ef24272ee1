//! The server: the middleware in its order, the listener, the graceful stop.

mod announce;

use std::net::{SocketAddr, TcpListener};
use std::sync::atomic::Ordering;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::middleware::{Compress, from_fn};
use actix_web::{HttpServer, web};
use anyhow::Context;
use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::app::App;
use crate::http::{
    access_log, alike, api_limit, bearer, cross_origin, csrf, error_pages, host, idempotency, packing,
    render, request_id, security_headers, session_key_rotation, sessions, slow_readers,
};
use crate::{error, jobs, routes};

/// Threads of each worker for what blocks: the database, passwords, files that are not in memory.
const BLOCKING_THREADS: usize = 32;

/// Binds the configured address; port 0 takes a free one. The bound address becomes an accepted origin.
pub fn bind(app: &App) -> anyhow::Result<(TcpListener, SocketAddr)> {
    let wanted = app.config.listen;
    let listener = std::net::TcpListener::bind(wanted)
        .with_context(|| format!("KINORA_LISTEN: cannot listen on {wanted}"))?;
    let address = listener.local_addr()?;
    app.origins.bind(address);
    Ok((listener, address))
}

/// Serves until told to stop. Requests pass the middleware from the last `wrap` to the first:
///
/// 1. request id, 2. access log, 3. security headers, 4. what pages of other sites may do with the API, 5. how often the API is asked,
/// 6. error pages (and caught panics), 7. Host check, 8. forged-request check, 9. compression, of pages by ourselves, 10. cookies taken from
///    where none count, 11. tokens of programs, 12. requests under a key, 13. session key rotation, 14. page finishing (caches, notices),
///    15. session.
pub fn run(app: &App, listener: TcpListener) -> anyhow::Result<Server> {
    let shared = app.clone();
    let server = HttpServer::new(move || {
        let app = shared.clone();
        actix_web::App::new()
            .app_data(app.clone())
            .app_data(web::FormConfig::default().limit(app.config.limits.form_bytes))
            .app_data(web::PayloadConfig::new(app.config.limits.form_bytes))
            .configure(routes::configure)
            .default_service(web::to(|| async { Err::<actix_web::HttpResponse, _>(error::Error::NotFound) }))
            .wrap(sessions::middleware(&app))
            .wrap(from_fn(render::middleware))
            // Before anything reads a cookie: what is read is kept.
            .wrap(from_fn(session_key_rotation::middleware))
            .wrap(from_fn(idempotency::middleware))
            .wrap(from_fn(bearer::middleware))
            .wrap(from_fn(alike::middleware))
            .wrap(from_fn(packing::middleware))
            .wrap(Compress::default())
            .wrap(from_fn(csrf::middleware))
            .wrap(from_fn(host::middleware))
            .wrap(from_fn(error_pages::middleware))
            .wrap(from_fn(api_limit::middleware))
            .wrap(from_fn(cross_origin::middleware))
            .wrap(from_fn(security_headers::middleware))
            .wrap(from_fn(access_log::middleware))
            .wrap(from_fn(request_id::middleware))
    })
    .on_connect(slow_readers::remember_connection)
    // Small answers on a kept connection would otherwise wait for the other side's acknowledgement.
    .tcp_nodelay(true)
    .client_request_timeout(Duration::from_secs(5))
    // Each keeps memory of its own, and more than these only wait for the same few connections and the same disk.
    .worker_max_blocking_threads(BLOCKING_THREADS)
    .shutdown_timeout(25)
    .disable_signals()
    .listen(listener)
    .context("the listener could not be used")?
    .run();
    Ok(server)
}

/// Works on tasks, without serving, until told to stop.
pub async fn work(app: App) -> anyhow::Result<()> {
    let mut signals = StopSignals::listen()?;
    let workers = jobs::start(&app)?;
    signals.next().await;
    tokio::task::spawn_blocking(|| workers.stop()).await.context("the workers could not be stopped")
}

/// Serves and works until SIGTERM or SIGINT; a second signal ends the process at once.
pub async fn serve(app: App) -> anyhow::Result<()> {
    // Before it says that it is there: whoever reads that may tell it to stop.
    let mut signals = StopSignals::listen()?;
    let (listener, address) = bind(&app)?;
    let server = run(&app, listener)?;
    let workers = jobs::start(&app)?;
    let keeper = jobs::feed_keeper::start(&app)?;
    let handle = server.handle();
    println!("Kinora is at {} (listening on {address})", app.origins.canonical());
    announce::announce(&app).await?;
    let serving = actix_web::rt::spawn(server);
    signals.next().await;
    log::info!("stopping: finishing what is under way");
    app.draining.store(true, Ordering::SeqCst);
    actix_web::rt::spawn(async move {
        signals.next().await;
        std::process::exit(130);
    });
    tokio::time::sleep(Duration::from_secs(app.config.limits.drain_seconds)).await;
    // Tasks end beside the last answers, not after them.
    let tasks = tokio::task::spawn_blocking(|| workers.stop());
    handle.stop(true).await;
    tasks.await.context("the workers could not be stopped")?;
    // Last, so that the watching that was still reported is written.
    tokio::task::spawn_blocking(|| keeper.stop()).await.context("the feed's keeper could not be stopped")?;
    serving.await.context("the server task was lost")??;
    Ok(())
}

/// SIGTERM and SIGINT, from the moment they are listened for.
struct StopSignals {
    terminate: Signal,
    interrupt: Signal,
}

impl StopSignals {
    fn listen() -> anyhow::Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}
