package web

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

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
	v.Main, v.Live = ui.Link{}, o.ID
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
