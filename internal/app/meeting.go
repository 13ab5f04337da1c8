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
	Worth     *okr.Worth       `json:"worth,omitempty"` // of today's, from five answers up
	Answered  bool             `json:"answered"`        // the actor has said whether it was worth it
	May       bool             `json:"may_commit"`
	Names     Names            `json:"names"`
}

// Meeting is what a meeting of a team is about today, in at most thirteen statements. A one-to-one has questions and no list.
func (a *App) Meeting(ctx context.Context, actor Actor, teamID string, shape okr.MeetingShape) (Meeting, error) {
	if err := knownShape(shape); err != nil {
		return Meeting{}, err
	}
	return view(ctx, a, actor, func(tx *store.Tx) (Meeting, error) {
		out := Meeting{Shape: shape, Today: a.Today(actor.Org), Topics: []Topic{}, Well: []Topic{}, Wins: []WinView{}}
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
		if shape == okr.OneToOne {
			out.Questions = okr.CoachingQuestions
		} else if err := out.topics(a, tx, actor, tree); err != nil {
			return out, err
		}
		list, err := tx.Wins("", out.Today.LastFriday(), out.Today, maxWins)
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
		out.Names, err = tx.Names(named)
		return out, err
	})
}

func knownShape(s okr.MeetingShape) error {
	if s == okr.TeamWeekly || s == okr.AllHands || s == okr.OneToOne {
		return nil
	}
	return okr.Fail(okr.Invalid, "shape", "Choose one of: weekly, all hands, one to one.")
}

// topics reads the key results of the team's live objectives with what was said of them, what is in the way, and what is done about it.
func (m *Meeting) topics(a *App, tx *store.Tx, actor Actor, tree okr.Tree) error {
	rows, err := a.teamRows(tx, actor, tree, m.Cycle, m.Team.ID)
	if err != nil {
		return err
	}
	at := map[string]*Topic{}
	var ids []string
	for _, o := range rows {
		for _, k := range o.KeyResults {
			ids = append(ids, k.ID)
			at[k.ID] = &Topic{KeyResultView: k, Objective: Line{o.ID, o.Number, o.Title, lead(o.Objective), o.Stage}, Doing: []CommitmentView{}}
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
	promises, err := tx.Commitments(actor.Scope(), []string{m.Team.ID}, week, week)
	if err != nil {
		return err
	}
	for _, p := range promises {
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
