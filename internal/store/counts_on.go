package store

// What counts on a key result that the caller has already found in scope, as choices: an id, the number of an objective, a title.

// SupportersInto reads the objectives that support it.
func (tx *Tx) SupportersInto(list *[]Choice, s Scope, keyResultID string) Read {
	return readInto(list, "o.id, o.number, o.title", (*Choice).pointers, `FROM support x JOIN objective o ON o.org_id = x.org_id AND o.id = x.objective_id
 WHERE x.org_id = $1 AND x.upstream_id = $3 AND o.removed_at = 0 AND o.stage <> 'dropped' AND`+visible, "o.number", tx.org, s.arg(), keyResultID)
}

// ComputedInto reads the key results that are computed from it.
func (tx *Tx) ComputedInto(list *[]Choice, s Scope, keyResultID string) Read {
	return readInto(list, "k.id, o.number, k.title", (*Choice).pointers, `FROM key_result_input i JOIN key_result k ON k.org_id = i.org_id AND k.id = i.key_result_id
 JOIN objective o ON o.org_id = k.org_id AND o.id = k.objective_id WHERE i.org_id = $1 AND i.input_id = $3 AND k.removed_at = 0 AND o.removed_at = 0 AND`+visible, "o.number, k.id", tx.org, s.arg(), keyResultID)
}

// BetsInto reads the roadmap items that serve it and are not dropped.
func (tx *Tx) BetsInto(list *[]Choice, keyResultID string) Read {
	return readInto(list, "r.id, 0, r.title", (*Choice).pointers, `FROM serve x JOIN roadmap_item r ON r.org_id = x.org_id AND r.id = x.roadmap_item_id
 WHERE x.org_id = $1 AND x.key_result_id = $2 AND r.removed_at = 0 AND r.dropped_at = 0`, "r.title, r.id", tx.org, keyResultID)
}

// RulingsInto reads the questions of the decisions that rest on it and stand.
func (tx *Tx) RulingsInto(list *[]Choice, keyResultID string) Read {
	return readInto(list, "d.id, 0, d.question", (*Choice).pointers, "FROM decision d WHERE d.org_id = $1 AND d.key_result_id = $2 AND d.superseded_by = ''", "d.decided_on DESC, d.id", tx.org, keyResultID)
}

// SupportAskedInto reads what other teams were asked for it and have not declined.
func (tx *Tx) SupportAskedInto(list *[]Choice, keyResultID string) Read {
	return readInto(list, "t.id, 0, t.text", (*Choice).pointers, "FROM contract t WHERE t.org_id = $1 AND t.key_result_id = $2 AND t.removed_at = 0 AND t.stage <> 'declined'", "t.created_at, t.id", tx.org, keyResultID)
}
