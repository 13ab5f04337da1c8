-- +goose Up
-- How the trap stood at the end of each week: read from the log once, so that the page need not.
CREATE TABLE trap_week (
  org_id TEXT NOT NULL,
  cycle_id TEXT NOT NULL,
  week TEXT NOT NULL,
  team_id TEXT NOT NULL,
  index_value INTEGER NOT NULL,
  known BOOLEAN NOT NULL,
  parts TEXT NOT NULL,
  PRIMARY KEY (org_id, cycle_id, week, team_id)
);
-- What people answer about the causes of the trap: counts, so that nobody's answer can be read back.
CREATE TABLE trap_check (
  org_id TEXT NOT NULL,
  cycle_id TEXT NOT NULL,
  team_id TEXT NOT NULL,
  question TEXT NOT NULL,
  no_count INTEGER NOT NULL,
  partly_count INTEGER NOT NULL,
  yes_count INTEGER NOT NULL,
  PRIMARY KEY (org_id, cycle_id, team_id, question)
);
-- Who has answered, not what.
CREATE TABLE trap_answer (
  org_id TEXT NOT NULL,
  cycle_id TEXT NOT NULL,
  team_id TEXT NOT NULL,
  member_id TEXT NOT NULL,
  PRIMARY KEY (org_id, cycle_id, member_id)
);

-- +goose Down
DROP TABLE trap_answer;
DROP TABLE trap_check;
DROP TABLE trap_week;
