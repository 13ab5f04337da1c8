-- +goose Up
-- What an objective's page shows of a plan's report, apart from the rest of it. The job makes all of it anew.
DELETE FROM judgement;
ALTER TABLE judgement ADD COLUMN course TEXT NOT NULL DEFAULT '[]'; -- the findings about objectives that the team leads for which their words are not enough: work, changes and check-ins

-- +goose Down
ALTER TABLE judgement DROP COLUMN course;
