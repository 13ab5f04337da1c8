package app

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headwater-okr/headwater/internal/judge"
	"github.com/headwater-okr/headwater/internal/okr"
)

// While an objective is typed, its foreign words are compared with what the other teams of the cycle write, and with nothing that the writer may not see.
func TestTypingContext(t *testing.T) {
	inWorld(t, testTypingContext)
}

func testTypingContext(t *testing.T, w *world) {
	p, ctx, mine := w, w.ctx(), w.team("Apps")
	for _, name := range []string{"Sales", "Product", "Platform"} {
		team := w.team(name)
		must(p.AddObjective(ctx, p.owner, ObjectiveInput{CycleID: p.cycle.ID, TeamIDs: []string{team.ID}, Title: name + " answers within the SLA"}))(t)
		must(p.AddObjective(ctx, p.owner, ObjectiveInput{CycleID: p.cycle.ID, TeamIDs: []string{team.ID}, Title: name + " lands the QBR", Private: true, OwnerID: p.owner.Viewer.MemberID}))(t)
	}
	reader := w.member("Robin", okr.OrgMember, mine.Name)
	asks := func(actor Actor, text string) bool {
		beside := must(p.TypingContext(ctx, actor, Typing{Kind: judge.Objective, Text: text, CycleID: p.cycle.ID, TeamID: mine.ID}))(t)
		goals := append([]judge.Goal{{Objective: okr.Objective{Title: text}, Team: mine.ID}}, beside.Others...)
		for _, f := range judge.Read(judge.Case{Goals: goals, Teams: beside.Teams}).Findings {
			if f.Rule == "objective/jargon" && f.Place.Text == text {
				return true
			}
		}
		return false
	}
	for _, x := range []struct {
		actor Actor
		text  string
		want  bool
	}{
		{reader, "Every rider has an SLA", false},   // the others write it too
		{reader, "Every rider has an MTTR", true},   // nobody else does
		{reader, "Every rider has a runbook", true}, // a word of one trade
		{reader, "Every rider has a bike", false},   // a word of everybody's
		{reader, "Every account has a QBR", true},   // others write it where the reader cannot see
		{p.owner, "Every account has a QBR", false}, // and the owner can
	} {
		if got := asks(x.actor, x.text); got != x.want {
			t.Errorf("%q is asked about: %v, want %v", x.text, got, x.want)
		}
	}

	// A key result is compared with those of other objectives that have words in common with it, and with none that the writer may not see.
	likely := func(actor Actor, text, under string) (out []string) {
		for _, g := range must(p.TypingContext(ctx, actor, Typing{Kind: judge.KeyResult, Text: text, CycleID: p.cycle.ID, TeamID: mine.ID, Under: under}))(t).Others {
			out = append(out, g.KeyResults[0].Title)
		}
		return out
	}
	tubes := w.team("Sales")
	shared := must(p.AddObjective(ctx, p.owner, ObjectiveInput{CycleID: p.cycle.ID, TeamIDs: []string{mine.ID}, Title: "Tyres last", KeyResults: []KeyResultInput{{Title: "Punctures a week from 40 to 10"}, {Title: "Riders who ask for a pump"}}}))(t)
	must(p.AddObjective(ctx, p.owner, ObjectiveInput{CycleID: p.cycle.ID, TeamIDs: []string{tubes.ID}, Title: "Tubes last", Private: true, OwnerID: p.owner.Viewer.MemberID, KeyResults: []KeyResultInput{{Title: "Punctures a week from 30 to 5"}}}))(t)
	for _, x := range []struct {
		name, text, under string
		actor             Actor
		want              []string
	}{
		{"the owner sees both", "Punctures a week from 40 to 20", "", p.owner, []string{"Punctures a week from 40 to 10", "Punctures a week from 30 to 5"}},
		{"a reader sees what is not private", "Punctures a week from 40 to 20", "", reader, []string{"Punctures a week from 40 to 10"}},
		{"its own objective is left out", "Punctures a week from 40 to 20", shared.ID, reader, nil},
		{"a word of each is another measure", "Punctures a month on the road from 40 to 20", "", reader, nil},
		{"one word is too little", "Punctures from 40 to 20", "", reader, nil},
	} {
		if diff := cmp.Diff(x.want, likely(x.actor, x.text, x.under)); diff != "" {
			t.Errorf("%s:\n%s", x.name, diff)
		}
	}

	// What was dismissed for the sentence as it is typed is known, and only to those who may see the line.
	o := must(p.AddObjective(ctx, p.owner, ObjectiveInput{CycleID: p.cycle.ID, TeamIDs: []string{mine.ID}, Title: "Every rider has an MTTR", Private: true, OwnerID: p.owner.Viewer.MemberID,
		Dismissed:  []okr.Dismissal{{Rule: "objective/jargon", Text: "Every rider has an MTTR", Reason: " We explain it. "}, {Rule: "objective/long", Text: "Another sentence", Reason: "So."}, {Rule: "objective/task", Text: "Every rider has an MTTR"}},
		KeyResults: []KeyResultInput{{Title: "Write 12 blog posts", Dismissed: []okr.Dismissal{{Rule: "kr/task", Text: "Write 12 blog posts", Reason: "Partners pay for them."}}}}}))(t)
	if len(o.Dismissed) != 1 || o.Dismissed[0].Rule != "objective/jargon" || o.Dismissed[0].Reason != "We explain it." || o.Dismissed[0].By != p.owner.Viewer.MemberID || len(o.KeyResults[0].Dismissed) != 1 {
		t.Fatalf("kept with the draft: %+v %+v", o.Dismissed, o.KeyResults[0].Dismissed)
	}
	in := Typing{ID: o.ID, Kind: judge.Objective, Text: o.Title}
	if got := must(p.TypingContext(ctx, p.owner, in))(t).Dismissed; len(got) != 1 {
		t.Errorf("dismissed: %+v", got)
	}
	_, err := p.TypingContext(ctx, w.member("Nora", okr.OrgMember), in)
	refused(t, "a private objective's dismissals", err, okr.NotFound, "")

	// A dismissal holds for the sentence that is being written, until another one is saved.
	must(p.Dismiss(ctx, p.owner, DismissInput{ID: o.KeyResults[0].ID, Rule: "kr/task", Reason: "So.", Text: "Write 14 blog posts"}))(t)
	kept := must(p.TypingContext(ctx, p.owner, Typing{ID: o.KeyResults[0].ID, Kind: judge.KeyResult, Text: "Write 14 blog posts"}))(t).Dismissed
	if len(kept) != 2 {
		t.Errorf("dismissed for the old and for the new sentence: %+v", kept)
	}
}

