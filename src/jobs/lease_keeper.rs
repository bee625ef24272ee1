//! A thread of its own renews the lease of each running task, so that no busy runtime can lose it, and writes the progress.

use std::sync::atomic::Ordering;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::work::{Watch, Work};

/// How often progress is written, and the lease in any case.
const PROGRESS: Duration = Duration::from_secs(1);
const RENEWAL: Duration = Duration::from_secs(15);

pub struct LeaseKeeper {
    stop: Sender<()>,
    thread: Option<JoinHandle<()>>,
}

pub fn start(work: &Work) -> LeaseKeeper {
    let watch = work.watch();
    let (stop, stopped) = channel();
    let thread = std::thread::Builder::new().name("lease-keeper".to_owned()).spawn(move || {
        let mut written = 0;
        let mut renewed = Instant::now();
        while stopped.recv_timeout(PROGRESS) == Err(RecvTimeoutError::Timeout) {
            if watch.stop.load(Ordering::SeqCst) {
                watch.cancelled.store(true, Ordering::SeqCst);
            }
            let progress = watch.progress.load(Ordering::SeqCst);
            if progress == written && renewed.elapsed() < RENEWAL {
                continue;
            }
            written = progress;
            renewed = Instant::now();
            renew(&watch, progress);
        }
    });
    match thread {
        Ok(thread) => LeaseKeeper { stop, thread: Some(thread) },
        Err(error) => {
            log::error!("no thread for the lease of task {}: {error}", work.lease.task);
            LeaseKeeper { stop, thread: None }
        }
    }
}

impl LeaseKeeper {
    pub fn stop(self) {
        drop(self.stop);
        if self.thread.is_some_and(|thread| thread.join().is_err()) {
            log::error!("a lease keeper panicked");
        }
    }
}

fn renew(watch: &Watch, progress: u8) {
    let (lease, now) = (watch.lease, watch.app.now());
    match watch.app.db.write_blocking(move |conn| Ok(lease.renew(conn, Some(progress), now)?)) {
        Ok(true) => {}
        Ok(false) => {
            log::warn!("the lease of task {} was lost", lease.task);
            watch.cancelled.store(true, Ordering::SeqCst);
        }
        Err(error) => log::warn!("the lease of task {} could not be renewed yet: {error}", lease.task),
    }
}
