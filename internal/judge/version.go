package judge

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
)

// Version changes with what the judge says: with its word lists, its weights, the texts of its rules, and all that it finds in the examples of each. What was read by
// another version is read again. It is computed once, in some 30 milliseconds.
var Version = sync.OnceValue(version)

func version() string {
	h := sha256.New()
	for _, text := range []string{wordsText, mannerText, familyText, workText, tradeText, weightsText} {
		fmt.Fprintln(h, text)
	}
	to := json.NewEncoder(h)
	for _, r := range Rules {
		fmt.Fprintln(h, r.ID, r.Severity, r.Title, r.Why, r.Needs)
		for _, e := range slices.Concat(r.Fires[:], r.Silent[:]) {
			if err := to.Encode(Read(e.Case).Findings); err != nil {
				panic(err) // findings are plain values
			}
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}
