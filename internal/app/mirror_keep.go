package app

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// mirrorPiece is how many items are written in one transaction, so that nobody waits long for the writer.
const mirrorPiece = 50

// keepOutside writes outside items as what they are here, in pieces: epics first, so that what is in them finds them. roads are the roadmap items of the
// mirror, by their id there; it returns them with those that are new.
func (a *App) keepOutside(ctx context.Context, actor Actor, m okr.Mirror, list []okr.OutsideItem, roads map[string]string) (map[string]string, error) {
	last := map[string]int{} // an item may be given twice; the later one stands
	for i, it := range list {
		last[it.External] = i
	}
	var epics []okr.MirroredRoad
	var items []okr.OutsideItem
	var gone []string
	for i, it := range list {
		if it.External == "" || last[it.External] != i {
			continue
		}
		switch placeOf(m, it) {
		case asRoad:
			_, road, _ := m.Placed(it, nil)
			epics = append(epics, *road)
		case asItem:
			items = append(items, it)
		default:
			gone = append(gone, it.External)
		}
	}
	for piece := range slices.Chunk(epics, mirrorPiece) {
		if _, err := a.mirrored(ctx, actor, MirrorInput{MirrorID: m.ID, Roadmap: piece}); err != nil {
			return roads, err
		}
	}
	if len(epics) > 0 {
		var err error
		if roads, err = a.roadsOf(ctx, actor.Org.ID, m.ID); err != nil {
			return roads, err
		}
	}
	for piece := range slices.Chunk(items, mirrorPiece) {
		in := MirrorInput{MirrorID: m.ID}
		for _, it := range piece {
			item, _, _ := m.Placed(it, roads)
			in.Items = append(in.Items, *item)
		}
		if _, err := a.mirrored(ctx, actor, in); err != nil {
			return roads, err
		}
	}
	return roads, a.goneThere(ctx, actor, m.ID, gone)
}

func (a *App) goneThere(ctx context.Context, actor Actor, mirrorID string, external []string) error {
	for piece := range slices.Chunk(external, mirrorPiece) {
		if _, err := a.mirrored(ctx, actor, MirrorInput{MirrorID: mirrorID, Gone: piece}); err != nil {
			return err
		}
	}
	return nil
}

// roadsOf are the roadmap items of a mirror, by their id there.
func (a *App) roadsOf(ctx context.Context, orgID, mirrorID string) (roads map[string]string, err error) {
	err = a.db.View(ctx, orgID, func(tx *store.Tx) error {
		_, roads, err = tx.MirrorKeys(mirrorID)
		return err
	})
	return roads, err
}

// A place is what an outside item is here.
type place int

const (
	asItem place = iota + 1
	asRoad
)

// placeOf says what an item that a mirror was given is here, 0 for one that is gone or left out.
func placeOf(m okr.Mirror, it okr.OutsideItem) place {
	item, road, _ := m.Placed(it, nil)
	switch {
	case it.Gone:
		return 0
	case road != nil:
		return asRoad
	case item != nil:
		return asItem
	}
	return 0
}

// goneBut marks what a mirror had and was not among seen as gone, also what is something else here now: an item that has become an epic. It comes
// back when its tool has it again.
func (a *App) goneBut(ctx context.Context, actor Actor, mirrorID string, seen map[string]place) error {
	var items, roads []string
	err := a.db.View(ctx, actor.Org.ID, func(tx *store.Tx) error {
		backlog, epics, err := tx.MirrorKeys(mirrorID)
		for external, id := range backlog {
			if seen[external] != asItem {
				items = append(items, id)
			}
		}
		for external, id := range epics {
			if seen[external] != asRoad {
				roads = append(roads, id)
			}
		}
		return err
	})
	slices.Sort(items)
	slices.Sort(roads)
	for piece := range slices.Chunk(append(items, roads...), mirrorPiece) {
		if err != nil {
			break
		}
		_, err = do(ctx, a, actor, "mirror.read", nil, func(t *act) (struct{}, error) {
			for _, id := range piece {
				if err := t.setGone(id, slices.Contains(roads, id)); err != nil {
					return struct{}{}, err
				}
			}
			return struct{}{}, nil
		})
	}
	return err
}

// setGone marks a backlog item, or a roadmap item, as gone from its mirror.
func (t *act) setGone(id string, road bool) error {
	if road {
		r, err := t.RoadmapItem(id)
		if err != nil {
			return err
		}
		r.Gone = t.Now
		return save(t, "", &r)
	}
	b, err := t.BacklogItem(id)
	if err != nil {
		return err
	}
	b.Gone = t.Now
	return save(t, "", &b)
}

