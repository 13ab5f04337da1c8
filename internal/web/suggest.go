package web

import (
	"net/http"
	"slices"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// suggest is what the roadmap lacks, as questions, with what is known here beside each.
func suggest(r *request) error {
	v, err := r.around("What the roadmap lacks", "objectives")
	if err != nil {
		return err
	}
	v.Main = ui.Link{}
	s, err := r.s.App.Suggestions(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return r.show(http.StatusOK, v, suggestBody(r, v, s))
}

// learnPriorities switches off, or on again, that people's changes of priorities teach.
func learnPriorities(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	off := r.PostFormValue("on") == ""
	if _, err := r.s.App.EditOrganization(r.Context(), r.Actor, app.EditOrganizationInput{Unlearned: &off}); err != nil {
		return err
	}
	return r.done("roadmap/suggest", "saved", "")
}

var knownWords = map[string]string{app.KnownBet: "A bet of before", app.KnownLesson: "A lesson", app.KnownInsight: "An insight", app.KnownTray: "Open, and serves nothing yet"}

// knownURL is where a precedent stands; "" where it has no page.
func knownURL(r *request, p app.Precedent) string {
	switch p.Kind {
	case app.KnownLesson:
		return r.at("objectives/" + ref(p.Number))
	case app.KnownInsight:
		return r.at("strategy") + "#insight-" + p.ID
	}
	return ""
}

func suggestLead(s app.Suggestions) string {
	switch n := len(s.Results) + len(s.Pillars); {
	case n == 0:
		return "Every key result with a way left has work, and every choice has an objective that leads to it."
	case len(s.Pillars) == 0:
		return "Key results that nobody works on, with what is known here that may help. The questions are ours; the bets are yours."
	}
	return "Key results that nobody works on, and choices without a result. The questions are ours; the bets are yours."
}

// mayLearn is whether somebody may switch the learning off.
func mayLearn(r *request) bool { return okr.CanAdmin(r.Viewer) == nil }

// bySource puts what is known in the order in which it helps: what was tried, what was learned, what was seen, what is open.
func bySource(list []app.Precedent) []app.Precedent {
	order := []string{app.KnownBet, app.KnownLesson, app.KnownInsight, app.KnownTray}
	out := slices.Clone(list)
	slices.SortStableFunc(out, func(a, b app.Precedent) int { return slices.Index(order, a.Kind) - slices.Index(order, b.Kind) })
	return out
}
