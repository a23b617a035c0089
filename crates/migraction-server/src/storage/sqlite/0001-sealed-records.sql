-- 25 November 2026. Ids, hashes and sealed states are blobs; days count from 1970.

CREATE TABLE server (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    id BLOB NOT NULL,
    epoch BLOB NOT NULL
) STRICT;

CREATE TABLE vaults (
    id BLOB PRIMARY KEY,
    head INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    quota INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE devices (
    vault BLOB NOT NULL REFERENCES vaults (id),
    token BLOB NOT NULL,
    since INTEGER NOT NULL,
    seen INTEGER NOT NULL,
    revoked INTEGER NOT NULL,
    PRIMARY KEY (vault, token)
) STRICT, WITHOUT ROWID;

CREATE TABLE invitations (
    code BLOB PRIMARY KEY,
    expires INTEGER NOT NULL,
    quota INTEGER NOT NULL,
    vault BLOB,
    device BLOB
) STRICT, WITHOUT ROWID;

CREATE TABLE records (
    vault BLOB NOT NULL REFERENCES vaults (id),
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    mark BLOB NOT NULL,
    sequence INTEGER NOT NULL,
    size INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (vault, id)
) STRICT;

-- Pages are read along it, and the sum of a vault is counted from it alone.
CREATE INDEX records_in_order ON records (vault, sequence, mark);

CREATE TABLE operations (
    vault BLOB NOT NULL,
    id BLOB NOT NULL,
    mark BLOB NOT NULL,
    version INTEGER NOT NULL,
    day INTEGER NOT NULL,
    PRIMARY KEY (vault, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX operations_by_day ON operations (day);

CREATE TABLE mailboxes (
    id BLOB PRIMARY KEY,
    opened INTEGER NOT NULL,
    sealed BLOB,
    taker BLOB
) STRICT, WITHOUT ROWID;
