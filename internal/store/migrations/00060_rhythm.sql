-- +goose Up
-- What went well, with thanks to members and teams.
CREATE TABLE win (
  org_id TEXT NOT NULL,
  id TEXT NOT NULL,
  author_id TEXT NOT NULL,
  team_id TEXT NOT NULL,
  text TEXT NOT NULL,
  thanks TEXT NOT NULL,
  day TEXT NOT NULL,
  removed_at BIGINT NOT NULL,
  version INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, id)
);
CREATE INDEX win_day ON win (org_id, day);

-- What a team does in a week. Without a key result it is business as usual.
CREATE TABLE commitment (
  org_id TEXT NOT NULL,
  id TEXT NOT NULL,
  team_id TEXT NOT NULL,
  week TEXT NOT NULL,
  text TEXT NOT NULL,
  key_result_id TEXT NOT NULL,
  owner_id TEXT NOT NULL,
  state TEXT NOT NULL,
  carried_id TEXT NOT NULL,
  removed_at BIGINT NOT NULL,
  version INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, team_id) REFERENCES team (org_id, id)
);
CREATE INDEX commitment_week ON commitment (org_id, team_id, week);

-- +goose Down
DROP TABLE commitment;
DROP TABLE win;