// soundRules are a mirror's rules without those that lead to a roadmap item that is not there any more: what they match is unaligned, and seen.
func soundRules(tx *store.Tx, rules []okr.MirrorRule) ([]okr.MirrorRule, error) {
	ids := []string{}
	for _, r := range rules {
		if r.RoadmapItemID != "" {
			ids = append(ids, r.RoadmapItemID)
		}
	}
	if len(ids) == 0 {
		return rules, nil
	}
	there, err := tx.RoadmapItems(store.Everything, store.RoadmapFilter{IDs: ids})
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(rules), func(r okr.MirrorRule) bool {
		return !r.Leave && !slices.ContainsFunc(there, func(x okr.RoadmapItem) bool { return x.ID == r.RoadmapItemID })
	}), nil
}

// realign places what is here of a mirror by its rules again. What a person has placed stays.
func (a *App) realign(ctx context.Context, org okr.Organization, m okr.Mirror) error {
	actor := Actor{Org: okr.Organization{ID: org.ID}, Via: "job"}
	for after := ""; ; {
		last, err := do(ctx, a, actor, "mirror.placed", nil, func(t *act) (string, error) {
			_, roads, err := t.MirrorKeys(m.ID)
			if err != nil {
				return "", err
			}
			if m.Rules, err = soundRules(t.Tx, m.Rules); err != nil {
				return "", err
			}
			list, err := t.BacklogItems(store.BacklogFilter{Mirror: m.ID, After: after, Limit: 10 * mirrorPiece})
			last, changed := "", 0
			for i := range list {
				if changed == mirrorPiece {
					return last, err
				}
				b := &list[i]
				last = b.ID
				next := *b
				to, rule := m.DerivesFrom(b.Labels, b.Kind, b.ParentKey, b.Fields, roads)
				if next.TeamID = m.TeamID; !b.ByHand {
					next.RoadmapItemID = to
				}
				if rule >= 0 && m.Rules[rule].Leave && b.Gone == 0 {
					next.Gone = t.Now
				}
				if next.TeamID != b.TeamID || next.RoadmapItemID != b.RoadmapItemID || next.Gone != b.Gone {
					changed++
					err = errors.Join(err, save(t, "", &next))
				}
			}
			if len(list) < 10*mirrorPiece {
				last = ""
			}
			return last, err
		})
		if err != nil || last == "" {
			return err
		}
		after = last
	}
}

// A MirrorUpload is a newer file for a mirror of a CSV file.
type MirrorUpload struct {
	ID  string `json:"id,omitempty"`
	CSV string `json:"csv"` // the file, in UTF-8, with a line of headings
}

// UploadMirror brings a mirror of a CSV file up to date by a newer file. What is not in it any more is gone, and comes back with a file that has it.
func (a *App) UploadMirror(ctx context.Context, actor Actor, in MirrorUpload) (okr.Mirror, error) {
	var roads map[string]string
	m, err := view(ctx, a, actor, func(tx *store.Tx) (m okr.Mirror, err error) {
		if m, err = tx.Mirror(in.ID); err != nil {
			return m, err
		}
		if _, roads, err = tx.MirrorKeys(m.ID); err == nil {
			m.Rules, err = soundRules(tx, m.Rules)
		}
		return m, err
	})
	if err != nil {
		return m, err
	}
	switch err := cmp.Or(okr.CanEditTeam(actor.Viewer, m.TeamID), mayWrite(actor)); {
	case err != nil:
		return m, err
	case m.Kind != okr.MirrorCSV || a.sources == nil:
		return m, okr.Fail(okr.Invalid, "file", "This mirror reads by itself, and takes no files.")
	case m.Removed != 0:
		return m, okr.Fail(okr.Invalid, "", "This mirror is removed. Restore it first.")
	}
	var list []okr.OutsideItem
	if err := a.sources.CSV(strings.NewReader(in.CSV), func(some []okr.OutsideItem) error { list = append(list, some...); return nil }); err != nil {
		return m, err
	}
	actor.Key = "" // the same file again changes nothing
	seen, begun := map[string]place{}, len(roads)
	for _, it := range list {
		seen[it.External] = placeOf(m, it)
	}
	if roads, err = a.keepOutside(ctx, actor, m, list, roads); err == nil {
		err = a.goneBut(ctx, actor, m.ID, seen)
	}
	if err == nil && len(roads) > begun {
		err = a.realign(ctx, actor.Org, m)
	}
	if err != nil {
		return m, err
	}
	return m, a.db.Update(ctx, actor.Org.ID, func(tx *store.Tx) error {
		now, err := tx.Mirror(m.ID)
		if err != nil {
			return err
		}
		backlog, roads, err := tx.MirrorKeys(m.ID)
		if err != nil {
			return err
		}
		m = now
		m.State = now.State.After(a.Now(), "", true, len(backlog)+len(roads), "", 0)
		return tx.SetMirrorState(m.ID, m.State)
	})
}
