-- +goose Up
-- How long a meeting took that was run through, in minutes; 0 is not known.
ALTER TABLE meeting ADD COLUMN minutes INTEGER NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE meeting DROP COLUMN minutes;
