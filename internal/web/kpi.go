package web

import (
	"net/http"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// kpiValueTyped reads a value and its day, "" for today.
func kpiValueTyped(r *request) (float64, okr.Date, error) {
	v, err := okr.ParseNumber("value", r.PostFormValue("value"), r.Org.Set.Locale)
	if err == nil && v == nil {
		err = okr.Fail(okr.Invalid, "value", "Write the number.")
	}
	day, fault := okr.ParseDate("date", r.PostFormValue("date"))
	if err := okr.Join(err, fault); err != nil {
		return 0, "", err
	}
	return *v, day, nil
}

// editKPI takes the whole form of a KPI: an empty end of its range bounds nothing.
func editKPI(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	low, err1 := okr.ParseNumber("low", r.PostFormValue("low"), r.Org.Set.Locale)
	high, err2 := okr.ParseNumber("high", r.PostFormValue("high"), r.Org.Set.Locale)
	if err := okr.Join(err1, err2, r.meansTeam("team_id")); err != nil {
		return r.refused(err, showKPIs)
	}
	get := func(name string) *string { v := r.PostFormValue(name); return &v }
	k, err := r.s.App.EditKPI(r.Context(), r.Actor, app.KPIPatch{ID: r.PathValue("id"), Version: formNumber(r, "version"),
		Name: get("name"), TeamID: get("team_id"), Unit: get("unit"), Low: low, High: high, Clear: []string{"low", "high"}})
	if err != nil {
		return r.refused(err, showKPIs)
	}
	return r.done("kpis#"+k.ID, "saved", "")
}

func removeKPI(r *request) error {
	k, err := r.s.App.RemoveKPI(r.Context(), r.Actor, app.RemovalInput{ID: r.PathValue("id")})
	if err != nil {
		return err
	}
	return r.done("kpis", "removed", "kpis/"+k.ID+"/restore")
}

func restoreKPI(r *request) error {
	k, err := r.s.App.RestoreKPI(r.Context(), r.Actor, app.RemovalInput{ID: r.PathValue("id")})
	if err != nil {
		return err
	}
	return r.done("kpis#"+k.ID, "restored", "")
}

// kpiValueForm is where a value is put right, or taken back. What it said before stays in the log.
func kpiValueForm(r *request) error { return showKPIValue(r, http.StatusOK, nil) }

func showKPIValue(r *request, status int, f *form) error {
	x, k, err := r.s.App.KPIValue(r.Context(), r.Actor, r.PathValue("id"))
	if err != nil {
		return err
	}
	v, err := r.around("Put it right", "kpis")
	if err != nil {
		return err
	}
	v.Main, v.Live = ui.Link{}, ""
	return r.show(status, v, kpiValueBody(r, k, x, f))
}

func amendKPIValue(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	v, day, err := kpiValueTyped(r)
	if err != nil {
		return r.refused(err, showKPIValue)
	}
	note := r.PostFormValue("note")
	x, err := r.s.App.AmendKPIValue(r.Context(), r.Actor, app.KPIValuePatch{ID: r.PathValue("id"), Version: formNumber(r, "version"), Date: &day, Value: &v, Note: &note})
	if err != nil {
		return r.refused(err, showKPIValue)
	}
	return r.done("kpis#"+x.KPIID, "saved", "")
}

func removeKPIValue(r *request) error {
	x, err := r.s.App.RemoveKPIValue(r.Context(), r.Actor, app.RemovalInput{ID: r.PathValue("id")})
	if err != nil {
		return err
	}
	return r.done("kpis#"+x.KPIID, "removed", "kpi-values/"+x.ID+"/restore")
}

func restoreKPIValue(r *request) error {
	x, err := r.s.App.RestoreKPIValue(r.Context(), r.Actor, app.RemovalInput{ID: r.PathValue("id")})
	if err != nil {
		return err
	}
	return r.done("kpis#"+x.KPIID, "restored", "")
}

// kpiValuesShown is how many of its latest values a KPI lists to be put right.
const kpiValuesShown = 8

// latestValues are the latest values of a KPI, the latest first.
func latestValues(k app.KPIView) []okr.KPIValue {
	var out []okr.KPIValue
	for i := len(k.Values) - 1; i >= 0 && len(out) < kpiValuesShown; i-- {
		out = append(out, k.Values[i])
	}
	return out
}

// bound is an end of a healthy range as a person writes it; "" for an open one.
func bound(r *request, v *float64) string {
	if v == nil {
		return ""
	}
	return okr.InputNumber(*v, r.Org.Set.Locale)
}
