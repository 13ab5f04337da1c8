-- +goose Up
-- Objectives that people suggest for a team. with_ids holds whose proposals were merged into one, backers and comments hold who supports them and what is said.
CREATE TABLE proposal (
  org_id TEXT NOT NULL,
  id TEXT NOT NULL,
  cycle_id TEXT NOT NULL,
  team_id TEXT NOT NULL,
  author_id TEXT NOT NULL,
  title TEXT NOT NULL,
  why TEXT NOT NULL,
  with_ids TEXT NOT NULL,
  backers TEXT NOT NULL,
  comments TEXT NOT NULL,
  answer TEXT NOT NULL,
  answer_why TEXT NOT NULL,
  answered_by TEXT NOT NULL,
  answered_at BIGINT NOT NULL,
  adopted_as TEXT NOT NULL,
  merged_into TEXT NOT NULL,
  removed_at BIGINT NOT NULL,
  version INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, cycle_id) REFERENCES cycle (org_id, id),
  FOREIGN KEY (org_id, team_id) REFERENCES team (org_id, id)
);
CREATE INDEX proposal_cycle ON proposal (org_id, cycle_id, created_at);
-- Who had the idea of an objective.
ALTER TABLE objective ADD COLUMN proposed_by TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE objective DROP COLUMN proposed_by;
DROP TABLE proposal;
