DROP INDEX impressions_with_features;
ALTER TABLE impressions DROP COLUMN features;
