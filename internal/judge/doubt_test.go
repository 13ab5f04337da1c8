package judge

import (
	"slices"
	"strings"
	"testing"

	"github.com/headwater-okr/headwater/internal/okr"
)

// Where a line may be read in two ways, the graver one is not said.
func TestDoubts(t *testing.T) {
	for _, x := range []struct {
		text, rule string
		want       Severity // "" is silence
	}{
		// A task names its work; what only sounds like one is asked about more lightly, or not at all.
		{"Launch the new booking page", "kr/task", Serious},
		{"Satisfaction of riders: from … to …", "kr/task", ""}, // as a rewrite leaves it
		{"Satisfaction of riders: from … to …", "kr/no-target", Warning},
		{"Weather handling: from 3 to …", "kr/task", ""},
		{"A training plan for workshop leads", "kr/task", Warning},
		{"Every workshop lead has been trained in safe lifting", "kr/task", ""},
		{"All bikes are listed in the new register", "kr/task", ""},
		{"Weeks in a row with a booked lift from 2 to 9", "kr/task", ""},

		{"Hire mechanics according to plan", "kr/task", ""},
		{"Meet the budget for spare parts", "kr/task", ""},
		{"Write a plan for spare parts", "kr/task", Serious},
		{"Build a return desk that results in 20 % fewer lost parts", "kr/task", Warning},

		// Where one stands among others, and what they grant, is no work of ours.
		{"Finish in the top 6", "kr/task", ""},
		{"Finish second or better", "kr/task", ""},
		{"Finish the second bridge", "kr/task", Serious},
		{"Beat Ghent in repairs a day", "kr/task", ""},
		{"Stay in the first division", "kr/task", ""},
		{"Break even in the Leeds workshop", "kr/task", ""},
		{"Retain accreditation", "kr/task", ""},
		{"Hold prices flat", "kr/task", ""},
		{"Convert 12% of trials", "kr/task", ""},
		{"Get 50 positive reviews", "kr/task", ""},
		{"3-5 signed contracts", "kr/task", ""},
		{"A 5-point increase in the trust index", "kr/task", ""},
		{"An accident-free year", "kr/task", ""},
		{"Verified dealers: 150", "kr/task", ""},
		{"Average rating of 4.6 stars", "kr/vanity", ""},
		{"GitHub stars from 300 to 900", "kr/vanity", Note},
		{"Kundenzufriedenheit verbessern", "kr/task", ""},
		{"Mind. 3 Referenzkunden", "kr/task", ""},

		// Work with what it is for is asked for that.
		{"Move the workshop to a larger hall to reduce waiting by 30 %", "kr/task", Warning},
		{"Buy a second lift in order to raise capacity to 40 repairs a day", "kr/task", Warning},
		{"Repair the leak that prevents sales", "kr/task", Serious},

		// What happens, what others decide and what one keeps is no work of ours.
		{"Workshops open on time", "kr/task", ""},
		{"Shops open on time", "kr/task", ""},
		{"Trams run on time", "kr/task", ""},
		{"Invoices go out on time", "kr/task", ""},
		{"Fuel use 15 % below the 2019 baseline", "kr/task", ""},
		{"A clean audit opinion", "kr/task", ""},
		{"Clean audit, no remarks", "kr/task", ""},
		{"Clean all brakes", "kr/task", Serious},
		{"The city council has approved the new bike lane", "kr/task", ""},
		{"Keep our two stars in the city guide", "kr/task", ""},
		{"Defend the title", "kr/task", ""},
		{"Keep every partner", "kr/task", ""},
		{"Keep the riders informed", "kr/task", Serious},
		{"Answer letters 2 days sooner", "kr/task", ""},
		{"Handle complaints twice as fast", "kr/task", ""},

		// Two results could each be reached alone; a second part that goes on about the first is none.
		{"Open 12 workshops in May and cut complaints about waiting by 20 %", "kr/two-in-one", Warning},
		{"Record 20 repairs and show them to new mechanics", "kr/two-in-one", ""},
		{"Count all spare parts and make sure they are back on the shelf", "kr/two-in-one", ""},
		{"Hire 2 mechanics for Ghent, and up to 4 if the season begins early", "kr/two-in-one", ""},
		{"Run 4 courses, two for riders and two for partners", "kr/two-in-one", ""},
		{"Orders come by the app and none come by fax", "kr/two-in-one", ""},
		{"Cut wrong invoices by 70 %, target under 40. Current state is 133", "kr/two-in-one", ""},
		{"Reach a 12 day handover, aim for a 10 day handover once the lift works", "kr/two-in-one", ""},
		{"Rewrite the workshop manual to clarify who signs and describe how parts are booked", "kr/two-in-one", ""},
		{"Offer small repairs to direct bookings, trials, upgrades, and renewals", "kr/two-in-one", ""},

		{"Hire mechanics: +2 brakes, +1 gears, +3 frames", "kr/two-in-one", ""},
		{"Riders after a day 38 → 45 %, after a week 14 → 20 %", "kr/two-in-one", Warning},
		{"NPS of 40 and churn under 2 %", "kr/two-in-one", Warning},
		{"Late returns from 12 to 4 %, lost keys from 9 to 6 a month", "kr/two-in-one", Warning},
		{"Grow from 3 to 5 workshops in Ghent and Graz", "kr/two-in-one", ""},
		{"Grow to 200 riders while keeping churn under 3 %", "kr/two-in-one", ""},
		{"Repairs in 2 days, down from 5 days", "kr/two-in-one", ""},
		{"On-time returns: Ghent 92 → 97 %, Graz 88 → 95 %", "kr/two-in-one", ""},

		// That there is none of something, anybody can tell.
		{"Improve the experience of our riders", "kr/unmeasurable", Warning},
		{"No rider waits in the rain", "kr/unmeasurable", ""},
		{"Eliminate doubts about the right tyre", "kr/unmeasurable", ""},
		{"Meet the plan for spare parts", "kr/unmeasurable", ""},
		{"All repairs are logged and filed in the workshop book", "kr/unmeasurable", ""},
		{"Reduce the number of complaints", "kr/unmeasurable", Warning},
		{"Lower the cost of a repair", "kr/unmeasurable", Warning},
		{"A 5-point increase in the trust of riders", "kr/unmeasurable", ""},
		{"Cut the average call from 6:30 to 5:00", "kr/unmeasurable", ""},
		{"Keep our star in the city guide", "kr/unmeasurable", ""},
		{"A clean audit opinion", "kr/unmeasurable", ""},
		{"Waiting below the average of the city", "kr/unmeasurable", ""},

		// Where a change is counted from may be said without the number.
		{"Complaints 20 % lower", "kr/no-baseline", Note},
		{"Complaints 20 % lower than last year", "kr/no-baseline", ""},
		{"Fuel use 15 % below the 2019 baseline", "kr/no-baseline", ""},
		{"Repairs grow 5 % month over month", "kr/no-baseline", ""},

		// What is compared with something that is named has a threshold, and "and more" ends a list.
		{"Riders are happier with our service", "kr/vague", Warning},
		{"The new lift is faster than the old one", "kr/vague", ""},
		{"Grow the better part of sales by X %", "kr/vague", ""},
	} {
		var got Severity
		for _, f := range Read(kr(x.text).Case).Findings {
			if f.Rule == x.rule && f.Place.Text == x.text {
				got = f.Severity
			}
		}
		if got != x.want {
			t.Errorf("%s on %q is %q, want %q", x.rule, x.text, got, x.want)
		}
	}
	for text, want := range map[string]bool{"Implement the new booking system": true, "Being the workshop that riders recommend": false, "Becoming the easiest place for a repair": false,
		"Hiring to target": false, "At or above plan for spare parts": false, "A repair is done the same day": false, "Rates for spare parts": false, "Next-generation brand strategy, identity and guidelines": false, "Ramp up engagement with riders": false,
		"Run an efficient, growing and effective workshop": false, "Publish a better price list": true,
		"Naming of the new tandem": true, "Winning the north back": false, "Building the best workshop in town": false} {
		if got := slices.ContainsFunc(Read(aim(text).Case).Findings, func(f Finding) bool { return f.Rule == "objective/task" }); got != want {
			t.Errorf("objective/task on %q is %v", text, got)
		}
	}
}

