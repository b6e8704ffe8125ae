-- What a label lists is kept where its key is, and the index by name tells the artifact: two looks less at each record of a document.
ALTER TABLE listing RENAME TO listing_before;
CREATE TABLE listing (
    channel BIGINT NOT NULL,
    label {text} NOT NULL,
    subdir {text} NOT NULL,
    grp BIGINT NOT NULL,
    file {text} NOT NULL,
    name {text} NOT NULL,
    artifact BIGINT NOT NULL REFERENCES artifact(id),
    PRIMARY KEY (channel, label, subdir, grp, file)
) WITHOUT ROWID;
INSERT INTO listing(channel, label, subdir, grp, file, name, artifact)
SELECT channel, label, subdir, grp, file, name, artifact FROM listing_before ORDER BY channel, label, subdir, grp, file;
DROP TABLE listing_before;
CREATE INDEX listing_name ON listing(channel, label, subdir, name, grp, file, artifact);
CREATE INDEX listing_artifact ON listing(artifact);
