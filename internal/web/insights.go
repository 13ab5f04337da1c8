package web

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// addInsight leaves what somebody has seen on a choice of the strategy.
func addInsight(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	in := app.InsightInput{PillarID: r.PostFormValue("pillar_id"), Seen: okr.InsightPlace(r.PostFormValue("seen")), Text: r.PostFormValue("text"), URL: r.PostFormValue("url")}
	i, err := r.s.App.AddInsight(r.Context(), r.Actor, in)
	if err != nil {
		return r.refused(err, showStrategy)
	}
	return r.done("strategy", "told", "strategy/insights/"+i.ID+"/remove")
}

func answerInsight(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	in := app.InsightReply{ID: r.PathValue("id"), Version: formNumber(r, "version"), Answer: okr.InsightAnswer(r.PostFormValue("answer")), Why: r.PostFormValue("why")}
	if _, err := r.s.App.AnswerInsight(r.Context(), r.Actor, in); err != nil {
		return r.refused(err, showStrategy)
	}
	return r.done("strategy", "answered", "")
}

func removeInsight(r *request) error {
	if _, err := r.s.App.RemoveInsight(r.Context(), r.Actor, app.RemovalInput{ID: r.PathValue("id")}); err != nil {
		return err
	}
	return r.done("strategy", "removed", "strategy/insights/"+r.PathValue("id")+"/restore")
}

func restoreInsight(r *request) error {
	if _, err := r.s.App.RestoreInsight(r.Context(), r.Actor, app.RemovalInput{ID: r.PathValue("id")}); err != nil {
		return err
	}
	return r.done("strategy", "restored", "")
}

var (
	placeWords   = map[okr.InsightPlace]string{okr.SeenCustomers: "close to customers", okr.SeenOperations: "in operations"}
	placeOptions = []ui.Option{{Value: string(okr.SeenCustomers), Text: "Close to customers"}, {Value: string(okr.SeenOperations), Text: "In operations"}}
	replyWords   = map[okr.InsightAnswer]string{okr.InsightThanks: "Thank you.", okr.InsightTakenUp: "Taken up.", okr.InsightNotNow: "Not now."}
	replyOptions = []ui.Option{{Value: string(okr.InsightThanks), Text: "Thank you: good to know"}, {Value: string(okr.InsightTakenUp), Text: "We take it up"}, {Value: string(okr.InsightNotNow), Text: "Not now"}}
)

func waitingText(n int) string {
	if n == 1 {
		return "1 insight waits for an answer of the leadership."
	}
	return strconv.Itoa(n) + " insights wait for an answer of the leadership."
}

// waiting is how many insights nobody has answered.
func waiting(seen app.Insights) (n int) {
	for _, of := range seen.Waiting {
		n += of
	}
	return n
}

func insightsOf(seen app.Insights, pillarID string) (out []app.InsightView) {
	for _, i := range seen.Insights {
		if i.PillarID == pillarID {
			out = append(out, i)
		}
	}
	return out
}

// seenText is "4, 2 unanswered".
func seenText(n, unanswered int) string {
	t := strconv.Itoa(n)
	if unanswered > 0 {
		t += ", " + strconv.Itoa(unanswered) + " unanswered"
	}
	return t
}

// insightTyped is what was typed into the form of a pillar.
func insightTyped(f *form, pillarID, name string) string {
	if f.value("pillar_id", "") != pillarID {
		return ""
	}
	return f.value(name, "")
}

// visionHistory shows how the vision came to its words.
func visionHistory(r *request) error {
	v, err := r.around("The vision’s history", "strategy")
	if err != nil {
		return err
	}
	v.Main = ui.Link{}
	h, err := r.s.App.VisionHistory(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	version := func(name string) (x app.VisionVersion) {
		for _, y := range h.Versions {
			if strconv.Itoa(y.Version) == r.FormValue(name) {
				x = y
			}
		}
		return x
	}
	return r.show(http.StatusOK, v, visionHistoryBody(r, v, h, version("from"), version("to")))
}

func versionOptions(h app.VisionHistory, first string, chosen int) []ui.Option {
	out := []ui.Option{{Text: first}}
	for _, x := range h.Versions {
		out = append(out, ui.Option{Value: strconv.Itoa(x.Version), Text: "Version " + strconv.Itoa(x.Version), Chosen: x.Version == chosen})
	}
	return out
}

// comparedText says in words what changed, for those who do not see the marks.
func comparedText(list []okr.Piece) string {
	var added, gone []string
	for _, p := range list {
		switch p.Is {
		case okr.PieceAdded:
			added = append(added, "“"+p.Text+"”")
		case okr.PieceGone:
			gone = append(gone, "“"+p.Text+"”")
		case okr.PieceSame:
		}
	}
	switch {
	case len(added)+len(gone) == 0:
		return "The words are the same."
	case len(gone) == 0:
		return "Added " + strings.Join(added, ", ") + "."
	case len(added) == 0:
		return "Taken away " + strings.Join(gone, ", ") + "."
	}
	return "Added " + strings.Join(added, ", ") + "; taken away " + strings.Join(gone, ", ") + "."
}

// links shows how the links of an objective to what is above it came about.
func links(r *request) error {
	v, err := r.around("Links", "objectives")
	if err != nil {
		return err
	}
	v.Main = ui.Link{}
	o, err := r.s.App.ObjectiveAlone(r.Context(), r.Actor, r.PathValue("ref"))
	if err != nil {
		return err
	}
	h, err := r.s.App.LinkHistory(r.Context(), r.Actor, app.TraceQuery{Thing: okr.ThingObjective, ID: o.ID})
	if err != nil {
		return err
	}
	return r.show(http.StatusOK, v, linksBody(r, v, h))
}

// stepURL is where a step of a line leads.
func stepURL(r *request, s app.Step) string {
	switch s.Thing {
	case okr.ThingPillar:
		return r.at("strategy") + "#" + s.ID
	case okr.ThingKeyResult:
		return r.at("objectives/"+ref(s.Number)) + "#of-" + s.ID
	}
	return r.at("objectives/" + ref(s.Number))
}

func linkedBy(c app.LinkChange, names app.Names) string {
	if c.ByRule {
		return "by a rule"
	}
	return names.Of(c.ActorID)
}
