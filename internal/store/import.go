package store

import "github.com/headwater-okr/headwater/internal/okr"

var imports = table[okr.Import]{"import", "t", func(i *okr.Import) []field {
	return []field{{"id", &i.ID}, {"member_id", &i.MemberID}, {"source", &i.Source}, {"summary", asJSON{&i.Summary}}, {"undone_at", &i.Undone}, {"created_at", &i.Created}}
}}

// AddImport writes an import.
func (tx *Tx) AddImport(i okr.Import) error { return imports.insert(tx, i) }

// Import reads one import.
func (tx *Tx) Import(id string) (okr.Import, error) {
	return imports.one(tx, "WHERE t.org_id = $1 AND t.id = $2", tx.org, id)
}

// Imports reads the imports, the latest first.
func (tx *Tx) Imports(limit int) ([]okr.Import, error) {
	return imports.list(tx, "WHERE t.org_id = $1 ORDER BY t.created_at DESC, t.id DESC LIMIT $2", tx.org, limit)
}

// SetUndone marks an import as undone.
func (tx *Tx) SetUndone(id string, at okr.Instant) error {
	_, err := tx.exec("UPDATE import SET undone_at = $3 WHERE org_id = $1 AND id = $2", tx.org, id, at)
	return err
}

// ImportedObjectives reads the objectives that came from a source, by their id there; removed ones too.
func (tx *Tx) ImportedObjectives(s Scope, source string) (map[string]okr.Objective, error) {
	list, err := objectives.list(tx, "WHERE o.org_id = $1 AND"+visible+"AND o.source = $3", tx.org, s.arg(), source)
	if err != nil {
		return nil, err
	}
	if err := tx.loadEdges(Everything, list); err != nil {
		return nil, err
	}
	out := make(map[string]okr.Objective, len(list))
	for _, o := range list {
		out[o.Origin.External] = o
	}
	return out, nil
}

// ImportedKeyResults reads the key results that came from a source, by their id there; removed ones too.
func (tx *Tx) ImportedKeyResults(s Scope, source string) (map[string]okr.KeyResult, error) {
	list, err := keyResults.list(tx, "JOIN objective o ON o.org_id = k.org_id AND o.id = k.objective_id WHERE k.org_id = $1 AND"+visible+"AND k.source = $3", tx.org, s.arg(), source)
	out := make(map[string]okr.KeyResult, len(list))
	for _, k := range list {
		out[k.Origin.External] = k
	}
	return out, err
}

// KeyResultsOfImport reads the key results that an import made and that are not removed.
func (tx *Tx) KeyResultsOfImport(s Scope, id string) ([]okr.KeyResult, error) {
	return keyResults.list(tx, "JOIN objective o ON o.org_id = k.org_id AND o.id = k.objective_id WHERE k.org_id = $1 AND"+visible+
		"AND k.import_id = $3 AND k.removed_at = 0 ORDER BY k.id", tx.org, s.arg(), id)
}
