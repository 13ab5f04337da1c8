package judge

import (
	"testing"
	"time"
)

// The version is the same however often it is computed, and takes no time that anybody would notice.
func TestVersion(t *testing.T) {
	began := time.Now()
	first := version()
	t.Logf("computed in %v", time.Since(began))
	for range 3 {
		if again := version(); again != first {
			t.Fatalf("the version is %s, and then %s", first, again)
		}
	}
	kept := wordsText
	defer func() { wordsText = kept }()
	if wordsText += "\n"; version() == first {
		t.Error("with other words it is the same")
	}
}

// A rule that says something else in one of its examples makes another version.
func TestVersionOfRules(t *testing.T) {
	first, rule := version(), &Rules[0]
	kept := rule.keyResult
	defer func() { rule.keyResult = kept }()
	rule.keyResult = func(p *pass, g *goal, k *result) []Finding {
		list := kept(p, g, k)
		for i := range list {
			list[i].Fix += " Please."
		}
		return list
	}
	if version() == first {
		t.Error("with other words of a rule it is the same")
	}
}
