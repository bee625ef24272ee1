//! What is in the bucket: sizes below a key, and the folders that the sweep compares with the database.

use std::collections::BTreeMap;
use std::io;
use std::time::SystemTime;

use futures_util::TryStreamExt;
use object_store::list::{PaginatedListOptions, PaginatedListStore};
use object_store::{ObjectMeta, ObjectStore};

use super::{Bucket, as_io};
use crate::storage::{Capacity, StorageKey, StoredFolder, StoredObject, StoredPrefix};

impl Bucket {
    pub fn size_of_prefix(&self, prefix: &StorageKey) -> io::Result<u64> {
        self.wait(async { Ok(self.at_or_below(prefix).await?.iter().map(|object| object.size).sum()) })
    }

    pub fn list_prefixes(&self, parent: &StorageKey) -> io::Result<Vec<StoredPrefix>> {
        let folders = self.list_folders(parent)?;
        Ok(folders
            .into_iter()
            .map(|StoredFolder { key, modified, .. }| StoredPrefix { key, modified })
            .collect())
    }

    /// One listing of everything, a thousand objects a request: asking for each folder would be a request for each video.
    pub fn list_folders(&self, parent: &StorageKey) -> io::Result<Vec<StoredFolder>> {
        let mut folders: BTreeMap<String, (SystemTime, BTreeMap<String, SystemTime>)> = BTreeMap::new();
        self.wait(async {
            let mut objects = self.parts.store.list(Some(&self.object(parent)));
            while let Some(object) = objects.try_next().await.map_err(as_io)? {
                let Some(key) = self.key_of(&object.location) else { continue };
                let Some(rest) = key.as_str().strip_prefix(parent.as_str()) else { continue };
                let mut names = rest.trim_start_matches('/').split('/');
                // A file directly here is no folder.
                let (Some(folder), Some(below)) = (names.next(), names.next()) else { continue };
                let modified = SystemTime::from(object.last_modified);
                let (newest, versions) =
                    folders.entry(folder.to_owned()).or_insert_with(|| (modified, BTreeMap::new()));
                *newest = modified.max(*newest);
                if names.next().is_some() {
                    let version = versions.entry(below.to_owned()).or_insert(modified);
                    *version = modified.max(*version);
                }
            }
            Ok(())
        })?;
        folders
            .into_iter()
            .map(|(name, (modified, versions))| {
                let key = parent.join(&name).map_err(io::Error::other)?;
                let versions = versions
                    .into_iter()
                    .map(|(name, modified)| {
                        Ok(StoredPrefix { key: key.join(&name).map_err(io::Error::other)?, modified })
                    })
                    .collect::<io::Result<_>>()?;
                Ok(StoredFolder { key, modified, versions })
            })
            .collect()
    }

    /// Every object of an area, in the order of their keys.
    pub fn list_objects(&self, area: &StorageKey) -> io::Result<Vec<StoredObject>> {
        let objects = self.wait(self.below(area))?;
        let ours = |object: ObjectMeta| {
            Some(StoredObject { key: self.key_of(&object.location)?, size: object.size })
        };
        let mut objects: Vec<StoredObject> = objects.into_iter().filter_map(ours).collect();
        objects.sort_by(|a, b| a.key.cmp(&b.key));
        Ok(objects)
    }

    pub fn capacity(&self) -> io::Result<Capacity> {
        crate::storage::capacity_of(&self.parts.scratch)
    }

    async fn below(&self, prefix: &StorageKey) -> io::Result<Vec<ObjectMeta>> {
        self.parts.store.list(Some(&self.object(prefix))).try_collect().await.map_err(as_io)
    }

    /// The object of this key, or those below it: in a bucket the same question, for a key is either.
    pub(super) async fn at_or_below(&self, key: &StorageKey) -> io::Result<Vec<ObjectMeta>> {
        let own = self.object(key);
        let mut found = Vec::new();
        let mut page_token = None;
        loop {
            let options = PaginatedListOptions { page_token, ..PaginatedListOptions::default() };
            let page = self.parts.store.list_paginated(Some(own.as_ref()), options).await.map_err(as_io)?;
            // A name that only begins the same is another's.
            let is_ours = |object: &ObjectMeta| object.location.prefix_matches(&own);
            found.extend(page.result.objects.into_iter().filter(is_ours));
            page_token = page.page_token;
            if page_token.is_none() {
                return Ok(found);
            }
        }
    }
}
