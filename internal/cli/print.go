package cli

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
)

// printPage prints objectives with their key results below them, or one JSON value a line.
func printPage(t *Terminal, page app.ObjectivePage, asJSON bool) error {
	if asJSON {
		e := json.NewEncoder(t.Stdout)
		e.SetEscapeHTML(false)
		for _, o := range page.Objectives {
			if err := e.Encode(o); err != nil {
				return err
			}
		}
		return nil
	}
	for _, o := range page.Objectives {
		if _, err := fmt.Fprintf(t.Stdout, "%s %s  O-%d %s (%s)\n", shapes[o.Health.Health], progress(o.Progress), o.Number, o.Title, page.Names.Of(first(o.TeamIDs))); err != nil {
			return err
		}
		for _, k := range o.KeyResults {
			now := "no value yet"
			if k.Value != nil {
				now = k.Format(*k.Value)
			}
			if k.Target != nil {
				now += ", target " + k.Format(*k.Target)
			}
			if _, err := fmt.Fprintf(t.Stdout, "  %s %s  %s: %s\n", shapes[k.Health.Health], progress(k.Progress), k.Title, now); err != nil {
				return err
			}
		}
	}
	return nil
}

// shapes are the statuses as they are drawn everywhere.
var shapes = map[okr.Health]string{okr.NotStarted: "·", okr.OnCourse: "●", okr.Drifting: "◐", okr.InTrouble: "▲", okr.Silent: "○", okr.HealthDone: "■"}

func progress(p *float64) string {
	if p == nil {
		return "   –"
	}
	s := strconv.Itoa(int(*p*100+0.5)) + "%"
	return strings.Repeat(" ", max(0, 4-len(s))) + s
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// some is a number of things in words: "1 objective", "3 objectives".
func some(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + one + "s"
}
