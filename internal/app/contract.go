package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A ContractInput asks another team for support on a key result.
type ContractInput struct {
	KeyResultID string   `json:"key_result_id"`
	AskerID     string   `json:"from_team_id,omitempty"` // which of the objective's teams asks; one of the actor's unless given
	TeamID      string   `json:"team_id"`                // that is asked
	Text        string   `json:"text"`
	Until       okr.Date `json:"until,omitempty"`
	Gain        string   `json:"gain,omitempty"` // what the asked team has of it too
}

// A ContractReply is the answer of the team whose turn it is.
type ContractReply struct {
	ID      string            `json:"id,omitempty"`
	Version int               `json:"version,omitempty"`
	Answer  okr.ContractStage `json:"answer"`           // agreed, countered or declined
	Text    string            `json:"text,omitempty"`   // what they would do instead, where it is countered
	Until   okr.Date          `json:"until,omitempty"`  // and by when
	Why     string            `json:"why,omitempty"`    // asked where it is declined
	Within  string            `json:"within,omitempty"` // the asked team's objective that it is part of, by id or number
}

// A ContractQuery says which contracts to find: of a cycle, of a team on either side, of an objective on either side. Zero fields do not filter.
type ContractQuery struct {
	CycleID     string `json:"cycle_id,omitempty"`
	TeamID      string `json:"team_id,omitempty"`
	ObjectiveID string `json:"objective_id,omitempty"`
}

// A ContractView is a contract with what it is for and what the actor may do with it.
type ContractView struct {
	okr.Contract
	Objective Line   `json:"objective"`
	KeyResult string `json:"key_result"`        // its title
	Part      *Line  `json:"part_of,omitempty"` // the objective of the asked team, while everybody can see it
	Answers   bool   `json:"may_answer"`        // it is the turn of a team of the actor
	Says      bool   `json:"may_say"`           // what came of it
	May       bool   `json:"may_withdraw"`
}

// Contracts are contracts, those that wait for an answer first.
type Contracts struct {
	Contracts []ContractView `json:"contracts"`
	Names     Names          `json:"names"`
}

// contractsRead is how many contracts are read at once at most.
const contractsRead = 200

// Contracts finds contracts for what the actor may see, in two statements.
func (a *App) Contracts(ctx context.Context, actor Actor, q ContractQuery) (Contracts, error) {
	f := store.ContractFilter{Cycle: q.CycleID, Objective: q.ObjectiveID, Limit: contractsRead}
	if q.TeamID != "" {
		f.Teams = []string{q.TeamID}
	}
	return view(ctx, a, actor, func(tx *store.Tx) (Contracts, error) { return findContracts(tx, actor, f) })
}

// Contract is one contract, a withdrawn one too.
func (a *App) Contract(ctx context.Context, actor Actor, id string) (Contracts, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (Contracts, error) {
		out, err := findContracts(tx, actor, store.ContractFilter{ID: cmp.Or(id, "none")})
		if err == nil && len(out.Contracts) == 0 {
			err = okr.Fail(okr.NotFound, "", "There is no such contract.")
		}
		return out, err
	})
}

func findContracts(tx *store.Tx, actor Actor, f store.ContractFilter) (Contracts, error) {
	list, err := tx.Contracts(actor.Scope(), f)
	if err != nil {
		return Contracts{}, err
	}
	var named []string
	out := Contracts{Contracts: contractViews(actor, list, &named)}
	out.Names, err = tx.Names(named)
	return out, err
}

// contractViews are contracts as the actor sees them; who is named in them is added to named.
func contractViews(actor Actor, list []store.Deal, named *[]string) []ContractView {
	out := []ContractView{}
	for _, d := range list {
		v := ContractView{Contract: d.Contract, Objective: Line{ID: d.ObjectiveID, Number: d.Number, Title: d.Objective, TeamID: d.AskerID, Stage: d.Stage}, KeyResult: d.KeyResult,
			Answers: d.Turn() != "" && d.Removed == 0 && okr.CanAnswer(actor.Viewer, d.Turn()) == nil, May: mayWithdraw(actor.Viewer, d.Contract) == nil,
			Says: d.Contract.Stage == okr.ContractAgreed && d.Removed == 0 && sideOf(actor.Viewer, d.Contract) != ""}
		if d.PartNumber > 0 {
			v.Part = &Line{ID: d.Within, Number: d.PartNumber, Title: d.Part, TeamID: d.TeamID}
		} else {
			v.Within = "" // it is private now, or removed
		}
		out = append(out, v)
		*named = append(*named, d.AskerID, d.TeamID, d.AuthorID, d.SignerID, d.AskerSaid, d.TeamSaid)
	}
	return out
}

