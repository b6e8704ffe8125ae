-- How far a mirror is. What it mirrors is one of the channel's settings.
CREATE TABLE mirror_sync (
    channel BIGINT PRIMARY KEY REFERENCES channel(id),
    tried BIGINT NOT NULL,
    synced BIGINT,
    source {text} NOT NULL,
    message {text} NOT NULL
);

-- The tags that the source's index files had at the last complete sync.
CREATE TABLE mirror_index (
    channel BIGINT NOT NULL REFERENCES channel(id),
    path {text} NOT NULL,
    tag {text} NOT NULL,
    PRIMARY KEY (channel, path)
);

-- Artifacts that are held and that the source no longer lists, since when.
CREATE TABLE mirror_vanished (
    channel BIGINT NOT NULL REFERENCES channel(id),
    subdir {text} NOT NULL,
    file {text} NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (channel, subdir, file)
);
