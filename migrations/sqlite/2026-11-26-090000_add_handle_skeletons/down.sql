DROP INDEX handles_skeleton_key;
ALTER TABLE handles DROP COLUMN skeleton;
