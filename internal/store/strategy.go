package store

import (
	"fmt"
	"slices"

	"github.com/headwater-okr/headwater/internal/okr"
)

var insights = table[okr.Insight]{"insight", "t", func(i *okr.Insight) []field {
	return []field{{"id", &i.ID}, {"pillar_id", &i.PillarID}, {"author_id", &i.AuthorID}, {"seen", &i.Seen}, {"text", &i.Text}, {"url", &i.URL}, {"answer", &i.Answer}, {"why", &i.Why},
		{"answered_by", &i.AnsweredBy}, {"answered_at", &i.Answered}, {"removed_at", &i.Removed}, {"version", &i.Version}, {"created_at", &i.Created}}
}}

var decisions = table[okr.Decision]{"decision", "t", func(d *okr.Decision) []field {
	return []field{{"id", &d.ID}, {"question", &d.Question}, {"decided", &d.Decided}, {"why", &d.Why}, {"objective_id", &d.ObjectiveID}, {"key_result_id", &d.KeyResultID},
		{"roadmap_item_id", &d.RoadmapItemID}, {"decider_id", &d.DeciderID}, {"decided_on", &d.On}, {"revisit", &d.Revisit}, {"superseded_by", &d.SupersededBy},
		{"version", &d.Version}, {"created_at", &d.Created}}
}}

// Insights reads the insights on a pillar, or on all that are there with "": the latest first, at most limit.
func (tx *Tx) Insights(pillarID string, limit int) ([]okr.Insight, error) {
	w := &where{args: []any{tx.org, limit}}
	w.sql.WriteString("JOIN pillar p ON p.org_id = t.org_id AND p.id = t.pillar_id AND p.removed_at = 0 WHERE t.org_id = $1 AND t.removed_at = 0")
	if pillarID != "" {
		w.and("t.pillar_id = ?", pillarID)
	}
	return insights.list(tx, w.sql.String()+" ORDER BY t.created_at DESC, t.id DESC LIMIT $2", w.args...)
}

// Insight reads one insight, a removed one too.
func (tx *Tx) Insight(id string) (okr.Insight, error) {
	return insights.one(tx, "WHERE t.org_id = $1 AND t.id = $2", tx.org, id)
}

// A DecisionFilter says which decisions to find. Zero fields do not filter.
type DecisionFilter struct {
	ID            string
	ObjectiveID   string
	Objectives    []string // of any of them
	RoadmapItemID string
	Limit         int
}

// A Ruling is a decision with what it rests on.
type Ruling struct {
	okr.Decision
	Number      int    // of the objective
	Objective   string // its title
	KeyResult   string // the title of the key result, "" for none
	RoadmapItem string // the title of what it is about, "" for none
}

// Decisions finds decisions that rest on objectives in scope, the latest first: one statement.
func (tx *Tx) Decisions(s Scope, f DecisionFilter) (list []Ruling, err error) {
	err = tx.Read(tx.DecisionsInto(&list, s, f))
	return list, err
}

// DecisionsInto is Decisions, to be read with others.
func (tx *Tx) DecisionsInto(list *[]Ruling, s Scope, f DecisionFilter) Read {
	w := &where{args: []any{tx.org, s.arg()}}
	w.sql.WriteString(`FROM decision t JOIN objective o ON o.org_id = t.org_id AND o.id = t.objective_id LEFT JOIN key_result k ON k.org_id = t.org_id AND k.id = t.key_result_id
 LEFT JOIN roadmap_item r ON r.org_id = t.org_id AND r.id = t.roadmap_item_id WHERE t.org_id = $1 AND o.removed_at = 0 AND` + visible)
	if f.ID != "" {
		w.and("t.id = ?", f.ID)
	}
	if f.ObjectiveID != "" {
		w.and("t.objective_id = ?", f.ObjectiveID)
	}
	if f.Objectives != nil {
		in(w, "t.objective_id IN ?", f.Objectives)
	}
	if f.RoadmapItemID != "" {
		w.and("t.roadmap_item_id = ?", f.RoadmapItemID)
	}
	order := "t.decided_on DESC, t.created_at DESC, t.id DESC"
	if f.Limit > 0 {
		order += fmt.Sprintf(" LIMIT %d", f.Limit)
	}
	return readInto(list, decisions.columns("t.")+", o.number, o.title, COALESCE(k.title, ''), COALESCE(r.title, '')", func(d *Ruling) []any {
		return append(pointers(decisions.fields(&d.Decision)), &d.Number, &d.Objective, &d.KeyResult, &d.RoadmapItem)
	}, w.sql.String(), order, w.args...)
}

// An End is what a link can lead to.
type End struct {
	Thing  okr.Thing
	ID     string
	Title  string
	Number int // of the objective that it is or belongs to
}

// Ends reads, in one statement for each few hundred, what links lead to: pillars, roadmap items, and the objectives and key results in scope. Removed ones are not among them.
func (tx *Tx) Ends(s Scope, ids []string) (map[string]End, error) {
	out := map[string]End{}
	for ids := range slices.Chunk(ids, maxIDs/4) {
		w := &where{args: []any{tx.org, s.arg()}}
		w.sql.WriteString("SELECT 'pillar', p.id, p.title, 0 FROM pillar p WHERE p.org_id = $1 AND p.removed_at = 0")
		in(w, "p.id IN ?", ids)
		w.sql.WriteString(" UNION ALL SELECT 'roadmap_item', r.id, r.title, 0 FROM roadmap_item r WHERE r.org_id = $1 AND r.removed_at = 0")
		in(w, "r.id IN ?", ids)
		w.sql.WriteString(" UNION ALL SELECT 'objective', o.id, o.title, o.number FROM objective o WHERE o.org_id = $1 AND o.removed_at = 0 AND" + visible)
		in(w, "o.id IN ?", ids)
		w.sql.WriteString(` UNION ALL SELECT 'key_result', k.id, k.title, o.number FROM key_result k JOIN objective o ON o.org_id = k.org_id AND o.id = k.objective_id
 WHERE k.org_id = $1 AND k.removed_at = 0 AND o.removed_at = 0 AND` + visible)
		in(w, "k.id IN ?", ids)
		err := tx.each(func(scan func(...any) error) error {
			var e End
			err := scan(&e.Thing, &e.ID, &e.Title, &e.Number)
			out[e.ID] = e
			return err
		}, w.sql.String(), w.args...)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}
