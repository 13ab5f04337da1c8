-- +goose Up
-- What becomes of an objective in the next cycle stands in its closing note too; here it can be found.
ALTER TABLE objective ADD COLUMN onward TEXT NOT NULL DEFAULT '';
UPDATE objective SET onward = CASE WHEN closing_note LIKE '%"onward":"continue"%' THEN 'continue' WHEN closing_note LIKE '%"onward":"change"%' THEN 'change'
  WHEN closing_note LIKE '%"onward":"drop"%' THEN 'drop' ELSE '' END WHERE closing_note <> '';

-- +goose Down
ALTER TABLE objective DROP COLUMN onward;
