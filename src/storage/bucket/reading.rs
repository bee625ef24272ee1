//! Reading objects: their facts, a stretch of them, the whole of them as a file.

use std::fs::File;
use std::io::{self, ErrorKind, Read, Seek, Write};
use std::ops::Range;
use std::path::Path;
use std::time::SystemTime;

use futures_util::stream::BoxStream;
use futures_util::{Stream, StreamExt, TryStreamExt};
use object_store::path::Path as ObjectPath;
use object_store::{GetOptions, GetRange, GetResult, ObjectMeta, ObjectStore, ObjectStoreExt};
use tokio::runtime::Handle;

use super::{Bucket, as_io};
use crate::keys::{hex, random_bytes};
use crate::storage::{StorageKey, StoredBytes, StoredFile};

/// What a response needs to know of an object.
#[derive(Debug, Clone)]
pub struct ObjectFacts {
    pub size: u64,
    pub modified: SystemTime,
    pub etag: Option<String>,
}

impl Bucket {
    pub fn exists(&self, key: &StorageKey) -> io::Result<bool> {
        self.wait(async { Ok(!self.at_or_below(key).await?.is_empty()) })
    }

    /// `ErrorKind::NotFound` where there is none.
    pub async fn facts(&self, key: &StorageKey) -> io::Result<ObjectFacts> {
        let meta = self.parts.store.head(&self.object(key)).await.map_err(as_io)?;
        Ok(facts_of(&meta))
    }

    /// A stretch of an object as it arrives. If the object is replaced meanwhile, this fails rather than mix the two.
    pub async fn stretch(
        &self,
        key: &StorageKey,
        facts: &ObjectFacts,
        stretch: Range<u64>,
    ) -> io::Result<impl Stream<Item = io::Result<bytes::Bytes>> + Send + use<>> {
        if stretch.is_empty() {
            return Ok(futures_util::stream::empty().boxed());
        }
        let options = GetOptions {
            range: Some(GetRange::Bounded(stretch)),
            if_match: facts.etag.clone(),
            ..GetOptions::default()
        };
        let got = self.parts.store.get_opts(&self.object(key), options).await.map_err(as_io)?;
        Ok(got.into_stream().map_err(as_io).boxed())
    }

    /// The whole of a small object.
    pub async fn whole(&self, key: &StorageKey) -> io::Result<(ObjectFacts, Vec<u8>)> {
        let got = self.parts.store.get(&self.object(key)).await.map_err(as_io)?;
        let facts = facts_of(&got.meta);
        let bytes = got.bytes().await.map_err(as_io)?;
        expect_size(key.as_str(), facts.size, bytes.len() as u64)?;
        Ok((facts, bytes.to_vec()))
    }

    /// An object as a file of its own without a name, gone when it is closed.
    pub fn open_file(&self, key: &StorageKey) -> io::Result<StoredFile> {
        let random = random_bytes::<16>().map_err(io::Error::other)?;
        let path = self.parts.scratch.join(format!("object-{}", hex(&random)));
        let mut file = File::options().read(true).write(true).create_new(true).open(&path)?;
        std::fs::remove_file(&path)?;
        let facts = self.wait(async {
            let got = self.parts.store.get(&self.object(key)).await.map_err(as_io)?;
            save(got, &mut file).await
        })?;
        file.rewind()?;
        Ok(StoredFile { file, size: facts.size, modified: facts.modified })
    }

    pub fn fetch(&self, key: &StorageKey, target: &Path) -> io::Result<()> {
        self.fetch_object(&self.object(key), target)
    }

    pub(super) fn fetch_object(&self, object: &ObjectPath, target: &Path) -> io::Result<()> {
        self.wait(async {
            let got = self.parts.store.get(object).await.map_err(as_io)?;
            let mut file = File::create_new(target)?;
            match save(got, &mut file).await {
                Ok(_) => Ok(()),
                Err(error) => {
                    std::fs::remove_file(target)?;
                    Err(error)
                }
            }
        })
    }

    pub fn read(&self, key: &StorageKey) -> io::Result<StoredBytes> {
        self.wait(async {
            let got = self.parts.store.get(&self.object(key)).await.map_err(as_io)?;
            let size = got.meta.size;
            let stream = got.into_stream().map_err(as_io).boxed();
            let handle = self.parts.runtime.handle();
            Ok(StoredBytes {
                size,
                bytes: Box::new(Reader { handle, stream, chunk: bytes::Bytes::new(), rest: size }),
            })
        })
    }

    /// Whether somebody without a key can read this object.
    pub fn is_public(&self, key: &StorageKey) -> io::Result<bool> {
        self.wait(async {
            match self.parts.anonymous.get(&self.object(key)).await.map_err(as_io) {
                Ok(_) => Ok(true),
                Err(error) if error.kind() == ErrorKind::HostUnreachable => Err(error),
                Err(_) => Ok(false),
            }
        })
    }
}

fn facts_of(meta: &ObjectMeta) -> ObjectFacts {
    ObjectFacts { size: meta.size, modified: meta.last_modified.into(), etag: meta.e_tag.clone() }
}

async fn save(got: GetResult, file: &mut File) -> io::Result<ObjectFacts> {
    let (facts, name) = (facts_of(&got.meta), got.meta.location.to_string());
    let mut stream = got.into_stream();
    let mut size = 0;
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(as_io)?;
        size += chunk.len() as u64;
        file.write_all(&chunk)?;
    }
    expect_size(&name, facts.size, size)?;
    Ok(facts)
}

fn expect_size(name: &str, expected: u64, got: u64) -> io::Result<()> {
    if expected == got {
        return Ok(());
    }
    Err(io::Error::new(
        ErrorKind::HostUnreachable,
        format!("the object store: {got} of {expected} bytes of {name} arrived"),
    ))
}

/// A stream of chunks, read by a thread that waits for them.
struct Reader {
    handle: Handle,
    stream: BoxStream<'static, io::Result<bytes::Bytes>>,
    chunk: bytes::Bytes,
    rest: u64,
}

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.chunk.is_empty() {
            match self.handle.block_on(self.stream.next()) {
                Some(chunk) => self.chunk = chunk?,
                None if self.rest == 0 => return Ok(0),
                None => return Err(ErrorKind::UnexpectedEof.into()),
            }
        }
        let length = buffer.len().min(self.chunk.len());
        buffer[..length].copy_from_slice(&self.chunk.split_to(length));
        self.rest = self.rest.saturating_sub(length as u64);
        Ok(length)
    }
}
