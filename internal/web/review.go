package web

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// review is where teams read a draft: whom to ask before it begins, and one's own word while it runs.
func review(r *request) error { return showReview(r, http.StatusOK, nil) }

func showReview(r *request, status int, f *form) error {
	o, err := r.s.App.Objective(r.Context(), r.Actor, r.PathValue("ref"))
	if err != nil {
		return err
	}
	v, err := r.around("Reading "+o.Title, "planning")
	if err != nil {
		return err
	}
	v.Live = o.ID
	if runs := o.Review != nil && o.Review.Ended == 0; runs || !o.May.Edit || o.Stage != okr.Draft && o.Stage != okr.InReview {
		return r.show(status, v, reviewBody(r, o, f))
	}
	near, err := r.s.App.ReviewTeams(r.Context(), r.Actor, o.ID)
	if err != nil {
		return err
	}
	return r.show(status, v, askReviewBody(r, v, o, near, f))
}

// startReview asks the teams that are ticked.
func startReview(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	in := app.ReviewInput{ObjectiveID: r.PostFormValue("id"), Version: formNumber(r, "version"), TeamIDs: r.PostForm["team_id"]}
	if len(in.TeamIDs) == 0 {
		return r.refused(okr.Fail(okr.Invalid, "team_ids", "Choose at least one team to read it; three are usual."), showReview)
	}
	if _, err := r.s.App.StartReview(r.Context(), r.Actor, in); err != nil {
		return r.refused(err, showReview)
	}
	return r.done("objectives/"+r.PathValue("ref"), "review-started", "")
}

// answerReview takes what a team says: a verdict and a text for each line.
func answerReview(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	in := app.AnswerInput{ID: r.PostFormValue("id"), TeamID: r.PostFormValue("team_id")}
	for _, id := range r.PostForm["line"] {
		in.Lines = append(in.Lines, okr.LineReview{ID: id, Verdict: okr.Verdict(r.PostFormValue("verdict-" + id)), Text: r.PostFormValue("text-" + id)})
	}
	a, err := r.s.App.AnswerReview(r.Context(), r.Actor, in)
	if err != nil {
		return r.refused(err, showReview)
	}
	did := "read"
	if a.End == okr.ReviewAnswered {
		did = "activated"
	}
	return r.done("objectives/"+r.PathValue("ref"), did, "")
}

// replyReview answers a question.
func replyReview(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	in := app.ReplyInput{ID: r.PostFormValue("id"), TeamID: r.PostFormValue("team_id"), LineID: r.PostFormValue("line_id"), Text: r.PostFormValue("text")}
	if _, err := r.s.App.ReplyReview(r.Context(), r.Actor, in); err != nil {
		return r.refused(err, showObjective)
	}
	return r.done("objectives/"+r.PathValue("ref"), "saved", "")
}

// clockText is how much of a review's clock is left.
func clockText(minutes int) string {
	switch {
	case minutes <= 0:
		return "the clock has ended"
	case minutes < 60:
		return ui.Plural(minutes, "minute") + " left"
	}
	return strconv.Itoa(minutes/60) + " h left"
}

// runText is how long something took on the clock.
func runText(minutes int) string {
	if minutes < 60 {
		return ui.Plural(minutes, "minute")
	}
	return strconv.Itoa((minutes+30)/60) + " h"
}

// untilText is when the clock ends, where the organization is.
func untilText(r *request, at okr.Instant) string {
	return at.Time().In(r.Org.Set.Location()).Format("Monday, 15:04")
}

// readerText is how far a team is with reading.
func readerText(t okr.TeamReview) string {
	if t.Answered == 0 {
		return "reading"
	}
	n := map[okr.Verdict]int{}
	for _, l := range t.Lines {
		n[l.Verdict]++
	}
	var parts []string
	for _, v := range []okr.Verdict{okr.VerdictQuestion, okr.VerdictSuggestion} {
		if n[v] > 0 {
			parts = append(parts, ui.Plural(n[v], string(v)))
		}
	}
	if parts == nil {
		return "fine"
	}
	return strings.Join(parts, ", ")
}

// A reviewLine is a line of a draft to say something about.
type reviewLine struct {
	ID, Title, About string
	Said             okr.LineReview // what my team has said
	Others           []reviewWord
}