// A conflict is told while typing only where both name the same number; a twin where most of the words are the same.
func TestConflictsWhileTyping(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx, mine, theirs := w.ctx(), w.team("Apps"), w.team("Sales")
		for _, x := range []struct{ theirs, mine, want string }{
			{"Raise the share of repairs paid online from 40 % to 60 %", "Cut the share of repairs paid online from 40 % to 20 %", "kr/conflict"},
			{"Increase spend on spare parts from 20 to 40 k", "Reduce spend on spare parts from 20 to 10 k", "kr/conflict"},
			{"Average basket of returning customers from 40 to 55 EUR", "Average basket of returning customers from 55 to 45 EUR", "kr/conflict"},
			{"Keep calls per clinic and week above 30", "Keep calls per clinic and week under 12", "kr/conflict"},
			{"Parcels scanned at the depot gate from 50 % to 80 %", "Raise parcels scanned at the depot gate to 90 %", "kr/twin"},
			// Half of the words, and three of four, with the other one turning the meaning or naming another thing.
			{"Share of invoices paid on the first reminder from 30 % to 50 %", "Share of invoices disputed after a second letter from 12 % to 4 %", ""},
			{"Members who renew after the trial month from 40 % to 55 %", "Members who cancel after the trial month from 30 % to 15 %", ""},
			{"Share of orders delivered late from 9 % to 4 %", "Share of orders delivered early from 40 % to 60 %", ""},
			{"Visits of the help page a week from 400 to 100", "Visits of the price page a week from 100 to 400", ""},
			{"Weekly orders of the shop in Graz from 100 to 140", "Weekly orders of the shop in Linz from 140 to 100", ""},
			{"Nurses on the night shift of ward two from 3 to 5", "Nurses on the day shift of ward two from 9 to 7", ""},
			{"Seats left empty on morning trains from 40 % to 25 %", "Seats booked early on morning trains from 25 % to 40 %", ""},
		} {
			o := must(w.AddObjective(ctx, w.owner, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{theirs.ID}, Title: "It is easier for them", KeyResults: []KeyResultInput{{Title: x.theirs}}}))(t)
			beside := must(w.TypingContext(ctx, w.owner, Typing{Kind: judge.KeyResult, Text: x.mine, CycleID: w.cycle.ID, TeamID: mine.ID}))(t)
			goal := judge.Goal{Objective: okr.Objective{Title: "It is easier for us"}, KeyResults: []okr.KeyResult{{ID: "this", Title: x.mine}}, Team: mine.ID}
			got := ""
			for _, f := range judge.Read(judge.Case{Goals: append(beside.Others, goal)}).Findings {
				if (f.Rule == "kr/twin" || f.Rule == "kr/conflict") && f.Place.KeyResult == "this" && beside.Tells(f) {
					got += f.Rule
				}
			}
			if got != x.want {
				t.Errorf("%q beside %q: %q, want %q", x.mine, x.theirs, got, x.want)
			}
			must(w.RemoveObjective(ctx, w.owner, RemovalInput{ID: o.ID}))(t)
		}
	})
}
