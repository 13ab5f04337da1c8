package okr

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestPatch(t *testing.T) {
	o := Objective{Title: "Theirs", WhyImportant: "as it was", TeamIDs: []string{"a"}, Version: 4}
	mine, base := "Mine", "As I saw it"
	_, err := ObjectivePatch{Title: &mine, Base: &ObjectivePatch{Title: &base}}.Apply(o)
	if f := FaultsOf(err); len(f) != 1 || f[0].Kind != Conflict || f[0].Field != "title" || f[0].Theirs != "Theirs" {
		t.Fatalf("a field that somebody else changed: %v", err)
	}
	why, was := "better", "as it was"
	got, err := ObjectivePatch{WhyImportant: &why, Base: &ObjectivePatch{WhyImportant: &was}}.Apply(o)
	if err != nil || got.WhyImportant != "better" || got.Title != "Theirs" {
		t.Errorf("another field: %+v, %v", got, err)
	}
	theirs := "Theirs"
	if _, err := (ObjectivePatch{Title: &theirs, Base: &ObjectivePatch{Title: &base}}).Apply(o); err != nil {
		t.Errorf("the same change twice is a conflict: %v", err)
	}
	if _, err := (ObjectivePatch{Version: 3, Title: &mine}).Apply(o); err == nil {
		t.Error("a stale version was taken")
	}
	k := KeyResult{Baseline: num(1), Target: num(2)}
	if got, err := (KeyResultPatch{Clear: []string{"baseline"}}).Apply(k); err != nil || got.Baseline != nil || *got.Target != 2 {
		t.Errorf("clearing a number: %+v, %v", got, err)
	}
}

// three makes three values of a type that all differ.
func three(t *testing.T, typ reflect.Type) [3]reflect.Value {
	texts := map[reflect.Kind][3]string{
		reflect.String: {`"one"`, `"two"`, `"three"`}, reflect.Int: {"1", "2", "3"}, reflect.Float64: {"1", "2", "3"}, reflect.Bool: {"true", "false", "true"},
	}[typ.Kind()]
	switch typ {
	case reflect.TypeFor[[]string]():
		texts = [3]string{`["a"]`, `["b"]`, `["a","b"]`}
	case reflect.TypeFor[[]Support]():
		texts = [3]string{`[{"kind":"pillar","id":"a","weight":1}]`, `[]`, `[{"kind":"pillar","id":"a","weight":2}]`}
	case reflect.TypeFor[[]Link]():
		texts = [3]string{`[{"url":"https://a.example"}]`, `[]`, `[{"url":"https://b.example"}]`}
	case reflect.TypeFor[[]Point]():
		texts = [3]string{`[{"date":"2026-11-09","value":1}]`, `[]`, `[{"date":"2026-11-09","value":2}]`}
	case reflect.TypeFor[[]Milestone]():
		texts = [3]string{`[{"title":"a"}]`, `[]`, `[{"title":"b"}]`}
	case reflect.TypeFor[Marks]():
		texts = [3]string{`{"commit":1}`, `{}`, `{"commit":1,"stretch":2}`}
	case reflect.TypeFor[Source]():
		texts = [3]string{`{"kind":"sum","of":["a"]}`, `{}`, `{"kind":"min","of":["a"]}`}
	case reflect.TypeFor[ClosingNote]():
		texts = [3]string{`{"what":"a"}`, `{}`, `{"why":"a"}`}
	}
	var out [3]reflect.Value
	for i, text := range texts {
		v := reflect.New(typ)
		if err := json.Unmarshal([]byte(text), v.Interface()); err != nil {
			t.Fatalf("no example of %s: %v", typ, err)
		}
		out[i] = v
	}
	return out
}

