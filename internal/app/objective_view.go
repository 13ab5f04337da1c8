package app

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/forecast"
	"github.com/headwater-okr/headwater/internal/judge"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// Names are what the teams and members of a view are called, by id.
type Names map[string]Name

// A Name is what a team or member is called; a team also has the slug of its page.
type Name = store.Name

// Of is the name of a team or member; "" for none.
func (n Names) Of(id string) string { return n[id].Name }

// A KeyResultView is a key result with everything that a line, a chart and a check-in card show of it.
type KeyResultView struct {
	okr.KeyResult
	Health    okr.Judged    `json:"health"`
	Explained okr.Explained `json:"explained"` // its progress
	Share     float64       `json:"share"`     // of the objective's progress, 0–1
	From      okr.Date      `json:"from"`      // when its plan begins
	Until     okr.Date      `json:"until"`     // when it is due
	PlanLine  []okr.Point   `json:"plan_line,omitempty"`
	PlanToday *float64      `json:"plan_today,omitempty"`
	NextDue   okr.Date      `json:"next_check_in,omitempty"` // "" when none is expected
	Due       bool          `json:"check_in_due"`            // the next check-in is expected today or was before
	Duty      string        `json:"check_in_by,omitempty"`   // the member whose check-in it is
	May       bool          `json:"may_check_in"`            // the actor may check in
	Blockers  []okr.Blocker `json:"blockers,omitempty"`      // unresolved, oldest first
	CheckIns  []okr.CheckIn `json:"check_ins,omitempty"`     // by day; only on the objective's own page
	Votes     Votes         `json:"votes,omitzero"`          // what others believe; only on the objective's own page
	// RolledUp explains the value of one that is computed from others; only on the objective's own page.
	RolledUp *okr.Explained `json:"rolled_up,omitempty"`
	// Earlier is how the one that it continues went, oldest first; only on the objective's own page.
	Earlier []EarlierPoint `json:"earlier,omitempty"`
	// Forecast is how likely it is to arrive; only on the objective's own page, while it is active.
	Forecast *forecast.Result `json:"forecast,omitempty"`
}

// viewKeyResult says how a key result stands.
func viewKeyResult(v okr.Viewer, o okr.Objective, k okr.KeyResult, share float64, s setting) KeyResultView {
	s.Probability = forecast.Chance(k, s.Cycle, s.Today, s.prior)
	out := KeyResultView{KeyResult: k, Health: k.Health(s.Setting), Explained: k.Measure(), Share: share, From: k.StartDate(s.Cycle), Until: k.DueDate(s.Cycle),
		PlanLine: k.PlanLine(s.Cycle), NextDue: k.NextDue(s.Setting), Due: k.IsDue(s.Setting), Duty: k.DutyHolder(o),
		May: okr.CanCheckIn(v, o, k) == nil && o.Takes() == nil}
	if plan, ok := k.PlannedAt(s.Today, s.Cycle); ok {
		out.PlanToday = &plan
	}
	return out
}

// objectiveHealth is the health of viewKeyResults alone: for lists of which most is not shown.
func objectiveHealth(o okr.Objective, list []okr.KeyResult, s setting) okr.Judged {
	healths := make([]okr.Judged, len(list))
	for i, k := range list {
		s.Probability = forecast.Chance(k, s.Cycle, s.Today, s.prior)
		healths[i] = k.Health(s.Setting)
	}
	return okr.ObjectiveHealth(o.Stage, healths, okr.Weights(list))
}

// viewKeyResults views the key results of one objective, and sums up its health.
func viewKeyResults(v okr.Viewer, o okr.Objective, list []okr.KeyResult, s setting) ([]KeyResultView, okr.Judged) {
	weights := okr.Weights(list)
	out := make([]KeyResultView, len(list))
	healths := make([]okr.Judged, len(list))
	for i, k := range list {
		out[i] = viewKeyResult(v, o, k, weights[i], s)
		healths[i] = out[i].Health
	}
	return out, okr.ObjectiveHealth(o.Stage, healths, weights)
}

