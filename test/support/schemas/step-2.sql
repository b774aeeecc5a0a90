  CREATE TABLE pages (
    url TEXT PRIMARY KEY,
    etag TEXT,
    last_modified TEXT,
    body TEXT NOT NULL,
    fetched_at INTEGER NOT NULL
  );
  CREATE INDEX pages_by_age ON pages (fetched_at);
  CREATE TABLE checkpoints (
    service TEXT NOT NULL,
    request TEXT NOT NULL,
    cursor TEXT NOT NULL,
    saved_at INTEGER NOT NULL,
    PRIMARY KEY (service, request)
  );
  CREATE TABLE ingest_runs (
    run_id INTEGER PRIMARY KEY AUTOINCREMENT,
    source TEXT NOT NULL,
    request TEXT NOT NULL,
    fetched INTEGER NOT NULL,
    added INTEGER NOT NULL,
    enriched INTEGER NOT NULL,
    unchanged INTEGER NOT NULL,
    failed TEXT NOT NULL,
    problem TEXT,
    started_at INTEGER NOT NULL,
    ended_at INTEGER NOT NULL
  );
  CREATE INDEX ingest_runs_by_age ON ingest_runs (ended_at);
  CREATE TABLE upvotes (
    arxiv_id TEXT NOT NULL,
    day TEXT NOT NULL,
    upvotes INTEGER NOT NULL,
    PRIMARY KEY (arxiv_id, day)
  );