// An open end is asked about once: by the metric where a verb only says which way it should go, else by the word that leaves it open.
func TestOneQuestion(t *testing.T) {
	for text, want := range map[string]string{
		"Improve the speed of repairs":                "kr/unmeasurable",
		"Fewer complaints about dirt":                 "kr/unmeasurable",
		"Riders are happier with our service":         "kr/vague",
		"A more welcoming waiting room":               "kr/vague",
		"Better signs in the yard":                    "kr/vague",
		"Make it easier to book a repair":             "kr/vague",
		"Increase engagement and strengthen our name": "kr/vague",
	} {
		var got []string
		for _, f := range Read(kr(text).Case).Findings {
			if f.Rule == "kr/unmeasurable" || f.Rule == "kr/vague" {
				got = append(got, f.Rule)
			}
		}
		if !slices.Equal(got, []string{want}) {
			t.Errorf("%q is asked about by %q, want %s", text, got, want)
		}
	}
}

// Behind work stands what it is for: that is offered as the key result.
func TestPurpose(t *testing.T) {
	for text, want := range map[string]string{
		"Move the workshop to a larger hall to reduce waiting by 30 %":        "Reduce waiting by 30 %",
		"Rewrite the price list in order to increase bookings to 400 a month": "Increase bookings to 400 a month",
		"Train partners to improve ratings from 4.1 to 4.6. Begin with Graz":  "Improve ratings from 4.1 to 4.6",
		"Hang a rack in each yard, cutting losses by half":                    "Cut losses by half",
		"Introduce a second shift so that late returns fall below 3 %":        "Late returns fall below 3 %",
		"Rebuild the yard to increase capacity":                               "Capacity: from … to …",
		"Find 1 larger hall to widen our reach":                               "Our reach: from … to …",
		"Build a return desk that results in 20 % fewer lost parts":           "20 % fewer lost parts",
		"Publish the manual so every mechanic knows where the 12 keys are":    "",
		"Print a map to show riders the way":                                  "",
	} {
		var got string
		for _, f := range Read(kr(text).Case).Findings {
			if f.Rule == "kr/task" && len(f.Rewrite) > 0 {
				got = f.Rewrite[0]
			}
		}
		if got != want {
			t.Errorf("%q would be written %q, want %q", text, got, want)
		}
	}
}

