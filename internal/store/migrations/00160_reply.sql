-- +goose Up
-- An answer to a mail names that by its id alone.
CREATE INDEX outbox_id ON outbox (id);

-- +goose Down
DROP INDEX outbox_id;
