-- +goose Up
-- The lessons of earlier cycles that an objective rests on.
ALTER TABLE objective ADD COLUMN lessons TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE objective DROP COLUMN lessons;
