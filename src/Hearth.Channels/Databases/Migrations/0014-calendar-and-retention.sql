-- The changes of a day are counted and listed by when they were accepted.
CREATE INDEX change_at ON change(channel, at, revision);

-- How many bytes came between two revisions.
CREATE INDEX artifact_added ON artifact(channel, added, size);

-- Snapshots that a schedule took may be deleted by the channel's rule of how many are kept; those that people took are pinned.
ALTER TABLE snapshot ADD COLUMN pinned BIGINT NOT NULL DEFAULT 1;
UPDATE snapshot SET pinned = 0 WHERE actor = 'schedule' AND note = 'by schedule';

-- A file that is not served any more keeps its row, so that whoever holds it in memory learns of it.
ALTER TABLE view_file ADD COLUMN gone BIGINT NOT NULL DEFAULT 0;
