-- How a compressed twin was made, so that it can be made again bit for bit: until now, at level 5 of zstd.
ALTER TABLE past_document ADD COLUMN level BIGINT NOT NULL DEFAULT 5;
