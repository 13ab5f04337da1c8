package judge

import (
	_ "embed"
	"slices"
	"strings"
	"unicode"

	"github.com/headwater-okr/headwater/internal/sentence"
)

// Which words of an objective other departments may not know, and whether the plan shows that they do: another team uses them, or they are spelled out.

//go:embed words/trade.txt
var tradeText string

var tradeWords = func() map[string]bool {
	out := map[string]bool{}
	for line := range strings.Lines(tradeText) {
		if !strings.HasPrefix(line, "#") {
			for _, w := range strings.Fields(line) {
				out[w] = true
			}
		}
	}
	return out
}()

// common are short words in capitals that everybody knows.
var common = map[string]bool{"OKR": true, "OKRS": true, "USA": true, "US": true, "UK": true, "EU": true, "IT": true, "HR": true, "CEO": true, "AI": true, "TV": true, "PC": true, "CRM": true, "FAQ": true, "PR": true, "OK": true, "A": true, "I": true, "CO2": true, "NPS": true, "API": true, "WE": true, "B2B": true, "Q1": true, "Q2": true, "Q3": true, "Q4": true,
	"KPI": true, "CFO": true, "CTO": true, "COO": true, "CMO": true, "CIO": true, "VP": true, "PDF": true, "URL": true, "ID": true, "QR": true, "SMS": true, "GPS": true, "VAT": true, "ISO": true, "ROI": true, "NGO": true, "GDPR": true, "UX": true, "UI": true, "SEO": true, "AWS": true, "LLM": true, "MVP": true}

// foreignWords are the words of a sentence that another department may not know, each once: short ones in capitals, and words of one trade.
func foreignWords(r Reading, title string) []string {
	var out []string
	notes := asides.FindAllStringIndex(title, -1)
	for _, w := range r.text.Words {
		raw := title[w.Span.From:w.Span.To]
		if w.Kind != sentence.Letters || w.Role != sentence.Free && w.Role != sentence.Named || slices.ContainsFunc(notes, func(n []int) bool { return w.Span.From >= n[0] && w.Span.To <= n[1] && title[n[0]] == '[' }) {
			continue
		}
		if slices.Contains(out, raw) {
			continue
		}
		short := singular(raw)
		if len(short) >= 2 && len(short) <= 5 && strings.ToUpper(short) == short && !common[short] && w.Role == sentence.Free || tradeWords[strings.ToLower(raw)] {
			out = append(out, raw)
		}
	}
	return out
}

// singular is a short name without the ending of its plural: MQL of MQLs.
func singular(w string) string { return strings.TrimSuffix(w, "s") }

// ForeignWords are the words of an objective that another department may not know. Whether it does, only what the others write tells.
func ForeignWords(title, locale string) []string {
	return foreignWords(ReadLine(Line{Kind: Objective, Text: title, Options: sentence.Options{Locale: locale}}), title)
}

// A vocabulary is what the teams of a plan say in their objectives and key results.
type vocabulary struct {
	teams   map[string]bool   // by name
	of      map[string]string // the team that uses a stem, by the stem; manyTeams where several do
	spelled map[string]bool   // short names in capitals that stand beside the words that they are made of
}

const manyTeams = "*"

// speech is the vocabulary of all goals.
func (p *pass) speech() *vocabulary {
	if p.spoke == nil {
		v := &vocabulary{map[string]bool{}, map[string]string{}, map[string]bool{}}
		for _, g := range p.goals {
			v.teams[g.Team] = true
			v.hear(g.Title, g.Team)
			for _, k := range g.results {
				v.hear(k.Title, g.Team)
			}
		}
		p.spoke = v
	}
	return p.spoke
}

// hear adds a line that a team wrote.
func (v *vocabulary) hear(title, team string) {
	for _, s := range sentence.Stems(title, "en") {
		s = singular(s) // a stem without a vowel keeps its ending: mqls
		if by, used := v.of[s]; used && by != team {
			v.of[s] = manyTeams
		} else if !used {
			v.of[s] = team
		}
	}
	for rest := title; ; {
		before, behind, open := strings.Cut(rest, "(")
		inside, after, closed := strings.Cut(behind, ")")
		if !open || !closed {
			return
		}
		long, short := letterWords(before), letterWords(inside)
		if n := len(long); n > 0 && len(short) != 1 { // the other way round: CSM (customer success manager)
			long, short = short, long[n-1:]
		}
		if len(short) == 1 && spells(long, singular(short[0])) {
			v.spelled[singular(short[0])] = true
		}
		rest = after
	}
}

// letterWords are the words of a text, those with a hyphen parted.
func letterWords(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
}

// spells answers whether words end in those whose first letters make a short name, with at most two small ones between: Ready To Ride is RTR.
func spells(words []string, short string) bool {
	if len(short) < 2 || strings.ToUpper(short) != short {
		return false
	}
	i := len(short) - 1
	for k := len(words) - 1; k >= max(0, len(words)-len(short)-2); k-- {
		if strings.EqualFold(words[k][:1], short[i:i+1]) {
			if i--; i < 0 {
				return true
			}
		}
	}
	return false
}

// usedElsewhere answers whether a line of another team uses the word, in any form of it.
func (p *pass) usedElsewhere(word string, g *goal) bool {
	stem := sentence.Stems(word, "en")
	if len(stem) == 0 {
		return false
	}
	team, used := p.speech().of[singular(stem[0])]
	return used && team != g.Team
}

// listening is how many other teams there must be before a word that none of them uses counts as foreign to them.
const listening = 3

// heard answers whether there are other teams enough to say which words they use.
func (p *pass) heard(g *goal) bool {
	if p.Teams > 0 {
		return p.Teams >= listening
	}
	others := len(p.speech().teams)
	for _, mine := range slices.Compact(slices.Sorted(slices.Values([]string{"", g.Team}))) {
		if p.speech().teams[mine] {
			others--
		}
	}
	return others >= listening
}
