-- +goose Up
-- How an objective felt to those who started it: asked once, and kept.
ALTER TABLE objective ADD COLUMN comfort TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE objective DROP COLUMN comfort;
