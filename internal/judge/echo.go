package judge

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
)

// An EchoCase is what is compared to find the key results that restate work which was there before them.
type EchoCase struct {
	Planned    okr.Date `json:"okr_set"` // the day on which the objectives were written, unless a key result says otherwise
	KeyResults []Wanted `json:"key_results"`
	Backlog    []Item   `json:"backlog"`
}

// A Wanted is a key result as it is compared with work.
type Wanted struct {
	ID        string   `json:"id"`
	Text      string   `json:"text"`
	Objective string   `json:"objective"`
	Written   okr.Date `json:"written,omitempty"` // "" is the day of the case
}

// An Item is a piece of work that stands in a backlog or on a roadmap.
type Item struct {
	ID      string   `json:"id"`
	Key     string   `json:"key,omitempty"` // what people call it: APP-12, #4260
	Title   string   `json:"title"`
	Created okr.Date `json:"created,omitempty"` // "" is not known
	Kind    string   `json:"kind,omitempty"`    // roadmap, or what its tracker calls it
}

// An Echo is a key result that restates work which was there before it. Several key results may restate one item, and one several.
type Echo struct {
	KeyResult string   `json:"key_result"`
	Items     []string `json:"backlog"` // the nearest first
	Score     float64  `json:"score"`   // the chance, 0 to 1
	Why       string   `json:"why"`
	Words     []string `json:"words"` // of the key result, that the nearest item has too
}

// Likeness is what speaks for a key result being the same as an item, each from 0 to 1.
type Likeness struct {
	Cover  float64 // what both have of each other's words: the geometric mean of the two shares
	Shared float64 // how much the words that they share tell, of three rare ones
	Task   float64 // the chance that the key result is a thing to make or to do: an outcome is rarely an echo
}

// EchoWeights are fitted to published key results and the trackers beside them by internal/judge/fit: the base, then a weight for each part
// of a Likeness. Four numbers, because the cases are few.
type EchoWeights [4]float64

// Chance is the logistic function of the weighed sum.
func (w EchoWeights) Chance(l Likeness) float64 {
	return 1 / (1 + math.Exp(-(w[0] + w[1]*l.Cover + w[2]*l.Shared + w[3]*l.Task)))
}

var echoWeights = EchoWeights{-5.39, 3.94, 5.48, 2.22}

const (
	echoSure    = 0.39 // the chance from which on it is called an echo: where it was right most often on cases not fitted to
	echoUndated = 0.70 // what the chance is multiplied by where nobody knows when the item was created
	echoNamed   = 0.95 // the chance at least, if the key result names the item by its key
	echoItems   = 3    // how many items are named
	echoNear    = 0.7  // how near to the best one, as a share of its chance, the further ones are
)

// Echoes finds the key results that restate items which were there before them, by the words that they share and by what the key result
// is. An item created after the key result was written is never one; that of an item with no known date is less sure, and says so.
func Echoes(c EchoCase) []Echo {
	out := []Echo{}
	like, words := compareAll(c)
	for i, k := range c.KeyResults {
		type near struct {
			at     int
			chance float64
		}
		var list []near
		for j, l := range like[i] {
			if l == nil {
				continue
			}
			n := near{j, echoWeights.Chance(*l)}
			if c.Backlog[j].Created == "" {
				n.chance *= echoUndated
			}
			if namesKey(k.Text, c.Backlog[j].Key) {
				n.chance = max(n.chance, echoNamed)
			}
			if n.chance >= echoSure {
				list = append(list, n)
			}
		}
		if len(list) == 0 {
			continue
		}
		slices.SortStableFunc(list, func(a, b near) int { return cmp.Compare(b.chance, a.chance) })
		e := Echo{KeyResult: k.ID, Score: min(0.99, math.Round(list[0].chance*100)/100), Words: words[i][list[0].at]}
		for _, n := range list[:min(len(list), echoItems)] {
			if n.chance >= echoNear*list[0].chance {
				e.Items = append(e.Items, c.Backlog[n.at].ID)
			}
		}
		e.Why = whyEcho(c.Backlog[list[0].at], e.Words, cmp.Or(k.Written, c.Planned), like[i][list[0].at].Task)
		out = append(out, e)
	}
	return out
}