// A reviewWord is what another team says of a line.
type reviewWord struct {
	Team string
	okr.LineReview
}

// reviewLines are the lines of the draft with what a team and the others say of them.
func reviewLines(o app.ObjectiveView, team string) []reviewLine {
	out := []reviewLine{{ID: o.ID, Title: o.Title, About: "Objective"}}
	for i, k := range o.KeyResults {
		out = append(out, reviewLine{ID: k.ID, Title: k.Title, About: fmt.Sprintf("Key result %d%s", i+1, reachText(k.KeyResult))})
	}
	for i := range out {
		for _, t := range o.Review.Teams {
			for _, l := range t.Lines {
				if l.ID != out[i].ID {
					continue
				}
				if t.TeamID == team {
					out[i].Said = l
				} else {
					out[i].Others = append(out[i].Others, reviewWord{o.Names.Of(t.TeamID), l})
				}
			}
		}
	}
	return out
}

// reachText is from where to where a key result goes, after a colon.
func reachText(k okr.KeyResult) string {
	if k.Kind != okr.Number || k.Target == nil {
		return ""
	}
	if k.Baseline == nil {
		return ": " + k.Format(*k.Target)
	}
	return ": from " + k.Format(*k.Baseline) + " to " + k.Format(*k.Target)
}

// openQuestions are the questions of a review that wait for an answer.
func openQuestions(o app.ObjectiveView) (out []reviewQuestion) {
	titles := map[string]string{o.ID: "the objective"}
	for _, k := range o.KeyResults {
		titles[k.ID] = k.Title
	}
	for _, t := range o.Review.Teams {
		for _, l := range t.Lines {
			if l.Open() {
				out = append(out, reviewQuestion{t.TeamID, o.Names.Of(t.TeamID), titles[l.ID], l})
			}
		}
	}
	return out
}

type reviewQuestion struct {
	TeamID, Team, About string
	okr.LineReview
}

// planning is how the next plan comes about.
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
	v.Title = "Planning " + p.Cycle.Name
	v.Cycle = ui.Link{Text: p.Cycle.Name}
	v.Week, v.Weeks = p.Cycle.Week(p.Today)
	v.Main, v.InBar = ui.Link{Text: "New draft", URL: r.at("objectives/new?cycle=" + p.Cycle.Slug)}, false
	v.Lesser = []ui.Link{{Text: "What the judge says", URL: r.at("findings?cycle=" + p.Cycle.Slug)}}
	return r.show(http.StatusOK, v, planningBody(r, v, p, q.TeamID))
}

// planLead says where planning stands today.
func planLead(p app.Planning) string {
	if p.Step == len(p.Steps) {
		return "This plan is live. What is still a draft can start on any day."
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
func lessonText(p app.Planning, l app.Lesson) string {
	text := p.Names.Of(first(l.TeamIDs))
	if l.Grade != nil {
		text += ", closed at " + strconv.FormatFloat(*l.Grade, 'f', 1, 64)
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

// planLimits count what is drafted, read and live against the usual limits.
func planLimits(p app.Planning, root string, l okr.Limits) []planLimit {
	l = l.OrUsual()
	company, many, few := 0, 0, 0
	for _, col := range p.Columns {
		for _, c := range col.Cards {
			if slices.Contains(c.TeamIDs, root) {
				company++
			}
			if c.KeyResults > l.MaxKeyResults {
				many++
			}
			if c.KeyResults < l.MinKeyResults {
				few++
			}
		}
	}
	return []planLimit{{"Objectives of the company", strconv.Itoa(company), fmt.Sprintf("%d to %d keep a page readable", l.MinObjectives, l.MaxObjectives)},
		{fmt.Sprintf("With more than %d key results", l.MaxKeyResults), strconv.Itoa(many), fmt.Sprintf("%d to %d are enough", l.MinKeyResults, l.MaxKeyResults)},
		{fmt.Sprintf("With fewer than %d", l.MinKeyResults), strconv.Itoa(few), "one number is easily gamed"}}
}

// isLate is whether a review has less than its last hours left.
func isLate(minutes int) bool { return time.Duration(minutes)*time.Minute <= okr.ReviewLast }
