package store

import "github.com/headwater-okr/headwater/internal/okr"

// KPIs reads the KPIs of teams, of all if none is named, by name.
func (tx *Tx) KPIs(teamIDs []string) (list []okr.KPI, err error) {
	err = tx.Read(tx.KPIsInto(&list, teamIDs))
	return list, err
}

// KPIsInto is KPIs, to be read with others.
func (tx *Tx) KPIsInto(list *[]okr.KPI, teamIDs []string) Read {
	w := &where{args: []any{tx.org}}
	w.sql.WriteString("WHERE t.org_id = $1 AND t.removed_at = 0")
	if len(teamIDs) > 0 {
		in(w, "t.team_id IN ?", teamIDs)
	}
	return kpis.into(list, w.sql.String(), "t.name, t.id", w.args...)
}

// KPI reads one KPI, a removed one too.
func (tx *Tx) KPI(id string) (okr.KPI, error) {
	return kpis.one(tx, "WHERE t.org_id = $1 AND t.id = $2", tx.org, id)
}

// KPIValue reads one dated value, one that was taken back too.
func (tx *Tx) KPIValue(id string) (okr.KPIValue, error) {
	return kpiValues.one(tx, "WHERE t.org_id = $1 AND t.id = $2", tx.org, id)
}

// KPIValues reads the values of KPIs that were not taken back, oldest day first, at most the last so many of each.
func (tx *Tx) KPIValues(ids []string, last int) ([]okr.KPIValue, error) {
	w := &where{args: []any{tx.org, last}}
	w.sql.WriteString(`JOIN (SELECT id, ROW_NUMBER() OVER (PARTITION BY kpi_id ORDER BY day DESC, recorded_at DESC, id DESC) AS nth
  FROM kpi_value WHERE org_id = $1 AND removed_at = 0`)
	in(w, "kpi_id IN ?", ids)
	return kpiValues.list(tx, w.sql.String()+") l ON l.id = t.id WHERE t.org_id = $1 AND l.nth <= $2 ORDER BY t.kpi_id, t.day, t.recorded_at, t.id", w.args...)
}

// SetKPIValue keeps the value of a KPI that stands, and touches nothing that people edit.
func (tx *Tx) SetKPIValue(k *okr.KPI) error {
	_, err := tx.exec("UPDATE kpi SET value = $3, value_date = $4 WHERE org_id = $1 AND id = $2", tx.org, k.ID, k.Value, k.ValueDate)
	return err
}
