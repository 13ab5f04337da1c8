package app

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A foundKey is where an objective stands in the list: group, then sort, then id.
type foundKey struct {
	store.ObjectiveKey
	group string // the group's key
	rank  string // where the group stands
	sort  string
	at    okr.Health
	ready okr.ReadyState
}

// readGroups reads how the groups of the query are called and in which order they stand.
func (f *finding) readGroups(tx *store.Tx) (err error) {
	f.rank = map[string]string{}
	number := func(i int) string { return fmt.Sprintf("%06d", i) }
	switch f.q.Group {
	case ByTeam:
		for i, t := range f.tree.Order() {
			f.rank[t.ID] = number(i)
		}
	case ByKind:
		f.rank = map[string]string{string(okr.Committed): "0", string(okr.Aspirational): "1", string(okr.Learning): "2"}
	case ByHealth:
		f.rank = urgency
	case ByStage:
		for i, s := range []okr.Stage{okr.Active, okr.InReview, okr.Draft, okr.Closed, okr.Dropped} {
			f.rank[string(s)] = number(i)
		}
	case ByReady:
		for i, s := range okr.ReadyStates {
			f.rank[string(s)] = number(i)
		}
	case ByOwner:
		ids := make([]string, len(f.keys))
		for i, k := range f.keys {
			ids[i] = k.OwnerID
		}
		f.names, err = tx.Names(ids)
		for id, n := range f.names {
			f.rank[id] = strings.ToLower(n.Name)
		}
	case ByPillar:
		var list []okr.Pillar
		list, err = tx.Pillars()
		f.pillars = map[string]okr.Pillar{}
		for i, p := range list {
			f.rank[p.ID], f.pillars[p.ID] = number(i), p
		}
	}
	return err
}

// urgency is the order of healths by what needs attention first.
var urgency = map[string]string{string(okr.InTrouble): "0", string(okr.Silent): "1", string(okr.Drifting): "2", string(okr.OnCourse): "3",
	string(okr.NotStarted): "4", string(okr.HealthDone): "5"}

func (f *finding) groupName(key string) string {
	switch f.q.Group {
	case ByTeam:
		return f.tree.Team(key).Name
	case ByOwner:
		return f.names.Of(key)
	case ByPillar:
		return f.pillars[key].Title
	default:
		return "" // a word
	}
}

// place says where the objective stands, as texts that sort.
func (k *foundKey) place(f *finding) {
	switch f.q.Group {
	case ByTeam:
		k.group = k.TeamID
	case ByKind:
		k.group = string(k.Kind)
	case ByHealth:
		k.group = string(k.at)
	case ByStage:
		k.group = string(k.Stage)
	case ByReady:
		k.group = string(k.ready)
	case ByOwner:
		k.group = k.OwnerID
	case ByPillar:
		k.group = k.PillarID
	}
	if rank, known := f.rank[k.group]; known {
		k.rank = "0" + rank
	} else if k.group = ""; f.q.Group != "" {
		k.rank = "1" // none, at the end
	}
	switch f.q.Sort {
	case ByPosition:
		k.sort = fmt.Sprintf("%020d", k.Position+positionOffset)
	case ByTitle:
		k.sort = strings.ToLower(k.Title)
	case ByNumber:
		k.sort = fmt.Sprintf("%012d", k.Number)
	case ByProgress:
		if k.Progress != nil {
			k.sort = fmt.Sprintf("%.9f", *k.Progress)
		}
	case ByUrgency:
		k.sort = urgency[string(k.at)]
	case ByGaps:
		k.sort = fmt.Sprint(slices.Index(okr.ReadyStates, k.ready))
	case ByAge:
		k.sort = fmt.Sprintf("%020d", k.Created)
	}
}

// positionOffset makes positions sort as text, negative ones too.
const positionOffset = 1 << 40

// position is the position in the cursor of a list that stands in place.
func (k *foundKey) position() int {
	n, err := strconv.Atoi(k.sort)
	if err != nil {
		return 0 // of another list: it begins again
	}
	return n - positionOffset
}

func (f *finding) compare(a, b foundKey) int {
	inGroup := cmp.Or(cmp.Compare(a.sort, b.sort), cmp.Compare(a.ID, b.ID))
	if f.desc {
		inGroup = -inGroup
	}
	return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.group, b.group), inGroup)
}

// behind is how many keys stand at or before the cursor.
func (f *finding) behind(after foundKey) int {
	n, found := slices.BinarySearchFunc(f.keys, after, f.compare)
	if found {
		n++
	}
	return n
}

func writeCursor(k foundKey) string {
	return cursorOf(k.rank, k.group, k.sort, k.ID)
}

// readCursor reads where the page before ended; ok is false for the first page.
func readCursor(s string) (after foundKey, ok bool, err error) {
	err = readCursorOf(s, &after.rank, &after.group, &after.sort, &after.ID)
	return after, s != "" && err == nil, err
}
