-- Where the bytes of artifacts can be had that a mirror lists and need not hold, artifact by artifact and no longer by digest: rows that follow each other
-- are written several times faster than such as lie all over an index. 'reference': the path below the source, or an absolute URL, where it is not
-- just 'subdir/file'. 'held': when the bytes were last fetched from there.
ALTER TABLE origin RENAME TO origin_before;
CREATE TABLE origin (
    artifact {key} REFERENCES artifact(id),
    channel BIGINT NOT NULL REFERENCES channel(id),
    reference {text},
    held BIGINT
);
INSERT INTO origin(artifact, channel, reference, held)
SELECT artifact.id, artifact.channel, nullif(origin_before.reference, artifact.subdir || '/' || artifact.file), origin_before.held
FROM artifact JOIN origin_before ON origin_before.digest = artifact.sha256 AND origin_before.channel = artifact.channel ORDER BY artifact.id;
DROP TABLE origin_before;
CREATE INDEX origin_channel ON origin(channel);
CREATE INDEX origin_held ON origin(channel, held) WHERE held IS NOT NULL;
