package web

import (
	"net/http"
	"slices"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/chart"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// strategy is the vision and the pillars: leadership writes, everyone reads.
func strategy(r *request) error { return showStrategy(r, http.StatusOK, nil) }

func showStrategy(r *request, status int, f *form) error {
	v, err := r.around("Vision and strategy", "strategy")
	if err != nil {
		return err
	}
	v.Main = ui.Link{}
	s, err := r.s.App.Strategy(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	seen, err := r.s.App.Insights(r.Context(), r.Actor, "")
	if err != nil {
		return err
	}
	return r.show(status, v, strategyBody(r, v, s, seen, f))
}

func editVision(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	text, base := r.PostFormValue("text"), r.PostFormValue("base")
	if _, err := r.s.App.EditVision(r.Context(), r.Actor, okr.VisionPatch{Text: &text, Reason: r.PostFormValue("reason"), Base: &okr.VisionPatch{Text: &base}}); err != nil {
		return r.refused(err, showStrategy)
	}
	return r.done("strategy", "saved", "")
}

func addPillar(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	in := app.PillarInput{Title: r.PostFormValue("title"), Choice: r.PostFormValue("choice"), NotDoing: r.PostFormValue("not_doing"), Horizon: r.PostFormValue("horizon"), Signal: r.PostFormValue("signal")}
	if _, err := r.s.App.AddPillar(r.Context(), r.Actor, in); err != nil {
		return r.refused(err, showStrategy)
	}
	return r.done("strategy", "added", "")
}

func editPillar(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	get := func(name string) *string { v := r.PostFormValue(name); return &v }
	p := okr.PillarPatch{ID: r.PathValue("id"), Version: formNumber(r, "version"), Title: get("title"), Choice: get("choice"), NotDoing: get("not_doing"), Horizon: get("horizon"), Signal: get("signal"), Reason: r.PostFormValue("reason")}
	if _, err := r.s.App.EditPillar(r.Context(), r.Actor, p); err != nil {
		return r.refused(err, showStrategy)
	}
	return r.done("strategy", "saved", "")
}

// cycles lists the time boxes.
func cycles(r *request) error { return showCycles(r, http.StatusOK, nil) }

func showCycles(r *request, status int, f *form) error {
	v, err := r.around("Cycles", "settings")
	if err != nil {
		return err
	}
	v.Main = ui.Link{}
	s, err := r.s.App.Strategy(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return r.show(status, v, cyclesBody(r, v, s, f))
}

// startStrategy writes a strategy in two minutes, so that a cycle begins with a direction.
func startStrategy(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	if _, err := r.s.App.StartStrategy(r.Context(), r.Actor, app.StrategyStart{Vision: r.PostFormValue("vision"), Pillars: r.PostForm["pillars"]}); err != nil {
		if r.PostFormValue("at") == "strategy" {
			return r.refused(err, showStrategy)
		}
		return r.refused(err, showCycles)
	}
	return r.done("strategy", "saved", "")
}

func addCycle(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	in := app.CycleInput{Name: r.PostFormValue("name"), Start: okr.Date(r.PostFormValue("start")), End: okr.Date(r.PostFormValue("end"))}
	if _, err := r.s.App.AddCycle(r.Context(), r.Actor, in); err != nil {
		return r.refused(err, showCycles)
	}
	return r.done("cycles", "added", "")
}

func closeCycle(r *request) error {
	if _, err := r.s.App.CloseCycle(r.Context(), r.Actor, app.ThingInput{ID: r.PathValue("id")}); err != nil {
		return r.refused(err, showCycles)
	}
	return r.done("cycles", "cycle-closed", "")
}

func reopenCycle(r *request) error {
	if _, err := r.s.App.ReopenCycle(r.Context(), r.Actor, app.ThingInput{ID: r.PathValue("id")}); err != nil {
		return r.refused(err, showCycles)
	}
	return r.done("cycles", "on-again", "")
}

func editCycle(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	day := func(name string) *okr.Date { d := okr.Date(r.PostFormValue(name)); return &d }
	name := r.PostFormValue("name")
	in := app.EditCycleInput{ID: r.PathValue("id"), Version: formNumber(r, "version"), Name: &name, Start: day("start"), End: day("end"), Execute: day("execution_start"), Closing: day("closing_start")}
	if _, err := r.s.App.EditCycle(r.Context(), r.Actor, in); err != nil {
		return r.refused(err, showCycles)
	}
	return r.done("cycles", "saved", "")
}

func removeCycle(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	c, err := r.s.App.RemoveCycle(r.Context(), r.Actor, app.ThingInput{ID: r.PathValue("id")})
	if err != nil {
		return r.refused(err, showCycles)
	}
	return r.done("cycles", "removed", "cycles/"+c.ID+"/restore")
}

func restoreCycle(r *request) error {
	if _, err := r.s.App.RestoreCycle(r.Context(), r.Actor, app.ThingInput{ID: r.PathValue("id")}); err != nil {
		return err
	}
	return r.done("cycles", "restored", "")
}

// kpis is the health of business as usual.
func kpis(r *request) error { return showKPIs(r, http.StatusOK, nil) }

func showKPIs(r *request, status int, f *form) error {
	v, err := r.around("KPIs", "kpis")
	if err != nil {
		return err
	}
	v.Main = ui.Link{}
	list, err := r.s.App.KPIs(r.Context(), r.Actor, nil)
	if err != nil {
		return err
	}
	ill := func(k app.KPIView) int { // what is outside its range comes first
		if k.Healthy != nil && !*k.Healthy {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(list.KPIs, func(a, b app.KPIView) int { return ill(a) - ill(b) })
	return r.show(status, v, kpisBody(r, v, list, f))
}

func addKPI(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	low, err1 := okr.ParseNumber("low", r.PostFormValue("low"), r.Org.Set.Locale)
	high, err2 := okr.ParseNumber("high", r.PostFormValue("high"), r.Org.Set.Locale)
	if err := okr.Join(err1, err2, r.meansTeam("team_id")); err != nil {
		return r.refused(err, showKPIs)
	}
	in := app.KPIInput{TeamID: r.PostFormValue("team_id"), Name: r.PostFormValue("name"), Unit: r.PostFormValue("unit"), Low: low, High: high, OwnerID: r.Viewer.MemberID}
	k, err := r.s.App.AddKPI(r.Context(), r.Actor, in)
	if err != nil {
		return r.refused(err, showKPIs)
	}
	return r.done("kpis#"+k.ID, "added", "")
}

func recordKPI(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	v, day, err := kpiValueTyped(r)
	if err != nil {
		return r.refused(err, showKPIs)
	}
	value, err := r.s.App.RecordKPI(r.Context(), r.Actor, app.KPIValueInput{KPIID: r.PathValue("id"), Date: day, Value: v, Note: r.PostFormValue("note")})
	if err != nil {
		return r.refused(err, showKPIs)
	}
	return r.done("kpis#"+value.KPIID, "saved", "")
}

// kpiFigure is a KPI's chart with its healthy range.
func kpiFigure(k app.KPIView, today okr.Date) ui.Figure {
	var points []okr.Point
	var rows [][]string
	for _, x := range k.Values {
		points = append(points, okr.Point{Date: x.Date, Value: x.Value})
		rows = append(rows, []string{ui.ShortDay(x.Date), k.Format(x.Value), x.Note})
	}
	f := ui.Figure{ID: "kpi-" + k.ID, Title: kpiFinding(k), About: k.Name + rangeText(k.KPI), Columns: []string{"Day", "Value", "Note"}, Rows: rows}
	if len(points) > 0 {
		f.Drawing = chart.Draw(chart.Line{Actual: points, Low: k.Low, High: k.High, Today: today, Locale: k.Locale})
		f.Now = okr.FormatNumber(points[len(points)-1].Value, k.Locale) + " now"
	}
	f.Label = f.Title
	return f
}

func kpiFinding(k app.KPIView) string {
	switch {
	case k.Healthy == nil:
		return k.Name + ": there is no value yet"
	case *k.Healthy:
		return k.Name + ": healthy at " + k.Format(*k.Value)
	default:
		return k.Name + ": outside its healthy range at " + k.Format(*k.Value)
	}
}

func rangeText(k okr.KPI) string {
	switch {
	case k.Low != nil && k.High != nil:
		return ", healthy from " + okr.FormatSpan(*k.Low, *k.High, k.Unit, k.Locale)
	case k.Low != nil:
		return ", healthy from " + k.Format(*k.Low)
	case k.High != nil:
		return ", healthy up to " + k.Format(*k.High)
	}
	return ""
}

// kpiText is a KPI in a row: its value and whether it is healthy.
func kpiText(k app.KPIView) string {
	if k.Value == nil {
		return "no value yet"
	}
	t := k.Format(*k.Value)
	if k.Healthy != nil && !*k.Healthy {
		t += ", out of range"
	}
	return t
}
