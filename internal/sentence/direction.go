package sentence

import (
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
)

// direct decides which way the metric should go.
func (t *Text) direct() {
	r := &t.Reading
	if r.Target == nil && r.Relative == nil {
		return
	}
	until := -1
	if t.target >= 0 && len(t.Quantities) > 0 {
		until = t.Quantities[t.target].first
	}
	up, down, hold := t.has(rise, t.place.since, until), t.has(fall, t.place.since, until), t.holds(until) || t.place.stands
	if t.Language == "de" && until >= 0 { // the verb stands behind: auf 1.200 steigern
		for _, w := range t.Words[until:] {
			if w.Kind == Letters && w.Role == Free && w.Text != "mehr" && w.Text != "weniger" {
				up, down = up || w.Class&(rise|good) != 0, down || w.Class&fall != 0
			}
		}
	}
	if t.place.bound == atMost && until > 0 { // the bound is no verb of its own: "to less than 15"
		down = t.has(fall&^atMost, 0, until-1) && down
	}
	p := t.place
	switch {
	case r.Baseline != nil && r.Target != nil:
		switch loss := *r.Baseline < 0 && *r.Target < 0; { // of a loss that is reduced the number rises
		case up && !down && !loss:
			r.Direction = okr.Increase
		case down && !up && !loss:
			r.Direction = okr.Decrease
		case *r.Target < *r.Baseline:
			r.Direction = okr.Decrease
		default:
			r.Direction = okr.Increase
		}
	case r.Target == nil:
		r.Direction = okr.Increase
		if t.falls() {
			r.Direction = okr.Decrease
		}
	case t.sign > 0:
		r.Direction = okr.Increase
	case t.sign < 0:
		r.Direction = okr.Decrease
	case hold && p.bound == atMost:
		r.Direction = okr.KeepBelow
	case hold:
		r.Direction = okr.KeepAbove
	case p.bound == atMost && (t.verb(fall, until) || t.Language == "de" && down):
		r.Direction = okr.Decrease
	case p.bound == atMost && p.role == to && t.has(good, 0, until):
		r.Direction = okr.Decrease
	case p.bound == atMost && !(p.role == to && up):
		r.Direction = okr.KeepBelow
	case p.role == to && down && !up:
		r.Direction = okr.Decrease
	case p.role == to && (up || t.has(good, t.place.since, until)):
		r.Direction = okr.Increase
	default:
		r.Direction = okr.Reach
	}
}

// holds answers whether the sentence keeps something as it is: its verb does ("Maintain …"), or the metric "stays" or "remains".
func (t *Text) holds(until int) bool {
	for i := 0; i < len(t.Words) && (until < 0 || i < until); i++ {
		if w := t.Words[i]; w.Class&keep != 0 && (i < 3 || t.Language != "en" || t.Words[i-1].Class&also != 0 && !t.has(rise|fall, i, until) || strings.HasPrefix(w.Text, "remain") || strings.HasPrefix(w.Text, "stay")) {
			return true
		}
	}
	return t.Language == "de" && t.has(keep, 0, -1)
}

// verb answers whether a verb of the class stands before word until, at least two words away or with "to" between.
func (t *Text) verb(class uint64, until int) bool {
	for i := 0; i < until; i++ {
		if w := t.Words[i]; w.Class&class != 0 && w.Class&(atMost|atLeast) == 0 && w.Role != Dated && !w.Inner {
			return true
		}
	}
	return false
}
