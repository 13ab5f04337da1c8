-- +goose Up
-- What a team said of a week: one a week, edited by its people.
CREATE TABLE status_update (
  org_id TEXT NOT NULL,
  id TEXT NOT NULL,
  team_id TEXT NOT NULL,
  week TEXT NOT NULL,
  author_id TEXT NOT NULL,
  confidence TEXT NOT NULL,
  last_week TEXT NOT NULL,
  next_week TEXT NOT NULL,
  blocked TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, team_id) REFERENCES team (org_id, id)
);
CREATE UNIQUE INDEX status_update_week ON status_update (org_id, team_id, week);

-- +goose Down
DROP TABLE status_update;
