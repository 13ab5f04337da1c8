package document

import (
	_ "embed"
	"regexp"
	"strings"
)

//go:embed teams.txt
var teamsText string

// departments are what parts of an organization are called, group what a team calls itself.
var departments, group = func() (names map[string]bool, kinds map[string]bool) {
	names, kinds = map[string]bool{}, map[string]bool{}
	into := names
	for line := range strings.Lines(teamsText) {
		switch line = strings.TrimSpace(line); {
		case line == "# What a team calls itself":
			into = kinds
		case line != "" && line[0] != '#':
			for _, w := range strings.Fields(line) {
				into[strings.ReplaceAll(w, "_", " ")] = true
			}
		}
	}
	return names, kinds
}()

// aboutPlan are the words of a heading that speak of the plan, and not of the team whose it is.
var aboutPlan = regexp.MustCompile(`(?i)\b(okrs?|objectives?( (and|&) key results?)?|goals?|plan|for|ziele|objetivos|(fy ?)?'?(20)?\d\d)\b|[()\[\]:|–—]`)

// teamOf is the team that a heading names: "Marketing", "Workshop operations team", "OKRs of the Data Guild, Q3"; "" if it names none. A heading
// may say anything, so that only names of departments are taken, and what calls itself a team.
func teamOf(text string) string {
	s := aboutPlan.ReplaceAllString(reCycle.ReplaceAllString(text, " "), " ")
	words := strings.Fields(strings.Trim(s, " ,.-/"))
	for len(words) > 0 && (words[0] == "of" || words[0] == "the" || words[0] == "Our" || words[0] == "The" || words[0] == "-" || words[0] == ",") {
		words = words[1:]
	}
	if len(words) == 0 || len(words) > 5 {
		return ""
	}
	name := strings.Trim(strings.Join(words, " "), " ,.-/")
	low := strings.ToLower(name)
	first, last := strings.Fields(low)[0], strings.Fields(low)[len(strings.Fields(low))-1]
	if departments[low] || group[last] && len(words) > 1 || group[first] && len(words) > 1 { // "Equipo de ventas"
		return name
	}
	for _, part := range strings.FieldsFunc(low, func(r rune) bool { return r == ',' || r == '&' || r == '/' }) {
		for _, p := range strings.Split(part, " and ") {
			if p = strings.TrimSpace(p); p != "" && !departments[p] {
				return ""
			}
		}
	}
	return name
}
