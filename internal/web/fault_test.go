package web

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// A line about a field calls it what its form calls it, and counts from 1.
func TestFaultLinesUseTheWordsOfTheForm(t *testing.T) {
	for field, want := range map[string]string{
		"": "", "version": "", "as_of": "Day: ", "key_results[1].baseline": "Key result 2, from: ", "to[1]": "Recipient 2: ", "base_url": "Address of the tool: ", "place": "Which work there: ",
		"high": "Healthy up to: ", "settings.escalate_after": "A blocker is worth a word with the lead after: ", "settings.limits.max_objectives": "Company objectives, at most: ",
		"closing_note.why": "Why: ", "key_results[019a8c3e].target": "Key result, to: ", "Workshop, scope": "Workshop, scope: ", "team_ids": "Team: ", "serves[0].effect.mid": "Key result 1, effect, about: ",
		"preferences.notices.due": "Due: ", "cycle_id": "Cycle: ",
	} {
		if got := under(field, "x"); got != want+"x" {
			t.Errorf("%s is %q, want %q", field, got, want)
		}
	}
}

// Every name that an answer of ours gives to a fault has words without brackets and underscores.
func TestEveryFaultHasWords(t *testing.T) {
	name := regexp.MustCompile(`(?:Fail\((?:okr\.)?Invalid, |\baddf\(|\bf\.(?:text|id|count|position|weeks|teams)\()"([a-z_.]+)"`)
	n := 0
	for _, dir := range []string{".", "../okr", "../app", "../source"} {
		files, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
				continue
			}
			b, err := os.ReadFile(dir + "/" + f.Name())
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range name.FindAllSubmatch(b, -1) {
				n++
				for _, field := range []string{string(m[1]), string(m[1]) + "[0]", "key_results[2]." + string(m[1])} {
					if line := under(field, ""); strings.ContainsAny(line, "[]_") {
						t.Errorf("%s is called %q", field, line)
					}
				}
			}
		}
	}
	if n < 100 {
		t.Errorf("only %d faults were found", n)
	}
}
