package store

import "github.com/headwater-okr/headwater/internal/okr"

var contracts = table[okr.Contract]{"contract", "t", func(c *okr.Contract) []field {
	return []field{{"id", &c.ID}, {"objective_id", &c.ObjectiveID}, {"key_result_id", &c.KeyResultID}, {"asker_id", &c.AskerID}, {"team_id", &c.TeamID}, {"author_id", &c.AuthorID},
		{"text", &c.Text}, {"was", &c.Was}, {"until_date", &c.Until}, {"gain", &c.Gain}, {"stage", &c.Stage}, {"why", &c.Why}, {"within", &c.Within}, {"signer_id", &c.SignerID},
		{"answered_at", &c.Answered}, {"kept", &c.Kept}, {"kept_text", &c.KeptText}, {"asker_said", &c.AskerSaid}, {"team_said", &c.TeamSaid}, {"removed_at", &c.Removed}, {"version", &c.Version}, {"created_at", &c.Created}}
}}

// A ContractFilter says which contracts to find. Zero fields do not filter.
type ContractFilter struct {
	ID        string
	Objective string   // that it is for, or that it is part of
	Cycle     string   // of the objective that it is for
	Teams     []string // on either side
	Below     []string // or one in them
	Waits     okr.Date // for an answer, or at the end of their cycle as of this day for a word on what came of them
	Limit     int
}

// A Deal is a contract with what it is for, and what it is part of where everybody can see that.
type Deal struct {
	okr.Contract
	Number     int       // of the objective
	Objective  string    // its title
	Stage      okr.Stage // of the objective
	KeyResult  string    // the title of the key result
	PartNumber int       // of the asked team's objective, 0 for none
	Part       string    // its title
}

// keptAsked is for how many days after its cycle a contract asks what came of it.
const keptAsked = 30

// ContractsOf reads every contract of a team, on either side: withdrawn ones too, and those of what is removed.
func (tx *Tx) ContractsOf(teamID string) ([]okr.Contract, error) {
	return contracts.list(tx, "WHERE t.org_id = $1 AND (t.asker_id = $2 OR t.team_id = $2) ORDER BY t.id", tx.org, teamID)
}

// Contracts finds contracts for key results of objectives in scope: one statement.
func (tx *Tx) Contracts(s Scope, f ContractFilter) ([]Deal, error) {
	var out []Deal
	return out, tx.Read(tx.ContractsInto(&out, s, f))
}

// ContractsInto is Contracts, to be read with others: those that wait for an answer first, then the latest. Withdrawn ones are found by their id alone.
func (tx *Tx) ContractsInto(list *[]Deal, s Scope, f ContractFilter) Read {
	w := &where{args: []any{tx.org, s.arg(), max(f.Limit, 1)}}
	w.sql.WriteString(`FROM contract t JOIN objective o ON o.org_id = t.org_id AND o.id = t.objective_id JOIN key_result k ON k.org_id = t.org_id AND k.id = t.key_result_id
 LEFT JOIN objective p ON p.org_id = t.org_id AND p.id = t.within AND p.removed_at = 0 AND NOT p.private
 WHERE t.org_id = $1 AND o.removed_at = 0 AND` + visible)
	if f.ID != "" {
		w.and("t.id = ?", f.ID)
	} else {
		w.sql.WriteString(" AND t.removed_at = 0 AND k.removed_at = 0")
	}
	if f.Objective != "" {
		w.and("(t.objective_id = ? OR t.within = ?)", f.Objective, f.Objective)
	}
	if f.Cycle != "" {
		w.and("o.cycle_id = ?", f.Cycle)
	}
	if f.Waits != "" {
		w.and(`(t.stage IN ('asked', 'countered') OR t.stage = 'agreed' AND (t.asker_said = '' OR t.team_said = '')
 AND EXISTS (SELECT 1 FROM cycle y WHERE y.org_id = o.org_id AND y.id = o.cycle_id AND y.end_date >= ? AND (o.stage IN ('closed', 'dropped') OR y.closing_start <= ?)))`, f.Waits.Add(-keptAsked), f.Waits)
	}
	if f.Teams != nil {
		w.sql.WriteString(" AND (1 = 0")
		w.or("t.asker_id IN ?", f.Teams)
		w.or("t.team_id IN ?", f.Teams)
		w.sql.WriteString(")")
	}
	if f.Below != nil {
		below := w.below(f.Below)
		w.sql.WriteString(" AND (t.asker_id IN " + below + " OR t.team_id IN " + below + ")")
	}
	return readInto(list, contracts.columns("t.")+", o.number, o.title, o.stage, k.title, COALESCE(p.number, 0), COALESCE(p.title, '')", func(d *Deal) []any {
		return append(pointers(contracts.fields(&d.Contract)), &d.Number, &d.Objective, &d.Stage, &d.KeyResult, &d.PartNumber, &d.Part)
	}, w.sql.String(), "CASE t.stage WHEN 'asked' THEN 0 WHEN 'countered' THEN 0 ELSE 1 END, t.created_at DESC, t.id DESC LIMIT $3", w.args...)
}
