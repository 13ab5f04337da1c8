package web

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"time"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// A teller puts changed fields into words.
type teller struct {
	names  app.Names // of teams and members
	zone   *time.Location
	today  okr.Date
	locale string // of the numbers
}

// change is one changed field: "target: 70 → 80". What is more than a value or a list of values is only said to have changed.
func (t teller) change(c okr.Change) string {
	deep := func(b json.RawMessage) bool { return bytes.HasPrefix(bytes.TrimPrefix(b, []byte("[")), []byte("{")) }
	switch {
	case !deep(c.Old) && !deep(c.New) && t.plain(c.Old) == nothing:
		return c.Label() + ": " + t.plain(c.New)
	case !deep(c.Old) && !deep(c.New):
		return c.Label() + ": " + t.plain(c.Old) + " → " + t.plain(c.New)
	case t.plain(c.Old) == nothing:
		return c.Label() + " added"
	case t.plain(c.New) == nothing:
		return c.Label() + " taken away"
	}
	return c.Label() + " changed"
}

const nothing = "nothing"

var reWord = regexp.MustCompile(`^[a-z]+(_[a-z]+)*$`) // such as in_review: one of our words

// plain is a JSON value as people read it.
func (t teller) plain(b json.RawMessage) string {
	var v any
	if len(b) == 0 || json.Unmarshal(b, &v) != nil {
		return nothing
	}
	return t.value(v)
}

func (t teller) value(v any) string {
	switch v := v.(type) {
	case string:
		if n := t.names.Of(v); n != "" {
			return n
		}
		if _, err := time.Parse(time.DateOnly, v); err == nil {
			return ui.Day(okr.Date(v), t.today)
		}
		if at, err := time.Parse(time.RFC3339, v); err == nil {
			return t.moment(at)
		}
		switch {
		case v == "":
			return nothing
		case reWord.MatchString(v):
			return strings.ReplaceAll(v, "_", " ")
		}
		return "“" + v + "”"
	case float64:
		return okr.FormatNumber(v, t.locale)
	case bool:
		if v {
			return "yes"
		}
		return "no"
	case []any:
		parts := make([]string, len(v))
		for i, x := range v {
			parts[i] = t.value(x)
		}
		if len(parts) > 0 {
			return strings.Join(parts, ", ")
		}
	case map[string]any:
		return "changed"
	}
	return nothing
}

// moment is "28 November, 15:04".
func (t teller) moment(at time.Time) string {
	return ui.Day(okr.InstantOf(at).DateIn(t.zone), t.today) + ", " + at.In(t.zone).Format("15:04")
}
