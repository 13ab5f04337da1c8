package app

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// An ActivityQuery says which activity to find; zero fields do not filter.
type ActivityQuery struct {
	ObjectiveID string      `json:"objective_id,omitempty"`
	TeamID      string      `json:"team_id,omitempty"`   // what concerns its objectives, its KPIs or itself
	MemberID    string      `json:"member_id,omitempty"` // who did it
	ThingID     string      `json:"thing_id,omitempty"`  // what it was done to: a roadmap or backlog item, a pillar, the vision
	Kind        string      `json:"kind,omitempty"`      // "objective.closed", or all of a noun: "objective"
	Since       okr.Instant `json:"since,omitempty"`
	Cursor      string      `json:"cursor,omitempty"` // Next of the page before
	Limit       int         `json:"limit,omitempty"`  // DefaultPage unless given, at most MaxActivity
}

// MaxActivity is how many acts stand on a page at most, rowsShown how many things of each.
const (
	MaxActivity = 200
	rowsShown   = 20
)

// An Activity is one act as people read it.
type Activity struct {
	ID       string        `json:"id"`
	Kind     okr.EventKind `json:"kind"`
	ActorID  string        `json:"actor_id,omitempty"`
	Who      string        `json:"who"`  // "Headwater" for what it does itself
	What     string        `json:"what"` // "checked in on “Trial to paid” at 12 %, confidence 7"
	Via      string        `json:"via,omitempty"`
	Reason   string        `json:"reason,omitempty"`
	Recorded okr.Instant   `json:"recorded_at"`
	Touched  []Touched     `json:"touched"`        // the first ones
	More     int           `json:"more,omitempty"` // how many further things it touched
}

// A Touched is a thing that an act touched, and which of the fields that people edit it changed. A new thing has no changes.
type Touched struct {
	Thing       okr.Thing    `json:"thing"`
	ID          string       `json:"id"`
	Title       string       `json:"title,omitempty"`
	New         bool         `json:"new,omitempty"`
	Version     int          `json:"version"`
	ObjectiveID string       `json:"objective_id,omitempty"`
	Number      int          `json:"number,omitempty"`
	Objective   string       `json:"objective,omitempty"` // its title, as it is now
	Changes     []okr.Change `json:"changes,omitempty"`
}

// An ActivityPage is a page of activity, the latest first, with the names in it.
type ActivityPage struct {
	Activity []Activity `json:"activity"`
	Next     string     `json:"next,omitempty"` // the cursor of the next page, "" on the last
	Names    Names      `json:"names"`
}

// Activity lists what was done: of each act, the things that the actor may see. An act without any is absent. At most four statements.
func (a *App) Activity(ctx context.Context, actor Actor, q ActivityQuery) (ActivityPage, error) {
	return a.activity(ctx, actor, q, false)
}

// Audit is Activity with what concerns members and tokens. It is for owners and ambassadors, who see no private objectives there either.
func (a *App) Audit(ctx context.Context, actor Actor, q ActivityQuery) (ActivityPage, error) {
	if err := mayAdminister(actor); err != nil {
		return ActivityPage{}, err
	}
	return a.activity(ctx, actor, q, true)
}

var reKind = regexp.MustCompile(`^[a-z_]*(\.[a-z_]+)?$`)

