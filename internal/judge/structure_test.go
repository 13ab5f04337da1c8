package judge

import "testing"

// What a line says is told by how it is built, whether its words are known or not.
func TestStructure(t *testing.T) {
	for text, kind := range map[string]string{
		"Skippers no longer queue at the lock":       Outcome,
		"Foremen stop hating the timesheet":          Outcome,
		"Leaks cause less damage":                    Outcome,
		"Briefings end on time":                      Outcome,
		"Wholesalers order online":                   Outcome,
		"Paper accepted at a conference":             Outcome,
		"Berths are assigned faster":                 Outcome,
		"Depth of every berth is at least four":      Outcome,
		"Fill 85% of appointments":                   Outcome,
		"Mooring rules adopted":                      Output,
		"Improve the build tooling":                  Output,
		"Planner improvements":                       Output,
		"Alerting in place for all five pumps":       Output,
		"Distribute $300k in grants":                 Output,
		"Improve the confidence of the night guards": Outcome,
		"Replace 12 lock gates":                      Output,
		"Get the dry dock approved":                  Output,
		"Be present at the relevant regattas":        Activity,
		"Help lock keepers with the new radios":      Activity,
		"Help guests to save an hour":                Outcome,
		"Tide reports handed to 100% of skippers":    Output,
		"Merchants see failed payments in the till":  Output,
		"Dark mode persists across sessions":         Output,
		"Incident register":                          Output,
		"Apdex of bookings ≥ 0.95":                   Outcome,
		"Splitting the mooring fee gets popular":     Outcome,
		"Simulate three tariffs and choose one":      Learning,
		"Five yards outside Ghent run our checklist": Outcome,
		"Every quote has a named reviewer":           Output,
		"Berths along the canal widened":             Output,
		"Track what the other ports publish":         Activity,
		"Call plans for the top 20 boatyards":        Output,
		"Second supplier for rope qualified":         Output,
		"Ten dormant clubs contacted":                Output,
		"Passports are ready in ten days":            Outcome,
	} {
		if got := ReadLine(Line{Kind: KeyResult, Text: text}).Type; got != kind {
			t.Errorf("%q is called %s, want %s", text, got, kind)
		}
	}
}

// Two results are told by verbs, objects and numbers of their own.
func TestJoints(t *testing.T) {
	for text, want := range map[string]bool{
		"Renegotiate the lease and file the annual report":               true,
		"Release 4.1 and open the theme store":                           true,
		"Launch newsletter + start podcast":                              true,
		"Migrate the tills, as well as hiring two cashiers":              true,
		"At least 30 leads per month as well as 4 closed deals":          true,
		"55% of guests finish the tour and 20% invite a friend":          true,
		"300 crews try the app and 40 of them pay":                       true,
		"Calmer mornings and fewer lost keys":                            true,
		"Statutes amended, board elected, treasury insured":              true,
		"Crew named, route redrawn, boxes replaced":                      true,
		"Lock accidents: 11 a month, previously 19":                      false,
		"Ten ideas tried, worth €40k":                                    false,
		"Faster and easier mooring":                                      false,
		"Price letter delivered to all customers, receipt acknowledged":  false,
		"Find and close all gaps in the log":                             false,
		"Win 20 customers, 5 of them in healthcare":                      false,
		"Grow sales by 20% without raising prices by more than 3%":       false,
		"Design, build and test the winch":                               false,
		"Improve trust in the tide tables and lower the load that helps": true,
	} {
		if got := ReadLine(Line{Kind: KeyResult, Text: text}).Compound; got != want {
			t.Errorf("%q is two in one: %t, want %t", text, got, want)
		}
	}
}
