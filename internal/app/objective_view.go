package app

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

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
	// Moves are where its target was moved since it is live; only on the objective's own page.
	Moves []TargetMove `json:"target_moves,omitempty"`
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
		healths[i] = keyResultHealth(k, s)
	}
	return okr.ObjectiveHealth(o.Stage, healths, okr.Weights(list))
}

// keyResultHealth is the health of viewKeyResult alone. The chance is computed only where it can matter.
func keyResultHealth(k okr.KeyResult, s setting) okr.Judged {
	h := k.Health(s.Setting)
	if h.Health == okr.OnCourse || h.Health == okr.Drifting || h.Health == okr.InTrouble {
		if s.Probability = forecast.Chance(k, s.Cycle, s.Today, s.prior); s.Probability != nil {
			h = k.Health(s.Setting)
		}
	}
	return h
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
	Contracts   []ContractView  `json:"contracts,omitempty"`   // on either side
	Decisions   []DecisionView  `json:"decisions,omitempty"`   // that rest on it, the latest first
	RestsOn     []Lesson        `json:"rests_on,omitempty"`    // lessons of earlier cycles
	Generations []Generation    `json:"generations,omitempty"` // the line of those that continue each other across cycles, itself among them
	Findings    []judge.Finding `json:"findings"`              // of the judge, the gravest first
	Names       Names           `json:"names"`
	May         Permit          `json:"may"`
	named       []string        // further ones whom it names
	Way         ObjectiveTrace  `json:"-"` // from the vision to the work; empty where the roadmap is not in use
}

// activityShown is how many events stand on an objective's page.
const activityShown = 20

// ObjectiveAlone is an objective by its id or by the number that people use, without its supports and without what its page shows: for a form that only says
// which one it is about. A removed one is for those who may edit it.
func (a *App) ObjectiveAlone(ctx context.Context, actor Actor, ref string) (okr.Objective, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (okr.Objective, error) {
		f, err := shownFrame(tx, actor, ref)
		return f.Objective, err
	})
}

// shownFrame is the frame of an objective that the actor sees.
func shownFrame(tx *store.Tx, actor Actor, ref string) (store.Frame, error) {
	f, err := tx.FrameOf(actor.Scope(), ref)
	if err == nil && f.Objective.Removed != 0 && okr.CanEdit(actor.Viewer, f.Objective) != nil {
		return store.Frame{}, okr.Fail(okr.NotFound, "", "This objective is removed.")
	}
	return f, err
}

// Objective is an objective by its id or number ("O-12", "12"), with all of its page, in five statements, six with roll-ups, and at most two more each
// where the roadmap is in use and where it goes on from an earlier cycle. A removed one is NotFound to those who could not restore it.
func (a *App) Objective(ctx context.Context, actor Actor, ref string) (ObjectiveView, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (ObjectiveView, error) {
		f, err := shownFrame(tx, actor, ref)
		if err != nil {
			return ObjectiveView{}, err
		}
		o := f.Objective
		r := objectiveReading{}
		if err := r.read(tx, actor, o, f.Reviewed); err != nil {
			return ObjectiveView{}, err
		}
		list := r.keyResults
		s := settingOf(f, actor.Org, a.Now(), a.lessons)
		out := ObjectiveView{Cycle: f.Cycle, Today: s.Today, Explained: okr.ObjectiveProgress(list), May: permit(actor.Viewer, o)}
		out.KeyResults, out.Health = viewKeyResults(actor.Viewer, o, list, s)
		for i := range out.KeyResults {
			out.KeyResults[i].forecast(s)
		}
		if o.Ended == 0 && o.Removed == 0 {
			chances := map[string]float64{}
			for _, k := range list {
				if p := forecast.Chance(k, s.Cycle, s.Today, s.prior); p != nil {
					chances[k.ID] = *p
				}
			}
			out.Findings = judgeOne(o, list, f.Cycle, actor.Org, s.Today, chances).Findings
		}
		if err := out.addCourse(o, r); err != nil {
			return out, err
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
		if err := out.way(tx, actor, neighbours, r.visions); err != nil {
			return out, err
		}
		out.RestsOn = restsOn(r.lessons, o.Lessons)
		out.history(actor, r)
		for _, last := range r.reviews {
			if last.Ended == 0 || last.Open() > 0 {
				shown := a.viewReview(actor, o, last)
				out.Review = &shown
			}
		}
		if f.Goes {
			if err := out.lineage(tx, actor); err != nil {
				return out, err
			}
		}
		if len(r.contracts) > 0 {
			out.Contracts = contractViews(actor, r.contracts, &out.named)
		}
		if len(r.decisions) > 0 {
			out.Decisions = decisionViews(r.decisions, s.Today)
		}
		if err := out.explainRollUps(tx); err != nil {
			return out, err
		}
		var edits []store.Rewrite
		if out.Activity, edits, err = tx.RecentEvents(o.ID, activityShown); err != nil {
			return out, err
		}
		if o.Activated != 0 {
			out.moves(slices.DeleteFunc(edits, func(w store.Rewrite) bool { return w.Recorded <= o.Activated }), actor.Org)
		}
		return out, out.name(tx)
	})
}

