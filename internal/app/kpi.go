package app

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A KPIInput is a new KPI.
type KPIInput struct {
	TeamID  string   `json:"team_id"`
	Name    string   `json:"name"`
	Unit    string   `json:"unit,omitempty"`
	Low     *float64 `json:"low,omitempty"`  // healthy from here
	High    *float64 `json:"high,omitempty"` // healthy up to here
	OwnerID string   `json:"owner_id,omitempty"`
}

// A KPIPatch changes what is not nil. Clear empties low or high.
type KPIPatch struct {
	ID      string   `json:"id,omitempty"`
	Version int      `json:"version,omitempty"`
	TeamID  *string  `json:"team_id,omitempty"`
	Name    *string  `json:"name,omitempty"`
	Unit    *string  `json:"unit,omitempty"`
	Low     *float64 `json:"low,omitempty"`
	High    *float64 `json:"high,omitempty"`
	OwnerID *string  `json:"owner_id,omitempty"`
	Clear   []string `json:"clear,omitempty"`
}

// A KPIView is a KPI with how it stands and its values.
type KPIView struct {
	okr.KPI
	Healthy   *bool          `json:"healthy,omitempty"` // nil before the first value
	Explained okr.Explained  `json:"explained"`
	Values    []okr.KPIValue `json:"values"` // by day, oldest first
	May       bool           `json:"may_edit"`
}

// A KPIList is KPIs with the names in them.
type KPIList struct {
	KPIs  []KPIView `json:"kpis"`
	Names Names     `json:"names"`
}

// How many values of a KPI a list and its own page show.
const (
	kpiListValues = okr.TrailLength
	kpiPageValues = 520
)

// AddKPI adds a measure of business as usual. It never carries objectives.
func (a *App) AddKPI(ctx context.Context, actor Actor, in KPIInput) (okr.KPI, error) {
	return do(ctx, a, actor, "kpi.added", in, func(t *act) (okr.KPI, error) {
		k := okr.KPI{ID: t.newID(), TeamID: in.TeamID, Name: in.Name, Unit: in.Unit, Low: in.Low, High: in.High, OwnerID: in.OwnerID, Version: 1, Created: t.Now}
		if err := t.checkKPI(&k, okr.KPI{}); err != nil {
			return k, err
		}
		if err := okr.CanEditKPI(actor.Viewer, okr.KPI{TeamID: k.TeamID}); err != nil {
			return k, err
		}
		return k, add(t, "", k)
	})
}

// EditKPI changes a KPI.
func (a *App) EditKPI(ctx context.Context, actor Actor, in KPIPatch) (okr.KPI, error) {
	return do(ctx, a, actor, "kpi.edited", in, func(t *act) (okr.KPI, error) {
		before, err := t.editableKPI(in.ID, in.Version)
		if err != nil {
			return before, err
		}
		k := before
		set(&k.TeamID, in.TeamID)
		set(&k.Name, in.Name)
		set(&k.Unit, in.Unit)
		set(&k.OwnerID, in.OwnerID)
		for field, to := range map[string]**float64{"low": &k.Low, "high": &k.High} {
			from := map[string]*float64{"low": in.Low, "high": in.High}[field]
			if from != nil || slices.Contains(in.Clear, field) {
				*to = from
			}
		}
		if err := t.checkKPI(&k, before); err != nil {
			return before, err
		}
		return k, save(t, "", &k)
	})
}

func (t *act) editableKPI(id string, version int) (okr.KPI, error) {
	k, err := t.Tx.KPI(id)
	if err != nil {
		return k, err
	}
	return k, errors.Join(okr.CanEditKPI(t.Actor.Viewer, k), stale(version, k.Version, k))
}

// checkKPI tidies a KPI and finds its faults.
func (t *act) checkKPI(k *okr.KPI, before okr.KPI) error {
	k.Name, k.Unit = line(k.Name), strings.TrimSpace(k.Unit)
	faults := []error{k.Check()}
	if k.TeamID != before.TeamID && k.TeamID != "" {
		if team, err := t.Team(k.TeamID); isMissing(err) || err == nil && team.Removed != 0 {
			faults = append(faults, okr.Fail(okr.Invalid, "team_id", "There is no such team. Choose from the list."))
		} else if err != nil {
			return err
		}
	}
	if k.OwnerID != before.OwnerID {
		faults = append(faults, t.membersExist("owner_id", k.OwnerID))
	}
	if k.TeamID != "" && (k.TeamID != before.TeamID || okr.NameKey(k.Name) != okr.NameKey(before.Name)) {
		others, err := t.Tx.KPIs([]string{k.TeamID})
		if err != nil {
			return err
		}
		if slices.ContainsFunc(others, func(o okr.KPI) bool { return o.ID != k.ID && okr.NameKey(o.Name) == okr.NameKey(k.Name) }) {
			faults = append(faults, okr.Fail(okr.Invalid, "name", "This team has a KPI of this name already. Record its values there, or choose another name."))
		}
	}
	return okr.Join(faults...)
}

