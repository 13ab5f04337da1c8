-- +goose Up
-- Few objectives are private, and what must not be told is asked for by everything that is told.
CREATE INDEX objective_private ON objective (org_id) WHERE private;

-- +goose Down
DROP INDEX objective_private;
