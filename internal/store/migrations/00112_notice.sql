-- +goose Up
-- What a member is told of. What it says is read from the things that it names, by who may see them then. told_at is when that was dealt with.
CREATE TABLE notice (
  org_id TEXT NOT NULL,
  member_id TEXT NOT NULL,
  key TEXT NOT NULL,
  kind TEXT NOT NULL,
  thing_id TEXT NOT NULL,
  objective_id TEXT NOT NULL,
  key_result_id TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  told_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, member_id, key)
);
CREATE INDEX notice_told ON notice (told_at, org_id, member_id);

-- When the mail of the morning is due next, and the latest day of a check-in that a member was told of.
CREATE TABLE morning (
  org_id TEXT NOT NULL,
  member_id TEXT NOT NULL,
  next_at BIGINT NOT NULL,
  due_told TEXT NOT NULL,
  PRIMARY KEY (org_id, member_id)
);
CREATE INDEX outbox_member ON outbox (org_id, member_id, created_at);

-- +goose Down
DROP INDEX outbox_member;
DROP TABLE morning;
DROP TABLE notice;
