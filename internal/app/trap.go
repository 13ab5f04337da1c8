package app

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/judge"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A TrapView says whether the strategy drives the work or the backlog writes the strategy, in one cycle, with all that it rests on.
type TrapView struct {
	judge.Trap
	Cycle   okr.Cycle     `json:"cycle"`
	Excerpt *Excerpt      `json:"excerpt,omitempty"` // where the whole is too large to be compared while somebody waits
	Teams   []TeamTrap    `json:"teams"`             // those with objectives, the company first
	Echoes  []EchoLine    `json:"echoes"`            // key results that were in the backlog before
	Shares  []judge.Share `json:"shares"`            // where the open backlog leads
	Weeks   []TrapWeek    `json:"weeks"`             // the backlog at the end of each of the last weeks, the earliest first
	History []TrapPoint   `json:"history"`           // the index at the end of each week, the earliest first
	Items   int           `json:"items"`             // of the roadmap and the backlog that were read
	Names   Names         `json:"names,omitempty"`   // of the excerpt's team
}

// A TeamTrap is the trap of one team's objectives and its own backlog.
type TeamTrap struct {
	judge.Trap
	TeamID  string      `json:"team_id"`
	Team    string      `json:"team"`
	History []TrapPoint `json:"history,omitempty"` // likewise
}

// An EchoLine is a key result beside the item that it restates the most.
type EchoLine struct {
	judge.Echo
	Objective Line       `json:"objective"`
	Title     string     `json:"title"` // of the key result
	Item      judge.Item `json:"item"`
}

// A TrapWeek is how much of the backlog was open on a day, and how much of that serves no key result by today's links.
type TrapWeek struct {
	Date      okr.Date `json:"date"`
	Open      int      `json:"open"`
	Unaligned int      `json:"unaligned"`
}

// trapWeeks is how far the trend looks back: a quarter.
const trapWeeks = 13

// Trap reads the trap of a cycle, "" is the one that runs. It takes a constant number of statements, however much work there is.
func (a *App) Trap(ctx context.Context, actor Actor, cycleID string) (TrapView, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (TrapView, error) {
		out := TrapView{Teams: []TeamTrap{}, Echoes: []EchoLine{}, Shares: []judge.Share{}, Weeks: []TrapWeek{}}
		cycles, err := tx.Cycles()
		if err != nil {
			return out, err
		}
		out.Cycle, _ = okr.CurrentCycle(cycles, a.Today(actor.Org))
		if cycleID != "" {
			if out.Cycle, err = tx.Cycle(cycleID); err != nil {
				return out, err
			}
		}
		c, names, err := a.caseOf(tx, actor.Org, out.Cycle)
		if err != nil {
			return out, err
		}
		if out.Excerpt, err = a.addPlan(tx, actor, &c, names, ""); err != nil {
			return out, err
		}
		out.Items = len(c.Work)
		var ids []string
		listed := map[string]bool{}
		for _, g := range c.Goals {
			if id := lead(g.Objective); !listed[id] {
				listed[id] = true
				ids = append(ids, id)
			}
		}
		slices.SortFunc(ids, func(x, y string) int { // the company first
			switch c.Root {
			case x:
				return -1
			case y:
				return 1
			}
			return cmp.Compare(names[x], names[y])
		})
		whole, of, echoes := judge.ReadTrap(c, ids...)
		out.Trap = whole
		for i, id := range ids {
			out.Teams = append(out.Teams, TeamTrap{Trap: of[i], TeamID: id, Team: names[id]})
		}
		out.Echoes = echoLines(c, echoes)
		if c.Work != nil {
			out.Weeks = trend(c.Work, c.Today)
			if out.Excerpt != nil {
				if err := addAbove(tx, actor.Scope(), &c, names); err != nil {
					return out, err
				}
			}
			out.Shares = judge.Shares(c)
		}
		if e := out.Excerpt; e != nil {
			out.Names = Names{e.TeamID: {Name: names[e.TeamID]}}
		}
		return out, out.addTrapHistory(tx)
	})
}

func echoLines(c judge.Case, echoes []judge.Echo) []EchoLine {
	of, items := map[string]EchoLine{}, map[string]judge.Item{}
	for _, g := range c.Goals {
		for _, k := range g.KeyResults {
			of[k.ID] = EchoLine{Objective: Line{g.ID, g.Number, g.Title, lead(g.Objective), g.Stage}, Title: k.Title}
		}
	}
	for _, w := range c.Work {
		items[w.ID] = w.Item
	}
	out := []EchoLine{}
	for _, e := range echoes {
		l := of[e.KeyResult]
		l.Echo, l.Item = e, items[e.Items[0]]
		out = append(out, l)
	}
	return out
}

func trend(work []judge.Work, today okr.Date) []TrapWeek {
	var days []okr.Date
	for i := range trapWeeks {
		days = append(days, today.Add(-7*(trapWeeks-1-i)))
	}
	open, none := judge.Unaligned(work, "", days)
	var out []TrapWeek
	for i, d := range days {
		out = append(out, TrapWeek{d, open[i], none[i]})
	}
	return out
}

