-- Records: versioned documents, one row for each revision, and a table of the newest.
--
-- SQLite and PostgreSQL both run this file: TEXT and BIGINT only, times as ISO text in UTC with nine
-- decimals, digests as hexadecimal text. Keys order by their bytes: a PostgreSQL database has to be created
-- with LOCALE 'C'. What only one of them can say (SQLite's append-only triggers) is in records/sqlite.rs.

-- The number of commits so far. One row; updating it is what makes writers take turns.
CREATE TABLE counter (
    name TEXT NOT NULL PRIMARY KEY,
    value BIGINT NOT NULL CHECK (value >= 0)
);
INSERT INTO counter (name, value) VALUES ('sequence', 0);

-- One row for each commit; no number is skipped.
CREATE TABLE change_log (
    sequence BIGINT NOT NULL PRIMARY KEY CHECK (sequence >= 1),
    author TEXT NOT NULL,
    message TEXT NOT NULL,
    origin TEXT NOT NULL CHECK (origin IN ('import', 'staff')),
    committed_at TEXT NOT NULL,
    revisions BIGINT NOT NULL CHECK (revisions >= 1)
);

-- Every published state of every record; append-only.
CREATE TABLE revision (
    key TEXT NOT NULL,
    number BIGINT NOT NULL CHECK (number >= 1),
    kind TEXT NOT NULL,
    sequence BIGINT NOT NULL REFERENCES change_log (sequence),
    digest TEXT NOT NULL CHECK (length(digest) = 64),
    body TEXT NOT NULL,
    PRIMARY KEY (key, number)
);

-- The newest revision of each key, with what lists and comparisons need, so that they read no bodies.
CREATE TABLE head (
    key TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    number BIGINT NOT NULL,
    sequence BIGINT NOT NULL,
    digest TEXT NOT NULL,
    origin TEXT NOT NULL,
    FOREIGN KEY (key, number) REFERENCES revision (key, number)
);
CREATE INDEX head_by_kind ON head (kind, key);
CREATE INDEX head_by_sequence ON head (sequence, key);
