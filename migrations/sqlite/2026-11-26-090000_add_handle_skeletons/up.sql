-- Names that look alike are one name (text/handle.rs). Of those that were taken before, the first keeps the look.
ALTER TABLE handles ADD COLUMN skeleton TEXT NOT NULL DEFAULT '';
UPDATE handles SET skeleton = replace(replace(replace(handle, 'm', 'rn'), '1', 'l'), '0', 'o');
UPDATE handles SET skeleton = handle || '!'
WHERE EXISTS (SELECT 1 FROM handles AS first WHERE first.skeleton = handles.skeleton AND first.handle < handles.handle);
CREATE UNIQUE INDEX handles_skeleton_key ON handles (skeleton);
