package app

import (
	"slices"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A PlanTeam is what is asked of a team for a cycle, and what there is of it.
type PlanTeam struct {
	okr.TeamBrief      // with what is usual
	Shares        int  `json:"objectives"`     // objectives of the plan
	Leads         int  `json:"leads"`          // of them
	Mine          bool `json:"mine,omitempty"` // the actor is in it
}

// askedShown is of how many teams what is asked of them is shown where there are too many to show all.
const askedShown = 40

// count counts what a plan has of all, and what there is of what is asked of the teams. counted takes what was read, and says who is named.
func (p *Planning) count(tx *store.Tx, actor Actor, all rememberedTeams, teamID string) (reads []store.Read, counted func() (named []string)) {
	p.asks(actor, all, teamID)
	asked := make([]string, len(p.Teams))
	for i, t := range p.Teams {
		asked[i] = t.TeamID
	}
	var counts []store.PlanCount
	var written, company []store.TeamCount
	lapsed, limits, root := 0, actor.Org.Set.Limits.OrUsual(), all.tree.Root().ID
	whole := store.ObjectiveFilter{Cycle: p.Cycle.ID, Stages: openStages}
	part := whole
	part.Below = p.below
	reads = []store.Read{tx.PlanCountsInto(&counts, actor.Scope(), part, limits.MinKeyResults, limits.MaxKeyResults), tx.LapsedInto(&lapsed, actor.Scope(), part, p.Today),
		tx.UnownedInto(&p.Unowned, actor.Scope(), part), tx.TeamCountsInto(&company, actor.Scope(), part, []string{root}), tx.TeamCountsInto(&written, actor.Scope(), whole, asked)}
	return reads, func() (named []string) {
		for i := range p.Columns {
			for _, c := range counts {
				if c.Stage == p.Columns[i].Stage {
					p.Columns[i].Total, p.Many, p.Few = c.Objectives, p.Many+c.Many, p.Few+c.Few
				}
			}
		}
		p.Data = readyCounts(counts, lapsed)
		for _, c := range company {
			p.Company = c.Shares
		}
		for _, c := range written {
			t := &p.Teams[slices.Index(asked, c.TeamID)]
			if t.Shares, t.Leads = c.Shares, c.Leads; t.Leads > limits.MaxObjectives && p.isOf(t.TeamID) {
				p.Crowded = append(p.Crowded, *t)
			}
		}
		return asked
	}
}

// asks chooses the teams of which is shown what is asked of them: the actor's own, and all others, or of many those of which something is asked and those that the
// page is about.
func (p *Planning) asks(actor Actor, all rememberedTeams, teamID string) {
	few := len(all.order) <= MaxChoices
	said, others := map[string]bool{}, 0
	for _, t := range p.Cycle.Brief.Teams {
		said[t.TeamID] = true
	}
	p.Teams = []PlanTeam{}
	var rest []PlanTeam
	for _, t := range all.order {
		about := teamID != "" && (t.ID == teamID || t.ParentID == teamID)
		if _, mine := actor.Viewer.Teams[t.ID]; mine {
			p.Teams = append(p.Teams, PlanTeam{TeamBrief: p.Cycle.Asks(t.ID), Mine: true})
		} else if others++; few || (said[t.ID] || about) && len(rest) < askedShown {
			rest = append(rest, PlanTeam{TeamBrief: p.Cycle.Asks(t.ID)})
		}
	}
	p.MoreTeams = others - len(rest)
	p.Teams = append(p.Teams, rest...)
}
