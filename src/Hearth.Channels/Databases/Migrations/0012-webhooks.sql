-- Who is told of a channel's changes. 'sent' is the revision of the last change that was delivered or needed no delivery: what
-- comes after it is owed. 'job' is the job that last set out to deliver.
CREATE TABLE webhook (
    id {identity},
    channel BIGINT NOT NULL REFERENCES channel(id),
    url {text} NOT NULL,
    kinds {text} NOT NULL,
    secret {text} NOT NULL,
    actor {text} NOT NULL,
    created BIGINT NOT NULL,
    sent BIGINT NOT NULL,
    job BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX webhook_channel ON webhook(channel);

-- Every attempt to deliver a change. 'status' is that of the answer, 0 where none came.
CREATE TABLE webhook_attempt (
    webhook BIGINT NOT NULL REFERENCES webhook(id),
    revision BIGINT NOT NULL,
    at BIGINT NOT NULL,
    status BIGINT NOT NULL,
    took BIGINT NOT NULL,
    message {text} NOT NULL
);
CREATE INDEX webhook_attempt_at ON webhook_attempt(webhook, at);
