-- Who may do what. Each change of these tables is also a change in the log of the instance, in the same transaction.

CREATE TABLE account (
    id {identity},
    name {text} NOT NULL UNIQUE,
    display {text} NOT NULL,
    created BIGINT NOT NULL,
    disabled BIGINT
);

-- How an OpenID Connect issuer knows a user.
CREATE TABLE identity (
    issuer {text} NOT NULL,
    subject {text} NOT NULL,
    account BIGINT NOT NULL REFERENCES account(id),
    PRIMARY KEY (issuer, subject)
);

CREATE TABLE team (
    id {identity},
    name {text} NOT NULL UNIQUE,
    created BIGINT NOT NULL
);

CREATE TABLE team_member (
    team BIGINT NOT NULL REFERENCES team(id),
    account BIGINT NOT NULL REFERENCES account(id),
    PRIMARY KEY (team, account)
);

-- What a user or a team may do: 'grantee' is user:NAME or team:NAME, 'names' and 'owners' are JSON lists.
CREATE TABLE role_grant (
    grantee {text} NOT NULL,
    channel {text} NOT NULL,
    role {text} NOT NULL,
    names {text} NOT NULL,
    owners {text} NOT NULL,
    PRIMARY KEY (grantee, channel)
);

-- API tokens and sessions. The secret half is kept as its SHA-256 alone. A token without an account has grants of its own.
-- 'revision' is the change of the instance's log that touched the row last.
CREATE TABLE token (
    id {text} PRIMARY KEY,
    kind {text} NOT NULL,
    digest {bytes} NOT NULL,
    account BIGINT REFERENCES account(id),
    description {text} NOT NULL,
    scope {text} NOT NULL,
    grants {text} NOT NULL,
    creator {text} NOT NULL,
    created BIGINT NOT NULL,
    expires BIGINT,
    revoked BIGINT,
    successor {text},
    last_used BIGINT,
    revision BIGINT NOT NULL
);
CREATE INDEX token_revision ON token(revision);
CREATE INDEX token_account ON token(account);

-- Issuers whose tokens can be exchanged for one of ours.
CREATE TABLE issuer (
    url {text} PRIMARY KEY,
    audience {text} NOT NULL
);

CREATE TABLE trusted_publisher (
    id {identity},
    channel {text} NOT NULL,
    issuer {text} NOT NULL REFERENCES issuer(url),
    claims {text} NOT NULL,
    names {text} NOT NULL,
    owners {text} NOT NULL,
    created BIGINT NOT NULL
);

-- Keys that all servers of the instance share.
CREATE TABLE secret (
    name {text} PRIMARY KEY,
    value {bytes} NOT NULL
);
