-- +goose Up
-- Work that files brought is found again by its id in its tool.
CREATE INDEX backlog_item_external ON backlog_item (org_id, external_id) WHERE external_id <> '';

-- +goose Down
DROP INDEX backlog_item_external;
