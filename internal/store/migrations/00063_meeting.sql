-- +goose Up
-- Whether a meeting was worth its people's time: counts, so that nobody's answer can be read back.
CREATE TABLE meeting (
  org_id TEXT NOT NULL,
  team_id TEXT NOT NULL,
  shape TEXT NOT NULL,
  day TEXT NOT NULL,
  worth INTEGER NOT NULL,
  wasted INTEGER NOT NULL,
  PRIMARY KEY (org_id, team_id, shape, day)
);
-- Who has answered, not what.
CREATE TABLE meeting_answer (
  org_id TEXT NOT NULL,
  team_id TEXT NOT NULL,
  shape TEXT NOT NULL,
  day TEXT NOT NULL,
  member_id TEXT NOT NULL,
  PRIMARY KEY (org_id, team_id, shape, day, member_id)
);

-- +goose Down
DROP TABLE meeting_answer;
DROP TABLE meeting;
