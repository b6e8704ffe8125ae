-- Work that servers do beside their answers. A running job belongs to its holder until 'until'; whoever finds it later takes it
-- over, with one attempt more. 'slot' is what makes a scheduled job one job, however many servers schedule it.
CREATE TABLE job (
    id {identity},
    kind {text} NOT NULL,
    arguments {text} NOT NULL,
    actor {text} NOT NULL,
    state {text} NOT NULL,
    created BIGINT NOT NULL,
    due BIGINT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0,
    holder {text},
    until BIGINT,
    done BIGINT NOT NULL DEFAULT 0,
    total BIGINT NOT NULL DEFAULT 0,
    message {text} NOT NULL DEFAULT '',
    cancelling BIGINT NOT NULL DEFAULT 0,
    ended BIGINT,
    slot {text} UNIQUE
);
CREATE INDEX job_due ON job(state, due);
