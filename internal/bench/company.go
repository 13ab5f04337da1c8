package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/headwater-okr/headwater/internal/okr"
)

// company makes up an organization of n objectives in its running cycle, each with three key results, and a tenth as many in the cycle before: a team
// for every twelve, a person for every five, supports up the tree of teams, and check-ins in every state. It is the same for the same n and today.
//
// Whoever signs in with me leads a team, and has what such a person has.
func company(n int, today okr.Date, me string) *okr.Archive {
	r := rand.New(rand.NewPCG(1, uint64(n)))
	now := okr.InstantOf(today.Time().Add(8 * time.Hour))
	start := today.Add(-44)
	a := &okr.Archive{Format: okr.ArchiveFormat, Organization: okr.Organization{ID: "bench-company", Slug: "bench", Name: "Bench", Version: 1, Created: now,
		Set: okr.Settings{Parts: map[okr.Part]okr.PartState{okr.PartKPI: okr.PartOn, okr.PartCommitment: okr.PartOn}}}}
	id := func(thing string, i int) string { return fmt.Sprintf("%s-%07d", thing, i) }
	a.Vision = &okr.Vision{ID: "vision", Text: "Everybody gets there on their own two wheels.", Version: 1, Created: now}
	for i := range 4 {
		a.Pillars = append(a.Pillars, okr.Pillar{ID: id("pillar", i), Title: "We win in " + pick(r, subjects), Position: i, Version: 1, Created: now})
	}
	a.Cycles = []okr.Cycle{
		{ID: "cycle-0", Name: "Before", Slug: "before", Start: start.Add(-91), End: start.Add(-1), Execute: start.Add(-84), Closing: start.Add(-7), Version: 1, Created: now},
		{ID: "cycle-1", Name: "Now", Slug: "now", Start: start, End: start.Add(90), Execute: start.Add(7), Closing: start.Add(84), Version: 1, Created: now},
	}
	teams := max(2, n/12)
	above := func(t int) int { return (t - 1) / 9 } // the tree is nine wide
	for i := range teams {
		t := okr.Team{ID: id("team", i), Name: fmt.Sprintf("%s %d", pick(r, subjects), i), Slug: fmt.Sprintf("team-%d", i), Position: i, Version: 1, Created: now}
		if i == 0 {
			t.Name = "Bench"
		} else {
			t.ParentID = id("team", above(i))
		}
		a.Teams = append(a.Teams, t)
	}
	people := max(teams, n/5)
	for i := range people {
		p := okr.Person{ID: id("person", i), Name: pick(r, given) + " " + pick(r, family), Email: fmt.Sprintf("p%d@bench.example", i), Version: 1, Created: now}
		m := okr.Member{ID: id("member", i), PersonID: p.ID, Role: okr.OrgMember, Teams: []okr.Membership{{TeamID: id("team", i%teams), Role: okr.TeamMember}}, Version: 1, Created: now}
		if i < teams {
			m.Teams[0].Role = okr.TeamLead
		}
		if i == teams/2 {
			p.Email, m.Role = me, okr.OrgOwner
		}
		a.People, a.Members = append(a.People, p), append(a.Members, m)
	}
	for i := range n + n/10 {
		old, team := i >= n, i%teams
		c := a.Cycles[1]
		o := okr.Objective{ID: id("objective", i), Number: i + 1, Title: fmt.Sprintf("%s %s %s, %s first", pick(r, wishes), pick(r, whom), pick(r, subjects), pick(r, family)), Kind: okr.Committed, Stage: okr.Active, WhyImportant: "Because somebody waits for it.",
			OwnerID: id("member", (team+teams*r.IntN(2))%people), TeamIDs: []string{id("team", team)}, Private: r.IntN(100) == 0, Position: i + 1, Version: 1, Created: now, Activated: okr.InstantOf(c.Execute.Time())}
		o.LineageID = o.ID
		switch x := r.IntN(100); {
		case old:
			c = a.Cycles[0]
			o.Stage, o.Activated, o.Ended = okr.Closed, okr.InstantOf(c.Execute.Time()), okr.InstantOf(c.End.Time())
		case x < 3:
			o.Stage, o.Activated = okr.Draft, 0
		case x < 20:
			o.Kind = okr.Aspirational
		}
		o.CycleID = c.ID
		if team == 0 {
			o.Supports = []okr.Support{{Kind: okr.UpPillar, ID: id("pillar", r.IntN(4)), Weight: 1}}
		} else if up := above(team) + teams*r.IntN(max(1, n/teams)); !old && up < n {
			o.Supports = []okr.Support{{Kind: okr.UpObjective, ID: id("objective", up), Weight: 1}}
		}
		if r.IntN(20) == 0 {
			o.TeamIDs = append(o.TeamIDs, id("team", (team+1)%teams))
		}
		sum := 0.0
		for j := range 3 {
			k := keyResult(r, a, o, c, j, today, i*3+j)
			a.KeyResults = append(a.KeyResults, k)
			if k.Progress != nil {
				sum += *k.Progress / 3
			}
		}
		if o.Progress = &sum; old {
			o.Grade = &sum
		}
		a.Objectives = append(a.Objectives, o)
	}
	return a
}