func (a *App) activity(ctx context.Context, actor Actor, q ActivityQuery, audit bool) (ActivityPage, error) {
	q.Limit = cmp.Or(q.Limit, DefaultPage)
	f := store.ActivityFilter{ObjectiveID: q.ObjectiveID, TeamID: q.TeamID, MemberID: q.MemberID, ThingID: q.ThingID, Kind: q.Kind, Since: q.Since, Limit: q.Limit + 1,
		Audit: audit, Rows: rowsShown}
	var faults []error
	if q.Limit < 0 || q.Limit > MaxActivity {
		faults = append(faults, okr.Fail(okr.Invalid, "limit", fmt.Sprintf("Ask for 1 to %d acts at once.", MaxActivity)))
	}
	if !reKind.MatchString(q.Kind) {
		faults = append(faults, okr.Fail(okr.Invalid, "kind", "Give a kind such as objective.closed, or a noun such as objective."))
	}
	if q.Cursor != "" {
		at, id, _ := strings.Cut(q.Cursor, "-")
		n, err := strconv.ParseInt(at, 36, 64)
		if f.Before, f.BeforeID = okr.Instant(n), id; err != nil || id == "" {
			faults = append(faults, okr.Fail(okr.Invalid, "cursor", "Use the cursor that came with the page before, with the same query."))
		}
	}
	if err := okr.Join(faults...); err != nil {
		return ActivityPage{}, err
	}
	return view(ctx, a, actor, func(tx *store.Tx) (ActivityPage, error) {
		out := ActivityPage{Activity: []Activity{}, Names: Names{}}
		list, err := tx.Activity(actor.Scope(), f)
		if err != nil || len(list) == 0 {
			return out, err
		}
		if len(list) > q.Limit {
			list = list[:q.Limit]
			last := list[q.Limit-1]
			out.Next = strconv.FormatInt(int64(last.Recorded), 36) + "-" + last.ID
		}
		out.Activity, out.Names, err = activities(tx, actor, list)
		return out, err
	})
}

// activities puts events into words, in two statements.
func activities(tx *store.Tx, actor Actor, list []store.Logged) ([]Activity, Names, error) {
	out := make([]Activity, len(list))
	var members, supports []string
	for i, l := range list {
		x := &out[i]
		*x = Activity{ID: l.ID, Kind: l.Kind, ActorID: l.ActorID, Via: l.Via, Reason: l.Reason, Recorded: l.Recorded, Touched: []Touched{}, More: l.Of - len(l.Rows)}
		members = append(members, l.ActorID)
		for _, r := range l.Rows {
			t := Touched{Thing: r.Thing, ID: r.ID, New: r.Before == nil, Version: r.Version, ObjectiveID: r.ObjectiveID, Number: r.Number,
				Objective: r.Objective, Title: titleOf(r.After)}
			if !t.New {
				t.Changes = okr.Diff(r.Thing, r.Before, r.After)
			}
			for _, c := range t.Changes {
				ids := append(uuidsIn(c.Old), uuidsIn(c.New)...)
				if c.Field == "supports" || c.Field == "serves" {
					supports = append(supports, ids...)
				} else {
					members = append(members, ids...)
				}
			}
			if r.Thing == okr.ThingMember {
				members = append(members, r.ID)
			}
			x.Touched = append(x.Touched, t)
		}
	}
	names, err := tx.Names(members)
	if err != nil {
		return nil, nil, err
	}
	seen, err := tx.Upstreams(actor.Scope(), supports)
	if err != nil {
		return nil, nil, err
	}
	for i := range out {
		x := &out[i]
		x.Who = cmp.Or(names[x.ActorID].Name, "Headwater")
		for j := range x.Touched {
			t := &x.Touched[j]
			if t.Thing == okr.ThingMember {
				t.Title = names[t.ID].Name
			}
			if t.Changes, err = showChanges(t.Changes, seen); err != nil {
				return nil, nil, err
			}
		}
		x.What = said(*x, list[i].Rows)
	}
	return out, names, nil
}

var reUUID = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)

func uuidsIn(raw json.RawMessage) []string { return reUUID.FindAllString(string(raw), -1) }

// showChanges takes supports out of changes that are not among the seen ones, and changes of which nothing is left.
func showChanges(list []okr.Change, seen map[string]okr.UpstreamKind) ([]okr.Change, error) {
	out := list[:0]
	for _, c := range list {
		if c.Field == "serves" {
			for _, raw := range []*json.RawMessage{&c.Old, &c.New} {
				if err := keepIn(raw, func(s okr.Serve) bool { return seen[s.KeyResultID] != "" }); err != nil {
					return nil, err
				}
			}
		}
		if c.Field != "supports" {
			if !bytes.Equal(c.Old, c.New) {
				out = append(out, c)
			}
			continue
		}
		for _, raw := range []*json.RawMessage{&c.Old, &c.New} {
			var supports []okr.Support
			if len(*raw) == 0 {
				continue
			}
			if err := json.Unmarshal(*raw, &supports); err != nil {
				return nil, err
			}
			b, err := json.Marshal(slices.DeleteFunc(supports, func(s okr.Support) bool { return seen[s.ID] == "" }))
			if err != nil {
				return nil, err
			}
			*raw = b
		}
		if !bytes.Equal(c.Old, c.New) && !(len(c.Old) < 3 && len(c.New) < 3) { // "[]" is none
			out = append(out, c)
		}
	}
	return out, nil
}

