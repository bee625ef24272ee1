//! Files that browsers put into the bucket themselves, in parts, at addresses that we sign. Nothing of them is ever served: a task takes each
//! to the local disk and makes a video of it.

use std::io::{self, ErrorKind};
use std::path::Path;
use std::time::{Duration, SystemTime};

use futures_util::TryStreamExt;
use object_store::multipart::{MultipartStore, PartId};
use object_store::path::Path as ObjectPath;
use object_store::signer::SignedUrlOptions;
use object_store::{ObjectStore, ObjectStoreExt};

use super::{Bucket, as_io};
use crate::storage::key::is_segment;

const AREA: &str = "incoming";
/// How long a browser may wait before it begins a part.
const PART_VALID: Duration = Duration::from_secs(15 * 60);

impl Bucket {
    /// Begins to receive a file; answers the store's name for it.
    pub fn begin_receiving(&self, name: &str) -> io::Result<String> {
        let object = self.received(name)?;
        self.wait(async { self.parts.store.create_multipart(&object).await.map_err(as_io) })
    }

    /// Where one part, counted from 1, is to be put.
    pub fn part_address(&self, name: &str, upload: &str, number: u32) -> io::Result<String> {
        let query = [("partNumber", number.to_string()), ("uploadId", upload.to_owned())];
        let options = SignedUrlOptions::default().with_query(query);
        self.sign(reqwest::Method::PUT, &self.received(name)?, PART_VALID, &options)
    }

    /// Makes one object of the parts; answers its bytes. That it was done already is as good.
    pub fn finish_receiving(&self, name: &str, upload: &str, tags: Vec<String>) -> io::Result<u64> {
        let object = self.received(name)?;
        let parts = tags.into_iter().map(|content_id| PartId { content_id }).collect();
        self.wait(async {
            let completed = self.parts.store.complete_multipart(&object, &upload.to_owned(), parts).await;
            match completed.map_err(as_io) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
                _ => {}
            }
            Ok(self.parts.store.head(&object).await.map_err(as_io)?.size)
        })
    }

    /// Lets go of the parts that came, and of the whole if there is one.
    pub fn give_up_receiving(&self, name: &str, upload: &str) -> io::Result<()> {
        let object = self.received(name)?;
        let aborted = self.wait(async {
            self.parts.store.abort_multipart(&object, &upload.to_owned()).await.map_err(as_io)
        });
        match aborted {
            Err(error) if error.kind() == ErrorKind::HostUnreachable => return Err(error),
            // Stores do not agree on what to say of an upload that they no longer have.
            Err(error) if error.kind() != ErrorKind::NotFound => log::warn!("parts of {object}: {error}"),
            _ => {}
        }
        self.remove_received(name)
    }

    pub fn fetch_received(&self, name: &str, target: &Path) -> io::Result<()> {
        self.fetch_object(&self.received(name)?, target)
    }

    /// That there was none is as good.
    pub fn remove_received(&self, name: &str) -> io::Result<()> {
        let object = self.received(name)?;
        match self.wait(async { self.parts.store.delete(&object).await.map_err(as_io) }) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// The files that are whole, with the moment of their last byte, for the sweep of abandoned ones.
    pub fn received_files(&self) -> io::Result<Vec<(String, SystemTime)>> {
        self.wait(async {
            let mut found = Vec::new();
            let mut objects = self.parts.store.list(Some(&self.below_prefix(AREA)));
            while let Some(object) = objects.try_next().await.map_err(as_io)? {
                if let Some(name) = object.location.filename() {
                    found.push((name.to_owned(), object.last_modified.into()));
                }
            }
            Ok(found)
        })
    }

    fn received(&self, name: &str) -> io::Result<ObjectPath> {
        if !is_segment(name) {
            return Err(io::Error::new(ErrorKind::InvalidInput, format!("{name:?} is not a name of ours")));
        }
        Ok(self.below_prefix(&format!("{AREA}/{name}")))
    }
}
