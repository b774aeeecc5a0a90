CREATE TABLE servers (
    server_id TEXT PRIMARY KEY,
    seen_at INTEGER NOT NULL
  );
  CREATE TABLE prunings (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    pruned_at INTEGER,
    doubted_at INTEGER
  );
  CREATE TABLE erasures (
    asked_at INTEGER NOT NULL
  );
  CREATE INDEX threads_by_age ON threads (created_at);
