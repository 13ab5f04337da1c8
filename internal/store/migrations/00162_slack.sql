-- +goose Up
-- Who is who in Slack: account is workspace/user, as Slack calls them, and belongs to one member, who has one.
CREATE TABLE slack_account (
  org_id TEXT NOT NULL,
  account TEXT NOT NULL,
  member_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, account)
);
CREATE UNIQUE INDEX slack_account_member ON slack_account (org_id, member_id);

-- +goose Down
DROP TABLE slack_account;
