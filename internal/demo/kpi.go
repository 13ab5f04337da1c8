package demo

import (
	"time"

	"github.com/headwater-okr/headwater/internal/app"
)

// addKPIs adds the measures of business as usual.
func (s *seeder) addKPIs() error {
	for _, k := range s.c.KPIs {
		s.now = s.now.Add(time.Minute)
		made, err := s.app.AddKPI(s.ctx, s.owner, app.KPIInput{TeamID: s.team[k.Team], Name: k.Name, Unit: k.Unit, Low: k.Low, High: k.High, OwnerID: s.member[k.Owner]})
		if err != nil {
			return err
		}
		s.kpi[k.Name] = made.ID
	}
	return nil
}

// recordKPIs gives each KPI its value of a week, on the day before the check-ins.
func (s *seeder) recordKPIs(w int) error {
	day := s.started.Add((w-1)*dayOfWeeks - 1)
	s.at(day, 17)
	for _, k := range s.c.KPIs {
		if w > len(k.Values) {
			continue
		}
		s.now = s.now.Add(time.Minute)
		if _, err := s.app.RecordKPI(s.ctx, s.actors[k.Owner], app.KPIValueInput{KPIID: s.kpi[k.Name], Date: day, Value: k.Values[w-1]}); err != nil {
			return err
		}
	}
	return nil
}
