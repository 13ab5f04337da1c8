-- +goose Up
-- When a team meets each week: a day, 1 Monday to 7 Sunday, 0 for never, and an hour in its zone, '' for the whole day.
ALTER TABLE team ADD COLUMN meeting_day INTEGER NOT NULL DEFAULT 0;
ALTER TABLE team ADD COLUMN meeting_time TEXT NOT NULL DEFAULT '';

-- Private links by which a calendar program reads what a member sees: of all that is theirs, or of one team. The hash stands for the secret.
CREATE TABLE calendar_link (
  org_id TEXT NOT NULL,
  id TEXT NOT NULL,
  member_id TEXT NOT NULL,
  team_id TEXT NOT NULL,
  hash TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  read_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX calendar_link_hash ON calendar_link (hash);
CREATE UNIQUE INDEX calendar_link_member ON calendar_link (org_id, member_id, team_id);

-- +goose Down
DROP TABLE calendar_link;
ALTER TABLE team DROP COLUMN meeting_time;
ALTER TABLE team DROP COLUMN meeting_day;