// keepIn keeps the elements of a JSON list for which keep answers true.
func keepIn[T any](raw *json.RawMessage, keep func(T) bool) error {
	var list []T
	if len(*raw) == 0 {
		return nil
	}
	if err := json.Unmarshal(*raw, &list); err != nil {
		return err
	}
	list = slices.DeleteFunc(list, func(v T) bool { return !keep(v) })
	if *raw = nil; len(list) == 0 {
		return nil
	}
	b, err := json.Marshal(list)
	*raw = b
	return err
}

// titleOf is what the after-image of a thing calls it.
func titleOf(after json.RawMessage) string {
	var t struct{ Title, Name, Question, Text string }
	if json.Unmarshal(after, &t) != nil {
		return ""
	}
	return okr.Cut(line(cmp.Or(t.Title, t.Name, t.Question, withoutMentions(t.Text))), 140)
}

// deeds are the kinds of acts in words; %s is what they were done to.
var deeds = map[okr.EventKind]string{
	"objective.added": "wrote %s", "objective.edited": "edited %s", "objective.activated": "took %s live", "objective.drafted": "took %s back to draft",
	"objective.sent_to_review": "sent %s to review", "objective.closed": "closed %s", "objective.dropped": "dropped %s", "objective.moved": "moved %s",
	"key_result.added": "added %s", "key_result.checked_in": "checked in on %s", "key_result.rolled_up": "computed %s from its sources",
	"check_in.amended": "corrected a check-in on %s", "check_in.removed": "took back a check-in on %s", "check_in.restored": "brought back a check-in on %s",
	"blocker.raised": "raised a blocker on %s", "blocker.edited": "edited a blocker on %s", "blocker.resolved": "cleared a blocker on %s", "blocker.reopened": "reopened a blocker on %s",
	"comment.added": "commented on %s", "comment.edited": "edited a comment on %s", "comment.removed": "removed a comment on %s", "comment.restored": "brought back a comment on %s",
	"win.shared": "shared a win: %s", "win.edited": "edited the win %s", "win.removed": "took back the win %s", "win.restored": "brought back the win %s",
	"commitment.added": "will do %s", "commitment.edited": "edited %s", "commitment.carried": "carries %s on",
	"vote.given": "said how sure they are of %s", "vote.removed": "took back how sure they are of %s", "nudge.sent": "asked how %s stands", "status_update.kept": "wrote the week’s update",
	"retrospective.open": "opened a retrospective", "retrospective.revealed": "showed what all said in a retrospective", "retrospective.held": "ended a retrospective",
	"retrospective.skipped": "skipped a retrospective", "retrospective.edited": "edited a retrospective", "improvement.added": "decided to improve: %s",
	"objective.learned": "took a lesson for %s",
	"objective.onward":  "said what becomes of %s",
	"kpi.recorded":      "gave %s a value", "kpi.amended": "corrected a value of %s", "kpi.value_removed": "took back a value of %s", "kpi.value_restored": "brought back a value of %s", "team.merged": "merged %s into another team", "team.membership": "changed the teams of %s",
	"review.started": "asked other teams to read %s", "review.answered": "read %s for their team", "review.replied": "answered a question about %s", "review.ended": "took %s live after a day of reading",
	"contract.asked": "asked another team: %s", "contract.agreed": "agreed to do it: %s", "contract.countered": "offered instead: %s", "contract.declined": "declined %s",
	"contract.kept": "says that it was kept: %s", "contract.not_kept": "says that it was not kept: %s", "contract.removed": "withdrew what was asked: %s", "contract.restored": "asked again: %s",
	"proposal.added": "proposed %s", "proposal.edited": "edited the proposal %s", "proposal.backed": "supports the proposal %s", "proposal.unbacked": "no longer supports the proposal %s",
	"proposal.commented": "commented on the proposal %s", "proposal.adopted": "adopted the proposal %s", "proposal.merged": "merged the proposal %s into another",
	"proposal.declined": "declined the proposal %s", "proposal.reopened": "opened the proposal %s again", "proposal.removed": "took back the proposal %s", "proposal.restored": "brought back the proposal %s",
	"organization.founded": "set up %s", "organization.slack": "changed the Slack app of %s", "vision.edited": "wrote the vision", "member.edited": "changed %s", "member.invited": "invited %s",
	"member.joined": "joined", "member.reset_link": "made a reset link for %s", "token.made": "made the token %s", "token.revoked": "revoked the token %s",
	"roadmap_item.added": "put %s on the roadmap", "roadmap_item.prioritized": "changed the priority of %s", "roadmap_item.reopened": "took %s up again",
	"backlog_item.aligned": "said what %s derives from", "backlog_item.mirrored": "mirrored %s from another tool", "backlog_item.dropped": "pruned %s", "backlog_item.reopened": "took %s up again",
	"insight.added": "has seen %s", "insight.edited": "edited an insight: %s", "insight.answered": "answered %s", "insight.removed": "took back an insight: %s", "insight.restored": "brought back an insight: %s",
	"decision.added": "wrote down a decision: %s", "pillar.added": "added the choice %s", "pillar.edited": "edited the choice %s",
	"cycle.briefed": "wrote what is asked of the teams for %s", "cycle.talks_planned": "planned what is talked about when in %s", "cycle.closed": "closed %s", "cycle.reopened": "reopened %s", "import.done": "imported a file with %s", "import.undone": "undid an import with %s",
}

