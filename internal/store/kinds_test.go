package store

import (
	"reflect"
	"testing"

	"github.com/headwater-okr/headwater/internal/okr"
)

// TestEveryKindIsKept: what an archive holds is written by the store, as the type that the archive says, and nothing else is.
func TestEveryKindIsKept(t *testing.T) {
	seen := map[okr.Thing]bool{}
	for list, thing := range okr.Lists() {
		seen[thing] = true
		v, _ := okr.NewThing(thing)
		if k := kinds[thing]; k == nil {
			t.Errorf("%s: no kind keeps a %s", list, thing)
		} else if got, want := k.typ(), reflect.TypeOf(v).Elem(); got != want {
			t.Errorf("%s: the store keeps %v as %s, the archive %v", list, got, thing, want)
		}
	}
	for thing := range kinds {
		if !seen[thing] {
			t.Errorf("the store keeps a %s, and no archive holds it", thing)
		}
	}
}