// An Edge is one end of a support, as a line shows it.
type Edge struct {
	Kind        okr.UpstreamKind `json:"kind"`
	ID          string           `json:"id"`
	ObjectiveID string           `json:"objective_id,omitempty"` // itself, or the key result's; "" for a pillar
	Number      int              `json:"number,omitempty"`       // of that objective
	Title       string           `json:"title"`
	TeamID      string           `json:"team_id,omitempty"` // that leads it
	OwnerID     string           `json:"owner_id,omitempty"`
	Stage       okr.Stage        `json:"stage,omitempty"`
	Progress    *float64         `json:"progress,omitempty"`
	Weight      float64          `json:"weight"`             // of the support
	Supports    string           `json:"supports,omitempty"` // of a supporter: the id of the objective or key result that it supports
}

// A Permit says what the actor may do with an objective, so that a page offers nothing that would be refused.
type Permit struct {
	Edit    bool        `json:"edit"`
	Comment bool        `json:"comment"`
	Next    []okr.Stage `json:"next_stages,omitempty"`
}

func permit(v okr.Viewer, o okr.Objective) Permit {
	p := Permit{Edit: okr.CanEdit(v, o) == nil && o.Removed == 0, Comment: okr.CanComment(v) == nil && o.Removed == 0}
	if p.Edit {
		p.Next = o.Next()
	}
	return p
}

// An ObjectiveView is an objective with everything that its page shows. What the actor may not see is not in it.
type ObjectiveView struct {
	okr.Objective
	Cycle       okr.Cycle       `json:"cycle"`
	Today       okr.Date        `json:"today"` // where its team is
	Health      okr.Judged      `json:"health"`
	Explained   okr.Explained   `json:"explained"` // its progress
	KeyResults  []KeyResultView `json:"key_results"`
	Upstream    []Edge          `json:"upstream,omitempty"`      // what it supports
	Line        []Edge          `json:"line_of_sight,omitempty"` // from the pillar down to what it supports first
	Supporters  []Edge          `json:"supporters,omitempty"`    // beside its progress, never mixed into it
	Review      *ReviewView     `json:"review,omitempty"`        // the latest, while it runs or a question of it is open
	Comments    []CommentView   `json:"comments,omitempty"`
	Activity    []okr.Event     `json:"activity,omitempty"`    // the last ones first, without after-images
	Decisions   []DecisionView  `json:"decisions,omitempty"`   // that rest on it, the latest first
	RestsOn     []Lesson        `json:"rests_on,omitempty"`    // lessons of earlier cycles
	Generations []Generation    `json:"generations,omitempty"` // the line of those that continue each other across cycles, itself among them
	Findings    []judge.Finding `json:"findings"`              // of the judge, the gravest first
	Names       Names           `json:"names"`
	May         Permit          `json:"may"`
	Way         ObjectiveTrace  `json:"-"` // from the vision to the work; empty where the roadmap is not in use
}

// activityShown is how many events stand on an objective's page.
const activityShown = 20

