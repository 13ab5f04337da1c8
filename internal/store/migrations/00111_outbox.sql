-- +goose Up
-- Where a team, or the whole organization for team_id '', posts to. The address is in secret.
CREATE TABLE channel (
  org_id TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  team_id TEXT NOT NULL,
  host TEXT NOT NULL,
  recipients TEXT NOT NULL,
  weekly BOOLEAN NOT NULL,
  paused_at BIGINT NOT NULL,
  sent_at BIGINT NOT NULL,
  failing_since BIGINT NOT NULL,
  error TEXT NOT NULL,
  removed_at BIGINT NOT NULL,
  version INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, id)
);

-- What is to be sent, and for a month what was: to a channel or to a member. A key is there once, so that nothing is sent twice. state is '' while it
-- waits, then sent, failed or skipped.
CREATE TABLE outbox (
  org_id TEXT NOT NULL,
  id TEXT NOT NULL,
  key TEXT NOT NULL,
  channel_id TEXT NOT NULL,
  member_id TEXT NOT NULL,
  body TEXT NOT NULL,
  due_at BIGINT NOT NULL,
  tries INTEGER NOT NULL,
  state TEXT NOT NULL,
  error TEXT NOT NULL,
  ended_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX outbox_key ON outbox (org_id, key);
CREATE INDEX outbox_due ON outbox (state, due_at);
CREATE INDEX outbox_channel ON outbox (org_id, channel_id, created_at);

-- +goose Down
DROP TABLE outbox;
DROP TABLE channel;
