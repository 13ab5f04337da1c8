-- +goose Up
-- Mirrors of work that lives in other tools. What reading changes stands behind what people write; tokens are in secret.
CREATE TABLE mirror (
  org_id TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  base_url TEXT NOT NULL,
  place TEXT NOT NULL,
  user_name TEXT NOT NULL,
  team_id TEXT NOT NULL,
  epics BOOLEAN NOT NULL,
  rules TEXT NOT NULL,
  paused_at BIGINT NOT NULL,
  read_at BIGINT NOT NULL,
  whole_at BIGINT NOT NULL,
  next_at BIGINT NOT NULL,
  place_cursor TEXT NOT NULL,
  failures INTEGER NOT NULL,
  error TEXT NOT NULL,
  failing_since BIGINT NOT NULL,
  items INTEGER NOT NULL,
  removed_at BIGINT NOT NULL,
  version INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, id)
);
CREATE INDEX mirror_next ON mirror (next_at);

-- Items that a tool has said have changed, and that wait to be read again; '' is all of them.
CREATE TABLE mirror_due (
  org_id TEXT NOT NULL,
  mirror_id TEXT NOT NULL,
  external_id TEXT NOT NULL,
  due_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, mirror_id, external_id),
  FOREIGN KEY (org_id, mirror_id) REFERENCES mirror (org_id, id)
);

-- +goose Down
DROP TABLE mirror_due;
DROP TABLE mirror;
