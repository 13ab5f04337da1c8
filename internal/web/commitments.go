package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// commitments are a team's four squares: what it will do, how sure it is, how business as usual is, and what comes.
func commitments(r *request) error { return showCommitments(r, http.StatusOK, nil) }

func showCommitments(r *request, status int, f *form) error {
	v, err := r.around("Monday", "commitments")
	if err != nil {
		return err
	}
	team := f.value("team_id", r.URL.Query().Get("team"))
	if team == "" {
		team = myTeam(r, v)
	}
	week, err := okr.ParseDate("week", r.URL.Query().Get("week"))
	if err != nil {
		return err
	}
	squares, err := r.s.App.FourSquares(r.Context(), r.Actor, team, week)
	if err != nil {
		return err
	}
	v.Main, v.InBar = ui.Link{Text: "Start the meeting", URL: r.at("meeting?team=" + squares.Team.ID)}, false
	v.Lesser = []ui.Link{{Text: "The week’s update", URL: r.at("updates?team=" + squares.Team.ID)}}
	v.Title, v.Team = "Monday, "+squares.Team.Name, squares.Team.Name
	return r.show(status, v, squaresBody(r, v, squares, f))
}

// addCommitment takes one from the four squares or from This week.
func addCommitment(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	in := app.CommitmentInput{TeamID: r.PostFormValue("team_id"), Week: okr.Date(r.PostFormValue("week")), Text: r.PostFormValue("text"),
		KeyResultID: r.PostFormValue("key_result_id"), OwnerID: r.Viewer.MemberID}
	if _, err := r.s.App.AddCommitment(r.Context(), r.Actor, in); err != nil {
		return r.refused(err, showCommitments)
	}
	return r.backToWeek(in.TeamID)
}

// tickCommitment ticks, unticks, lets go or carries on.
func tickCommitment(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	id := r.PathValue("id")
	var c okr.Commitment
	var err error
	if state := r.PostFormValue("state"); state == "carried" {
		c, err = r.s.App.CarryCommitment(r.Context(), r.Actor, app.ThingInput{ID: id})
	} else {
		to := okr.CommitmentState(strings.TrimPrefix(state, "open"))
		c, err = r.s.App.EditCommitment(r.Context(), r.Actor, app.CommitmentPatch{ID: id, State: &to})
	}
	if err != nil {
		return err
	}
	return r.backToWeek(c.TeamID)
}

func removeCommitment(r *request) error {
	c, err := r.s.App.RemoveCommitment(r.Context(), r.Actor, app.RemovalInput{ID: r.PathValue("id")})
	if err != nil {
		return err
	}
	return r.done("commitments?team="+c.TeamID, "removed", "commitments/"+c.ID+"/restore")
}

func restoreCommitment(r *request) error {
	c, err := r.s.App.RestoreCommitment(r.Context(), r.Actor, app.RemovalInput{ID: r.PathValue("id")})
	if err != nil {
		return err
	}
	return r.done("commitments?team="+c.TeamID, "restored", "")
}

// backToWeek answers a form of commitments: to This week if it came from there, else to the team's four squares.
func (r *request) backToWeek(team string) error {
	switch r.PostFormValue("back") {
	case "week":
		return r.to("week#commitments")
	case "meeting":
		return r.to("meeting?" + url.Values{"team": {team}, "shape": {r.PostFormValue("shape")}, "topic": {r.PostFormValue("topic")}, "began": {r.PostFormValue("began")}}.Encode())
	}
	return r.to("commitments?team=" + team + "#commitments")
}

// commitmentLine is a commitment as a row.
func commitmentLine(r *request, c app.CommitmentView, names app.Names, back string) ui.CommitmentLine {
	l := ui.CommitmentLine{ID: c.ID, Version: c.Version, Text: c.Text, Who: names.Of(c.OwnerID), Done: c.State == okr.CommitmentDone, Back: back, About: c.KeyResult}
	if c.KeyResultID == "" {
		l.About = "business as usual"
	} else if c.Number != 0 {
		l.URL = r.at("objectives/"+ref(c.Number)) + "#kr-" + c.KeyResultID
	}
	if c.May {
		l.Tick = r.at("commitments/" + c.ID + "/tick")
	}
	return l
}

// commitmentsText is how many of them are done.
func commitmentsText(w app.TeamWeek) string {
	if len(w.Now) == 0 {
		return ""
	}
	done := 0
	for _, c := range w.Now {
		if c.State == okr.CommitmentDone {
			done++
		}
	}
	return strconv.Itoa(done) + " of " + strconv.Itoa(len(w.Now)) + " done"
}

// movesOptions are what a commitment can move: the team's key results, and business as usual.
func movesOptions(rows []app.ObjectiveRow, value string) []ui.Option {
	var out []ui.Option
	for _, o := range rows {
		for _, k := range o.KeyResults {
			out = append(out, ui.Option{Value: k.ID, Text: k.Title})
		}
	}
	return chosen(append(out, ui.Option{Text: "Business as usual"}), value)
}

// teamRows are those of the rows that a team shares.
func teamRows(team string, lists ...[]app.ObjectiveRow) []app.ObjectiveRow {
	var out []app.ObjectiveRow
	for _, list := range lists {
		for _, o := range list {
			for _, id := range o.TeamIDs {
				if id == team && o.Stage == okr.Active {
					out = append(out, o)
				}
			}
		}
	}
	return out
}

// squaresLead says what the Monday is about.
func squaresLead(s app.FourSquares) string {
	switch {
	case s.Week.Week > s.Today.Monday():
		return "The week of " + ui.Day(s.Week.Week, s.Today) + ", still to come."
	case s.Week.Week < s.Today.Monday():
		return "The week of " + ui.Day(s.Week.Week, s.Today) + "."
	case len(s.Week.Now) == 0:
		return "What will you do this week that moves a key result? Three things are plenty."
	}
	open := 0
	for _, c := range s.Week.Now {
		if c.State == okr.CommitmentOpen {
			open++
		}
	}
	if open == 0 {
		return "Everything that you set out to do is done."
	}
	return ui.Upper(count(open)) + " of " + count(len(s.Week.Now)) + " still to do this week."
}

// kpiHealth is a KPI's health as one of the shapes.
func kpiHealth(k okr.KPI) okr.Health {
	switch ok, _ := k.Healthy(); {
	case ok == nil:
		return okr.NotStarted
	case *ok:
		return okr.OnCourse
	}
	return okr.InTrouble
}
