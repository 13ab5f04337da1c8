package app

import "testing"

func TestMeasured(t *testing.T) {
	for title, want := range map[string]string{
		"NPS of riders from 32 to 45":                   "NPS of riders",
		"Reduce churn to 3 % by June":                   "Reduce churn",
		"Repairs done within a day: 40 % → 65 %":        "Repairs done within a day",
		"Families with a dry place within 100 metres":   "Families with a dry place",
		"40 partners answer within a day":               "40 partners answer within a day",
		"Bikes that break again within a month":         "Bikes that break again within a month",
		"Loading time of the booking page under 300 ms": "Loading time of the booking page",
	} {
		if got := measured(title); got != want {
			t.Errorf("%q measures %q, want %q", title, got, want)
		}
	}
}
