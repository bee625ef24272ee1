-- Of a sample of lists: what was known of each place when the list was made (recommender/ranker/features.rs), two bytes a number.
ALTER TABLE impressions ADD COLUMN features BYTEA;
CREATE INDEX impressions_with_features ON impressions (id) WHERE features IS NOT NULL;
