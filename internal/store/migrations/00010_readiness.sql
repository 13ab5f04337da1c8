-- +goose Up
-- What is known of the data behind a key result, and what was decided about a gap.
ALTER TABLE key_result ADD COLUMN readiness TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE key_result DROP COLUMN readiness;
