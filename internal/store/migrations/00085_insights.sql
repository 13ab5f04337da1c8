-- +goose Up
CREATE TABLE insight (
  org_id TEXT NOT NULL,
  id TEXT NOT NULL,
  pillar_id TEXT NOT NULL,
  author_id TEXT NOT NULL,
  seen TEXT NOT NULL,
  text TEXT NOT NULL,
  url TEXT NOT NULL,
  answer TEXT NOT NULL,
  why TEXT NOT NULL,
  answered_by TEXT NOT NULL,
  answered_at BIGINT NOT NULL,
  removed_at BIGINT NOT NULL,
  version INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, pillar_id) REFERENCES pillar (org_id, id)
);
CREATE INDEX insight_pillar ON insight (org_id, pillar_id, created_at);

CREATE TABLE decision (
  org_id TEXT NOT NULL,
  id TEXT NOT NULL,
  question TEXT NOT NULL,
  decided TEXT NOT NULL,
  why TEXT NOT NULL,
  objective_id TEXT NOT NULL,
  key_result_id TEXT NOT NULL,
  roadmap_item_id TEXT NOT NULL,
  decider_id TEXT NOT NULL,
  decided_on TEXT NOT NULL,
  revisit TEXT NOT NULL,
  superseded_by TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, objective_id) REFERENCES objective (org_id, id)
);
CREATE INDEX decision_objective ON decision (org_id, objective_id, decided_on);
CREATE INDEX decision_day ON decision (org_id, decided_on);
ALTER TABLE objective ADD COLUMN decider_id TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE objective DROP COLUMN decider_id;
DROP TABLE decision;
DROP TABLE insight;
