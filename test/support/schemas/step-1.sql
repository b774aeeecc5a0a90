  CREATE TABLE settings (
    server_id TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    updated_at INTEGER NOT NULL
  );
  CREATE TABLE answers (
    answer_id TEXT PRIMARY KEY,
    conversation_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    server_id TEXT,
    channel_id TEXT NOT NULL,
    message_id TEXT,
    question TEXT NOT NULL,
    record TEXT NOT NULL,
    created_at INTEGER NOT NULL
  );
  CREATE INDEX answers_by_conversation ON answers (conversation_id, created_at);
  CREATE INDEX answers_by_message ON answers (message_id);
  CREATE INDEX answers_by_user ON answers (user_id);
  CREATE INDEX answers_by_age ON answers (created_at);
  CREATE TABLE threads (
    thread_id TEXT PRIMARY KEY,
    server_id TEXT NOT NULL,
    opened_by TEXT NOT NULL,
    conversation_id TEXT NOT NULL,
    created_at INTEGER NOT NULL
  );
  CREATE INDEX threads_by_user ON threads (opened_by);
  CREATE TABLE feedback (
    answer_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('helpful', 'unhelpful')),
    reason TEXT,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (answer_id, user_id)
  );
  CREATE INDEX feedback_by_user ON feedback (user_id);
  CREATE TABLE searches (
    search_id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL,
    query TEXT NOT NULL,
    created_at INTEGER NOT NULL
  );
  CREATE INDEX searches_by_user ON searches (user_id);
  CREATE TABLE uses (
    user_id TEXT NOT NULL,
    server_id TEXT,
    used_at INTEGER NOT NULL,
    asks INTEGER NOT NULL,
    tokens INTEGER NOT NULL
  );
  CREATE INDEX uses_by_age ON uses (used_at);
  CREATE INDEX uses_by_user ON uses (user_id);
  CREATE TABLE claims (
    interaction_id TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    claimed_at INTEGER NOT NULL
  );
  CREATE TABLE registrations (
    scope TEXT PRIMARY KEY,
    hash TEXT NOT NULL,
    registered_at INTEGER NOT NULL
  );
