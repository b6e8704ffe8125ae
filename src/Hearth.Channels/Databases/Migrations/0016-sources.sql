-- What packages were built from: bytes under their SHA-256, with the other names that recipes and tools call them by.
-- 'kind': file, bundle, patch or recipe. A bundle holds the history of 'revision', whose files are 'tree'.
CREATE TABLE source (
    sha256 {bytes} PRIMARY KEY,
    size BIGINT NOT NULL,
    sha512 {text} NOT NULL,
    sha1 {text} NOT NULL,
    md5 {text} NOT NULL,
    kind {text} NOT NULL,
    revision {text},
    tree {text},
    lacks {text} NOT NULL DEFAULT '',
    added BIGINT NOT NULL,
    actor {text} NOT NULL,
    verified BIGINT NOT NULL,
    damaged BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX source_sha512 ON source(sha512);
CREATE INDEX source_sha1 ON source(sha1);
CREATE INDEX source_md5 ON source(md5);
CREATE INDEX source_revision ON source(revision);
CREATE INDEX source_added ON source(added, sha256);

-- Other names of a source. 'kind': url, file (its name alone) or package.
CREATE TABLE source_alias (
    kind {text} NOT NULL,
    value {text} NOT NULL,
    sha256 {bytes} NOT NULL REFERENCES source(sha256),
    since BIGINT NOT NULL,
    PRIMARY KEY (kind, value, sha256)
);
CREATE INDEX source_alias_sha256 ON source_alias(sha256, kind);

-- The submodules of a bundle: the bundle of each, and where its files lie.
CREATE TABLE source_part (
    sha256 {bytes} NOT NULL REFERENCES source(sha256),
    path {text} NOT NULL,
    part {bytes} NOT NULL REFERENCES source(sha256),
    PRIMARY KEY (sha256, path)
);

-- Bytes that are not given out, held or not, and why. 'status': what requests are answered with.
CREATE TABLE source_takedown (
    sha256 {bytes} PRIMARY KEY,
    status BIGINT NOT NULL,
    reason {text} NOT NULL,
    actor {text} NOT NULL,
    at BIGINT NOT NULL,
    erased BIGINT NOT NULL
);

-- What recipes name, each once. 'reference': as JSON; 'digest': that of the reference; 'held': the source that it stands for.
CREATE TABLE source_need (
    id {identity},
    digest {bytes} NOT NULL UNIQUE,
    kind {text} NOT NULL,
    reference {text} NOT NULL,
    state {text} NOT NULL,
    reason {text} NOT NULL,
    held {bytes} REFERENCES source(sha256),
    attempts BIGINT NOT NULL DEFAULT 0,
    tried BIGINT,
    due BIGINT NOT NULL
);
CREATE INDEX source_need_held ON source_need(held);

-- What an artifact says that it was built from, whichever channels list it. 'problem': why that cannot be read.
CREATE TABLE source_manifest (
    artifact {bytes} PRIMARY KEY,
    at BIGINT NOT NULL,
    package {text} NOT NULL,
    licence {text},
    path {text},
    recipe {bytes} REFERENCES source(sha256),
    problem {text}
);

-- In the order of the recipe.
CREATE TABLE source_use (
    artifact {bytes} NOT NULL REFERENCES source_manifest(artifact),
    number BIGINT NOT NULL,
    need BIGINT NOT NULL REFERENCES source_need(id),
    folder {text},
    PRIMARY KEY (artifact, number)
);
CREATE INDEX source_use_need ON source_use(need);

-- The patches of a recipe; no digest: the artifact does not hold the file.
CREATE TABLE source_patch (
    artifact {bytes} NOT NULL REFERENCES source_manifest(artifact),
    number BIGINT NOT NULL,
    path {text} NOT NULL,
    sha256 {bytes} REFERENCES source(sha256),
    PRIMARY KEY (artifact, number)
);
CREATE INDEX source_patch_sha256 ON source_patch(sha256);

-- How far a channel's log was followed.
CREATE TABLE source_follow (
    channel BIGINT PRIMARY KEY REFERENCES channel(id),
    revision BIGINT NOT NULL,
    at BIGINT NOT NULL
);

-- Addresses that gave other bytes than a recipe says, or than they gave before. What is held stays as it is.
CREATE TABLE source_alert (
    id {identity},
    url {text} NOT NULL,
    expected {text} NOT NULL,
    actual {text} NOT NULL,
    size BIGINT NOT NULL,
    first BIGINT NOT NULL,
    last BIGINT NOT NULL,
    settled BIGINT,
    note {text} NOT NULL DEFAULT '',
    UNIQUE (url, expected, actual)
);

-- Whether addresses of what is held still answer: a row for each time that one came to live or to be dead.
CREATE TABLE source_link (
    url {text} NOT NULL,
    since BIGINT NOT NULL,
    last BIGINT NOT NULL,
    alive BIGINT NOT NULL,
    answer {text} NOT NULL,
    PRIMARY KEY (url, since)
);
CREATE INDEX source_part_part ON source_part(part);
CREATE INDEX source_manifest_recipe ON source_manifest(recipe);
