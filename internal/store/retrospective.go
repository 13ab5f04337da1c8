package store

import "github.com/headwater-okr/headwater/internal/okr"

var retrospectives = table[okr.Retrospective]{"retrospective", "t", func(r *okr.Retrospective) []field {
	return []field{{"id", &r.ID}, {"cycle_id", &r.CycleID}, {"team_id", &r.TeamID}, {"objective_id", &r.ObjectiveID}, {"day", &r.Day}, {"opened_at", &r.Opened},
		{"revealed_at", &r.Revealed}, {"ended_at", &r.Ended}, {"skipped", &r.Skipped}, {"learned", &r.Learned}, {"tags", asJSON{&r.Tags}},
		{"version", &r.Version}, {"created_at", &r.Created}}
}}

var retrospectiveAnswers = table[okr.RetrospectiveAnswer]{"retrospective_answer", "t", func(a *okr.RetrospectiveAnswer) []field {
	return []field{{"id", &a.ID}, {"retrospective_id", &a.RetrospectiveID}, {"objective_id", &a.ObjectiveID}, {"member_id", &a.MemberID}, {"why", &a.Why},
		{"grade", &a.Grade}, {"created_at", &a.Created}}
}}

var improvements = table[okr.Improvement]{"improvement", "t", func(i *okr.Improvement) []field {
	return []field{{"id", &i.ID}, {"retrospective_id", &i.RetrospectiveID}, {"team_id", &i.TeamID}, {"objective_id", &i.ObjectiveID}, {"text", &i.Text},
		{"owner_id", &i.OwnerID}, {"due", &i.Due}, {"state", &i.State}, {"reason", &i.Reason}, {"removed_at", &i.Removed}, {"version", &i.Version}, {"created_at", &i.Created}}
}}

// aboutSeen joins what may be about an objective with it; the scope sees it when it is about none or when it sees that one.
const aboutSeen = ` LEFT JOIN objective o ON o.org_id = t.org_id AND o.id = t.objective_id WHERE t.org_id = $1 AND (t.objective_id = '' OR` + visible + `)`

const openNow = " AND t.opened_at > 0 AND t.ended_at = 0 AND t.skipped = ''"

// A RetrospectiveFilter says which retrospectives to read; zero fields do not filter.
type RetrospectiveFilter struct {
	IDs        []string
	Cycles     []string
	Team       string
	Objectives []string // about one of them
	Open       bool     // opened, and neither over nor skipped
}

// Retrospectives reads retrospectives, those of a later day first.
func (tx *Tx) Retrospectives(s Scope, f RetrospectiveFilter) (list []okr.Retrospective, err error) {
	err = tx.Read(tx.RetrospectivesInto(&list, s, f))
	return list, err
}

// RetrospectivesInto is Retrospectives, to be read with others.
func (tx *Tx) RetrospectivesInto(list *[]okr.Retrospective, s Scope, f RetrospectiveFilter) Read {
	w := &where{args: []any{tx.org, s.arg()}}
	w.sql.WriteString(aboutSeen)
	if f.IDs != nil {
		in(w, "t.id IN ?", f.IDs)
	}
	if f.Cycles != nil {
		in(w, "t.cycle_id IN ?", f.Cycles)
	}
	if f.Team != "" {
		w.and("t.team_id = ?", f.Team)
	}
	if f.Objectives != nil {
		in(w, "t.objective_id IN ?", f.Objectives)
	}
	if f.Open {
		w.sql.WriteString(openNow)
	}
	return retrospectives.into(list, w.sql.String(), "t.day DESC, t.id", w.args...)
}

// An OpenRetrospective is one with what it is about: the title of an objective, or the name of a team.
type OpenRetrospective struct {
	okr.Retrospective
	Title string
}

