//! Cuts off readers that stand still, or trickle. The server itself waits for them for ever, with a piece of the file in its memory.
//!
//! Each connection is known by a second handle, through which it can be shut down from outside while its own is waiting to write.

use std::any::Any;
use std::cell::Cell;
use std::net::{Shutdown, TcpStream};
use std::ops::Range;
use std::os::fd::AsFd;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::Extensions;
use actix_web::{HttpRequest, rt};
use tokio::sync::oneshot;

/// Below this an answer is held open, not read.
const BYTES_PER_SECOND: u64 = 4096;

/// A way to end a connection from outside.
#[derive(Clone)]
struct Cut(Arc<TcpStream>);

/// For the server, at each new connection.
pub fn remember_connection(connection: &dyn Any, data: &mut Extensions) {
    let Some(stream) = connection.downcast_ref::<rt::net::TcpStream>() else { return };
    match stream.as_fd().try_clone_to_owned() {
        Ok(handle) => drop(data.insert(Cut(Arc::new(TcpStream::from(handle))))),
        Err(error) => log::warn!("slow readers of a connection will not be cut off: {error}"),
    }
}

/// Watches one answer, a stretch of time at a time, until what this returns is dropped. Call that with each stretch that was taken.
pub fn watch(request: &HttpRequest, patience: Duration) -> impl FnMut(Range<u64>) + 'static {
    let taken = Rc::new(Cell::new(0_u64));
    let (alive, mut gone) = oneshot::channel::<()>();
    if let Some(cut) = request.conn_data::<Cut>().cloned() {
        let taken = taken.clone();
        rt::spawn(async move {
            loop {
                let before = taken.get();
                tokio::select! {
                    _ = &mut gone => return,
                    () = tokio::time::sleep(patience) => {}
                }
                if taken.get() - before < BYTES_PER_SECOND * patience.as_secs() {
                    log::info!("a reader of media that stood still or trickled was cut off");
                    // It may have gone by itself at this very moment.
                    let _ = cut.0.shutdown(Shutdown::Both);
                    return;
                }
            }
        });
    }
    move |stretch| {
        let _held_until_the_end = &alive;
        taken.set(taken.get() + (stretch.end - stretch.start));
    }
}
