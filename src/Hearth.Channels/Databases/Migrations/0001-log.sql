-- Channels, their logs, and what the logs amount to now. Every instant is in milliseconds since 1970, every flag 0 or 1.
-- {identity}, {text} and {bytes} stand for what the two databases call these types; {text} sorts by bytes.

-- The channel without a name has the log of the instance: users, tokens, settings.
CREATE TABLE channel (
    id {identity},
    name {text} NOT NULL UNIQUE,
    created BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    hash {bytes} NOT NULL,
    settings {text} NOT NULL,
    bytes BIGINT NOT NULL DEFAULT 0,
    views BIGINT NOT NULL DEFAULT 0,
    notices {text},
    deleted BIGINT
);

-- The log. A row is never changed; each holds the hash of itself and of the row before it.
CREATE TABLE change (
    channel BIGINT NOT NULL REFERENCES channel(id),
    revision BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor {text} NOT NULL,
    kind {text} NOT NULL,
    subject {text} NOT NULL,
    body {text} NOT NULL,
    hash {bytes} NOT NULL,
    PRIMARY KEY (channel, revision)
);
CREATE INDEX change_subject ON change(channel, subject, revision);

-- Every artifact that the channel ever accepted. 'shown' is the record with patches, where they change it.
CREATE TABLE artifact (
    id {identity},
    channel BIGINT NOT NULL REFERENCES channel(id),
    subdir {text} NOT NULL,
    file {text} NOT NULL,
    name {text} NOT NULL,
    version {text} NOT NULL,
    grp BIGINT NOT NULL,
    sha256 {bytes} NOT NULL,
    size BIGINT NOT NULL,
    record {bytes} NOT NULL,
    run_exports {bytes} NOT NULL,
    about {bytes} NOT NULL,
    shown {bytes},
    shown_run_exports {bytes},
    hidden BIGINT NOT NULL DEFAULT 0,
    added BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor {text} NOT NULL,
    removed BIGINT,
    blocked BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX artifact_file ON artifact(channel, subdir, file) WHERE removed IS NULL;
CREATE INDEX artifact_history ON artifact(channel, subdir, file, added);
CREATE INDEX artifact_name ON artifact(channel, name, subdir, file);
CREATE INDEX artifact_digest ON artifact(sha256);

-- An artifact under a label.
CREATE TABLE listing (
    channel BIGINT NOT NULL,
    label {text} NOT NULL,
    subdir {text} NOT NULL,
    grp BIGINT NOT NULL,
    file {text} NOT NULL,
    name {text} NOT NULL,
    artifact BIGINT NOT NULL REFERENCES artifact(id),
    PRIMARY KEY (channel, label, subdir, grp, file)
);
CREATE INDEX listing_name ON listing(channel, label, subdir, name, grp, file);
CREATE INDEX listing_artifact ON listing(artifact);

-- Files that a label once listed and does not any more.
CREATE TABLE delisted (
    channel BIGINT NOT NULL,
    label {text} NOT NULL,
    subdir {text} NOT NULL,
    file {text} NOT NULL,
    name {text} NOT NULL,
    PRIMARY KEY (channel, label, subdir, file)
);
CREATE INDEX delisted_name ON delisted(channel, label, subdir, name, file);

-- Patch sets in force, in the order in which they were applied; one row for each subdir that a set has instructions for.
CREATE TABLE patch_set (
    channel BIGINT NOT NULL REFERENCES channel(id),
    name {text} NOT NULL,
    subdir {text} NOT NULL,
    applied BIGINT NOT NULL,
    withdrawn BIGINT,
    instructions {bytes} NOT NULL,
    PRIMARY KEY (channel, name, subdir, applied)
);

-- What the patch sets of a subdir amount to, and what its shown records were made with.
CREATE TABLE patched (
    channel BIGINT NOT NULL,
    subdir {text} NOT NULL,
    digest {bytes} NOT NULL,
    instructions {bytes} NOT NULL,
    PRIMARY KEY (channel, subdir)
);

-- Subdirs whose patch sets changed since their records were shown.
CREATE TABLE repatch (
    channel BIGINT NOT NULL,
    subdir {text} NOT NULL,
    PRIMARY KEY (channel, subdir)
);

-- Names whose shard is older than their records, since which revision.
CREATE TABLE dirty (
    channel BIGINT NOT NULL,
    label {text} NOT NULL,
    subdir {text} NOT NULL,
    name {text} NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (channel, label, subdir, name)
);

-- The shard that a name had from one revision until another; no digest: the name was not there.
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
);
CREATE INDEX shard_now ON shard(channel, label, subdir, name) WHERE until IS NULL;
CREATE INDEX shard_at ON shard(channel, label, subdir, at);

-- What each name adds to channeldata.json and current_repodata.json.
CREATE TABLE summary (
    channel BIGINT NOT NULL,
    label {text} NOT NULL,
    subdir {text} NOT NULL,
    name {text} NOT NULL,
    channeldata {bytes} NOT NULL,
    newest {bytes} NOT NULL,
    PRIMARY KEY (channel, label, subdir, name)
);

-- A label's state in a subdir: the revision that its shard index shows, and the one that its documents show.
CREATE TABLE view (
    channel BIGINT NOT NULL,
    label {text} NOT NULL,
    subdir {text} NOT NULL,
    revision BIGINT NOT NULL,
    documents BIGINT NOT NULL,
    PRIMARY KEY (channel, label, subdir)
);

-- The files that clients download; paths are relative to the label. 'tick' counts the writes of a channel's files, so that
-- whoever holds them in memory asks for the newer ones alone.
CREATE TABLE view_file (
    channel BIGINT NOT NULL,
    label {text} NOT NULL,
    path {text} NOT NULL,
    digest {bytes} NOT NULL,
    size BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    at BIGINT NOT NULL,
    tick BIGINT NOT NULL,
    PRIMARY KEY (channel, label, path)
);
CREATE INDEX view_file_tick ON view_file(channel, tick);

-- Bytes that nothing refers to since an instant; collected after a grace period.
CREATE TABLE unreferenced (
    space {text} NOT NULL,
    digest {bytes} NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (space, digest)
);

-- Who may write a view now. A writer whose number is not the newest has lost its turn.
CREATE TABLE lease (
    resource {text} PRIMARY KEY,
    holder {text} NOT NULL,
    fence BIGINT NOT NULL,
    expires BIGINT NOT NULL
);
