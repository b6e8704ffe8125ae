-- Where a channel is pushed to, and how far the last push came: 'ended' is null while one is not complete.
CREATE TABLE push (
    id {identity},
    channel BIGINT NOT NULL REFERENCES channel(id),
    target {text} NOT NULL,
    begun BIGINT NOT NULL,
    ended BIGINT,
    revision BIGINT NOT NULL,
    message {text} NOT NULL
);
CREATE UNIQUE INDEX push_target ON push(channel, target);

-- What a target has: under which key, what it is here, and by what it is known there.
CREATE TABLE pushed (
    push BIGINT NOT NULL REFERENCES push(id),
    path {text} NOT NULL,
    content {bytes} NOT NULL,
    proof {bytes} NOT NULL,
    PRIMARY KEY (push, path)
);
