package judge

import (
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Every word of the list is found with its own family, and what does not stand there has none.
func TestFamily(t *testing.T) {
	for _, name := range familyNames {
		if _, weighs := table.rows[anyLike+"“"+name+"”"]; !weighs {
			_, done := table.rows[doneLike+"“"+name+"”"]
			_, thing := table.rows[thingLike+"“"+name+"”"]
			if _, said := table.rows[saidLike+"“"+name+"”"]; !done && !thing && !said {
				t.Errorf("the family %q has no weight, and need not stand there", name)
			}
		}
	}
	if len(familyNames) < 100 {
		t.Fatalf("%d families have a name", len(familyNames))
	}
	var words []string
	for line := range strings.Lines(familyWords) {
		word, n, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		k, err := strconv.Atoi(n)
		if err != nil || k >= len(familyNames) {
			t.Fatalf("%q names no family", line)
		}
		if got := family(word); got != familyNames[k] {
			t.Fatalf("%q is of the family %q and not %q", word, got, familyNames[k])
		}
		words = append(words, word)
	}
	if !slices.IsSorted(words) {
		t.Error("the words do not stand in their order")
	}
	for _, word := range []string{"", "a", "zzzz", "aaaa", "frobnicate", "Word", "two words", "word 12"} {
		if _, listed := slices.BinarySearch(words, word); !listed && family(word) != "" {
			t.Errorf("%q has the family %q", word, family(word))
		}
	}
}

// What speaks for and against a verdict names the word and its family.
func TestFamiliesAreNamed(t *testing.T) {
	r := ReadLine(Line{Kind: KeyResult, Text: "Weekly office hours for volunteers"})
	for _, reason := range r.Reasons("type", 30) {
		if strings.HasPrefix(reason.Says, "“weekly”: a word like “") {
			return
		}
	}
	t.Errorf("no reason names a family: %v", r.Reasons("type", 30))
}
