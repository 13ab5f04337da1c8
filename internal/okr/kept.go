package okr

import (
	"encoding/json"
	"fmt"
	"iter"
	"reflect"
	"strings"
	"sync"
)

// A keptKind is what okr.Archive says of one kind of thing.
type keptKind struct {
	thing Thing
	list  string // its name in an archive
	field int    // of Archive
	typ   reflect.Type
}

// keptKinds are the kinds of an archive, in its order.
var keptKinds = sync.OnceValue(func() []keptKind {
	var out []keptKind
	t := reflect.TypeFor[Archive]()
	for i := range t.NumField() {
		f := t.Field(i)
		thing := f.Tag.Get("thing")
		if thing == "" {
			continue
		}
		k := keptKind{thing: Thing(thing), list: tagged(f), field: i, typ: f.Type}
		if k.typ.Kind() == reflect.Slice || k.typ.Kind() == reflect.Pointer {
			k.typ = k.typ.Elem()
		}
		out = append(out, k)
	}
	return out
})

var keptByType, keptByThing = sync.OnceValue(func() map[reflect.Type]keptKind {
	out := map[reflect.Type]keptKind{}
	for _, k := range keptKinds() {
		out[k.typ] = k
	}
	return out
}), sync.OnceValue(func() map[Thing]keptKind {
	out := map[Thing]keptKind{}
	for _, k := range keptKinds() {
		out[k.thing] = k
	}
	return out
})

// tagged is the name of a field in JSON.
func tagged(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}

// Lists are the kinds of things that an archive holds, by the names of its lists and in its order.
func Lists() iter.Seq2[string, Thing] {
	return func(yield func(string, Thing) bool) {
		for _, k := range keptKinds() {
			if !yield(k.list, k.thing) {
				return
			}
		}
	}
}

// NewThing is a pointer to an empty thing of a kind; ok is false for what no archive holds, such as a token.
func NewThing(thing Thing) (v any, ok bool) {
	k, ok := keptByThing()[thing]
	if !ok {
		return nil, false
	}
	return reflect.New(k.typ).Interface(), true
}

// Bump raises the version of a thing, of which v is a pointer, by one. What has no version stays as it is.
func Bump(v any) {
	if f := reflect.ValueOf(v).Elem().FieldByName("Version"); f.IsValid() {
		f.SetInt(f.Int() + 1)
	}
}

// Image is the row of the log that holds the whole of a thing as it is now. objectiveID is the objective that it belongs to where v does not say so
// itself, "" if none. A thing without versions is written once, as version 1. It fails for what no archive holds.
func Image(objectiveID string, v any) (EventRow, error) {
	val := reflect.ValueOf(v)
	k, ok := keptByType()[val.Type()]
	if !ok {
		return EventRow{}, fmt.Errorf("okr: no archive holds a %T", v)
	}
	row := EventRow{Thing: k.thing, ID: val.FieldByName("ID").String(), ObjectiveID: objectiveID, Version: 1}
	if f := val.FieldByName("Version"); f.IsValid() {
		row.Version = int(f.Int())
	}
	if f := val.FieldByName("ObjectiveID"); f.IsValid() && f.String() != "" {
		row.ObjectiveID = f.String()
	}
	if k.thing == ThingObjective {
		row.ObjectiveID = row.ID
	}
	var err error
	row.After, err = json.Marshal(v)
	return row, err
}

// Pieces are the things of an archive but its organization, in its order: at most n of a kind at a time.
func (a *Archive) Pieces(n int) iter.Seq2[Thing, []any] {
	return func(yield func(Thing, []any) bool) {
		for _, k := range keptKinds() {
			var piece []any
			for v := range a.of(k) {
				if piece = append(piece, v.Interface()); len(piece) < n {
					continue
				}
				if !yield(k.thing, piece) {
					return
				}
				piece = nil
			}
			if len(piece) > 0 && !yield(k.thing, piece) {
				return
			}
		}
	}
}

// of are the things of a kind but the organization.
func (a *Archive) of(k keptKind) iter.Seq[reflect.Value] {
	return func(yield func(reflect.Value) bool) {
		switch f := reflect.ValueOf(a).Elem().Field(k.field); {
		case f.Kind() == reflect.Slice:
			for i := range f.Len() {
				if !yield(f.Index(i)) {
					return
				}
			}
		case f.Kind() == reflect.Pointer && !f.IsNil():
			yield(f.Elem())
		}
	}
}

// Check finds what would not hold together: things without an id, twice, or of something that is not there. A field that JSON calls after a kind
// of thing, such as key_result_id, names one; it may be empty where JSON may leave it out.
func (a *Archive) Check() error {
	called := func(thing Thing) string { return strings.ReplaceAll(string(thing), "_", " ") }
	type key struct {
		thing Thing
		id    string
	}
	seen := map[key]bool{}
	identify := func(thing Thing, id string) error {
		if id == "" || seen[key{thing, id}] {
			return Fail(Invalid, "file", fmt.Sprintf("The %s “%s” is in this export twice, or has no id.", called(thing), id))
		}
		seen[key{thing, id}] = true
		return nil
	}
	for _, k := range keptKinds() {
		for v := range a.of(k) {
			if err := identify(k.thing, v.FieldByName("ID").String()); err != nil {
				return err
			}
		}
	}
	for _, e := range a.Events {
		if err := identify("event", e.ID); err != nil {
			return err
		}
	}
	for _, k := range keptKinds() {
		names := namesIn(k.typ)
		for v := range a.of(k) {
			for thing, id := range named(v, names) {
				if !seen[key{thing, id}] {
					return Fail(Invalid, "file", fmt.Sprintf("This export names the %s “%s”, which is not in it.", called(thing), id))
				}
			}
		}
	}
	return Under("organization.", a.Organization.Check())
}

// A nameIn is a field that names another thing: its index in a type, and the fields of what a list holds.
type nameIn struct {
	field int
	thing Thing
	must  bool     // be there
	inner []nameIn // of a list of structs, instead of thing
}

// namesIn finds the fields of a type that name kept things.
func namesIn(t reflect.Type) []nameIn {
	var out []nameIn
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Type.Kind() == reflect.Slice && f.Type.Elem().Kind() == reflect.Struct {
			if inner := namesIn(f.Type.Elem()); inner != nil {
				out = append(out, nameIn{field: i, inner: inner})
			}
			continue
		}
		thing, found := strings.CutSuffix(tagged(f), "_id")
		if _, kept := keptByThing()[Thing(thing)]; found && kept && f.Type.Kind() == reflect.String {
			out = append(out, nameIn{field: i, thing: Thing(thing), must: !strings.Contains(f.Tag.Get("json"), ",omitempty")})
		}
	}
	return out
}

// named gives what v names.
func named(v reflect.Value, names []nameIn) iter.Seq2[Thing, string] {
	return func(yield func(Thing, string) bool) {
		for _, n := range names {
			f := v.Field(n.field)
			if n.inner == nil {
				if id := f.String(); (id != "" || n.must) && !yield(n.thing, id) {
					return
				}
				continue
			}
			for i := range f.Len() {
				for thing, id := range named(f.Index(i), n.inner) {
					if !yield(thing, id) {
						return
					}
				}
			}
		}
	}
}