// addPlan adds the objectives of a team and of those in it to a case, and their work; "" is the company. Of what is too much to be read at once it adds a part.
func (a *App) addPlan(tx *store.Tx, actor Actor, c *judge.Case, names map[string]string, teamID string) (*Excerpt, error) {
	teams, err := a.teamsOf(tx, actor)
	if err != nil {
		return nil, err
	}
	f, part, err := a.excerptOf(tx, actor.Scope(), teams.tree, store.ObjectiveFilter{Cycle: c.Cycle.ID}, teamID)
	if err == nil {
		err = a.addGoals(tx, actor.Scope(), f, c, names, actor.Org.ID)
	}
	if err != nil {
		return nil, err
	}
	c.Work, err = readWork(tx, actor.Org, actor.Scope(), names, f)
	return part, err
}

// addAbove adds to a case the objectives that its work serves, and those above all of them, so that each line leads up to the strategy.
func addAbove(tx *store.Tx, s store.Scope, c *judge.Case, names map[string]string) error {
	known := map[string]bool{}
	var supports []okr.Support
	for _, w := range c.Work {
		for _, id := range w.Serves {
			supports = append(supports, okr.Support{Kind: okr.UpKeyResult, ID: id})
		}
	}
	for seen := 0; ; {
		for _, g := range c.Goals[seen:] {
			known[g.ID] = true
			for _, k := range g.KeyResults {
				known[k.ID] = true
			}
			supports = append(supports, g.Supports...)
		}
		seen = len(c.Goals)
		list, _, err := readAbove(tx, s, supports, known)
		if err != nil || len(list) == 0 {
			return err
		}
		of, err := keyResultsOf(tx, list)
		if err != nil {
			return err
		}
		putGoals(c, list, of, names)
		supports = nil
	}
}

// readWork reads the roadmap and the backlog of the teams that a filter asks for, as the judge takes them: four statements. It is nil while there is none, or the part
// is not in use.
func readWork(tx *store.Tx, org okr.Organization, scope store.Scope, team map[string]string, f store.ObjectiveFilter) ([]judge.Work, error) {
	if !org.Set.Uses(okr.PartRoadmap) {
		return nil, nil
	}
	roads, err := tx.RoadmapItems(scope, store.RoadmapFilter{Below: f.Below, Around: f.Around, Shown: true})
	if err != nil {
		return nil, err
	}
	backlog, err := tx.BacklogItems(store.BacklogFilter{Below: f.Below, Around: f.Around})
	if err != nil {
		return nil, err
	}
	return workOf(org, roads, backlog, team), nil
}

// workOf is the roadmap and the backlog as the judge takes them.
func workOf(org okr.Organization, roads []okr.RoadmapItem, backlog []okr.BacklogItem, team map[string]string) []judge.Work {
	zone := org.Set.Location()
	var out []judge.Work
	serves := map[string][]string{}
	for _, r := range roads {
		w := judge.Work{Item: judge.Item{ID: r.ID, Key: keyOf(r.Origin), Title: r.Title, Kind: judge.Bet}, TeamID: r.TeamIDs[0], Team: team[r.TeamIDs[0]]}
		for _, s := range r.Serves {
			w.Serves = append(w.Serves, s.KeyResultID)
		}
		serves[r.ID] = w.Serves
		here := r.Created.DateIn(zone)
		if r.Origin.MirrorID == "" {
			w.Created = here
		}
		if !r.Live() {
			w.Done = here // it does not say when
		}
		out = append(out, w)
	}
	for _, b := range backlog {
		w := judge.Work{Item: judge.Item{ID: b.ID, Key: keyOf(b.Origin), Title: b.Title, Kind: b.Kind, Created: b.Opened}, TeamID: b.TeamID, Team: team[b.TeamID], Serves: serves[b.RoadmapItemID]}
		if w.Kind == judge.Bet { // as a tool may call its own
			w.Kind = ""
		}
		here := b.Created.DateIn(zone)
		if b.Opened == "" && b.Origin.MirrorID == "" {
			w.Created = here
		}
		switch {
		case b.Live():
		case b.Dropped != 0:
			w.Done = b.Dropped.DateIn(zone)
		case b.Gone != 0:
			w.Done = b.Gone.DateIn(zone)
		case b.Finished != "":
			w.Done = b.Finished
		default:
			w.Done = here // it does not say when
		}
		out = append(out, w)
	}
	return out
}

// keyOf is what people call a mirrored item, if its tool gives it a name that can be told from a number.
func keyOf(o okr.WorkOrigin) string {
	if o.MirrorID == "" { // a file's items name their tool too
		_, o.External, _ = strings.Cut(o.External, ":")
	}
	if strings.Contains(o.External, "-") && !strings.Contains(o.External, "/") && strings.ContainsFunc(o.External, func(r rune) bool { return r >= 'A' && r <= 'Z' }) {
		return o.External
	}
	return ""
}
