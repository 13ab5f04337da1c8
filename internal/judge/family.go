package judge

import (
	_ "embed"
	"strconv"
	"strings"

	"github.com/headwater-okr/headwater/internal/sentence"
)

// familyText names families of words that stand in the same company in running text, and then tells of each of 12,000 English words to which it
// belongs: "= 12 publish, write, edit" and "magazine 12". It is made by the fitting command out of the word vectors of GloVe (Pennington,
// Socher and Manning 2014, in the public domain), and speaks of words that no list has.
//
//go:embed words/families.txt
var familyText string

var familyNames, familyWords = readFamilies(familyText)

// readFamilies reads the names of the families, and leaves the words in their order, to be searched where they stand: most are never asked for.
func readFamilies(text string) (names []string, words string) {
	for strings.HasPrefix(text, "#") || strings.HasPrefix(text, "=") {
		line, rest, _ := strings.Cut(text, "\n")
		if name, ok := strings.CutPrefix(line, "= "); ok {
			_, name, _ = strings.Cut(name, " ")
			names = append(names, name)
		}
		text = rest
	}
	return names, text
}

// family is the family of a word, by its name; "" is none.
func family(word string) string {
	lo, hi := 0, len(familyWords)
	for lo < hi {
		mid := (lo + hi) / 2
		from := strings.LastIndexByte(familyWords[lo:mid], '\n') + 1 + lo
		line, _, _ := strings.Cut(familyWords[from:hi], "\n")
		w, n, _ := strings.Cut(line, " ")
		switch {
		case w == word:
			if k, err := strconv.Atoi(n); err == nil && k < len(familyNames) {
				return familyNames[k]
			}
			return ""
		case w < word:
			lo = min(from+len(line)+1, hi)
		default:
			hi = from
		}
	}
	return ""
}

// families tells of the words of a key result by their families: of all of them, of what is done, of what it is done to, and of whom it is said.
func (f *finder) families(words []token, p parse) {
	say := func(before, word string) {
		if k := family(word); k != "" {
			f.add(before + "“" + k + "”")
		}
	}
	for _, w := range words {
		if w.Kind == sentence.Letters {
			say(anyLike, w.Text)
		}
	}
	say(doneLike, strings.ToLower(p.word))
	from := p.at + 1
	switch p.mood {
	case "noun":
		from = p.at
	case "statement":
		from = -1
	}
	if from >= 0 {
		if _, last := phraseOf(words, from); last >= 0 {
			say(thingLike, words[last].Text)
		}
		return
	}
	if _, last := phraseOf(words[:p.at], start(words)); last >= 0 {
		say(saidLike, words[last].Text)
	}
}

// What the features of families begin with.
const (
	anyLike   = "a word like "
	doneLike  = "its verb is like "
	thingLike = "it is about something like "
	saidLike  = "it is said of something like "
)

// OfFamily answers whether a feature tells of a family of words.
func OfFamily(feature string) bool {
	for _, begin := range [...]string{anyLike, doneLike, thingLike, saidLike} {
		if strings.HasPrefix(feature, begin) {
			return true
		}
	}
	return false
}
