-- One index of the files of a channel instead of two, one of those that are listed and one of all that ever were: every artifact stood in both.
-- It holds one file of a name to be listed at a time, for no two of them are removed by the same change.
DROP INDEX artifact_file;
DROP INDEX artifact_history;
CREATE UNIQUE INDEX artifact_file ON artifact(channel, subdir, file, coalesce(removed, 0));
-- What patches hide is looked for with every document, and is little.
CREATE INDEX artifact_hidden ON artifact(channel, subdir) WHERE hidden = 1;