// RemoveKPI takes a KPI away; it can be restored with its values.
func (a *App) RemoveKPI(ctx context.Context, actor Actor, in RemovalInput) (okr.KPI, error) {
	return a.setKPIRemoved(ctx, actor, "kpi.removed", in, true)
}

// RestoreKPI brings a removed KPI back.
func (a *App) RestoreKPI(ctx context.Context, actor Actor, in RemovalInput) (okr.KPI, error) {
	return a.setKPIRemoved(ctx, actor, "kpi.restored", in, false)
}

func (a *App) setKPIRemoved(ctx context.Context, actor Actor, kind okr.EventKind, in RemovalInput, removed bool) (okr.KPI, error) {
	return do(ctx, a, actor, kind, in, func(t *act) (okr.KPI, error) {
		k, err := t.editableKPI(in.ID, in.Version)
		if err != nil || removed == (k.Removed != 0) {
			return k, err
		}
		if k.Removed = 0; removed {
			k.Removed = t.Now
		}
		t.Reason = strings.TrimSpace(in.Reason)
		return k, save(t, "", &k)
	})
}

// A KPIValueInput is a value of a KPI on a day.
type KPIValueInput struct {
	KPIID string   `json:"kpi_id,omitempty"`
	Date  okr.Date `json:"date,omitempty"` // today unless given
	Value float64  `json:"value"`
	Note  string   `json:"note,omitempty"`
}

// RecordKPI gives a KPI a dated value. The latest day stands; a late value fills the past.
func (a *App) RecordKPI(ctx context.Context, actor Actor, in KPIValueInput) (okr.KPIValue, error) {
	return do(ctx, a, actor, "kpi.recorded", in, func(t *act) (okr.KPIValue, error) {
		k, err := t.editableKPI(in.KPIID, 0)
		if err != nil {
			return okr.KPIValue{}, err
		}
		today := t.Now.DateIn(actor.Org.Set.Location())
		v := okr.KPIValue{ID: t.newID(), KPIID: k.ID, AuthorID: actor.Viewer.MemberID, Date: cmp.Or(in.Date, today), Value: in.Value,
			Note: strings.TrimSpace(in.Note), Version: 1, Recorded: t.Now}
		if err := v.Check(today); err != nil {
			return v, err
		}
		if k.Removed != 0 {
			return v, okr.Fail(okr.Invalid, "", "This KPI is removed. Restore it to record a value.")
		}
		if err := add(t, "", v); err != nil || v.Date < k.ValueDate {
			return v, err
		}
		k.Value, k.ValueDate = &v.Value, v.Date
		return v, errors.Join(t.SetKPIValue(&k), logThing(t, "", k))
	})
}

// A KPIValuePatch changes what is not nil.
type KPIValuePatch struct {
	ID      string    `json:"id,omitempty"`
	Version int       `json:"version,omitempty"`
	Date    *okr.Date `json:"date,omitempty"`
	Value   *float64  `json:"value,omitempty"`
	Note    *string   `json:"note,omitempty"`
}

// KPIValue is one dated value that was not taken back, with its KPI. It is for those who may edit the KPI.
func (a *App) KPIValue(ctx context.Context, actor Actor, id string) (okr.KPIValue, okr.KPI, error) {
	var k okr.KPI
	v, err := view(ctx, a, actor, func(tx *store.Tx) (okr.KPIValue, error) {
		v, err := tx.KPIValue(id)
		if err != nil {
			return v, err
		}
		if v.Removed != 0 {
			return v, okr.Fail(okr.NotFound, "", "This value was taken back.")
		}
		if k, err = tx.KPI(v.KPIID); err != nil {
			return v, err
		}
		return v, okr.CanEditKPI(actor.Viewer, k)
	})
	return v, k, err
}

