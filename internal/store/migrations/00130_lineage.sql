-- +goose Up
-- What goes on in another cycle is found by its lineage.
CREATE INDEX objective_lineage ON objective (org_id, lineage_id);
CREATE INDEX key_result_lineage ON key_result (org_id, lineage_id);

-- +goose Down
DROP INDEX objective_lineage;
DROP INDEX key_result_lineage;
