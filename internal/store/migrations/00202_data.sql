-- +goose Up
-- How many key results of an objective that are not removed stand in each of the states of 00200, so that a plan of any size is counted by its objectives alone.
ALTER TABLE objective ADD COLUMN data_gaps INTEGER NOT NULL DEFAULT 0;
ALTER TABLE objective ADD COLUMN data_decided INTEGER NOT NULL DEFAULT 0;
ALTER TABLE objective ADD COLUMN data_unasked INTEGER NOT NULL DEFAULT 0;
ALTER TABLE objective ADD COLUMN data_ready INTEGER NOT NULL DEFAULT 0;
UPDATE objective SET (data_gaps, data_decided, data_unasked, data_ready) = (SELECT COUNT(CASE k.ready WHEN 'gap' THEN 1 END), COUNT(CASE k.ready WHEN 'decided' THEN 1 END),
  COUNT(CASE k.ready WHEN 'unasked' THEN 1 END), COUNT(CASE k.ready WHEN 'ready' THEN 1 END)
  FROM key_result k WHERE k.org_id = objective.org_id AND k.objective_id = objective.id AND k.removed_at = 0);

-- +goose Down
ALTER TABLE objective DROP COLUMN data_ready;
ALTER TABLE objective DROP COLUMN data_unasked;
ALTER TABLE objective DROP COLUMN data_decided;
ALTER TABLE objective DROP COLUMN data_gaps;