// Objective is an objective by its id or number ("O-12", "12"), with all of its page, in eleven statements, twelve with roll-ups, three more where the
// roadmap is in use. A removed one is NotFound
// to those who could not restore it.
func (a *App) Objective(ctx context.Context, actor Actor, ref string) (ObjectiveView, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (ObjectiveView, error) {
		f, err := tx.FrameOf(actor.Scope(), ref)
		if err != nil {
			return ObjectiveView{}, err
		}
		o := f.Objective
		if o.Removed != 0 && okr.CanEdit(actor.Viewer, o) != nil {
			return ObjectiveView{}, okr.Fail(okr.NotFound, "", "This objective is removed.")
		}
		list, err := tx.KeyResultsOf([]string{o.ID}, o.Removed != 0)
		if err != nil {
			return ObjectiveView{}, err
		}
		s := settingOf(f, actor.Org, a.Now(), a.lessons)
		out := ObjectiveView{Cycle: f.Cycle, Today: s.Today, Explained: okr.ObjectiveProgress(list), May: permit(actor.Viewer, o)}
		out.KeyResults, out.Health = viewKeyResults(actor.Viewer, o, list, s)
		for i := range out.KeyResults {
			out.KeyResults[i].forecast(s)
		}
		if o.Ended == 0 && o.Removed == 0 {
			out.Findings = judgeOne(o, list, f.Cycle, actor.Org, s.Today, nil).Findings
		}
		if o.Stage == okr.Active && !o.Private && o.Removed == 0 {
			if err := out.addFlow(tx, o, list); err != nil {
				return out, err
			}
		}
		neighbours, err := tx.Neighbours(actor.Scope(), o.ID)
		if err != nil {
			return out, err
		}
		out.edges(neighbours, o.ID)
		for _, e := range out.Upstream {
			o.Supports = append(o.Supports, okr.Support{Kind: e.Kind, ID: e.ID, Weight: e.Weight})
		}
		out.Objective = o
		if err := out.way(tx, actor, neighbours); err != nil {
			return out, err
		}
		if out.RestsOn, err = restsOn(tx, actor, o.Lessons); err != nil {
			return out, err
		}
		if err := out.history(tx, actor); err != nil {
			return out, err
		}
		if f.Reviewed {
			if err := out.review(a, tx, actor); err != nil {
				return out, err
			}
		}
		if f.Goes {
			if err := out.lineage(tx, actor); err != nil {
				return out, err
			}
		}
		if err := out.explainRollUps(tx); err != nil {
			return out, err
		}
		decided, err := tx.Decisions(actor.Scope(), store.DecisionFilter{ObjectiveID: o.ID, Limit: decisionsRead})
		if err != nil {
			return out, err
		}
		if len(decided) > 0 {
			out.Decisions = decisionViews(decided, s.Today)
		}
		return out, out.name(tx)
	})
}

// addFlow adds what was last said of the objective beside the backlog, as far as it is about what stands there now: one statement.
func (v *ObjectiveView) addFlow(tx *store.Tx, o okr.Objective, list []okr.KeyResult) error {
	have, ok, err := tx.Judgement(o.CycleID, lead(o))
	if err != nil || !ok || have.Rules != judge.Version || len(have.Report) == 0 {
		return err
	}
	var kept keptPlan
	if err := json.Unmarshal(have.Report, &kept); err != nil {
		return err
	}
	for _, f := range kept.Plan.Findings {
		if f.Place.Objective == o.ID && strings.HasPrefix(f.Rule, "flow/") &&
			slices.ContainsFunc(list, func(k okr.KeyResult) bool { return k.ID == f.Place.KeyResult && k.Title == f.Place.Text }) {
			v.Findings = append(v.Findings, f)
		}
	}
	slices.SortStableFunc(v.Findings, func(x, y judge.Finding) int { return cmp.Compare(y.Weight, x.Weight) })
	return nil
}

// edges sorts the neighbours into what is above, the line to the top, and what is below.
func (v *ObjectiveView) edges(neighbours []store.Neighbour, id string) {
	at := id // the objective at whose supports the line goes on
	for _, n := range neighbours {
		e := Edge{Kind: n.Kind, ID: n.ID, ObjectiveID: n.ObjectiveID, Number: n.Number, Title: n.Title, TeamID: n.TeamID, OwnerID: n.OwnerID,
			Stage: n.Stage, Progress: n.Progress, Weight: n.Weight}
		if !n.Up {
			e.Supports = n.From
			v.Supporters = append(v.Supporters, e)
			continue
		}
		if n.Depth == 1 {
			v.Upstream = append(v.Upstream, e)
		}
		if n.From == at && len(v.Line) == n.Depth-1 {
			v.Line, at = append(v.Line, e), n.ObjectiveID
		}
	}
	slices.Reverse(v.Line)
}

// review fills in the latest review: one statement.
func (v *ObjectiveView) review(a *App, tx *store.Tx, actor Actor) error {
	if v.Stage != okr.InReview && v.Stage != okr.Active {
		return nil
	}
	r, err := tx.ReviewOf(v.ID)
	if isMissing(err) || err == nil && r.Ended != 0 && r.Open() == 0 {
		return nil
	}
	shown := a.viewReview(actor, v.Objective, r)
	v.Review = &shown
	return err
}