// keyResult makes a key result of o up, with its check-ins, the log of the last one, and now and then a blocker.
func keyResult(r *rand.Rand, a *okr.Archive, o okr.Objective, c okr.Cycle, j int, today okr.Date, n int) okr.KeyResult {
	base, target := float64(r.IntN(40)), float64(50+r.IntN(50))
	k := okr.KeyResult{ID: fmt.Sprintf("key-result-%07d", n), ObjectiveID: o.ID, Title: fmt.Sprintf("%s of %s in district %d", pick(r, counts), pick(r, subjects), n%997), Kind: okr.Number, Direction: okr.Increase, Baseline: &base, Target: &target, Unit: "%",
		Position: j, Version: 1, Created: o.Created}
	if r.IntN(4) == 0 {
		k.Direction, k.Baseline, k.Target = okr.Decrease, &target, &base
	}
	if k.LineageID = k.ID; r.IntN(3) == 0 {
		k.OwnerID = o.OwnerID
	}
	if o.Stage == okr.Draft {
		return k
	}
	checks, pace := r.IntN(5), r.Float64()*1.3
	last := today.Add(-r.IntN(9))
	if o.Stage == okr.Closed {
		checks, last = 8, c.End
	}
	for i := range checks {
		day := last.Add(-7 * (checks - 1 - i))
		if day < c.Start {
			continue
		}
		value := *k.Baseline + (*k.Target-*k.Baseline)*pace*float64(day.Since(c.Start))/float64(c.End.Since(c.Start))
		sure := r.IntN(11)
		k.Value, k.Confidence, k.CheckedAs, k.CheckedAt = &value, &sure, day, okr.InstantOf(day.Time().Add(9*time.Hour))
		k.Checks++
		k.Trail = append(k.Trail, okr.Point{Date: day, Value: value})
		k.Progress = k.Measure().Value
		a.CheckIns = append(a.CheckIns, okr.CheckIn{ID: fmt.Sprintf("check-in-%07d-%d", n, i), KeyResultID: k.ID, AuthorID: o.OwnerID, AsOf: day, Value: &value, Confidence: &sure, Note: pick(r, notes), Progress: k.Progress,
			Health: okr.OnCourse, Version: 1, Recorded: k.CheckedAt})
	}
	if k.Checks == 0 {
		return k
	}
	if r.IntN(50) == 0 {
		k.Blocked = k.CheckedAt
		a.Blockers = append(a.Blockers, okr.Blocker{ID: fmt.Sprintf("blocker-%07d", n), KeyResultID: k.ID, Text: "We wait for " + pick(r, subjects), OwnerID: o.OwnerID, Raised: k.CheckedAt, Version: 1})
	}
	check, err1 := json.Marshal(a.CheckIns[len(a.CheckIns)-1])
	after, err2 := json.Marshal(k)
	if err1 != nil || err2 != nil {
		panic("a made-up key result is no JSON") // it is one of ours
	}
	a.Events = append(a.Events, okr.Event{ID: fmt.Sprintf("event-%07d", n), Kind: "key_result.checked_in", ActorID: o.OwnerID, Via: "page", Recorded: k.CheckedAt, Rows: []okr.EventRow{
		{Thing: okr.ThingCheckIn, ID: a.CheckIns[len(a.CheckIns)-1].ID, ObjectiveID: o.ID, Version: 1, After: check}, {Thing: okr.ThingKeyResult, ID: k.ID, ObjectiveID: o.ID, Version: 1, After: after}}})
	return k
}

func pick(r *rand.Rand, list []string) string { return list[r.IntN(len(list))] }

// What it is called.
var (
	wishes   = []string{"Make it easy for", "Bring more calm to", "Win back", "Never again lose", "Earn the trust of", "Halve the waiting of", "Delight", "Take the worry from", "Stand beside", "Open the door for"}
	whom     = []string{"the riders of", "the shops of", "the workshops of", "the families of", "the couriers of", "the newcomers of", "the partners of", "the colleagues of"}
	subjects = []string{"the north", "the south", "the harbour", "old town", "spare parts", "repairs", "rentals", "cargo bikes", "the online shop", "the app", "deliveries", "returns", "subscriptions", "batteries", "insurance", "service points", "marketing",
		"procurement", "quality", "the warehouse", "payments", "onboarding", "support", "data", "security", "the platform", "search", "design", "finance", "hiring"}
	counts = []string{"Share of people served within a day", "Complaints a month", "Minutes until the first answer", "Share of orders that arrive whole", "Weekly active users", "Renewal rate", "Time to repair", "Share of errors found before release"}
	notes  = []string{"It moves.", "Two shops joined, the third waits for its contract.", "Slower than planned: the supplier was late.", "The new form helps.", "No change since last week.", ""}
	given  = []string{"Ada", "Ben", "Chloé", "Dai", "Eva", "Farid", "Grete", "Hugo", "Ines", "Jun", "Kofi", "Lena", "Mara", "Nils", "Olga", "Pia"}
	family = []string{"Adler", "Bauer", "Castro", "Dahl", "Engel", "Fuchs", "Gruber", "Hansen", "Ito", "Jansen", "Kaya", "Lopez", "Moreau", "Novak", "Okoye", "Petrov"}
)
