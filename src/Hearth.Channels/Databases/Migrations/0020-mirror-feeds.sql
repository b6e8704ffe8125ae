-- The few artifacts that are blocked, for whoever lists many others.
CREATE INDEX artifact_blocked ON artifact(channel, sha256) WHERE blocked = 1;

-- The change feed of a mirror's source, where it is a Hearth server, and the change up to which the mirror follows it. 'looked': when
-- the indexes of the source were last looked at as well.
CREATE TABLE mirror_feed (
    channel BIGINT PRIMARY KEY REFERENCES channel(id),
    source {text} NOT NULL,
    reference {text} NOT NULL,
    revision BIGINT,
    hash {text},
    looked BIGINT NOT NULL
);

-- How far a verification has read the bytes that a mirror holds, while it is not finished: the number of the last artifact.
CREATE TABLE mirror_check (
    channel BIGINT PRIMARY KEY REFERENCES channel(id),
    started BIGINT NOT NULL,
    reached BIGINT NOT NULL,
    files BIGINT NOT NULL,
    bytes BIGINT NOT NULL
);

-- What it found damaged so far.
CREATE TABLE mirror_damage (
    channel BIGINT NOT NULL REFERENCES channel(id),
    artifact BIGINT NOT NULL REFERENCES artifact(id),
    PRIMARY KEY (channel, artifact)
);

-- How the mirror differed from its source when that was last looked at: what could not be taken, and what has other bytes here.
ALTER TABLE mirror_sync ADD COLUMN missing BIGINT NOT NULL DEFAULT 0;
ALTER TABLE mirror_sync ADD COLUMN differing BIGINT NOT NULL DEFAULT 0;

-- Virtual channels are looked for each time that something changes anywhere.
ALTER TABLE channel ADD COLUMN is_virtual BIGINT NOT NULL DEFAULT 0;
UPDATE channel SET is_virtual = 1 WHERE settings LIKE '%"virtual":{%';
CREATE INDEX channel_virtual ON channel(name) WHERE is_virtual = 1;
