package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// contractForm asks another team for support on a key result of an objective.
func contractForm(r *request) error { return showContractForm(r, http.StatusOK, nil) }

func showContractForm(r *request, status int, f *form) error {
	o, err := r.s.App.Objective(r.Context(), r.Actor, r.PathValue("ref"))
	if err != nil {
		return err
	}
	if err := okr.CanEdit(r.Viewer, o.Objective); err != nil {
		return err
	}
	v, err := r.around("Ask another team", "objectives")
	if err != nil {
		return err
	}
	v.Main, v.Live = ui.Link{}, ""
	return r.show(status, v, contractFormBody(r, v, o, f))
}

func askContract(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	if err := r.meansTeam("team_id"); err != nil {
		return r.refused(err, showContractForm)
	}
	get := r.PostFormValue
	in := app.ContractInput{KeyResultID: get("key_result_id"), TeamID: get("team_id"), Text: get("text"), Until: okr.Date(get("until")), Gain: get("gain")}
	c, err := r.s.App.AskContract(r.Context(), r.Actor, in)
	if err != nil {
		return r.refused(err, showContractForm)
	}
	return r.done("contracts/"+c.ID, "contract", "")
}

// contract is what one team asks of another, and how far they are.
func contract(r *request) error { return showContract(r, http.StatusOK, nil) }

func showContract(r *request, status int, f *form) error {
	list, err := r.s.App.Contract(r.Context(), r.Actor, r.PathValue("id"))
	if err != nil {
		return err
	}
	c := list.Contracts[0]
	v, err := r.around(contractTitle(c, list.Names), "planning")
	if err != nil {
		return err
	}
	v.Main = ui.Link{}
	var ours []ui.Option
	if c.Answers && c.Turn() == c.TeamID {
		page, err := r.s.App.FindObjectives(r.Context(), r.Actor, app.ObjectiveQuery{TeamIDs: []string{c.TeamID}, Stages: []okr.Stage{okr.Draft, okr.InReview, okr.Active}, Limit: 50})
		if err != nil {
			return err
		}
		for _, o := range page.Objectives {
			if !o.Private {
				ours = append(ours, ui.Option{Value: o.ID, Text: ref(o.Number) + " " + o.Title})
			}
		}
	}
	return r.show(status, v, contractBody(r, v, c, list.Names, ours, f))
}

func answerContract(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	get := r.PostFormValue
	in := app.ContractReply{ID: r.PathValue("id"), Version: formNumber(r, "version"), Answer: okr.ContractStage(get("answer")), Text: get("text"), Until: okr.Date(get("until")), Why: get("why"), Within: get("within")}
	if _, err := r.s.App.AnswerContract(r.Context(), r.Actor, in); err != nil {
		return r.refused(err, showContract)
	}
	return r.done("contracts/"+in.ID, "answered", "")
}

// endContract says whether what two teams agreed to was kept.
func endContract(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	get := r.PostFormValue
	in := app.ContractOutcome{ID: r.PathValue("id"), Version: formNumber(r, "version"), Kept: okr.ContractKept(get("kept")), Text: get("text")}
	if _, err := r.s.App.EndContract(r.Context(), r.Actor, in); err != nil {
		return r.refused(err, showContract)
	}
	return r.done("contracts/"+in.ID, "answered", "")
}

func removeContract(r *request) error {
	if _, err := r.s.App.RemoveContract(r.Context(), r.Actor, app.RemovalInput{ID: r.PathValue("id")}); err != nil {
		return err
	}
	return r.done("contracts/"+r.PathValue("id"), "removed", "contracts/"+r.PathValue("id")+"/restore")
}

func restoreContract(r *request) error {
	if _, err := r.s.App.RestoreContract(r.Context(), r.Actor, app.RemovalInput{ID: r.PathValue("id")}); err != nil {
		return err
	}
	return r.done("contracts/"+r.PathValue("id"), "restored", "")
}

// contractTitle is "Bikes for Workshop".
func contractTitle(c app.ContractView, names app.Names) string {
	return "What " + names.Of(c.TeamID) + " does for " + names.Of(c.AskerID)
}

// contractState is how far a contract is, in a few words.
func contractState(c app.ContractView, names app.Names) string {
	switch {
	case c.Removed != 0:
		return "withdrawn"
	case c.Turn() != "":
		return "waits for " + names.Of(c.Turn())
	case c.Kept != "":
		return keptText(c)
	}
	return string(c.Stage)
}

// keptText is what came of a contract, in a word or two.
func keptText(c app.ContractView) string {
	if c.Kept == okr.ContractNotKept {
		return "not kept"
	}
	return string(c.Kept)
}

// saidText names who says what came of it, and whose word is missing.
func saidText(c app.ContractView, names app.Names) string {
	var said []string
	for _, x := range [][2]string{{c.AskerSaid, c.AskerID}, {c.TeamSaid, c.TeamID}} {
		if x[0] != "" {
			said = append(said, names.Of(x[0])+" for "+names.Of(x[1]))
		}
	}
	text := strings.Join(said, ", ")
	if silent := c.Silent(); len(silent) == 1 {
		text += "; " + names.Of(silent[0]) + " has not said yet"
	}
	return text
}

// unsaid are the contracts of which one side or both have not said what came of them.
func unsaid(list []app.ContractView) []app.ContractView {
	return slices.DeleteFunc(slices.Clone(list), func(c app.ContractView) bool { return len(c.Silent()) == 0 })
}

// signedText names who stands for it on both sides.
func signedText(c app.ContractView, names app.Names) string {
	text := names.Of(c.AuthorID) + " for " + names.Of(c.AskerID)
	if c.SignerID != "" && c.Stage == okr.ContractAgreed {
		text += ", " + names.Of(c.SignerID) + " for " + names.Of(c.TeamID)
	}
	return text
}

// sides puts what is asked of some teams apart from what they ask.
func sides(list []app.ContractView, teams []string) (asked, asking []app.ContractView) {
	for _, c := range list {
		if slices.Contains(teams, c.TeamID) {
			asked = append(asked, c)
		} else {
			asking = append(asking, c)
		}
	}
	return asked, asking
}

// otherTeam leaves out of a field the teams that share the objective: they are not asked.
func otherTeam(x ui.Field, o app.ObjectiveView) ui.Field {
	x.Options = slices.DeleteFunc(x.Options, func(t ui.Option) bool { return slices.Contains(o.TeamIDs, t.Value) })
	return x
}

func resultOptions(o app.ObjectiveView, value string) []ui.Option {
	var out []ui.Option
	for _, k := range o.KeyResults {
		out = append(out, ui.Option{Value: k.ID, Text: k.Title})
	}
	return chosen(out, value)
}
