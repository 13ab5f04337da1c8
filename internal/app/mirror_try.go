package app

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

const (
	tryBound    = 45 * time.Second // of trying a connection, while somebody waits
	tryShown    = 20               // items that are shown of what was found
	previewMost = 20_000           // items of a mirror that a preview looks at
)

// A MirrorTry asks whether a mirror could be read. With ID what is left empty is as the mirror has it, the token too, as long as the address is
// the same.
type MirrorTry struct {
	ID string `json:"id,omitempty"`
	NewMirrorInput
}

// A MirrorSample is what a tool or a mirror has, and what its rules make of it.
type MirrorSample struct {
	Items []MirrorSampleItem `json:"items"` // the first ones
	Of    int                `json:"of"`    // how many were looked at
	Rules []int              `json:"rules"` // how many of those each rule matches
	Epics int                `json:"epics"` // how many derive from their epic, or are one
	Left  int                `json:"left"`  // how many are left out
	None  int                `json:"none"`  // how many would be unaligned
}

// A MirrorSampleItem is one item of a sample. Rule is the index of the rule that places it, -1 for none.
type MirrorSampleItem struct {
	External      string         `json:"external_id"`
	Key           string         `json:"key,omitempty"`
	Title         string         `json:"title"`
	Kind          string         `json:"kind,omitempty"`
	Status        okr.WorkStatus `json:"status"`
	Labels        []string       `json:"labels,omitempty"`
	Epic          bool           `json:"epic,omitempty"`
	RoadmapItemID string         `json:"roadmap_item_id,omitempty"`
	Rule          int            `json:"rule"`
	Left          bool           `json:"left,omitempty"`
}

func (s *MirrorSample) add(m okr.Mirror, it okr.OutsideItem, roads map[string]string) {
	item, road, rule := m.Placed(it, roads)
	x := MirrorSampleItem{External: it.External, Key: it.Key, Title: it.Title, Kind: it.Kind, Status: it.Status, Labels: it.Labels, Epic: it.Epic, Rule: rule}
	s.Of++
	if rule >= 0 {
		s.Rules[rule]++
	}
	switch {
	case road != nil:
		s.Epics++
	case item == nil:
		s.Left++
		x.Left = true
	case item.RoadmapItemID != "" && rule < 0:
		s.Epics++
	case item.RoadmapItemID == "":
		s.None++
	}
	if item != nil {
		x.RoadmapItemID = item.RoadmapItemID
	}
	if len(s.Items) < tryShown {
		s.Items = append(s.Items, x)
	}
}

// TryMirror asks a tool for a first batch, and keeps nothing: whether address, place and token are right, and what the rules would make of what is
// there. No transaction is open meanwhile.
func (a *App) TryMirror(ctx context.Context, actor Actor, in MirrorTry) (MirrorSample, error) {
	out := MirrorSample{Items: []MirrorSampleItem{}, Rules: make([]int, len(in.Rules))}
	m := in.mirror()
	token := strings.TrimSpace(in.Token)
	var roads map[string]string
	_, err := view(ctx, a, actor, func(tx *store.Tx) (struct{}, error) {
		if in.ID == "" {
			return struct{}{}, checkMirror(tx, m, okr.Mirror{})
		}
		kept, err := tx.Mirror(in.ID)
		if err != nil {
			return struct{}{}, err
		}
		if err := okr.CanEditTeam(actor.Viewer, kept.TeamID); err != nil {
			return struct{}{}, err
		}
		m = over(kept, m, in)
		if out.Rules = make([]int, len(m.Rules)); m.Base == kept.Base && token == "" {
			secrets, err := tx.Secrets(kept.ID)
			if err != nil {
				return struct{}{}, err
			}
			if token, err = a.openSecret(tx, secrets, kept.ID, mirrorToken); err != nil {
				return struct{}{}, err
			}
		}
		if _, roads, err = tx.MirrorKeys(kept.ID); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, checkMirror(tx, m, kept)
	})
	if err != nil {
		return out, err
	}
	if err := okr.CanEditTeam(actor.Viewer, m.TeamID); err != nil {
		return out, err
	}
	if a.sources == nil {
		return out, okr.Fail(okr.Unavailable, "", "This server reads no mirrors.")
	}
	source, err := a.sources.Open(m, token)
	if err != nil {
		return out, err
	}
	ctx, cancel := context.WithTimeout(ctx, tryBound)
	defer cancel()
	list, err := source.Sample(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		err = okr.Fail(okr.Unavailable, "", "It took too long to answer. Try again, or name a smaller place.")
	}
	for _, it := range list {
		out.add(m, it, roads)
	}
	return out, err
}

// over is a mirror with what an input says in place of what it had.
func over(kept, m okr.Mirror, in MirrorTry) okr.Mirror {
	for _, f := range []struct{ to, from *string }{{&kept.Name, &m.Name}, {&kept.Base, &m.Base}, {&kept.Place, &m.Place}, {&kept.User, &m.User}, {&kept.TeamID, &m.TeamID}} {
		if *f.from != "" {
			*f.to = *f.from
		}
	}
	kept.Epics = kept.Epics || m.Epics
	if in.Rules != nil {
		kept.Rules = m.Rules
	}
	return kept
}

// A MirrorPreview asks what other rules would make of what a mirror has read. nil is as it has them.
type MirrorPreview struct {
	ID    string            `json:"id,omitempty"`
	Epics *bool             `json:"epics,omitempty"`
	Rules *[]okr.MirrorRule `json:"rules,omitempty"`
}

// PreviewMirror says what rules would make of what a mirror has read. It changes nothing and asks nobody.
func (a *App) PreviewMirror(ctx context.Context, actor Actor, in MirrorPreview) (MirrorSample, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (MirrorSample, error) {
		out := MirrorSample{Items: []MirrorSampleItem{}}
		m, err := tx.Mirror(in.ID)
		if err != nil {
			return out, err
		}
		set(&m.Epics, in.Epics)
		if in.Rules != nil {
			m.Rules = tidyRules(*in.Rules)
			if err := m.Check(); err != nil {
				return out, err
			}
		}
		out.Rules = make([]int, len(m.Rules))
		_, roads, err := tx.MirrorKeys(m.ID)
		if err != nil {
			return out, err
		}
		list, err := tx.BacklogItems(store.BacklogFilter{Mirror: m.ID, Limit: previewMost})
		for _, b := range list {
			out.add(m, okr.OutsideItem{External: b.Origin.External, Key: b.Fields[okr.FieldKey], Title: b.Title, Kind: b.Kind, Status: b.Status, Labels: b.Labels, Parent: b.ParentKey, Fields: b.Fields}, roads)
		}
		return out, err
	})
}
