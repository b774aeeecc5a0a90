ALTER TABLE answers ADD COLUMN visibility TEXT NOT NULL DEFAULT 'private' CHECK (visibility IN ('public', 'private'));
  UPDATE answers SET visibility = 'public' WHERE message_id IS NOT NULL;
  ALTER TABLE searches ADD COLUMN visibility TEXT NOT NULL DEFAULT 'private' CHECK (visibility IN ('public', 'private'));
  ALTER TABLE searches ADD COLUMN server_id TEXT;
  ALTER TABLE searches ADD COLUMN channel_id TEXT NOT NULL DEFAULT '';
