-- What reads revisions in the order of their commits (exports, identities, checks) finds them so, and a commit
-- its own, without sorting or reading all of them.
--
-- IF NOT EXISTS: a copy that this migration has torn may hold the index and not the note that it was made.
CREATE INDEX IF NOT EXISTS revision_by_sequence ON revision (sequence, key);
