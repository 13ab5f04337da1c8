-- +goose Up
-- What came of a contract: kept, not_kept, or '' until somebody says, and who said so for the team that asked and for the other one.
ALTER TABLE contract ADD COLUMN kept TEXT NOT NULL DEFAULT '';
ALTER TABLE contract ADD COLUMN kept_text TEXT NOT NULL DEFAULT '';
ALTER TABLE contract ADD COLUMN asker_said TEXT NOT NULL DEFAULT '';
ALTER TABLE contract ADD COLUMN team_said TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE contract DROP COLUMN team_said;
ALTER TABLE contract DROP COLUMN asker_said;
ALTER TABLE contract DROP COLUMN kept_text;
ALTER TABLE contract DROP COLUMN kept;
