package okr

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestParseDate(t *testing.T) {
	for text, ok := range map[string]bool{"": true, "2026-11-09": true, "2024-02-29": true, "9999-12-31": true, "2026-02-29": false, "2026-13-01": false,
		"26-11-09": false, "2026-1-9": false, "10000-01-01": false, "1899-12-31": false, "2026-11-09T00:00:00Z": false, "2026-11-09\x00": false, "９": false} {
		d, err := ParseDate("due", text)
		if (err == nil) != ok || ok && string(d) != text {
			t.Errorf("%q is read as %q, %v", text, d, err)
		}
		if f := FaultsOf(err); !ok && f[0].Field != "due" {
			t.Errorf("%q is refused at %q", text, f[0].Field)
		}
	}
}

// drawDate draws any day that people can write.
func drawDate(t *rapid.T, name string) Date {
	return DateOf(time.Date(1900, 1, rapid.IntRange(1, 2_958_000).Draw(t, name), 0, 0, 0, 0, time.UTC))
}

// Adding days and counting them agree over all the years, text order is date order, and every week begins on a Monday.
func TestDateArithmetic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, e := drawDate(t, "d"), drawDate(t, "e")
		if got := e.Add(d.Since(e)); got != d {
			t.Fatalf("%s and %d days is %s, want %s", e, d.Since(e), got, d)
		}
		if (d < e) != (d.Since(e) < 0) {
			t.Fatalf("%s < %s, but it is %d days later", d, e, d.Since(e))
		}
		if m := d.Monday(); m.Time().Weekday() != time.Monday || d.Since(m) < 0 || d.Since(m) > 6 {
			t.Fatalf("the week of %s begins on %s", d, m)
		}
	})
	for _, tt := range []struct {
		d    Date
		n    int
		want Date
	}{{"", 7, ""}, {"2026-12-31", 1, "2027-01-01"}, {"2024-03-01", -1, "2024-02-29"}, {"9999-12-31", 1, MaxDate}, {"9999-12-01", 400, MaxDate}, {"0001-01-02", -30, "0001-01-01"}} {
		if got := tt.d.Add(tt.n); got != tt.want {
			t.Errorf("%q and %d days is %q, want %q", tt.d, tt.n, got, tt.want)
		}
	}
}

func TestInstant(t *testing.T) {
	brussels, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		t.Fatal(err)
	}
	late := InstantOf(time.Date(2026, 11, 8, 23, 30, 0, 0, time.UTC))
	if got := late.DateIn(brussels); got != "2026-11-09" {
		t.Errorf("half past eleven in the evening is %s in Brussels", got)
	}
	for text, want := range map[string]Instant{"null": 0, `""`: 0, `"2026-11-08T23:30:00.000Z"`: late, `"2026-11-09T00:30:00+01:00"`: late} {
		var got Instant
		if err := json.Unmarshal([]byte(text), &got); err != nil || got != want {
			t.Errorf("%s is read as %d, %v", text, got, err)
		}
	}
	for _, text := range []string{`"yesterday"`, "7", `"2026-11-09"`, "true", `{"a":1}`} {
		var got Instant
		if err := json.Unmarshal([]byte(text), &got); err == nil {
			t.Errorf("%s is read as %d", text, got)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		i := Instant(rapid.Int64Range(-2_000_000_000_000, 200_000_000_000_000).Draw(t, "i"))
		b, err := json.Marshal(i)
		var back Instant
		if err == nil {
			err = json.Unmarshal(b, &back)
		}
		if err != nil || back != i {
			t.Fatalf("%d is written as %s and read as %d, %v", i, b, back, err)
		}
	})
}

// A day is read as time.Parse reads it, and what is no day is no day.
func TestDateTime(t *testing.T) {
	same := func(s string) {
		t.Helper()
		want, _ := time.Parse(time.DateOnly, s) // the zero time is no day
		if got := Date(s).Time(); !got.Equal(want) {
			t.Errorf("%q is %s, want %s", s, got, want)
		}
	}
	for _, s := range []string{"", "2026-11-09", "2024-02-29", "2025-02-29", "2026-00-10", "2026-13-01", "2026-11-31", "2026-11-00", "9999-12-31", "2026-1-09", "2026-11-9x",
		"2026/11/09", "-026-11-09", "+026-11-09", "20 6-11-09", "2026-11-09T", "２０２６-11-09"} {
		same(s)
	}
	for day := Date("1899-12-25").Time(); day.Year() < 2101; day = day.AddDate(0, 0, 13) {
		same(day.Format(time.DateOnly))
	}
}
