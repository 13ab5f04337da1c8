package web

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// planning is the room in which the next plan comes about; with a draft in the address, that one is written there.
func planning(r *request) error {
	v, err := r.around("Planning", "planning")
	if err != nil {
		return err
	}
	q := app.PlanQuery{TeamID: r.URL.Query().Get("team")}
	if r.URL.Query().Get("cycle") != "" {
		q.CycleID = v.cycle.ID
	}
	p, err := r.s.App.Planning(r.Context(), r.Actor, q)
	if err != nil {
		return err
	}
	d, err := r.openDraft(p.Cycle.ID)
	if err != nil {
		return err
	}
	v.Title = "Planning " + p.Cycle.Name
	v.Cycle = ui.Link{Text: p.Cycle.Name}
	v.Week, v.Weeks = p.Cycle.Week(p.Today)
	v.Main, v.InBar = r.newObjective("New draft", "?cycle="+p.Cycle.Slug), false
	v.Lesser = []ui.Link{{Text: "What the judge says", URL: r.at("findings?cycle=" + p.Cycle.Slug)}}
	return r.show(http.StatusOK, v, planningBody(r, v, p, q.TeamID, d))
}

// planLead says where planning stands today.
func planLead(p app.Planning) string {
	if p.Step == len(p.Steps) {
		return "This cycle has begun. What is still a draft can start on any day."
	}
	return p.Steps[p.Step].Ask
}

// stepText is when a step ends.
func stepText(p app.Planning, i int) string {
	day := ui.Day(p.Steps[i].Until, p.Today)
	switch left := p.Steps[i].Until.Since(p.Today) + 1; {
	case i < p.Step:
		return "until " + day + ", done"
	case i == p.Step && i == len(p.Steps)-1, i == len(p.Steps)-1:
		return "on " + day
	case i == p.Step:
		return "until " + day + ", " + ui.Plural(left, "day") + " left"
	}
	return "until " + day
}

// columnName is a stage as the board says it.
func columnName(s okr.Stage) string {
	return map[okr.Stage]string{okr.Draft: "Drafts", okr.InReview: "Read by other teams", okr.Active: "Live"}[s]
}

// cardText is how a draft stands, in a few words.
func cardText(c app.Card) string {
	text := "no key result yet"
	if c.KeyResults > 0 {
		text = ui.Plural(c.KeyResults, "key result")
	}
	if c.Review != nil && c.Review.Ended != 0 {
		text += ", " + ui.Plural(c.Review.Open(), "question") + " not answered yet"
	}
	return text
}

// readersText is how far the teams are with reading.
func readersText(teams []okr.TeamReview, names app.Names) string {
	var parts []string
	for _, t := range teams {
		parts = append(parts, names.Of(t.TeamID)+": "+readerText(t))
	}
	return strings.Join(parts, " · ")
}

// lessonText is whose lesson it is.
func (r *request) lessonText(p app.Planning, l app.Lesson) string {
	text := p.Names.Of(first(l.TeamIDs))
	if l.Grade != nil {
		text += ", " + r.graded(*l.Grade, l.Kind)
	}
	return text
}

// taughtIn is which cycle the lessons are of.
func taughtIn(p app.Planning) string {
	if p.Before == nil {
		return ""
	}
	return p.Before.Name
}

// A planLimit is a count against what keeps a plan readable.
type planLimit struct{ Name, Count, About string }

// planLimits are what is drafted, read and live against the usual limits.
func (r *request) planLimits(p app.Planning) []planLimit {
	l := r.Org.Set.Limits.OrUsual()
	return []planLimit{{"Objectives of the company", r.amount(float64(p.Company)), fmt.Sprintf("%d to %d keep a page readable", l.MinObjectives, l.MaxObjectives)},
		{fmt.Sprintf("With more than %d key results", l.MaxKeyResults), r.amount(float64(p.Many)), fmt.Sprintf("%d to %d are enough", l.MinKeyResults, l.MaxKeyResults)},
		{fmt.Sprintf("With fewer than %d", l.MinKeyResults), r.amount(float64(p.Few)), "one number is easily gamed"}}
}

// isLate is whether a review has less than its last hours left.
func isLate(minutes int) bool { return time.Duration(minutes)*time.Minute <= okr.ReviewLast }
