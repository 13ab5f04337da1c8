package demo

import (
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/headwater-okr/headwater/internal/okr"
)

// Every word beside a check-in stands beside one: its key result is there, and has a value in that week.
func TestNotes(t *testing.T) {
	var c company
	var notes map[string]map[int]string
	if err := yaml.Unmarshal(source, &c); err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(notesSource, &notes); err != nil {
		t.Fatal(err)
	}
	checks, words := 0, 0
	for _, cycle := range c.Cycles {
		for _, o := range cycle.Objectives {
			for _, k := range o.KeyResults {
				said := notes[k.Title]
				delete(notes, k.Title)
				for w := 1; w <= weeks; w++ {
					_, _, ok := k.value(w, 0)
					if said[w] != "" && (!ok || k.Notes[w] != "") {
						t.Errorf("%s, week %d: there is no check-in without a word", k.Title, w)
					}
					if ok && cycle.Ago == 0 {
						checks++
						if said[w]+k.Notes[w] != "" {
							words++
						}
					}
				}
			}
		}
	}
	for title := range notes {
		t.Errorf("there is no key result %q", title)
	}
	if 3*words < checks {
		t.Errorf("%d of %d check-ins of the running cycle have a word", words, checks)
	}
}

// The running cycle stands in the seventh of its thirteen weeks on any day.
func TestRunningCycle(t *testing.T) {
	for day := okr.Date("2026-01-01"); day < "2029-01-01"; day = day.Add(1) {
		s := seeder{today: day, monday: day.Monday()}
		start := s.cycleStart(0)
		if week := 1 + int(day.Monday().Time().Sub(start.Time()).Hours())/(7*24); week != 7 || start.Monday() != start || s.cycleStart(1) != start.Add(-13*7) {
			t.Fatalf("on %s the running cycle began on %s, in week %d", day, start, week)
		}
	}
}
