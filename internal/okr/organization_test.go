package okr

import (
	"testing"
	"time"
)

func TestLocation(t *testing.T) {
	summer := time.Date(2026, 7, 1, 22, 30, 0, 0, time.UTC)
	for zone, want := range map[string]Date{"Europe/Brussels": "2026-07-02", "America/New_York": "2026-07-01", "": "2026-07-01", "Local": "2026-07-01", "Mars/Olympus": "2026-07-01"} {
		for range 2 { // a zone is read once and remembered
			if got := InstantOf(summer).DateIn(Settings{TimeZone: zone}.Location()); got != want {
				t.Errorf("in %q it is %s, want %s", zone, got, want)
			}
		}
	}
}
