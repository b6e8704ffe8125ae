-- Where the bytes of artifacts can be had that a mirror lists and need not hold: the path below its source, or an absolute URL.
-- 'held': when they were last fetched from there.
CREATE TABLE origin (
    digest {bytes} NOT NULL,
    channel BIGINT NOT NULL REFERENCES channel(id),
    reference {text} NOT NULL,
    size BIGINT NOT NULL,
    held BIGINT,
    PRIMARY KEY (digest, channel)
);
CREATE INDEX origin_channel ON origin(channel);

-- What a virtual channel was last made of: its members and their order, as a text.
CREATE TABLE composed (
    channel BIGINT PRIMARY KEY REFERENCES channel(id),
    members {text} NOT NULL
);

-- How far each subdir of a member has been looked at: the publication whose names were taken over.
CREATE TABLE composed_member (
    channel BIGINT NOT NULL REFERENCES channel(id),
    member BIGINT NOT NULL REFERENCES channel(id),
    subdir {text} NOT NULL,
    revision BIGINT NOT NULL,
    at BIGINT NOT NULL,
    digest {bytes} NOT NULL,
    PRIMARY KEY (channel, member, subdir)
);

-- Names of a virtual channel that one of its members shows differently than when they were last composed.
CREATE TABLE uncomposed (
    channel BIGINT NOT NULL REFERENCES channel(id),
    name {text} NOT NULL,
    PRIMARY KEY (channel, name)
);

-- When the source's indexes were last read with success, whatever came of the packages.
ALTER TABLE mirror_sync ADD COLUMN looked BIGINT;
UPDATE mirror_sync SET looked = synced;