// mayWithdraw answers nil for the people of the team that asks, and for those who run the programme.
func mayWithdraw(v okr.Viewer, c okr.Contract) error {
	if v.IsAdmin() || okr.CanAnswer(v, c.AskerID) == nil {
		return nil
	}
	return okr.Refuse("the people of the team that asks")
}

// AskContract asks another team for support on a key result. It is for those who may edit the objective, which everybody can see.
func (a *App) AskContract(ctx context.Context, actor Actor, in ContractInput) (okr.Contract, error) {
	return do(ctx, a, actor, "contract.asked", in, func(t *act) (okr.Contract, error) {
		k, o, err := t.editableKeyResult(in.KeyResultID)
		c := okr.Contract{ID: t.newID(), ObjectiveID: o.ID, KeyResultID: k.ID, AskerID: in.AskerID, TeamID: in.TeamID, AuthorID: actor.Viewer.MemberID, Until: in.Until, Stage: okr.ContractAsked, Version: 1, Created: t.Now}
		if err != nil {
			return c, err
		}
		setText(&c.Text, &in.Text)
		setText(&c.Gain, &in.Gain)
		if c.AskerID == "" {
			c.AskerID = lead(o)
			if i := slices.IndexFunc(o.TeamIDs, func(id string) bool { return actor.Viewer.Teams[id] != "" }); i >= 0 {
				c.AskerID = o.TeamIDs[i]
			}
		}
		switch {
		case o.Private:
			return c, okr.Fail(okr.Invalid, "key_result_id", "Other teams cannot see a private objective. Let everybody see it before you ask.")
		case o.Stage == okr.Closed || o.Stage == okr.Dropped:
			return c, okr.Fail(okr.Invalid, "key_result_id", "The objective has ended. Ask for one that is drafted or live.")
		case !slices.Contains(o.TeamIDs, c.AskerID):
			return c, okr.Fail(okr.Invalid, "from_team_id", "Choose one of the objective’s teams.")
		case slices.Contains(o.TeamIDs, c.TeamID):
			return c, okr.Fail(okr.Invalid, "team_id", "This team shares the objective already. Choose another one.")
		}
		if err := okr.Join(c.Check(), notPast("until", c.Until, "", t.Now.DateIn(actor.Org.Set.Location()))); err != nil {
			return c, err
		}
		if err := t.teamExists("team_id", c.TeamID); err != nil {
			return c, err
		}
		return c, errors.Join(add(t, o.ID, c), t.noticeContract(c), t.begin(okr.PartPlanning))
	})
}

// contractEvents are the kinds of event by the answer.
var contractEvents = map[okr.ContractStage]okr.EventKind{okr.ContractAgreed: "contract.agreed", okr.ContractCountered: "contract.countered", okr.ContractDeclined: "contract.declined"}

// AnswerContract agrees, offers something else, or declines, for the team whose turn it is.
func (a *App) AnswerContract(ctx context.Context, actor Actor, in ContractReply) (okr.Contract, error) {
	kind, ok := contractEvents[in.Answer]
	if !ok {
		return okr.Contract{}, okr.Fail(okr.Invalid, "answer", "Choose one of: agreed, countered, declined.")
	}
	return a.changeContract(ctx, actor, kind, in.ID, in.Version, in, func(t *act, c *okr.Contract) error {
		if turn := c.Turn(); turn != "" {
			if err := okr.CanAnswer(actor.Viewer, turn); err != nil {
				return err
			}
		}
		answer := okr.ContractAnswer{Answer: in.Answer, Until: in.Until}
		setText(&answer.Text, &in.Text)
		setText(&answer.Why, &in.Why)
		if in.Within != "" && c.Turn() == c.TeamID {
			f, err := t.FrameOf(actor.Scope(), in.Within)
			switch o := f.Objective; {
			case err != nil && !isMissing(err):
				return err
			case err != nil || o.Removed != 0 || o.Private || !slices.Contains(o.TeamIDs, c.TeamID):
				return okr.Fail(okr.Invalid, "within", "Choose an objective of your team that everybody can see.")
			}
			answer.Within = f.Objective.ID
		}
		if err := c.Answer(answer, actor.Viewer.MemberID, t.Now); err != nil {
			return err
		}
		return t.noticeContract(*c)
	})
}

