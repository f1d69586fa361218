-- Working papers: accounts, sessions, drafts, uploads, the audit; documents of which only the present state is kept.
--
-- IF NOT EXISTS and DO NOTHING: a copy that this migration has torn may hold a table and not the note that it was made.

-- The present state of each paper. `mark` is the first 40 bits of its digest, which covers the whole row; the counter
-- `paper_marks` holds their sum. As all counters lie on one page, a copy has those of one state, and papers that are not
-- of the same state do not add up to them. `labels` is a JSON array of [name, value]; a sealed paper is never altered.
CREATE TABLE IF NOT EXISTS paper (
    collection TEXT NOT NULL,
    key TEXT NOT NULL,
    version BIGINT NOT NULL CHECK (version >= 1),
    sealed BIGINT NOT NULL CHECK (sealed IN (0, 1)),
    mark BIGINT NOT NULL CHECK (mark >= 0),
    digest TEXT NOT NULL CHECK (length(digest) = 64),
    updated_at TEXT NOT NULL,
    expires_at TEXT,
    labels TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (collection, key)
);
CREATE INDEX IF NOT EXISTS paper_by_expiry ON paper (expires_at) WHERE expires_at IS NOT NULL;

-- The labels once more, to find papers by them.
CREATE TABLE IF NOT EXISTS paper_label (
    collection TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    key TEXT NOT NULL,
    PRIMARY KEY (collection, name, value, key),
    FOREIGN KEY (collection, key) REFERENCES paper (collection, key)
);
CREATE INDEX IF NOT EXISTS paper_label_by_paper ON paper_label (collection, key);

-- `papers` is the number of the last write, which is the version of all that it wrote: no version ever comes again.
INSERT INTO counter (name, value) VALUES ('papers', 0), ('paper_marks', 0) ON CONFLICT (name) DO NOTHING;
