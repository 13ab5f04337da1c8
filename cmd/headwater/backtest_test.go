package main

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
)

// headwater runs the program and returns what it wrote.
func headwater(t *testing.T, want int, environ []string, args ...string) string {
	t.Helper()
	var out, errors bytes.Buffer
	if code := run(t.Context(), args, environ, strings.NewReader(""), &out, &errors); code != want {
		t.Fatalf("headwater %s: exit code %d, want %d\n%s", strings.Join(args, " "), code, want, errors.String())
	}
	return out.String()
}

func TestBacktest(t *testing.T) {
	once := headwater(t, 0, nil, "backtest", "--count", "240", "--seed", "7")
	if again := headwater(t, 0, nil, "backtest", "--count", "240", "--seed", "7"); once != again {
		t.Error("the same seed prints two tables")
	}
	for _, want := range []string{"240 simulated key results", "measured", "falling back", "log-loss", "Fitted: base rate"} {
		if !strings.Contains(once, want) {
			t.Errorf("the table has no %q:\n%s", want, once)
		}
	}
	var groups []backtested
	if err := json.Unmarshal([]byte(headwater(t, 0, nil, "backtest", "--count", "60", "--format", "json")), &groups); err != nil || len(groups) != 1 || groups[0].Report.Courses != 60 {
		t.Errorf("as JSON: %v, %+v", err, groups)
	}
	if got := headwater(t, 0, nil, "backtest", "--count", "12"); !strings.Contains(got, "too few") {
		t.Errorf("of a dozen it says\n%s", got)
	}
	headwater(t, 3, []string{"HEADWATER_DATABASE=" + filepath.Join(t.TempDir(), "empty.db")}, "backtest", "--org", "nobody", "--count", "0")
}