// Likenesses are what speaks for each key result being each item; nil is of an item created after the key result was written, or that is not like it at all.
func Likenesses(c EchoCase) [][]*Likeness {
	out, _ := compareAll(c)
	return out
}

func compareAll(c EchoCase) (like [][]*Likeness, words [][][]string) {
	r := rarity{in: map[string]int{}}
	var ks, bs [][]term
	for _, k := range c.KeyResults {
		ks = append(ks, r.count(terms(k.Text)))
	}
	for _, b := range c.Backlog {
		bs = append(bs, r.count(terms(b.Title)))
	}
	by := map[string][]int{}
	for j, b := range bs {
		for _, t := range b {
			by[t.kin] = append(by[t.kin], j)
		}
	}
	for i, k := range c.KeyResults {
		task := taskChance(ReadLine(Line{Kind: KeyResult, Text: k.Text, Objective: k.Objective}))
		day := cmp.Or(k.Written, c.Planned)
		row, shared := make([]*Likeness, len(bs)), make([][]string, len(bs))
		near := telling(ks[i], by)
		for j, b := range c.Backlog {
			if b.Created != "" && day != "" && b.Created > day || !near[j] && len(c.Backlog) > everyItem && !namesKey(k.Text, b.Key) {
				continue
			}
			l := Likeness{Task: task}
			l.Cover, l.Shared, shared[j] = r.compare(ks[i], bs[j])
			row[j] = &l
		}
		like, words = append(like, row), append(words, shared)
	}
	return like, words
}

// everyItem is how long a backlog may be for each item to be compared with each key result; in a longer one, those are that share a word that tells.
const everyItem = 200

// telling are the items that share a word with a line that says more than what is done.
func telling(line []term, by map[string][]int) map[int]bool {
	near := map[int]bool{}
	for _, t := range line {
		if t.tell > lightTells {
			for _, j := range by[t.kin] {
				near[j] = true
			}
		}
	}
	return near
}

// namesKey answers whether a text names an item by its key, as a word of its own.
func namesKey(text, key string) bool {
	if len(key) < 3 {
		return false
	}
	at := strings.Index(text, key)
	if at < 0 {
		return false
	}
	isWord := func(b byte) bool {
		return b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z' || b == '-'
	}
	end := at + len(key)
	return (at == 0 || !isWord(text[at-1])) && (end == len(text) || !isWord(text[end]))
}

// yearDay is a day of any year: "2 March 2026".
func yearDay(d okr.Date) string { return d.Time().Format("2 January 2006") }

// whyEcho is the evidence in a sentence: the item, the words, the dates.
func whyEcho(b Item, words []string, written okr.Date, task float64) string {
	what := "an item"
	if b.Kind == Bet {
		what = "a roadmap item"
	}
	s := fmt.Sprintf("Says what %s said", what)
	switch {
	case b.Created == "":
		s += ", though it is not known which was there first"
	case written != "" && b.Created < written:
		s += fmt.Sprintf(" %s before it was written, on %s", days(written.Since(b.Created)), yearDay(b.Created))
	case written != "":
		s += fmt.Sprintf(" on the day on which it was written, %s", yearDay(b.Created))
	default:
		s += " on " + yearDay(b.Created)
	}
	s += ": “" + b.Title + "”."
	if len(words) > 0 {
		s += " Both say " + join(quote(words[:min(len(words), 6)])) + "."
	}
	if task >= 0.5 {
		s += " It reads as work, not as its result."
	}
	return s
}

func days(n int) string {
	if n == 1 {
		return "a day"
	}
	return fmt.Sprintf("%d days", n)
}

func join(list []string) string {
	if n := len(list); n > 1 {
		return strings.Join(list[:n-1], ", ") + " and " + list[n-1]
	}
	return strings.Join(list, "")
}

func quote(list []string) []string {
	var out []string
	for _, w := range list {
		out = append(out, "“"+w+"”")
	}
	return out
}
