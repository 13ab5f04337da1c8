package app

import (
	"reflect"
	"slices"
	"sync"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// What a thing names by id may be something that the reader may not see: a source of a sum, a lesson, a draft that came of it. Every answer passes here on its way
// out, and so does every export, so that one list says what is taken out of it. Supports are left out where they are read.

// named are the ids in a thing that may be hidden.
func named(thing any) (ids []string) {
	switch v := thing.(type) {
	case *okr.Objective:
		ids = append(with(v.Dismissed), v.Lessons...)
	case *okr.KeyResult:
		ids = append(append(with(v.Dismissed), v.Source.Of...), v.Readiness.Decision.ObjectiveID)
	case *okr.Contract:
		ids = []string{v.Within}
	case *okr.Proposal:
		ids = []string{v.Adopted}
	}
	return slices.DeleteFunc(ids, func(id string) bool { return id == "" })
}

func with(list []okr.Dismissal) (ids []string) {
	for _, d := range list {
		ids = append(ids, d.With)
	}
	return ids
}

// hide takes what is hidden out of a thing. Lists are made anew, because others may hold them too.
func hide(thing any, hidden map[string]bool) {
	switch v := thing.(type) {
	case *okr.Objective:
		v.Supports = without(v.Supports, func(s okr.Support) bool { return hidden[s.ID] })
		v.Lessons = without(v.Lessons, func(id string) bool { return hidden[id] })
		v.Dismissed = without(v.Dismissed, func(d okr.Dismissal) bool { return hidden[d.With] })
	case *okr.KeyResult:
		v.Source.Of = without(v.Source.Of, func(id string) bool { return hidden[id] })
		v.Readiness.Decision.ObjectiveID = shown(v.Readiness.Decision.ObjectiveID, hidden)
		v.Dismissed = without(v.Dismissed, func(d okr.Dismissal) bool { return hidden[d.With] })
	case *okr.Contract:
		v.Within = shown(v.Within, hidden)
	case *okr.Proposal:
		v.Adopted = shown(v.Adopted, hidden)
	case *okr.RoadmapItem:
		v.Serves = without(v.Serves, func(s okr.Serve) bool { return hidden[s.KeyResultID] })
	}
}

// without is a list without some of it, the same one where nothing is left out.
func without[T any](list []T, out func(T) bool) []T {
	if !slices.ContainsFunc(list, out) {
		return list
	}
	return slices.DeleteFunc(slices.Clone(list), out)
}

// shown is an id unless it is hidden.
func shown(id string, hidden map[string]bool) string {
	if hidden[id] {
		return ""
	}
	return id
}

// hideIn takes what the scope may not see out of the things in an answer: one statement, none where nothing is named.
func hideIn(tx *store.Tx, s store.Scope, answer any) error {
	var ids []string
	v := reflect.ValueOf(answer)
	eachNaming(v, func(thing any) { ids = append(ids, named(thing)...) })
	if len(ids) == 0 {
		return nil
	}
	slices.Sort(ids)
	hidden, err := tx.HiddenAmong(s, slices.Compact(ids))
	if len(hidden) > 0 {
		eachNaming(v, func(thing any) { hide(thing, hidden) })
	}
	return err
}

// hideInFault is hideIn for what stands now, which a conflict tells of.
func hideInFault(tx *store.Tx, s store.Scope, err error) error {
	for _, e := range okr.FaultsOf(err) {
		if e.Theirs == nil {
			continue
		}
		if err := hideIn(tx, s, &e.Theirs); err != nil {
			return err
		}
	}
	return err
}

// naming are the types of things that may name what is hidden.
var naming = []reflect.Type{reflect.TypeFor[okr.Objective](), reflect.TypeFor[okr.KeyResult](), reflect.TypeFor[okr.Contract](), reflect.TypeFor[okr.Proposal]()}

// eachNaming gives fn a pointer to each such thing in a value.
func eachNaming(v reflect.Value, fn func(any)) {
	if !v.IsValid() || !leadsToNaming(v.Type()) {
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		eachNaming(v.Elem(), fn)
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			eachNaming(v.Index(i), fn)
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			v.SetMapIndex(key, copied(v.MapIndex(key), fn))
		}
	case reflect.Interface:
		if !v.IsNil() && leadsToNaming(v.Elem().Type()) {
			v.Set(copied(v.Elem(), fn))
		}
	case reflect.Struct:
		if slices.Contains(naming, v.Type()) {
			fn(v.Addr().Interface())
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				eachNaming(v.Field(i), fn)
			}
		}
	}
}

// copied is a value that cannot be changed where it is, after fn.
func copied(v reflect.Value, fn func(any)) reflect.Value {
	c := reflect.New(v.Type()).Elem()
	c.Set(v)
	eachNaming(c, fn)
	return c
}

var leads sync.Map // of types: whether such a thing can be in a value

func leadsToNaming(t reflect.Type) bool {
	if known, ok := leads.Load(t); ok {
		return known.(bool)
	}
	found := findNaming(t, map[reflect.Type]bool{})
	leads.Store(t, found)
	return found
}

func findNaming(t reflect.Type, seen map[reflect.Type]bool) bool {
	if slices.Contains(naming, t) || t.Kind() == reflect.Interface && t.NumMethod() == 0 {
		return true
	}
	if seen[t] {
		return false
	}
	seen[t] = true
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
		return findNaming(t.Elem(), seen)
	case reflect.Struct:
		for i := range t.NumField() {
			if f := t.Field(i); f.IsExported() && findNaming(f.Type, seen) {
				return true
			}
		}
	}
	return false
}
