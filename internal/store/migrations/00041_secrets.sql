-- +goose Up
-- Secrets of other tools, sealed with a key that is never in the database. key_id says which; hint is what people see.
CREATE TABLE secret (
  org_id TEXT NOT NULL,
  thing_id TEXT NOT NULL,
  name TEXT NOT NULL,
  key_id TEXT NOT NULL,
  box TEXT NOT NULL,
  hint TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, thing_id, name)
);

-- +goose Down
DROP TABLE secret;