// A ContractOutcome says what came of a contract.
type ContractOutcome struct {
	ID      string           `json:"id,omitempty"`
	Version int              `json:"version,omitempty"`
	Kept    okr.ContractKept `json:"kept"`           // kept or not_kept
	Text    string           `json:"text,omitempty"` // in a sentence; "" agrees with what the other side said
}

// keptEvents are the kinds of event by what came of a contract.
var keptEvents = map[okr.ContractKept]okr.EventKind{okr.ContractIsKept: "contract.kept", okr.ContractNotKept: "contract.not_kept"}

// EndContract says for one of the two teams whether what they agreed to was kept. When the other one says the same, both names stand under it.
func (a *App) EndContract(ctx context.Context, actor Actor, in ContractOutcome) (okr.Contract, error) {
	kind, ok := keptEvents[in.Kept]
	if !ok {
		return okr.Contract{}, okr.Fail(okr.Invalid, "kept", "Choose one of: kept, not_kept.")
	}
	return a.changeContract(ctx, actor, kind, in.ID, in.Version, in, func(t *act, c *okr.Contract) error {
		side := sideOf(actor.Viewer, *c)
		if side == "" {
			return okr.Refuse("the people of the two teams")
		}
		text := ""
		setText(&text, &in.Text)
		if err := c.Say(in.Kept, text, side, actor.Viewer.MemberID); err != nil {
			return err
		}
		return t.noticeContract(*c)
	})
}

// sideOf is the team of a contract that somebody speaks for, "" for neither. Who is of both speaks for the one that has not said yet what came of it.
func sideOf(v okr.Viewer, c okr.Contract) string {
	asks, asked := okr.CanAnswer(v, c.AskerID) == nil, okr.CanAnswer(v, c.TeamID) == nil
	switch {
	case asks && (!asked || c.AskerSaid == ""):
		return c.AskerID
	case asked:
		return c.TeamID
	}
	return ""
}

// noticeContract tells whose turn it is: who asked, or the leads of the asked team, all of it where nobody leads it. When it is settled it tells both who stand for it.
func (t *act) noticeContract(c okr.Contract) error {
	tell := []string{c.AuthorID, c.SignerID}
	if c.Turn() == c.TeamID {
		var err error
		if tell, err = t.MembersOf([]string{c.TeamID}, okr.TeamLead); err == nil && len(tell) == 0 {
			tell, err = t.MembersOf([]string{c.TeamID}, "")
		}
		if err != nil {
			return err
		}
	}
	what := cmp.Or(string(c.Kept), string(c.Stage))
	for _, id := range tell {
		if err := t.notice(id, okr.NoticeContract, fmt.Sprintf("contract/%s/%s/%d", what, c.ID, c.Version), c.ID, c.ObjectiveID, c.KeyResultID); err != nil {
			return err
		}
	}
	return nil
}

// RemoveContract withdraws what was asked; it can be brought back.
func (a *App) RemoveContract(ctx context.Context, actor Actor, in RemovalInput) (okr.Contract, error) {
	return a.changeContract(ctx, actor, "contract.removed", in.ID, in.Version, in, func(t *act, c *okr.Contract) error {
		c.Removed, t.Reason = cmp.Or(c.Removed, t.Now), strings.TrimSpace(in.Reason)
		return mayWithdraw(actor.Viewer, *c)
	})
}

// RestoreContract brings a withdrawn contract back.
func (a *App) RestoreContract(ctx context.Context, actor Actor, in RemovalInput) (okr.Contract, error) {
	return a.changeContract(ctx, actor, "contract.restored", in.ID, in.Version, in, func(_ *act, c *okr.Contract) error {
		c.Removed = 0
		return mayWithdraw(actor.Viewer, *c)
	})
}

func (a *App) changeContract(ctx context.Context, actor Actor, kind okr.EventKind, id string, version int, in any, change func(*act, *okr.Contract) error) (okr.Contract, error) {
	return do(ctx, a, actor, kind, in, func(t *act) (okr.Contract, error) {
		list, err := t.Contracts(actor.Scope(), store.ContractFilter{ID: cmp.Or(id, "none")})
		if err != nil || len(list) == 0 {
			return okr.Contract{}, cmp.Or(err, okr.Fail(okr.NotFound, "", "There is no such contract."))
		}
		c := list[0].Contract
		if err := stale(version, c.Version, c); err != nil {
			return c, err
		}
		if err := change(t, &c); err != nil {
			return c, err
		}
		if err := c.Check(); err != nil {
			return c, err
		}
		return c, save(t, c.ObjectiveID, &c)
	})
}
