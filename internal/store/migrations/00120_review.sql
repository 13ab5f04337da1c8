-- +goose Up
-- What teams say of a draft within a day. teams holds whom is asked and what they answered.
CREATE TABLE review (
  org_id TEXT NOT NULL,
  id TEXT NOT NULL,
  objective_id TEXT NOT NULL,
  author_id TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL,
  ended_at BIGINT NOT NULL,
  ended_by TEXT NOT NULL,
  teams TEXT NOT NULL,
  version INTEGER NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, objective_id) REFERENCES objective (org_id, id)
);
CREATE INDEX review_objective ON review (org_id, objective_id, started_at);
CREATE INDEX review_runs ON review (ended_at, until_at);

-- +goose Down
DROP TABLE review;
