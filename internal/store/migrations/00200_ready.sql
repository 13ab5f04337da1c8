-- +goose Up
-- How the data behind a key result stands, as okr.KeyResult.ReadyKept says: gap, unasked, decided or ready, and from which day on what was decided does not hold any more. Who has
-- answered something follows in 00201, which is not SQL.
ALTER TABLE key_result ADD COLUMN ready TEXT NOT NULL DEFAULT '';
ALTER TABLE key_result ADD COLUMN ready_until TEXT NOT NULL DEFAULT '';
UPDATE key_result SET ready = CASE WHEN checks >= 3 AND value IS NOT NULL THEN 'ready' ELSE 'unasked' END;

-- +goose Down
ALTER TABLE key_result DROP COLUMN ready_until;
ALTER TABLE key_result DROP COLUMN ready;