// An objectiveReading is what belongs to one objective, as it comes from the database.
type objectiveReading struct {
	keyResults []okr.KeyResult
	checkIns   []okr.CheckIn
	blockers   []okr.Blocker
	votes      []okr.Vote
	comments   []okr.Comment
	decisions  []store.Ruling
	lessons    []store.LessonLine
	reviews    []okr.Review // the latest
	contracts  []store.Deal
	visions    []okr.Vision
	course     []byte // what was said of the objectives that its lead team leads
	rules      string // by which it was said
}

// read reads it in one statement.
func (r *objectiveReading) read(tx *store.Tx, actor Actor, o okr.Objective, reviewed bool) error {
	reads := []store.Read{tx.KeyResultsInto(&r.keyResults, []string{o.ID}, o.Removed != 0), tx.CheckInsInto(&r.checkIns, o.ID), tx.BlockersInto(&r.blockers, o.ID),
		tx.VotesInto(&r.votes, o.ID), tx.CommentsInto(&r.comments, o.ID), tx.LessonsInto(&r.lessons, actor.Scope(), o.Lessons),
		tx.DecisionsInto(&r.decisions, actor.Scope(), store.DecisionFilter{ObjectiveID: o.ID, Limit: decisionsRead}),
		tx.ContractsInto(&r.contracts, actor.Scope(), store.ContractFilter{Objective: o.ID, Limit: contractsRead})}
	if reviewed && (o.Stage == okr.InReview || o.Stage == okr.Active) {
		reads = append(reads, tx.ReviewInto(&r.reviews, o.ID))
	}
	if o.Stage == okr.Active && !o.Private && o.Removed == 0 {
		reads = append(reads, tx.CourseInto(&r.course, &r.rules, o.CycleID, lead(o)))
	}
	if actor.Org.Set.Uses(okr.PartRoadmap) {
		reads = append(reads, tx.VisionInto(&r.visions))
	}
	return tx.Read(reads...)
}

// addCourse adds what was last said of the objective's course, as far as it is about what stands there now.
func (v *ObjectiveView) addCourse(o okr.Objective, r objectiveReading) error {
	if r.rules != judge.Version() {
		return nil
	}
	var said []judge.Finding
	if err := json.Unmarshal(r.course, &said); err != nil {
		return err
	}
	for _, f := range said {
		stands := f.Place.KeyResult == "" && f.Place.Text == o.Title || slices.ContainsFunc(r.keyResults, func(k okr.KeyResult) bool { return k.ID == f.Place.KeyResult && k.Title == f.Place.Text })
		if f.Place.Objective == o.ID && stands {
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

// history fills in check-ins, blockers, votes and comments.
func (v *ObjectiveView) history(actor Actor, r objectiveReading) {
	for i := range v.KeyResults {
		k := &v.KeyResults[i]
		for _, c := range r.checkIns {
			if c.KeyResultID == k.ID {
				k.CheckIns = append(k.CheckIns, c)
			}
		}
		for _, b := range r.blockers {
			if b.KeyResultID == k.ID {
				k.Blockers = append(k.Blockers, b)
			}
		}
		k.Votes = votesOf(actor, k.KeyResult, r.votes)
	}
	for _, c := range r.comments {
		v.Comments = append(v.Comments, CommentView{Comment: c})
	}
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
	ids := append(append(v.named, v.OwnerID), v.TeamIDs...)
	for _, k := range v.KeyResults {
		ids = append(ids, k.OwnerID, k.CheckInOwnerID)
		for _, c := range k.CheckIns {
			ids = append(ids, c.AuthorID)
		}
		for _, b := range k.Blockers {
			ids = append(ids, b.OwnerID)
		}
		ids = append(ids, k.Readiness.Decision.By)
		for _, d := range k.Dismissed {
			ids = append(ids, d.By)
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
	ids = append(append(ids, v.DeciderID), v.ProposedBy...)
	for _, d := range v.Dismissed {
		ids = append(ids, d.By)
	}
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
