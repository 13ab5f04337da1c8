-- +goose Up
-- Another text with every change to a team, so that programs know whether the teams that they remember are still right. The id is one that was never there before.
ALTER TABLE organization ADD COLUMN teams_as TEXT NOT NULL DEFAULT '';
UPDATE organization SET teams_as = id;

-- +goose Down
ALTER TABLE organization DROP COLUMN teams_as;