// RetrospectivesAskInto reads the open retrospectives that ask a member: of one of the teams, of an objective that they own or that a team shares which they
// lead, or of one of the objectives. Those of a later day are first.
func (tx *Tx) RetrospectivesAskInto(list *[]OpenRetrospective, s Scope, memberID string, teams, led, objectives []string) Read {
	w := &where{args: []any{tx.org, s.arg(), memberID}}
	w.sql.WriteString("FROM retrospective t LEFT JOIN team m ON m.org_id = t.org_id AND m.id = t.team_id" + aboutSeen + openNow + " AND (o.removed_at = 0 AND (o.owner_id = $3")
	w.or("EXISTS (SELECT 1 FROM objective_team x WHERE x.org_id = o.org_id AND x.objective_id = o.id AND x.team_id IN ?)", led)
	w.or("o.id IN ?", objectives)
	w.sql.WriteString(")")
	w.or("t.team_id IN ?", teams)
	return readInto(list, retrospectives.columns("t.")+", COALESCE(o.title, m.name, '')", func(r *OpenRetrospective) []any {
		return append(pointers(retrospectives.fields(&r.Retrospective)), &r.Title)
	}, w.sql.String()+")", "t.day DESC, t.id", w.args...)
}

// Retrospective reads one.
func (tx *Tx) Retrospective(s Scope, id string) (okr.Retrospective, error) {
	return retrospectives.one(tx, aboutSeen+" AND t.id = $3", tx.org, s.arg(), id)
}

// AnswersIn reads what was said in a retrospective of objectives that the scope sees. Whoever calls keeps it from everybody but its author until it is revealed.
func (tx *Tx) AnswersIn(s Scope, retrospectiveID string) ([]okr.RetrospectiveAnswer, error) {
	return retrospectiveAnswers.list(tx, "JOIN objective o ON o.org_id = t.org_id AND o.id = t.objective_id WHERE t.org_id = $1 AND"+visible+"AND t.retrospective_id = $3 ORDER BY t.id", tx.org, s.arg(), retrospectiveID)
}

// RemoveAnswers takes away what was said in a retrospective, all of it or what one member said of one objective.
func (tx *Tx) RemoveAnswers(retrospectiveID, objectiveID, memberID string) error {
	_, err := tx.exec("DELETE FROM retrospective_answer WHERE org_id = $1 AND retrospective_id = $2 AND ($3 = '' OR objective_id = $3 AND member_id = $4)", tx.org, retrospectiveID, objectiveID, memberID)
	return err
}

// An ImprovementFilter says which improvements to read; zero fields do not filter.
type ImprovementFilter struct {
	Retrospectives []string
	Teams          []string // of a team, not of a shared objective
	Owner          string
	On             bool // only those that are neither done nor dropped
}

// maxImprovements is how many are read at once.
const maxImprovements = 1000

// Improvements reads improvements that are not removed, the latest first.
func (tx *Tx) Improvements(s Scope, f ImprovementFilter) (list []okr.Improvement, err error) {
	err = tx.Read(tx.ImprovementsInto(&list, s, f))
	return list, err
}

// ImprovementsInto is Improvements, to be read with others.
func (tx *Tx) ImprovementsInto(list *[]okr.Improvement, s Scope, f ImprovementFilter) Read {
	w := &where{args: []any{tx.org, s.arg(), maxImprovements}}
	w.sql.WriteString(aboutSeen + " AND t.removed_at = 0")
	if f.Retrospectives != nil {
		in(w, "t.retrospective_id IN ?", f.Retrospectives)
	}
	if f.Teams != nil {
		in(w, "t.team_id IN ?", f.Teams)
	}
	if f.Owner != "" {
		w.and("t.owner_id = ?", f.Owner)
	}
	if f.On {
		w.sql.WriteString(" AND t.state = ''")
	}
	return improvements.into(list, w.sql.String(), "t.created_at DESC, t.id DESC LIMIT $3", w.args...)
}

// Improvement reads one improvement, a removed one too.
func (tx *Tx) Improvement(s Scope, id string) (okr.Improvement, error) {
	return improvements.one(tx, aboutSeen+" AND t.id = $3", tx.org, s.arg(), id)
}
