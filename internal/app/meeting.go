package app

import (
	"context"
	"slices"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A Topic is a key result that a meeting talks about.
type Topic struct {
	KeyResultView
	Objective Line             `json:"objective"`
	Reason    okr.Reason       `json:"reason"`
	Fell      int              `json:"confidence_fell,omitempty"` // by how much, since the check-in before
	Doing     []CommitmentView `json:"doing"`                     // what is done about it: this week's, and what earlier weeks have left open
	Decided   []DecisionView   `json:"decided,omitempty"`         // about it or its objective, since the last meeting and in this one
	MayDecide bool             `json:"may_decide"`
}

// A MonthTopic is an objective in a monthly review.
type MonthTopic struct {
	ObjectiveRow
	Decided   []DecisionView `json:"decided,omitempty"`
	MayDecide bool           `json:"may_decide"`
}

// A Meeting is what a team talks about, the one that needs people most first. What goes well is one page at the end.
type Meeting struct {
	Team      okr.Team         `json:"team"`
	Shape     okr.MeetingShape `json:"shape"`
	Today     okr.Date         `json:"today"`
	Cycle     okr.Cycle        `json:"cycle"`
	Topics    []Topic          `json:"topics"`
	Well      []Topic          `json:"going_well"`
	Wins      []WinView        `json:"wins"` // since Friday, to be read aloud
	Questions []string         `json:"questions,omitempty"`
	Points    []string         `json:"points,omitempty"` // what the communication plan of the cycle wants said

	// What the last meeting has left: decisions since then and those to look at again, and what was promised last week. None of it is of today.
	Since        okr.Date          `json:"since"`
	Remembered   []DecisionView    `json:"remembered,omitempty"`
	Promised     []CommitmentView  `json:"promised,omitempty"`
	Improvements []ImprovementView `json:"improvements,omitempty"` // of retrospectives, still on; only in a monthly review
	Objectives   []MonthTopic      `json:"objectives,omitempty"`   // only in a monthly review

	Worth    *okr.Worth `json:"worth,omitempty"` // of today's, from five answers up
	Answered bool       `json:"answered"`        // the actor has said whether it was worth it
	May      bool       `json:"may_commit"`
	Names    Names      `json:"names"`
}

// Meeting is what a meeting of a team is about today, in at most fifteen statements. A one-to-one has questions and no list.
func (a *App) Meeting(ctx context.Context, actor Actor, teamID string, shape okr.MeetingShape) (Meeting, error) {
	if err := knownShape(shape); err != nil {
		return Meeting{}, err
	}
	return view(ctx, a, actor, func(tx *store.Tx) (Meeting, error) {
		out := Meeting{Shape: shape, Today: a.Today(actor.Org), Since: shape.Back(a.Today(actor.Org)), Topics: []Topic{}, Well: []Topic{}, Wins: []WinView{}}
		teams, err := tx.Teams(true)
		if err != nil {
			return out, err
		}
		tree := okr.NewTree(teams)
		if out.Team = tree.Team(teamID); out.Team.ID == "" {
			return out, okr.Fail(okr.NotFound, "", "There is no such team.")
		}
		out.May = okr.CanCommit(actor.Viewer, okr.Commitment{TeamID: teamID}) == nil
		cycles, err := tx.Cycles()
		if err != nil {
			return out, err
		}
		out.Cycle, _ = okr.CurrentCycle(cycles, out.Today)
		out.Points = out.Cycle.Brief.Points(shape)
		if shape == okr.OneToOne {
			out.Questions = okr.CoachingQuestions
		} else if err := out.topics(a, tx, actor, tree); err != nil {
			return out, err
		}
		winsFrom := out.Today.LastFriday()
		if shape == okr.Monthly {
			winsFrom = out.Since
			if err := out.improvements(tx, actor); err != nil {
				return out, err
			}
		}
		list, err := tx.Wins("", winsFrom, out.Today, maxWins)
		if err != nil {
			return out, err
		}
		out.Wins = winViews(actor, list)
		worth, answered, err := tx.Worth(teamID, shape, out.Today, actor.Viewer.MemberID)
		if err != nil {
			return out, err
		}
		out.Worth, out.Answered = worth.Shown(), answered
		named := namedIn(out.Wins)
		for _, t := range slices.Concat(out.Topics, out.Well) {
			named = append(named, t.Duty, t.OwnerID)
			for _, b := range t.Blockers {
				named = append(named, b.OwnerID)
			}
			for _, c := range t.Doing {
				named = append(named, c.OwnerID)
			}
			for _, c := range t.CheckIns {
				named = append(named, c.AuthorID)
			}
		}
		for _, d := range out.Remembered {
			named = append(named, d.DeciderID)
		}
		for _, c := range out.Promised {
			named = append(named, c.OwnerID)
		}
		for _, i := range out.Improvements {
			named = append(named, i.OwnerID)
		}
		for _, o := range out.Objectives {
			named = append(named, o.OwnerID)
		}
		out.Names, err = tx.Names(named)
		return out, err
	})
}

func knownShape(s okr.MeetingShape) error {
	if slices.Contains(okr.MeetingShapes, s) {
		return nil
	}
	return okr.Fail(okr.Invalid, "shape", "Choose one of: weekly, all hands, one to one, monthly.")
}

// topics reads the key results of the team's live objectives with what was said of them, what is in the way, and what is done about it.
func (m *Meeting) topics(a *App, tx *store.Tx, actor Actor, tree okr.Tree) error {
	rows, err := a.teamRows(tx, actor, tree, m.Cycle, m.Team.ID)
	if err != nil {
		return err
	}
	decided, err := m.decisions(tx, actor, rows)
	if err != nil {
		return err
	}
	at := map[string]*Topic{}
	var ids []string
	for _, o := range rows {
		may := okr.CanDecide(actor.Viewer, o.Objective) == nil
		if m.Shape == okr.Monthly {
			m.Objectives = append(m.Objectives, MonthTopic{o, aboutThing(decided, o.ID, ""), may})
			continue
		}
		for _, k := range o.KeyResults {
			ids = append(ids, k.ID)
			at[k.ID] = &Topic{KeyResultView: k, Objective: Line{o.ID, o.Number, o.Title, lead(o.Objective), o.Stage}, Doing: []CommitmentView{}, Decided: aboutThing(decided, o.ID, k.ID), MayDecide: may}
		}
	}
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
	week := m.Today.Monday()
	promises, err := tx.Commitments(actor.Scope(), []string{m.Team.ID}, week.Add(-7), week)
	if err != nil {
		return err
	}
	for _, p := range promises {
		if p.Week == week.Add(-7) && m.Shape != okr.Monthly {
			m.Promised = append(m.Promised, CommitmentView{Commitment: p.Commitment, KeyResult: p.KeyResult, Number: p.Number, May: okr.CanCommit(actor.Viewer, p.Commitment) == nil})
		}
		if p.Week < week && p.State != okr.CommitmentOpen {
			continue
		}
		if t := at[p.KeyResultID]; t != nil {
			t.Doing = append(t.Doing, CommitmentView{Commitment: p.Commitment, KeyResult: p.KeyResult, Number: p.Number, May: okr.CanCommit(actor.Viewer, p.Commitment) == nil})
		}
	}
	for _, id := range ids {
		t := at[id]
		if t.Reason, t.Fell = t.Topic(t.Health, t.CheckIns); t.Reason == okr.NoReason {
			m.Well = append(m.Well, *t)
		} else {
			m.Topics = append(m.Topics, *t)
		}
	}
	okr.SortTopics(m.Topics, func(t Topic) (okr.Reason, int) { return t.Reason, t.Fell })
	return nil
}

// decisions reads what was decided about the objectives of a meeting since the last one, those to look at again and today's among them, and keeps what is not of today.
func (m *Meeting) decisions(tx *store.Tx, actor Actor, rows []ObjectiveRow) ([]DecisionView, error) {
	ids := make([]string, len(rows))
	for i, o := range rows {
		ids[i] = o.ID
	}
	list, err := tx.Decisions(actor.Scope(), store.DecisionFilter{Objectives: ids, Limit: decisionsRead})
	if err != nil {
		return nil, err
	}
	var out []DecisionView
	for _, d := range decisionViews(list, m.Today) {
		if d.SupersededBy == "" && (d.On >= m.Since || d.IsDue) {
			if out = append(out, d); d.On < m.Today {
				m.Remembered = append(m.Remembered, d)
			}
		}
	}
	return out, nil
}

// aboutThing are the decisions about a key result or its objective as a whole; without a key result all of the objective.
func aboutThing(list []DecisionView, objectiveID, keyResultID string) (out []DecisionView) {
	for _, d := range list {
		if d.ObjectiveID == objectiveID && (keyResultID == "" || d.KeyResultID == "" || d.KeyResultID == keyResultID) {
			out = append(out, d)
		}
	}
	return out
}

// improvements reads what the team's retrospectives wanted to change and is still on.
func (m *Meeting) improvements(tx *store.Tx, actor Actor) error {
	list, err := tx.Improvements(actor.Scope(), store.ImprovementFilter{Teams: []string{m.Team.ID}, On: true})
	for _, i := range list {
		m.Improvements = append(m.Improvements, ImprovementView{i, i.OwnerID == actor.Viewer.MemberID || okr.CanTakePart(actor.Viewer, []string{i.TeamID}) == nil})
	}
	return err
}

// A WorthInput says whether a meeting was worth one's time.
type WorthInput struct {
	TeamID string           `json:"team_id,omitempty"`
	Shape  okr.MeetingShape `json:"shape"`
	Worth  bool             `json:"worth"`
}

// RateMeeting says whether today's meeting was worth the actor's time. The answer is counted without a name, enters no log, and is shown from
// five answers up; a second answer of the same day counts nothing.
func (a *App) RateMeeting(ctx context.Context, actor Actor, in WorthInput) (Meeting, error) {
	actor.Key = "" // what is stored for a repeated request would tell who said what
	if err := knownShape(in.Shape); err != nil {
		return Meeting{}, err
	}
	_, err := do(ctx, a, actor, "meeting.rated", nil, func(t *act) (struct{}, error) {
		if actor.Viewer.MemberID == "" {
			return struct{}{}, okr.Refuse("members of the organization")
		}
		if _, err := t.Team(in.TeamID); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, t.AddWorth(in.TeamID, in.Shape, t.Now.DateIn(actor.Org.Set.Location()), actor.Viewer.MemberID, in.Worth)
	})
	if err != nil {
		return Meeting{}, err
	}
	return a.Meeting(ctx, actor, in.TeamID, in.Shape)
}

// A HeldInput says that a meeting was run through, and how long that took.
type HeldInput struct {
	TeamID  string           `json:"team_id,omitempty"`
	Shape   okr.MeetingShape `json:"shape"`
	Minutes int              `json:"minutes"` // from its first topic to its end
}

// MeetingHeld keeps how long today's meeting of a team took: what its rituals cost is then measured and not estimated. Nobody's name is kept, and nothing enters the log.
func (a *App) MeetingHeld(ctx context.Context, actor Actor, in HeldInput) (Meeting, error) {
	if err := knownShape(in.Shape); err != nil {
		return Meeting{}, err
	}
	if in.Minutes < 1 || in.Minutes > okr.LongestMeeting {
		return Meeting{}, okr.Fail(okr.Invalid, "minutes", "Say how many minutes it took, from 1 to 240.")
	}
	_, err := do(ctx, a, actor, "meeting.held", nil, func(t *act) (struct{}, error) {
		team, err := t.Team(in.TeamID)
		if err == nil {
			err = okr.CanCommit(actor.Viewer, okr.Commitment{TeamID: team.ID})
		}
		if err != nil {
			return struct{}{}, err
		}
		return struct{}{}, t.KeepMinutes(in.TeamID, in.Shape, t.Now.DateIn(actor.Org.Set.Location()), in.Minutes)
	})
	if err != nil {
		return Meeting{}, err
	}
	return a.Meeting(ctx, actor, in.TeamID, in.Shape)
}
