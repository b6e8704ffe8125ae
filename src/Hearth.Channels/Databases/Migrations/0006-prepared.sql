-- Blobs that are being deleted ('until' then says how long that may take), or were deleted lately. Whoever refers to a blob asks
-- here within the transaction that does.
CREATE TABLE condemned (
    space {text} NOT NULL,
    digest {bytes} NOT NULL,
    deleted BIGINT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (space, digest)
);

-- What new patches make of records, until all of a subdir is ready to be shown at once.
CREATE TABLE repatched (
    artifact BIGINT PRIMARY KEY REFERENCES artifact(id),
    channel BIGINT NOT NULL,
    subdir {text} NOT NULL,
    shown {bytes},
    shown_run_exports {bytes},
    hidden BIGINT NOT NULL
);
CREATE INDEX repatched_subdir ON repatched(channel, subdir);
