-- +goose Up
-- The teams in one are found without reading all.
CREATE INDEX team_parent ON team (org_id, parent_id);

-- +goose Down
DROP INDEX team_parent;
