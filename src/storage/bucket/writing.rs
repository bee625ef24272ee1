//! Putting objects into the bucket and taking them away.
//!
//! The store checks every body against the hash that is part of the request's signature, so what it accepts arrived as it was sent.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use futures_util::stream::{self, FuturesUnordered, StreamExt, TryStreamExt};
use object_store::path::Path as ObjectPath;
use object_store::{
    Attribute, Attributes, MultipartUpload, ObjectStore, PutMultipartOptions, PutOptions, PutPayload,
};

use super::{Bucket, as_io};
use crate::storage::{StorageKey, media_type};

/// Larger files go in parts of this size, so that a broken connection costs one part.
const PART_BYTES: u64 = 8 << 20;
/// The most parts that S3 takes.
const PARTS: u64 = 10_000;
const PARTS_AT_ONCE: usize = 3;
/// What is published under a key never changes; who may have it is decided before the address is given out.
const CACHE_CONTROL: &str = "private, max-age=31536000, immutable";

impl Bucket {
    pub fn publish_dir(&self, prefix: &StorageKey, source: &Path) -> io::Result<()> {
        let mut files = Vec::new();
        collect(source, prefix, &mut files)?;
        self.wait(async {
            if !self.at_or_below(prefix).await?.is_empty() {
                return Err(io::Error::new(
                    ErrorKind::AlreadyExists,
                    format!("{prefix} is published already"),
                ));
            }
            let put = self.put_all(prefix, &files).await;
            if let Err(error) = put {
                // The prefix was empty and is this attempt's own, so all of it may go. What cannot go now is the sweep's.
                if let Err(left) = self.remove(prefix).await {
                    log::warn!("what was put under {prefix} is left to the sweep: {left}");
                }
                return Err(error);
            }
            Ok(())
        })?;
        fs::remove_dir_all(source)
    }

    /// Everything, and then one look whether all of it is there as it should be.
    async fn put_all(&self, prefix: &StorageKey, files: &[(StorageKey, PathBuf)]) -> io::Result<()> {
        for (key, path) in files {
            self.put_object(&self.object(key), path, key.name()).await?;
        }
        let stored = self.at_or_below(prefix).await?;
        for (key, path) in files {
            let (object, size) = (self.object(key), path.metadata()?.len());
            if !stored.iter().any(|stored| stored.location == object && stored.size == size) {
                return Err(io::Error::new(
                    ErrorKind::HostUnreachable,
                    format!("the object store took {key} and does not have it whole"),
                ));
            }
        }
        Ok(())
    }

    pub fn put_file(&self, key: &StorageKey, source: &Path) -> io::Result<()> {
        refuse_area(key)?;
        self.wait(self.put_object(&self.object(key), source, key.name()))?;
        fs::remove_file(source)
    }

    pub fn put_bytes(&self, key: &StorageKey, bytes: &[u8]) -> io::Result<()> {
        refuse_area(key)?;
        self.wait(self.put_whole(&self.object(key), bytes.to_vec(), key.name()))
    }

    pub fn delete_prefix(&self, prefix: &StorageKey) -> io::Result<()> {
        refuse_area(prefix)?;
        self.wait(self.remove(prefix))
    }

    async fn remove(&self, prefix: &StorageKey) -> io::Result<()> {
        let objects = self.at_or_below(prefix).await?.into_iter().map(|object| object.location);
        let objects = stream::iter(objects.map(Ok)).boxed();
        let mut removed = self.parts.store.delete_stream(objects);
        while let Some(outcome) = removed.next().await {
            match outcome.map_err(as_io) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }

    async fn put_object(&self, object: &ObjectPath, source: &Path, name: &str) -> io::Result<()> {
        let mut file = File::open(source)?;
        let size = file.metadata()?.len();
        if size <= PART_BYTES {
            let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
            file.read_to_end(&mut bytes)?;
            return self.put_whole(object, bytes, name).await;
        }
        let options = PutMultipartOptions { attributes: attributes(name), ..PutMultipartOptions::default() };
        let mut upload = self.parts.store.put_multipart_opts(object, options).await.map_err(as_io)?;
        match put_parts(upload.as_mut(), &mut file, size).await {
            Ok(()) => upload.complete().await.map(drop).map_err(as_io),
            Err(error) => {
                if let Err(left) = upload.abort().await {
                    log::warn!("parts of {object} are left to the bucket's own rules: {left}");
                }
                Err(error)
            }
        }
    }

    async fn put_whole(&self, object: &ObjectPath, bytes: Vec<u8>, name: &str) -> io::Result<()> {
        let options = PutOptions { attributes: attributes(name), ..PutOptions::default() };
        self.parts.store.put_opts(object, PutPayload::from(bytes), options).await.map(drop).map_err(as_io)
    }
}

async fn put_parts(upload: &mut dyn MultipartUpload, file: &mut File, size: u64) -> io::Result<()> {
    let part_bytes = PART_BYTES.max(size.div_ceil(PARTS));
    let mut under_way = FuturesUnordered::new();
    loop {
        let mut part = Vec::new();
        file.by_ref().take(part_bytes).read_to_end(&mut part)?;
        if part.is_empty() {
            break;
        }
        under_way.push(upload.put_part(PutPayload::from(part)));
        if under_way.len() >= PARTS_AT_ONCE {
            under_way.try_next().await.map_err(as_io)?;
        }
    }
    while under_way.try_next().await.map_err(as_io)?.is_some() {}
    Ok(())
}

fn attributes(name: &str) -> Attributes {
    let mut attributes = Attributes::new();
    attributes.insert(Attribute::ContentType, media_type::of_file(name).into());
    attributes.insert(Attribute::CacheControl, CACHE_CONTROL.into());
    attributes
}

fn refuse_area(key: &StorageKey) -> io::Result<()> {
    if key.is_area() {
        return Err(io::Error::new(ErrorKind::InvalidInput, format!("{key} is a whole area")));
    }
    Ok(())
}

/// The files of a directory and the keys they get. A link or a device in it is refused: only files are published.
fn collect(dir: &Path, prefix: &StorageKey, files: &mut Vec<(StorageKey, PathBuf)>) -> io::Result<()> {
    refuse_area(prefix)?;
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let (name, kind) = (entry.file_name(), entry.file_type()?);
        let key = name.to_str().and_then(|name| prefix.join(name).ok());
        match key {
            Some(key) if kind.is_dir() => collect(&entry.path(), &key, files)?,
            Some(key) if kind.is_file() => files.push((key, entry.path())),
            _ => {
                return Err(io::Error::new(ErrorKind::InvalidData, format!("{name:?} cannot be published")));
            }
        }
    }
    Ok(())
}
