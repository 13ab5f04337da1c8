-- +goose Up
-- What one team asks of another for a key result. asker_id is the team that asks, within the objective of the asked team that it is part of.
CREATE TABLE contract (
  org_id TEXT NOT NULL,
  id TEXT NOT NULL,
  objective_id TEXT NOT NULL,
  key_result_id TEXT NOT NULL,
  asker_id TEXT NOT NULL,
  team_id TEXT NOT NULL,
  author_id TEXT NOT NULL,
  text TEXT NOT NULL,
  was TEXT NOT NULL,
  until_date TEXT NOT NULL,
  gain TEXT NOT NULL,
  stage TEXT NOT NULL,
  why TEXT NOT NULL,
  within TEXT NOT NULL,
  signer_id TEXT NOT NULL,
  answered_at BIGINT NOT NULL,
  removed_at BIGINT NOT NULL,
  version INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, objective_id) REFERENCES objective (org_id, id),
  FOREIGN KEY (org_id, key_result_id) REFERENCES key_result (org_id, id)
);
CREATE INDEX contract_objective ON contract (org_id, objective_id);
CREATE INDEX contract_within ON contract (org_id, within);
CREATE INDEX contract_team ON contract (org_id, team_id, stage);

-- +goose Down
DROP TABLE contract;
