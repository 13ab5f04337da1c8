package judge

import (
	_ "embed"
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/headwater-okr/headwater/internal/sentence"
)

// A term is a word as it is compared with others.
type term struct {
	stem string
	word string  // as it was written
	kin  string  // its stem, or the group of words that mean the same
	tell float64 // 1; less if it says what is done and not with what; more if it is a name
}

// What a word tells beside its rarity: a verb of work stands in every line of a backlog; a name stands for one thing.
const (
	lightTells = 0.3
	nameTells  = 1.5
	sameTells  = 0.75 // a word that only means the same, or is spelled nearly the same
)

//go:embed words/work.txt
var workText string

var workLight, workSame = readWork(workText)

func readWork(text string) (light map[string]bool, same map[string]string) {
	light, same = map[string]bool{}, map[string]string{}
	for line := range strings.Lines(text) {
		name, list, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok || strings.HasPrefix(name, "#") {
			continue
		}
		for _, s := range sentence.Stems(list, "en") {
			if name == "light" {
				light[s] = true
			} else {
				same[s] = name
			}
		}
	}
	return light, same
}

// spelledNumbers are numbers too: of "two mechanics" and "a week for two mechanics" only one word is the same.
var spelledNumbers = setOf("one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million")

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}

// terms are the words of a sentence that are compared: stems, without numbers and words that say nothing, each once.
func terms(text string) []term {
	text = strings.NewReplacer("’", "", "'", "", "sign-up", "signup", "sign up", "signup", "log-in", "login").Replace(text)
	var out []term
	from := -1
	put := func(to int) {
		w := text[from:to]
		named := from > 0 && strings.ContainsRune("/`_#@", rune(text[from-1])) || to < len(text) && text[to] == '_' || isName(w)
		from = -1
		if len(w) < 2 || !strings.ContainsFunc(w, unicode.IsLetter) {
			return
		}
		if spelledNumbers[strings.ToLower(w)] {
			return
		}
		for _, s := range sentence.Stems(w, "en") {
			t := term{s, w, group(s), 1}
			e := lexicon.Word(strings.ToLower(w))
			switch {
			case named:
				t.tell = nameTells
			case workLight[s] || workSame[s] == "" && e.Class&verbs != 0 && e.Class&(metrics|artefacts|persons|events) == 0:
				t.tell = lightTells
			}
			if !slices.ContainsFunc(out, func(o term) bool { return o.stem == s }) {
				out = append(out, t)
			}
		}
	}
	for i, r := range text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			if from < 0 {
				from = i
			}
		} else if from >= 0 {
			put(i)
		}
	}
	if from >= 0 {
		put(len(text))
	}
	return out
}

// isName answers whether a word is written as a name in the middle of itself: HyperCache, v6, k8s.
func isName(w string) bool {
	letter, digit, inner := false, false, false
	for i, r := range w {
		letter = letter || unicode.IsLetter(r)
		digit = digit || unicode.IsDigit(r)
		inner = inner || i > 0 && unicode.IsUpper(r)
	}
	return letter && digit || inner && strings.ToUpper(w) != w
}

// like says how much two terms are the same word, 0 to 1.
func like(a, b term) float64 {
	switch {
	case a.stem == b.stem:
		return 1
	case a.kin == b.kin, nearly(a.stem, b.stem):
		return sameTells
	}
	return 0
}

// nearly answers whether two long stems differ by one letter, or one begins with the other: a slip, or another form of the word.
func nearly(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) < 6 {
		return false
	}
	if len(b)-len(a) <= 4 && strings.HasPrefix(b, a) {
		return true
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	return len(b) == len(a)+1 && a[i:] == b[i+1:] || len(b) == len(a) && a[i+1:] == b[i+1:]
}

// A rarity counts in how many lines of a case each word stands: the rarer, the more it tells.
type rarity struct {
	in    map[string]int
	lines float64
}

func (r *rarity) count(list []term) []term {
	r.lines++
	for _, t := range list {
		r.in[t.kin]++
	}
	return list
}

func group(stem string) string {
	if g := workSame[stem]; g != "" {
		return g + ":"
	}
	return stem
}

// otherLines is how many lines of work without any of the words are imagined beside a case, so that a small one tells rare words too.
const otherLines = 20

func (r *rarity) weight(t term) float64 {
	lines := r.lines + otherLines + 1
	return t.tell * math.Log(lines/float64(max(1, r.in[t.kin]))) / math.Log(lines)
}

// compare says how much of each other two lines have, and the words of a that b shares.
func (r *rarity) compare(a, b []term) (cover, shared float64, words []string) {
	side := func(x, y []term) (share, sum float64, words []string) {
		all := 0.0
		for _, t := range x {
			best := 0.0
			for _, o := range y {
				best = max(best, like(t, o))
			}
			w := r.weight(t)
			all += w
			sum += w * best
			if best > 0 && t.tell > lightTells {
				words = append(words, t.word)
			}
		}
		if all == 0 {
			return 0, 0, nil
		}
		return sum / all, sum, words
	}
	ofA, shared, words := side(a, b)
	ofB, _, _ := side(b, a)
	return math.Sqrt(ofA * ofB), min(1, shared/3), words
}

// taskChance is the chance that a line is an output or an activity.
func taskChance(r Reading) float64 {
	scores := table.Score("type", r.has)
	if len(scores) == 0 {
		return 0.5
	}
	most, sum, task := slices.Max(scores), 0.0, 0.0
	for i, v := range scores {
		p := math.Exp(v - most)
		sum += p
		if a := Questions[0].Answers[i]; a == Output || a == Activity {
			task += p
		}
	}
	return task / sum
}
