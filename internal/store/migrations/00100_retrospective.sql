-- +goose Up
-- Where a team, or those who share an objective, look back on a cycle.
CREATE TABLE retrospective (
  org_id TEXT NOT NULL,
  id TEXT NOT NULL,
  cycle_id TEXT NOT NULL,
  team_id TEXT NOT NULL,
  objective_id TEXT NOT NULL,
  day TEXT NOT NULL,
  opened_at BIGINT NOT NULL,
  revealed_at BIGINT NOT NULL,
  ended_at BIGINT NOT NULL,
  skipped TEXT NOT NULL,
  learned TEXT NOT NULL,
  tags TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, cycle_id) REFERENCES cycle (org_id, id)
);
CREATE UNIQUE INDEX retrospective_of ON retrospective (org_id, cycle_id, team_id, objective_id);

-- What people say of an objective. Until all are revealed it has its author, and nobody else reads it; then it has none.
CREATE TABLE retrospective_answer (
  org_id TEXT NOT NULL,
  id TEXT NOT NULL,
  retrospective_id TEXT NOT NULL,
  objective_id TEXT NOT NULL,
  member_id TEXT NOT NULL,
  why TEXT NOT NULL,
  grade DOUBLE PRECISION,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, retrospective_id) REFERENCES retrospective (org_id, id)
);
CREATE INDEX retrospective_answer_of ON retrospective_answer (org_id, retrospective_id);

CREATE TABLE improvement (
  org_id TEXT NOT NULL,
  id TEXT NOT NULL,
  retrospective_id TEXT NOT NULL,
  team_id TEXT NOT NULL,
  objective_id TEXT NOT NULL,
  text TEXT NOT NULL,
  owner_id TEXT NOT NULL,
  due TEXT NOT NULL,
  state TEXT NOT NULL,
  reason TEXT NOT NULL,
  removed_at BIGINT NOT NULL,
  version INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, retrospective_id) REFERENCES retrospective (org_id, id)
);
CREATE INDEX improvement_of ON improvement (org_id, retrospective_id);

-- +goose Down
DROP TABLE improvement;
DROP TABLE retrospective_answer;
DROP TABLE retrospective;
