-- What was shown, and when: a row for each time that the shard index of a label and subdir was made. Together with the shards that
-- names had since a revision, it makes that index again, byte for byte. 'is_kept': the bytes of the index stay in the blob store, so
-- that what is made again starts from there.
CREATE TABLE publication (
    channel BIGINT NOT NULL,
    label {text} NOT NULL,
    subdir {text} NOT NULL,
    revision BIGINT NOT NULL,
    at BIGINT NOT NULL,
    created BIGINT NOT NULL,
    digest {bytes} NOT NULL,
    size BIGINT NOT NULL,
    names BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    since_kept BIGINT NOT NULL,
    v3_packages BIGINT,
    v3_oldest BIGINT,
    v3_newest BIGINT,
    is_kept BIGINT NOT NULL,
    PRIMARY KEY (channel, label, subdir, revision)
);
CREATE INDEX publication_at ON publication(channel, at);
CREATE INDEX publication_revision ON publication(channel, revision);
CREATE INDEX publication_kept ON publication(channel, digest) WHERE is_kept = 1;

-- What documents of the past need of a name beside its shard, since a revision: see PastName.
CREATE TABLE past_name (
    channel BIGINT NOT NULL,
    label {text} NOT NULL,
    subdir {text} NOT NULL,
    name {text} NOT NULL,
    since BIGINT NOT NULL,
    body {bytes} NOT NULL,
    PRIMARY KEY (channel, label, subdir, name, since)
);

-- The files of a name that were gone or hidden, since a revision; most names never have any.
CREATE TABLE past_removal (
    channel BIGINT NOT NULL,
    label {text} NOT NULL,
    subdir {text} NOT NULL,
    name {text} NOT NULL,
    since BIGINT NOT NULL,
    body {text} NOT NULL,
    PRIMARY KEY (channel, label, subdir, name, since)
);

-- The documents that were served, by the state that they show. What is made again is held to the digest.
CREATE TABLE past_document (
    channel BIGINT NOT NULL,
    label {text} NOT NULL,
    path {text} NOT NULL,
    revision BIGINT NOT NULL,
    digest {bytes} NOT NULL,
    size BIGINT NOT NULL,
    PRIMARY KEY (channel, label, path, revision)
);

-- Named states of a channel.
CREATE TABLE snapshot (
    channel BIGINT NOT NULL REFERENCES channel(id),
    name {text} NOT NULL,
    revision BIGINT NOT NULL,
    at BIGINT NOT NULL,
    taken BIGINT NOT NULL,
    actor {text} NOT NULL,
    note {text} NOT NULL,
    PRIMARY KEY (channel, name)
);

-- Changes that touch documents without touching a shard: settings, notices, patch sets.
CREATE INDEX change_of_channel ON change(channel, revision) WHERE substr(kind, 1, 9) <> 'artifact.';

-- Since which change something waits to be shown. A state older than that is settled.
ALTER TABLE dirty ADD COLUMN since BIGINT NOT NULL DEFAULT 0;
ALTER TABLE repatch ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
ALTER TABLE view ADD COLUMN since BIGINT NOT NULL DEFAULT 0;

-- What changed since an instant is found by the publications since then.
DROP INDEX shard_at;

-- The history of channels that are older than this begins when their views are made next, which is at once.
INSERT INTO dirty(channel, label, subdir, name, revision, since)
SELECT listed.channel, listed.label, listed.subdir, listed.name, channel.revision, channel.revision
FROM (SELECT channel, label, subdir, name FROM listing UNION SELECT channel, label, subdir, name FROM delisted) listed JOIN channel ON channel.id = listed.channel
WHERE 1 = 1
ON CONFLICT DO NOTHING;
UPDATE view SET revision = 0;
