# Asks SQLite's FTS5 with its trigram tokenizer: `fts5.py FILE` reads records and queries, prints answers with times.
import json
import sqlite3
import sys
import time

with open(sys.argv[1], encoding="utf-8") as file:
    asked = json.load(file)
base = sqlite3.connect(":memory:")
base.execute("create virtual table r using fts5(id unindexed, title, text, tokenize='trigram')")
base.executemany("insert into r values (:id, :title, :text)", asked["records"])
answers = {}
for query in asked["queries"]:
    # Each word as a string of its own, which is how the engine asks for text that is no query.
    words = " ".join('"' + word.replace('"', '""') + '"' for word in query.split())
    began = time.perf_counter()
    rows = base.execute("select id from r where r match ? order by bm25(r, 0, 10, 1) limit 3", (words,)).fetchall()
    answers[query] = [[row[0] for row in rows], (time.perf_counter() - began) * 1000]
print(json.dumps({"version": sqlite3.sqlite_version, "answers": answers}))