// AmendKPIValue corrects a dated value of a KPI. What it said before stays in the log.
func (a *App) AmendKPIValue(ctx context.Context, actor Actor, in KPIValuePatch) (okr.KPIValue, error) {
	return a.changeKPIValue(ctx, actor, "kpi.amended", in.ID, in.Version, in, func(t *act, v *okr.KPIValue) error {
		set(&v.Date, in.Date)
		set(&v.Value, in.Value)
		if in.Note != nil {
			v.Note = strings.TrimSpace(*in.Note)
		}
		if v.Removed != 0 {
			return okr.Fail(okr.Invalid, "", "This value was taken back. Restore it to correct it.")
		}
		return v.Check(t.Now.DateIn(actor.Org.Set.Location()))
	})
}

// RemoveKPIValue takes a dated value of a KPI back; it can be restored.
func (a *App) RemoveKPIValue(ctx context.Context, actor Actor, in RemovalInput) (okr.KPIValue, error) {
	return a.changeKPIValue(ctx, actor, "kpi.value_removed", in.ID, in.Version, in, func(t *act, v *okr.KPIValue) error {
		v.Removed, t.Reason = t.Now, strings.TrimSpace(in.Reason)
		return nil
	})
}

// RestoreKPIValue brings a value back that was taken back.
func (a *App) RestoreKPIValue(ctx context.Context, actor Actor, in RemovalInput) (okr.KPIValue, error) {
	return a.changeKPIValue(ctx, actor, "kpi.value_restored", in.ID, in.Version, in, func(_ *act, v *okr.KPIValue) error {
		v.Removed = 0
		return nil
	})
}

// changeKPIValue changes a dated value, and what stands on its KPI follows.
func (a *App) changeKPIValue(ctx context.Context, actor Actor, kind okr.EventKind, id string, version int, in any, change func(*act, *okr.KPIValue) error) (okr.KPIValue, error) {
	return do(ctx, a, actor, kind, in, func(t *act) (okr.KPIValue, error) {
		v, err := t.Tx.KPIValue(id)
		if err != nil {
			return v, err
		}
		k, err := t.editableKPI(v.KPIID, 0)
		if err != nil {
			return v, err
		}
		if err := errors.Join(stale(version, v.Version, v), change(t, &v)); err != nil {
			return v, err
		}
		if err := save(t, "", &v); err != nil {
			return v, err
		}
		last, err := t.KPIValues([]string{k.ID}, 1)
		if err != nil {
			return v, err
		}
		if k.Value, k.ValueDate = nil, ""; len(last) > 0 {
			k.Value, k.ValueDate = &last[0].Value, last[0].Date
		}
		return v, errors.Join(t.SetKPIValue(&k), logThing(t, "", k))
	})
}

// KPIs lists the KPIs of teams, of all if none is named, by name, with their last values.
func (a *App) KPIs(ctx context.Context, actor Actor, teamIDs []string) (KPIList, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (KPIList, error) {
		list, err := tx.KPIs(teamIDs)
		if err != nil {
			return KPIList{}, err
		}
		return kpiViews(tx, actor, list, kpiListValues)
	})
}

// KPI is one KPI with its values.
func (a *App) KPI(ctx context.Context, actor Actor, id string) (KPIList, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (KPIList, error) {
		k, err := tx.KPI(id)
		if err != nil {
			return KPIList{}, err
		}
		return kpiViews(tx, actor, []okr.KPI{k}, kpiPageValues)
	})
}

func kpiViews(tx *store.Tx, actor Actor, list []okr.KPI, last int) (KPIList, error) {
	out := KPIList{KPIs: make([]KPIView, len(list))}
	ids, people := make([]string, len(list)), []string{}
	at := make(map[string]*KPIView, len(list))
	for i, k := range list {
		ids[i], people = k.ID, append(people, k.OwnerID, k.TeamID)
		out.KPIs[i] = KPIView{KPI: k, Values: []okr.KPIValue{}, May: okr.CanEditKPI(actor.Viewer, k) == nil}
		out.KPIs[i].Healthy, out.KPIs[i].Explained = k.Healthy()
		at[k.ID] = &out.KPIs[i]
	}
	values, err := tx.KPIValues(ids, last)
	if err != nil {
		return out, err
	}
	for _, v := range values {
		at[v.KPIID].Values = append(at[v.KPIID].Values, v)
		people = append(people, v.AuthorID)
	}
	out.Names, err = tx.Names(people)
	return out, err
}
