use std::cell::RefCell;
use std::io::Write;
use std::rc::Rc;

use futures_util::StreamExt;

use super::{FileStream, Memory};

const LENGTH: usize = 700_000;

fn content() -> Vec<u8> {
    (0..LENGTH).map(|index| (index % 251) as u8).collect()
}

fn file() -> std::fs::File {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(&content()).unwrap();
    file
}

async fn read(mut stream: FileStream) -> Vec<u8> {
    let mut all = Vec::new();
    while let Some(chunk) = stream.next().await {
        all.extend_from_slice(&chunk.unwrap());
    }
    all
}

#[tokio::test]
async fn every_byte_of_the_range_comes_in_order() {
    for range in [0..LENGTH, 1..2, 299_999..600_001, LENGTH - 1..LENGTH] {
        let stream = FileStream::new(file(), range.start as u64..range.end as u64);
        assert!(read(stream).await == content()[range.clone()], "{range:?}");
    }
    assert!(read(FileStream::new(file(), 5..5)).await.is_empty());
}

#[tokio::test]
async fn the_disk_gives_the_same_bytes_as_the_memory() {
    let mut stream = FileStream::new(file(), 7..LENGTH as u64);
    stream.memory = Memory::CannotBeAsked;
    assert!(read(stream).await == content()[7..]);
}

#[tokio::test]
async fn what_was_delivered_is_told_without_gaps() {
    let told = Rc::new(RefCell::new(Vec::new()));
    let teller = Rc::clone(&told);
    let stream =
        FileStream::new(file(), 10..LENGTH as u64).on_delivered(move |part| teller.borrow_mut().push(part));
    read(stream).await;
    let told = told.borrow();
    assert_eq!(told.first().unwrap().start, 10);
    assert!(told.windows(2).all(|pair| pair[0].end == pair[1].start));
    assert_eq!(told.last().unwrap().end, LENGTH as u64);
}

#[tokio::test]
async fn a_file_that_became_shorter_is_an_error() {
    let mut stream = FileStream::new(file(), 0..LENGTH as u64 + 1);
    let mut last = None;
    while let Some(chunk) = stream.next().await {
        let failed = chunk.is_err();
        last = Some(chunk);
        if failed {
            break;
        }
    }
    assert_eq!(last.unwrap().unwrap_err().kind(), std::io::ErrorKind::UnexpectedEof);
}

#[actix_web::test]
async fn it_is_a_body_of_known_length() {
    use actix_web::body::{BodySize, MessageBody, to_bytes};
    let stream = FileStream::new(file(), 100..300);
    assert_eq!(stream.size(), BodySize::Sized(200));
    let response = actix_web::HttpResponse::PartialContent().body(stream);
    assert_eq!(to_bytes(response.into_body()).await.unwrap(), content()[100..300]);
}