// history fills in check-ins, blockers, votes, comments and activity: five statements.
func (v *ObjectiveView) history(tx *store.Tx, actor Actor) error {
	at := make(map[string]*KeyResultView, len(v.KeyResults))
	ids := make([]string, len(v.KeyResults))
	for i := range v.KeyResults {
		at[v.KeyResults[i].ID], ids[i] = &v.KeyResults[i], v.KeyResults[i].ID
	}
	if len(ids) > 0 {
		checkIns, err := tx.CheckInsOf(ids)
		if err != nil {
			return err
		}
		for _, c := range checkIns {
			at[c.KeyResultID].CheckIns = append(at[c.KeyResultID].CheckIns, c)
		}
		blockers, err := tx.BlockersOf(ids)
		if err != nil {
			return err
		}
		for _, b := range blockers {
			at[b.KeyResultID].Blockers = append(at[b.KeyResultID].Blockers, b)
		}
	}
	votes, err := tx.VotesOf(ids)
	if err != nil {
		return err
	}
	for _, k := range at {
		k.Votes = votesOf(actor, k.KeyResult, votes)
	}
	comments, err := tx.CommentsOf(v.ID)
	if err != nil {
		return err
	}
	for _, c := range comments {
		v.Comments = append(v.Comments, CommentView{Comment: c})
	}
	v.Activity, err = tx.RecentEvents(v.ID, activityShown)
	return err
}

// lineage fills in which objectives it continues and is continued by, and how its key results went before: two statements.
func (v *ObjectiveView) lineage(tx *store.Tx, actor Actor) (err error) {
	if v.Generations, err = generations(tx, actor, v.LineageID); err != nil {
		return err
	}
	if len(v.Generations) < 2 { // what one may not see is not told of
		v.Generations = nil
		return nil
	}
	lineages := make([]string, len(v.KeyResults))
	for i, k := range v.KeyResults {
		lineages[i] = k.LineageID
	}
	before, err := earlier(tx, actor, lineages, v.Cycle)
	for i := range v.KeyResults {
		v.KeyResults[i].Earlier = before[v.KeyResults[i].LineageID]
	}
	return err
}

// explainRollUps says what computed values come from.
func (v *ObjectiveView) explainRollUps(tx *store.Tx) error {
	computed := func(k KeyResultView) bool { return k.Source.Kind != okr.Manual }
	if !slices.ContainsFunc(v.KeyResults, computed) {
		return nil
	}
	sources, err := tx.RollUpSources(v.ID)
	for i := range v.KeyResults {
		if k := &v.KeyResults[i]; computed(*k) {
			explained := okr.RollUp(k.Source.Kind, sources[k.ID])
			k.RolledUp = &explained
		}
	}
	return err
}

// name reads what the members and teams in the view are called, and writes the mentioned ones into the comments.
func (v *ObjectiveView) name(tx *store.Tx) (err error) {
	ids := append([]string{v.OwnerID}, v.TeamIDs...)
	for _, k := range v.KeyResults {
		ids = append(ids, k.OwnerID, k.CheckInOwnerID)
		for _, c := range k.CheckIns {
			ids = append(ids, c.AuthorID)
		}
		for _, b := range k.Blockers {
			ids = append(ids, b.OwnerID)
		}
		for _, e := range k.Earlier {
			ids = append(ids, e.AuthorID)
		}
	}
	if v.Review != nil {
		ids = append(ids, v.Review.AuthorID)
		for _, t := range v.Review.Teams {
			ids = append(ids, t.TeamID, t.MemberID)
		}
	}
	for _, list := range [][]Edge{v.Upstream, v.Line, v.Supporters} {
		for _, e := range list {
			ids = append(ids, e.OwnerID, e.TeamID)
		}
	}
	for _, c := range v.Comments {
		ids = append(append(ids, c.AuthorID), c.Mentions...)
	}
	ids = append(ids, v.DeciderID)
	for _, d := range v.Decisions {
		ids = append(ids, d.Decision.DeciderID)
	}
	for _, e := range v.Activity {
		ids = append(ids, e.ActorID)
	}
	if v.Names, err = tx.Names(ids); err != nil {
		return err
	}
	for i := range v.Comments {
		v.Comments[i].show(v.Names)
	}
	return nil
}
