-- The rows that grow with every change are kept where their keys are, and no longer beside them: SQLite wrote each key twice.
ALTER TABLE shard RENAME TO shard_before;
CREATE TABLE shard (
    channel BIGINT NOT NULL,
    label {text} NOT NULL,
    subdir {text} NOT NULL,
    name {text} NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT,
    at BIGINT NOT NULL,
    digest {bytes},
    PRIMARY KEY (channel, label, subdir, name, since)
) WITHOUT ROWID;
INSERT INTO shard(channel, label, subdir, name, since, until, at, digest)
SELECT channel, label, subdir, name, since, until, at, digest FROM shard_before ORDER BY channel, label, subdir, name, since;
DROP TABLE shard_before;
-- With all that an index of now is made of.
CREATE INDEX shard_now ON shard(channel, label, subdir, name, digest, at) WHERE until IS NULL;
CREATE INDEX shard_since ON shard(channel, label, subdir, since);

ALTER TABLE past_name RENAME TO past_name_before;
CREATE TABLE past_name (
    channel BIGINT NOT NULL,
    label {text} NOT NULL,
    subdir {text} NOT NULL,
    name {text} NOT NULL,
    since BIGINT NOT NULL,
    body {bytes} NOT NULL,
    PRIMARY KEY (channel, label, subdir, name, since)
) WITHOUT ROWID;
INSERT INTO past_name(channel, label, subdir, name, since, body)
SELECT channel, label, subdir, name, since, body FROM past_name_before ORDER BY channel, label, subdir, name, since;
DROP TABLE past_name_before;

ALTER TABLE past_removal RENAME TO past_removal_before;
CREATE TABLE past_removal (
    channel BIGINT NOT NULL,
    label {text} NOT NULL,
    subdir {text} NOT NULL,
    name {text} NOT NULL,
    since BIGINT NOT NULL,
    body {text} NOT NULL,
    PRIMARY KEY (channel, label, subdir, name, since)
) WITHOUT ROWID;
INSERT INTO past_removal(channel, label, subdir, name, since, body)
SELECT channel, label, subdir, name, since, body FROM past_removal_before ORDER BY channel, label, subdir, name, since;
DROP TABLE past_removal_before;
