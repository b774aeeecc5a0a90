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
