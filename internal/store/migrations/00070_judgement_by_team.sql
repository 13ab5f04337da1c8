-- +goose Up
-- What the judge says of a plan, in the pieces that pages read: the whole with the first findings of each rule, and what is about each team. The
-- job makes it anew.
DROP TABLE judgement;
CREATE TABLE judgement (
  org_id TEXT NOT NULL,
  cycle_id TEXT NOT NULL,
  team_id TEXT NOT NULL, -- '' is the whole
  made_at BIGINT NOT NULL, -- this and the next two are of the reading for the whole, and of the last change for a team
  day TEXT NOT NULL,
  rules TEXT NOT NULL,
  report TEXT NOT NULL,
  report_hash TEXT NOT NULL,
  PRIMARY KEY (org_id, cycle_id, team_id)
);

-- +goose Down
DROP TABLE judgement;
CREATE TABLE judgement (
  org_id TEXT NOT NULL,
  cycle_id TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  day TEXT NOT NULL,
  rules TEXT NOT NULL,
  report TEXT NOT NULL,
  PRIMARY KEY (org_id, cycle_id)
);
