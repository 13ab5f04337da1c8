-- +goose Up
-- What the judge says of a cycle's plan, as everybody may see it: made by a job after a change, read by pages.
CREATE TABLE judgement (
  org_id TEXT NOT NULL,
  cycle_id TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  day TEXT NOT NULL,
  rules TEXT NOT NULL,
  report TEXT NOT NULL,
  PRIMARY KEY (org_id, cycle_id)
);

-- +goose Down
DROP TABLE judgement;
