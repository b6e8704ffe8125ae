-- What search and the pages know of a name beside its texts: the names that its newest version depends on, as a JSON list.
ALTER TABLE summary ADD COLUMN requires {text} NOT NULL DEFAULT '[]';

-- Which names of a subdir changed since a revision.
CREATE INDEX shard_since ON shard(channel, label, subdir, since);
