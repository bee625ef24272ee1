-- What a client of the upload protocol said of its file, as it said it.
ALTER TABLE uploads ADD COLUMN metadata TEXT;
