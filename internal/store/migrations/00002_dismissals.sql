-- +goose Up
-- What was looked at and accepted, with its reason: it belongs to the text, and goes with it in history and export.
ALTER TABLE objective ADD COLUMN dismissed TEXT NOT NULL DEFAULT 'null';
ALTER TABLE key_result ADD COLUMN dismissed TEXT NOT NULL DEFAULT 'null';

-- +goose Down
ALTER TABLE key_result DROP COLUMN dismissed;
ALTER TABLE objective DROP COLUMN dismissed;
