-- Uploads that take more than one request. Their pieces are blobs, so that any server goes on where another stopped.
CREATE TABLE upload (
    id {text} PRIMARY KEY,
    channel BIGINT NOT NULL REFERENCES channel(id),
    dialect {text} NOT NULL,
    actor {text} NOT NULL,
    file {text} NOT NULL,
    terms {text} NOT NULL,
    secret {bytes} NOT NULL,
    touched BIGINT NOT NULL
);
CREATE INDEX upload_touched ON upload(touched);
CREATE INDEX upload_file ON upload(channel, file);

-- Pieces in order of their numbers; where a dialect thinks in offsets, the number is the offset.
CREATE TABLE upload_piece (
    upload {text} NOT NULL REFERENCES upload(id),
    number BIGINT NOT NULL,
    digest {bytes} NOT NULL,
    size BIGINT NOT NULL,
    PRIMARY KEY (upload, number)
);

-- Sigstore bundles that were sent with artifacts (CEP 27); 'artifact' is the digest that they speak of.
CREATE TABLE attestation (
    channel BIGINT NOT NULL REFERENCES channel(id),
    artifact {bytes} NOT NULL,
    digest {bytes} NOT NULL,
    actor {text} NOT NULL,
    at BIGINT NOT NULL,
    bundle {text} NOT NULL,
    PRIMARY KEY (channel, artifact, digest)
);

-- Artifacts on their way from a staging channel to production. 'owners' and 'problems' are JSON lists.
CREATE TABLE submission (
    id {identity},
    channel BIGINT NOT NULL REFERENCES channel(id),
    staging {text} NOT NULL,
    subdir {text} NOT NULL,
    file {text} NOT NULL,
    sha256 {bytes},
    label {text} NOT NULL,
    state {text} NOT NULL,
    actor {text} NOT NULL,
    owners {text} NOT NULL,
    problems {text} NOT NULL,
    received BIGINT NOT NULL,
    decided BIGINT,
    decider {text},
    reason {text}
);
CREATE INDEX submission_state ON submission(channel, state, id);
CREATE INDEX submission_file ON submission(channel, subdir, file, id);
