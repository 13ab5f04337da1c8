package app

import (
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A Generation is an objective in the line of those that continue each other.
type Generation struct {
	Line
	Kind    okr.ObjectiveKind `json:"kind"`
	CycleID string            `json:"cycle_id"`
	Cycle   string            `json:"cycle"` // its name
	Grade   *float64          `json:"grade,omitempty"`
}

// An EarlierPoint is a value that was checked in on the key result that another one continues.
type EarlierPoint struct {
	Date       okr.Date `json:"date"`
	Value      *float64 `json:"value,omitempty"`
	Confidence *int     `json:"confidence,omitempty"`
	AuthorID   string   `json:"author_id,omitempty"`
	Cycle      string   `json:"cycle"` // the name of the one that it was of
}

// earlierShown is how many values of earlier cycles are read before a key result's start: those of two quarters.
const earlierShown = 2 * okr.TrailLength

// generations reads the line that an objective is in, itself among them, the first one first: one statement.
func generations(tx *store.Tx, actor Actor, lineageID string) ([]Generation, error) {
	list, err := tx.Kin(actor.Scope(), lineageID)
	out := make([]Generation, len(list))
	for i, k := range list {
		out[i] = Generation{Line{ID: k.ID, Number: k.Number, Title: k.Title, Stage: k.Stage}, k.Kind, k.CycleID, k.Cycle, k.Grade}
	}
	return out, err
}

// earlier reads the values of earlier cycles that key results go on from, by lineage, the latest ones of each, oldest first: one statement.
func earlier(tx *store.Tx, actor Actor, lineages []string, c okr.Cycle) (map[string][]EarlierPoint, error) {
	list, err := tx.EarlierCheckIns(actor.Scope(), lineages, c.Start)
	out := map[string][]EarlierPoint{}
	for _, x := range list {
		of := append(out[x.LineageID], EarlierPoint{x.AsOf, x.Value, x.Confidence, x.AuthorID, x.Cycle})
		out[x.LineageID] = of[max(len(of)-earlierShown, 0):]
	}
	return out, err
}