// said puts an act into words.
func said(x Activity, rows []store.LoggedRow) string {
	noun, verb, _ := strings.Cut(string(x.Kind), ".")
	on := map[string]okr.Thing{"check_in": okr.ThingKeyResult, "blocker": okr.ThingKeyResult, "comment": okr.ThingObjective, "vote": okr.ThingKeyResult, "nudge": okr.ThingKeyResult, "review": okr.ThingObjective, "import": okr.ThingObjective, "kpi": okr.ThingKPI}[noun]
	on = cmp.Or(on, okr.Thing(noun))
	if x.Kind == "team.membership" {
		on = okr.ThingMember
	}
	if noun == "import" && !slices.ContainsFunc(x.Touched, func(t Touched) bool { return t.Thing == on }) {
		on = okr.ThingBacklogItem
	}
	first, n := -1, 0
	for i, t := range x.Touched {
		if t.Thing == on {
			if n++; first < 0 {
				first = i
			}
		}
	}
	subject := ""
	switch {
	case first >= 0:
		subject = "“" + x.Touched[first].Title + "”"
	case len(x.Touched) > 0 && x.Touched[0].Objective != "":
		subject = "“" + x.Touched[0].Objective + "”"
	case len(x.Touched) > 0:
		subject = "“" + x.Touched[0].Title + "”"
	}
	switch {
	case n == 1 || first < 0:
	case x.More > 0:
		subject += " and more"
	default:
		subject += fmt.Sprintf(" and %d more", n-1)
	}
	deed, ok := deeds[x.Kind]
	if !ok {
		deed = strings.ReplaceAll(verb, "_", " ") + " %s"
	}
	out := deed
	if strings.Contains(deed, "%s") {
		out = strings.TrimSpace(fmt.Sprintf(deed, subject))
	}
	if x.Kind == "key_result.checked_in" && n == 1 {
		out += standing(rows)
	}
	return out
}

// standing says what a check-in gave: " at 36 %, confidence 7".
func standing(rows []store.LoggedRow) string {
	var c okr.CheckIn
	var k okr.KeyResult
	for _, r := range rows {
		switch r.Thing {
		case okr.ThingCheckIn:
			_ = json.Unmarshal(r.After, &c) // an after-image that cannot be read says nothing
		case okr.ThingKeyResult:
			_ = json.Unmarshal(r.After, &k)
		}
	}
	out := ""
	if c.Value != nil {
		out = " at " + k.Format(*c.Value)
	}
	if c.Confidence != nil {
		out += fmt.Sprintf(", confidence %d", *c.Confidence)
	}
	return out
}
