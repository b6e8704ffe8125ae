-- Names that a view has to look at, and when: some of their records come of age then. 0 is at once. 'label' is the view's own.
CREATE TABLE view_due (
    channel BIGINT NOT NULL,
    label {text} NOT NULL,
    subdir {text} NOT NULL,
    name {text} NOT NULL,
    due BIGINT NOT NULL,
    PRIMARY KEY (channel, label, subdir, name)
);
CREATE INDEX view_due_next ON view_due(due, channel);

-- The artifact that the file stood for; views give out what they showed, and nothing else.
ALTER TABLE delisted ADD COLUMN artifact BIGINT;

-- What views select changes shards and no document but through them, as what happens to artifacts does.
DROP INDEX change_of_channel;
CREATE INDEX change_of_channel ON change(channel, revision) WHERE substr(kind, 1, 9) <> 'artifact.' AND substr(kind, 1, 5) <> 'view.';
