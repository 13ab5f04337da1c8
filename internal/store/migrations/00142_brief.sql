-- +goose Up
-- What is asked of the teams for a cycle.
ALTER TABLE cycle ADD COLUMN brief TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE cycle DROP COLUMN brief;
