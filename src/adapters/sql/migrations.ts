/**
 * The schema, as the steps that led to it. A step that was released is never changed; a new one is added below.
 * Times are milliseconds since 1970, UTC.
 */
export const MIGRATIONS: readonly string[] = [
  `
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
  `,
  `
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
  `,
  `
  CREATE TABLE subscriptions (
    server_id TEXT NOT NULL,
    channel_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    schedule TEXT NOT NULL,
    topics TEXT NOT NULL,
    style TEXT NOT NULL,
    silent INTEGER NOT NULL,
    crosspost INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    next_week TEXT NOT NULL,
    next_due_at INTEGER NOT NULL,
    disabled TEXT,
    PRIMARY KEY (server_id, channel_id)
  );
  CREATE INDEX subscriptions_by_due ON subscriptions (next_due_at);
  CREATE INDEX subscriptions_by_user ON subscriptions (user_id);
  CREATE TABLE digests (
    server_id TEXT NOT NULL,
    channel_id TEXT NOT NULL,
    week TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('planned', 'sending', 'sent', 'skipped', 'failed')),
    nonce TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    sending_at INTEGER,
    digest TEXT,
    ended_at INTEGER,
    message_id TEXT,
    PRIMARY KEY (server_id, channel_id, week)
  );
  CREATE INDEX digests_by_status ON digests (status, due_at);
  CREATE TABLE digest_papers (
    server_id TEXT NOT NULL,
    channel_id TEXT NOT NULL,
    paper_id TEXT NOT NULL,
    week TEXT NOT NULL,
    PRIMARY KEY (server_id, channel_id, paper_id)
  );
  CREATE TABLE leases (
    name TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    until INTEGER NOT NULL
  );
  `,
  `
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
  `,
  `
  ALTER TABLE searches ADD COLUMN narrowed TEXT NOT NULL DEFAULT '{}';
  `,
  `
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
  `,
];