// patched checks a type of patch field by field, found by reflection, so that none can be forgotten in Apply: each is set, each is left alone when
// it is not named, and each is a conflict when somebody else changed it, with their value.
func patched[P interface{ Apply(T) (T, error) }, T any](t *testing.T) {
	meta := []string{"ID", "Version", "Reason", "Clear", "Base"}
	fields := 0
	for _, f := range reflect.VisibleFields(reflect.TypeFor[P]()) {
		if strings.Contains(strings.Join(meta, " "), f.Name) {
			continue
		}
		fields++
		if f.Type.Kind() != reflect.Pointer {
			t.Errorf("%s is no pointer, so it cannot be left alone", f.Name)
			continue
		}
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		to, found := reflect.TypeFor[T]().FieldByName(f.Name)
		if stored, _, _ := strings.Cut(to.Tag.Get("json"), ","); !found || stored != name {
			t.Errorf("the patch has %s, the thing has %q", name, to.Tag.Get("json"))
			continue
		}
		example := three(t, f.Type.Elem())
		put := func(thing *T, v reflect.Value) {
			at := reflect.ValueOf(thing).Elem().FieldByName(f.Name)
			if at.Kind() == reflect.Pointer {
				at.Set(v)
			} else {
				at.Set(v.Elem())
			}
		}
		patch := func(value, base reflect.Value) P {
			var p P
			reflect.ValueOf(&p).Elem().FieldByName(f.Name).Set(value)
			b := reflect.New(reflect.TypeFor[P]())
			b.Elem().FieldByName(f.Name).Set(base)
			reflect.ValueOf(&p).Elem().FieldByName("Base").Set(b)
			return p
		}
		var stood, want T
		put(&stood, example[0])
		put(&want, example[1])
		got, err := patch(example[1], example[0]).Apply(stood)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s is not set: %v (-want +got):\n%s", name, err, diff)
		}
		var none P
		if got, err := none.Apply(stood); err != nil || !cmp.Equal(got, stood) {
			t.Errorf("%s is not left alone: %v, %v", name, got, err)
		}
		if f.Type.Elem().Kind() == reflect.Bool {
			continue // of two values a third cannot differ
		}
		put(&stood, example[2])
		got, err = patch(example[1], example[0]).Apply(stood)
		faults := FaultsOf(err)
		if len(faults) != 1 || faults[0].Kind != Conflict || faults[0].Field != name || !cmp.Equal(got, stood) {
			t.Errorf("%s is overwritten, or the conflict is not told: %v", name, err)
			continue
		}
		theirs := reflect.ValueOf(faults[0].Theirs)
		if theirs.Kind() == reflect.Pointer {
			theirs = theirs.Elem()
		}
		if !cmp.Equal(theirs.Interface(), example[2].Elem().Interface()) {
			t.Errorf("their %s is told as %v, want %v", name, theirs, example[2].Elem())
		}
	}
	if fields == 0 {
		t.Error("the patch has no fields")
	}
}

func TestPatchesHoldEveryField(t *testing.T) {
	t.Run("objective", patched[ObjectivePatch, Objective])
	t.Run("key result", patched[KeyResultPatch, KeyResult])
	t.Run("vision", patched[VisionPatch, Vision])
	t.Run("pillar", patched[PillarPatch, Pillar])
}

// Whatever three people write: mine is kept when nobody else changed the field, or changed it to the same; otherwise theirs stays and both are shown.
func TestPatchMerges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SampledFrom([]string{"", "a", " a ", "b", "c"})
		base, mine, theirs := text.Draw(t, "base"), text.Draw(t, "mine"), text.Draw(t, "theirs")
		trim := strings.TrimSpace
		got, err := ObjectivePatch{Evidence: &mine, Base: &ObjectivePatch{Evidence: &base}}.Apply(Objective{Evidence: theirs, Title: "untouched"})
		conflict := trim(theirs) != trim(base) && trim(theirs) != trim(mine)
		switch {
		case conflict != (err != nil):
			t.Fatalf("a conflict: %v", err)
		case conflict && got.Evidence != theirs, !conflict && got.Evidence != mine, got.Title != "untouched":
			t.Fatalf("it becomes %+v", got)
		}
	})
}

func TestPatchOfEmptyNumbers(t *testing.T) {
	for _, tt := range []struct {
		name     string
		stored   *float64
		p        KeyResultPatch
		want     *float64
		conflict bool
	}{
		{"emptied", num(5), KeyResultPatch{Clear: []string{"target"}, Base: &KeyResultPatch{Target: num(5)}}, nil, false},
		{"emptied, but changed meanwhile", num(6), KeyResultPatch{Clear: []string{"target"}, Base: &KeyResultPatch{Target: num(5)}}, num(6), true},
		{"emptied by both", nil, KeyResultPatch{Clear: []string{"target"}, Base: &KeyResultPatch{Target: num(5)}}, nil, false},
		{"filled", nil, KeyResultPatch{Target: num(7), Base: &KeyResultPatch{Clear: []string{"target"}}}, num(7), false},
		{"filled by both, with two numbers", num(6), KeyResultPatch{Target: num(7), Base: &KeyResultPatch{Clear: []string{"target"}}}, num(6), true},
		{"set without a base", num(6), KeyResultPatch{Target: num(7)}, num(7), false},
		{"another field emptied", num(6), KeyResultPatch{Clear: []string{"weight"}}, num(6), false},
	} {
		got, err := tt.p.Apply(KeyResult{Target: tt.stored})
		if (err != nil) != tt.conflict || !cmp.Equal(got.Target, tt.want) {
			t.Errorf("%s: %v, %v", tt.name, got.Target, err)
		}
	}
}

// A stale version is told beside every field in conflict, with the whole of what stands now.
func TestPatchTellsEveryConflict(t *testing.T) {
	mine, base := "mine", "base"
	_, err := ObjectivePatch{Version: 3, Title: &mine, Evidence: &mine, Base: &ObjectivePatch{Title: &base, Evidence: &base}}.Apply(Objective{Version: 4, Title: "x", Evidence: "y"})
	var fields []string
	for _, f := range FaultsOf(err) {
		fields = append(fields, f.Field)
	}
	if diff := cmp.Diff([]string{"version", "title", "evidence"}, fields); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if o, ok := FaultsOf(err)[0].Theirs.(Objective); !ok || o.Title != "x" || o.Version != 4 {
		t.Errorf("what stands now is told as %+v", FaultsOf(err)[0].Theirs)
	}
}
