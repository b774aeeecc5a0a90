  CREATE TABLE paper_signals (
    server_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    paper_id TEXT NOT NULL,
    signal TEXT NOT NULL CHECK (signal IN ('opened', 'less')),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (server_id, user_id, paper_id, signal)
  );
  CREATE INDEX paper_signals_by_user ON paper_signals (user_id);
  CREATE INDEX paper_signals_by_age ON paper_signals (created_at);
  CREATE INDEX answers_by_server ON answers (server_id, created_at);
