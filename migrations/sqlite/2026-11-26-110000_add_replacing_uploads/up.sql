-- Whether the file waits to take the place of the one that its video shows.
ALTER TABLE uploads ADD COLUMN replaces BOOLEAN NOT NULL DEFAULT FALSE;