// What goes from a number to the same number, or is due before its cycle, cannot be meant.
func TestContradictions(t *testing.T) {
	for _, x := range []struct {
		text   string
		change func(*okr.KeyResult)
		want   string // the beginning of the evidence; "" is silence
	}{
		{"NPS of riders from 45 to 45", nil, "from 45 to 45"},
		{"NPS of riders", func(k *okr.KeyResult) { k.Baseline, k.Target = new(45.0), new(45.0) }, "from 45 to 45"},
		{"NPS of riders from 45 to 45", func(k *okr.KeyResult) { k.Direction = okr.KeepAbove }, ""},
		{"NPS of riders from 32 to 45", nil, ""},
		{"NPS of 45 by 2025-12-31", nil, "due 2025-12-31, before the cycle"},
		{"NPS of 45", func(k *okr.KeyResult) { k.Due = "2025-12-31" }, "due 2025-12-31, before the cycle"},
		{"NPS of 45 by 2026-03-31", nil, ""},
		{"NPS of 45 by 2026-04-30", nil, "due 2026-04-30, after the cycle"},
	} {
		c := kr(x.text).Case
		c.Today, c.Cycle = "2026-01-20", okr.Cycle{Start: "2026-01-01", End: "2026-03-31"}
		if x.change != nil {
			x.change(&c.Goals[0].KeyResults[0])
		}
		got := ""
		if list := found(c, "kr/contradiction"); len(list) > 0 {
			got = list[0].Evidence
		}
		if !strings.HasPrefix(got, x.want) || (got == "") != (x.want == "") {
			t.Errorf("%q: %q, want %q", x.text, got, x.want)
		}
	}
}

// A key result restates its objective where it adds nothing to it, not even a number.
func TestRestated(t *testing.T) {
	for _, x := range []struct {
		objective, keyResult string
		want                 bool
	}{
		{"Grow repairs to 4,000 a month", "Repairs grow to 4,000 a month", true},
		{"Grow repairs to 4,000 a month", "Repairs from 2,900 to 3,500 a month", false},
		{"Find 12 halls and rent one in Ghent", "Find 12 halls and rent one for the bike museum", false},
		{"Riders trust our repairs", "85 % of riders trust our repairs", false},
		{"Introduce a repair calendar", "Introduce the repair calendar", true},
		{"Introduce a repair calendar", "Agree on the rules, owners and opening hours of a repair calendar", false},
		{"Riders trust our repairs (carried over from winter)", "Riders trust our repairs", true},
	} {
		if got := len(found(aim(x.objective, x.keyResult).Case, "objective/restated")) > 0; got != x.want {
			t.Errorf("%q under %q restates it: %v", x.keyResult, x.objective, got)
		}
	}
}

