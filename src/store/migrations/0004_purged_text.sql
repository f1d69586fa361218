-- Texts that were removed for good: of such a revision the row and the digest stay, and the body is empty.
--
-- IF NOT EXISTS: a copy that this migration has torn may hold the table and not the note that it was made.
CREATE TABLE IF NOT EXISTS purged_text (
    key TEXT NOT NULL,
    number BIGINT NOT NULL,
    -- The day, as whoever purged it tells it.
    purged_on TEXT NOT NULL,
    PRIMARY KEY (key, number),
    FOREIGN KEY (key, number) REFERENCES revision (key, number)
);
