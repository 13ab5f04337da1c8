package web

import (
	"net/http"
	"strings"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// trapCheck is the self-check of the causes of the trap. What somebody has just answered stands in the address alone, so that they can read what it says; it is kept
// nowhere.
func trapCheck(r *request) error { return showTrapCheck(r, http.StatusOK, nil) }

func showTrapCheck(r *request, status int, f *form) error {
	v, err := r.around("Why the trap", "objectives")
	if err != nil {
		return err
	}
	v.Main = ui.Link{}
	c, err := r.s.App.TrapCheck(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return r.show(status, v, trapCheckBody(r, v, c, ownReading(r.FormValue("mine")), f))
}

func answerTrapCheck(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	if err := r.meansTeam("team_id"); err != nil {
		return r.refused(err, showTrapCheck)
	}
	in := app.TrapCheckInput{TeamID: r.PostFormValue("team_id"), Answers: map[string]okr.TrapReply{}}
	var said strings.Builder
	for _, c := range okr.TrapCauses {
		for _, a := range c.Asks {
			reply := okr.TrapReply(r.PostFormValue(a.ID))
			if reply == "" {
				continue
			}
			in.Answers[a.ID] = reply
			said.WriteString(string(reply[:1]))
		}
	}
	if _, err := r.s.App.AnswerTrapCheck(r.Context(), r.Actor, in); err != nil {
		return r.refused(err, showTrapCheck)
	}
	return r.done("trap/check?mine="+said.String(), "counted", "")
}

// ownReading reads somebody's own answers as the address has them, nil if it has none.
func ownReading(said string) []okr.TrapReading {
	counts, i := map[string]okr.TrapCount{}, 0
	for _, c := range okr.TrapCauses {
		for _, a := range c.Asks {
			if i >= len(said) {
				return nil
			}
			switch said[i] {
			case 'n':
				counts[a.ID] = okr.TrapCount{No: 1}
			case 'p':
				counts[a.ID] = okr.TrapCount{Partly: 1}
			case 'y':
				counts[a.ID] = okr.TrapCount{Yes: 1}
			}
			i++
		}
	}
	return okr.ReadTrapCauses(counts)
}

var trapReplies = []ui.Option{{Value: string(okr.TrapNo), Text: "No"}, {Value: string(okr.TrapPartly), Text: "Partly"}, {Value: string(okr.TrapYes), Text: "Yes"}}
