package okr

import (
	"strings"
	"testing"
	"unicode"
)

// What explains a word is one or two plain sentences, and every word that the program itself puts on a page has one.
func TestGlossary(t *testing.T) {
	for word, text := range Glossary {
		sentences := strings.Count(text, ". ") + 1
		if !strings.HasSuffix(text, ".") || sentences > 2 || strings.ContainsAny(text, "!\n") || len(text) > 160 || !unicode.IsUpper([]rune(text)[0]) {
			t.Errorf("%s is explained by %q", word, text)
		}
		if strings.TrimSpace(word) != word || word == "" {
			t.Errorf("the word %q has space around it", word)
		}
	}
	var shown []string
	for _, h := range []Health{NotStarted, OnCourse, Drifting, InTrouble, Silent, HealthDone} {
		shown = append(shown, words(h))
	}
	for _, s := range stages {
		shown = append(shown, words(s))
	}
	for _, k := range []ObjectiveKind{Committed, Aspirational, Learning} {
		shown = append(shown, words(k))
	}
	for _, c := range []CycleStage{CyclePlanning, CycleExecution, CycleClosing, CycleClosed} {
		shown = append(shown, words(c))
	}
	shown = append(shown, words(Milestones), words(Judgement))
	for _, word := range shown {
		if Glossary[word] == "" {
			t.Errorf("nothing explains %q", word)
		}
	}
}
