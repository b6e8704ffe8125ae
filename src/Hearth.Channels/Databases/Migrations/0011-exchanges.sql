-- The issuers' tokens that were exchanged for one of ours, until they expire: none is taken twice, by whichever server.
CREATE TABLE exchange (
    issuer {text} NOT NULL,
    token {text} NOT NULL,
    subject {text} NOT NULL,
    at BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    PRIMARY KEY (issuer, token)
);
CREATE INDEX exchange_subject ON exchange(issuer, subject, at);
CREATE INDEX exchange_expires ON exchange(expires);

-- A browser's session that was begun with a token ends with that token.
ALTER TABLE token ADD COLUMN parent {text};