// A word of one trade is foreign only among several teams, none of which uses it.
func TestWordsOfATrade(t *testing.T) {
	foreign := func(e Example) (string, bool) {
		for _, f := range Read(e.Case).Findings {
			if f.Rule == "objective/jargon" && f.Place.Objective == "o0" {
				return f.Place.Marked(), true
			}
		}
		return "", false
	}
	if word, ok := foreign(departments("Cut the dunning of small invoices", "Riders trust our repairs")); !ok || word != "dunning" {
		t.Errorf("marked is %q", word)
	}
	if _, ok := foreign(departments("Cut the dunning of small invoices", "Partners never wait for a dunning letter")); ok {
		t.Error("another team uses the word too")
	}
	alone := aim("Cut the dunning of small invoices")
	alone.Case.Goals[0].ID = "o0"
	if _, ok := foreign(alone); ok {
		t.Error("there is nobody else to whom it could be foreign")
	}
	alone.Case.Teams = 3
	if _, ok := foreign(alone); !ok {
		t.Error("three other teams are known, and none of them uses it")
	}
}

// A rewrite is only offered where either part can stand alone.
func TestSplit(t *testing.T) {
	for text, want := range map[string][]string{
		"Raise NPS to 45 and cut complaints by 20 %":                               {"Raise NPS to 45", "Cut complaints by 20 %"},
		"Hire 5 mechanics in Ghent and 5 apprentices in Graz":                      {"Hire 5 mechanics in Ghent", "Hire 5 apprentices in Graz"},
		"Review the rota and name its gaps. Train 12 leads by May":                 {"Review the rota and name its gaps", "Train 12 leads by May"},
		"Lower waiting below 2 minutes. These are the minutes at the till":         nil,
		"Write a draft of and comment on the plan":                                 nil,
		"NPS of 40, churn under 2 %":                                               {"NPS of 40", "Churn under 2 %"},
		"Riders after a day 38 → 45 %, after a week 14 → 20 %":                     nil,
		"Keep the ratio of leads to riders - open a shop and close two (from X)":   nil,
		"Open 12 workshops in May and cut waiting by 20 % and raise the NPS to 45": nil,
	} {
		k := result{KeyResult: &okr.KeyResult{Title: text}, reading: ReadLine(Line{Kind: KeyResult, Text: text})}
		var got []string
		if a, b := k.split(); a != "" {
			got = []string{a, b}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q is split into %q, want %q", text, got, want)
		}
	}
}

// An aim may be said in any manner: what speaks is no heading, and a number that is a manner of speaking is none to hit.
func TestAimsOfAnyManner(t *testing.T) {
	for _, x := range []struct {
		text, rule string
		want       bool
	}{
		{"Marketing", "objective/label", true},
		{"Nobody waits", "objective/label", false},
		{"No child goes to school hungry", "objective/label", false},
		{"Turn guests into members", "objective/label", false},
		{"A workshop without fear", "objective/label", false},
		{"Be profitable", "objective/label", false},
		{"Bread worth queuing for", "objective/label", false},
		{"Reach 95 % on-time delivery", "objective/metric", true},
		{"One team, one dream", "objective/metric", false},
		{"Zero tolerance for harassment", "objective/metric", false},
		{"Number 1 in Belgium", "objective/metric", false},
		{"One team, one dream", "objective/task", false},
		{"10x better repairs", "objective/metric", false},
		{"Make booking 10x better", "objective/metric", false},
		{"Grow sales 10x", "objective/metric", true},
		{"Zero waste", "objective/metric", false},
		{"Zero waste", "objective/label", false},
		{"Waste", "objective/label", true},
		{"Make line 3 the benchmark", "objective/metric", false},
		{"Make line 3 the benchmark", "objective/task", false},
		{"Rescue workshops", "objective/label", false},
		{"Implement the new booking system", "objective/task", true},
		{"Own the northern market", "objective/task", false},
		{"Fill the stadium", "objective/task", false},
		{"Win the league", "objective/fluffy", false},
		{"Improve quality", "objective/fluffy", true},
	} {
		got := slices.ContainsFunc(Read(aim(x.text).Case).Findings, func(f Finding) bool { return f.Rule == x.rule })
		if got != x.want {
			t.Errorf("%q has %s: %v, want %v", x.text, x.rule, got, x.want)
		}
	}
}

// A rewrite is a sentence that somebody would say.
func TestPatterns(t *testing.T) {
	for text, want := range map[string]string{
		"Speed up invoicing":                          "Invoicing: from … to …",
		"Grow the number of volunteers significantly": "The number of volunteers: from … to …",
		"Reduce waiting time through better routing":  "Waiting time: from … to …",
		"Avoid relegation":                            "",
	} {
		var got string
		for _, f := range Read(kr(text).Case).Findings {
			if f.Rule == "kr/unmeasurable" && len(f.Rewrite) > 0 {
				got = f.Rewrite[0]
			}
		}
		if got != want {
			t.Errorf("%q would be written %q, want %q", text, got, want)
		}
	}
}
