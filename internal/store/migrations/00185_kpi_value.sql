-- +goose Up
-- A dated value of a KPI can be corrected and taken back.
ALTER TABLE kpi_value ADD COLUMN removed_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE kpi_value ADD COLUMN version INTEGER NOT NULL DEFAULT 1;

-- +goose Down
ALTER TABLE kpi_value DROP COLUMN version;
ALTER TABLE kpi_value DROP COLUMN removed_at;
