package judge

import (
	"slices"
	"strings"
	"testing"
)

// asked are the rules about a key result that ask about a line, without what is asked of any line: its date and its baseline.
func asked(text string) string {
	var rules []string
	for _, f := range Read(kr(text).Case).Findings {
		if id, ok := strings.CutPrefix(f.Rule, "kr/"); ok && id != "no-date" && id != "no-baseline" {
			rules = append(rules, id)
		}
	}
	slices.Sort(rules)
	return strings.Join(rules, " ")
}

// A service within a time, what is carried a step on and what is won by the work are results; work without them, and what only names it, is work.
func TestServiceAndWork(t *testing.T) {
	for _, x := range []struct{ text, kind, asked string }{
		{"Answer partner mails within 4 hours", Outcome, ""},
		{"Reply to every letter within two working days", Outcome, ""},
		{"Pay suppliers within 10 days", Outcome, ""},
		{"Respond to reviews within 48 hours", Outcome, ""},
		{"Answer the phone within 20 seconds", Outcome, ""},
		{"Review the contract within 5 days", Output, ""},
		{"All deposits are paid back within 3 days", Outcome, ""},
		{"Launch the shop within 30 days", Output, ""},
		{"Publish the report within 5 days", Output, "task"},

		{"Move 12 open deals to the next stage", Outcome, ""},
		{"Move 20 leads into negotiation", Outcome, ""},
		{"Advance eight candidates to the final round", Outcome, ""},
		{"Move 20 shelves into the yard", Output, "task"},

		{"Run a trial week, get 30 shops to join", Outcome, ""},
		{"Invite former riders and get 40 back", Outcome, ""},
		{"Hold an open evening, bring in 30 new members", Outcome, ""},
		{"Identify likely hosts and invite them, get 12 on board", Outcome, ""},
		{"Hold an open evening and print a map", Output, "task two-in-one"},

		{"Naming of the new tandem", Activity, "task"},
		{"Rewriting the lease for the yard", Activity, "task"},
		{"Naming scheme for tandems", Output, "task"},
		{"Recruiting of two mechanics", Output, ""},
		{"Depot Handover Automation", Output, "task"},
		{"Partner Onboarding Revamp", Output, "task"},
		{"Support Desk Overhaul", Output, "task"},

		{"Based on the rider survey measure satisfaction and improve it", Outcome, "vague"},
		{"Based on usage data improve the search", Outcome, "unmeasurable"},
		{"Based on feedback rewrite the manual", Output, "task"},

		{"Identify and partner with 6 lenders", Outcome, ""},
		{"Open source projects in our city use the repair guide", Outcome, ""},
		{"Open source the repair guide", Output, "task"},
		{"Get listed in three travel guides", Outcome, ""},
		{"Test the siren", Output, "task"},
		{"Test three lamps in the yard", Learning, ""},
		{"Test whether riders pay more", Learning, "learning-without-number"},
		{"Test bench for brakes", Output, "task"},
		{"Ask 50 guests about the size of a portion", Learning, ""},
		{"Staff training programme", Activity, ""},
		{"Ramp up line 4 to 120 units a shift", Outcome, ""},
		{"Ramp up the new line", Activity, "task"},
		{"Fewer flaky tests", Outcome, "unmeasurable"},
		{"Archive digitisation: 2,000 photos", Output, "task"},
		{"Make the till not freeze on Saturdays", Outcome, ""},
		{"Make labels, not posters", Output, "task"},
		{"All inspections 45-minutes or less", Outcome, ""},
		{"Re:start fair in Ghent", Output, "task"},

		{"License keys enable the workshop mode", Output, "task"},
		{"Two partner shops besides ours enable the lift mode", Outcome, ""},
	} {
		if got := ReadLine(Line{Kind: KeyResult, Text: x.text}).Type; got != x.kind {
			t.Errorf("%q is called %s, want %s", x.text, got, x.kind)
		}
		if got := asked(x.text); got != x.asked {
			t.Errorf("%q is asked about by %q, want %q", x.text, got, x.asked)
		}
	}
}

// What is to be learned may have an end without a count: the value of today, or all of something.
func TestLearningWithAnEnd(t *testing.T) {
	for text, want := range map[string]string{
		"Interview riders about why they leave":         "learning-without-number",
		"Interview all riders who left about why":       "",
		"Estimate how many riders lose a key":           "learning-without-number",
		"Ask people from every district what they miss": "",
		"Establish a baseline for repair times":         "",
		"Baseline the waiting times at our depots":      "",
	} {
		if got := asked(text); got != want {
			t.Errorf("%q is asked about by %q, want %q", text, got, want)
		}
	}
	if list := found(kr("Identify pain points at the return desk and fix them").Case, "kr/learning-without-number"); len(list) != 1 || !strings.Contains(list[0].Fix, "dealt with") {
		t.Errorf("what is found and dealt with is asked about by %+v", list)
	}
}

// What only goes on about the first part, or explains it, is no second result.
func TestOneResult(t *testing.T) {
	for _, text := range []string{
		"Write the log; helping riders to find it",
		"Keep a log with TL;DR summaries of each talk",
		"Move the keys to the new safe and list in the register",
		"Describe how we book repairs and settle complaints",
		"For two shops, cut the price of a repair by 5 %",
		"Based on two surveys, cut waiting by 5 %",
	} {
		if strings.Contains(asked(text), "two-in-one") {
			t.Errorf("%q is told to be two", text)
		}
	}
}

// What something can do is asked about by who uses it.
func TestWhatAThingDoes(t *testing.T) {
	for text, want := range map[string]string{
		"Season passes include a check":     "what something has or can do, whoever uses it",
		"The till prints a second receipt":  "what something has or can do, whoever uses it",
		"License keys enable workshop mode": "what something has or can do, whoever uses it",
		"The form is live":                  "work that we do ourselves",
		"Tour map details sent and printed": "work that we do ourselves",
	} {
		for _, f := range found(kr(text).Case, "kr/task") {
			if f.Evidence != want || f.Severity != Warning {
				t.Errorf("%q: %s, %s", text, f.Severity, f.Evidence)
			}
			want = ""
		}
		if want != "" {
			t.Errorf("%q is not asked about", text)
		}
	}
}

// A line is not split at the numbers of issues and versions, nor at what only points at one.
func TestReferences(t *testing.T) {
	for text, want := range map[string]string{
		"Fix #123, #456":                                          "task",
		"Close #88 and #91":                                       "task",
		"Move the till from version 2.1 to 3.0":                   "task",
		"Print 3 maps. shop/site#12, shop/site#4":                 "task",
		"Open 12 shops and cut complaints by 20 %. shop/site#728": "two-in-one",
	} {
		if got := asked(text); got != want {
			t.Errorf("%q is asked about by %q, want %q", text, got, want)
		}
		for _, f := range Read(kr(text).Case).Findings {
			for _, part := range f.Rewrite {
				if strings.HasPrefix(strings.ToLower(part), "shop/site") {
					t.Errorf("%q is split into %q", text, f.Rewrite)
				}
			}
		}
	}
}
