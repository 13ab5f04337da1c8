-- +goose Up
-- Work derives from objectives and never the other way round: these tables name key results, and none of theirs names these.
CREATE TABLE roadmap_item (
  org_id TEXT NOT NULL,
  id TEXT NOT NULL,
  title TEXT NOT NULL,
  why TEXT NOT NULL,
  owner_id TEXT NOT NULL,
  decider_id TEXT NOT NULL,
  horizon TEXT NOT NULL,
  start_date TEXT NOT NULL,
  end_date TEXT NOT NULL,
  effort DOUBLE PRECISION,
  status TEXT NOT NULL,
  confidence INTEGER,
  critical_by TEXT NOT NULL,
  blocked TEXT NOT NULL,
  priority_override TEXT NOT NULL,
  drop_reason TEXT NOT NULL,
  dropped_at BIGINT NOT NULL,
  position INTEGER NOT NULL,
  mirror_id TEXT NOT NULL,
  external_id TEXT NOT NULL,
  url TEXT NOT NULL,
  gone_at BIGINT NOT NULL,
  removed_at BIGINT NOT NULL,
  version INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX roadmap_item_origin ON roadmap_item (org_id, mirror_id, external_id) WHERE mirror_id <> '';

CREATE TABLE roadmap_team (
  org_id TEXT NOT NULL,
  roadmap_item_id TEXT NOT NULL,
  n INTEGER NOT NULL,
  team_id TEXT NOT NULL,
  PRIMARY KEY (org_id, roadmap_item_id, team_id),
  FOREIGN KEY (org_id, roadmap_item_id) REFERENCES roadmap_item (org_id, id)
);
CREATE INDEX roadmap_team_team ON roadmap_team (org_id, team_id, roadmap_item_id);

CREATE TABLE serve (
  org_id TEXT NOT NULL,
  roadmap_item_id TEXT NOT NULL,
  n INTEGER NOT NULL,
  key_result_id TEXT NOT NULL,
  low DOUBLE PRECISION,
  likely DOUBLE PRECISION,
  high DOUBLE PRECISION,
  PRIMARY KEY (org_id, roadmap_item_id, key_result_id),
  FOREIGN KEY (org_id, roadmap_item_id) REFERENCES roadmap_item (org_id, id),
  FOREIGN KEY (org_id, key_result_id) REFERENCES key_result (org_id, id)
);
CREATE INDEX serve_key_result ON serve (org_id, key_result_id);

CREATE TABLE backlog_item (
  org_id TEXT NOT NULL,
  id TEXT NOT NULL,
  title TEXT NOT NULL,
  team_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  status TEXT NOT NULL,
  source_status TEXT NOT NULL,
  labels TEXT NOT NULL,
  estimate DOUBLE PRECISION,
  parent_key TEXT NOT NULL,
  fields TEXT NOT NULL,
  opened TEXT NOT NULL,
  finished TEXT NOT NULL,
  due TEXT NOT NULL,
  blocked TEXT NOT NULL,
  roadmap_item_id TEXT NOT NULL,
  by_hand BOOLEAN NOT NULL,
  drop_reason TEXT NOT NULL,
  dropped_at BIGINT NOT NULL,
  mirror_id TEXT NOT NULL,
  external_id TEXT NOT NULL,
  url TEXT NOT NULL,
  gone_at BIGINT NOT NULL,
  removed_at BIGINT NOT NULL,
  version INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX backlog_item_origin ON backlog_item (org_id, mirror_id, external_id) WHERE mirror_id <> '';
CREATE INDEX backlog_item_roadmap ON backlog_item (org_id, roadmap_item_id, id);
CREATE INDEX backlog_item_team ON backlog_item (org_id, team_id, id);

-- +goose Down
DROP TABLE backlog_item;
DROP TABLE serve;
DROP TABLE roadmap_team;
DROP TABLE roadmap_item;
