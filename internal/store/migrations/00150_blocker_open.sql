-- +goose Up
-- What is in the way now is found among all that ever was.
CREATE INDEX blocker_open ON blocker (org_id, resolved_at);

-- +goose Down
DROP INDEX blocker_open;
