package okr

// A Decision is what was decided, with the objective or key result that it rests on. It is never changed: a later decision supersedes it.
type Decision struct {
	ID            string  `json:"id"`
	Question      string  `json:"question"`
	Decided       string  `json:"decided"` // what
	Why           string  `json:"why"`
	ObjectiveID   string  `json:"objective_id"`              // that it rests on
	KeyResultID   string  `json:"key_result_id,omitempty"`   // of that objective, where it rests on one
	RoadmapItemID string  `json:"roadmap_item_id,omitempty"` // what it is about, where it is about a bet
	DeciderID     string  `json:"decider_id"`                // the member who decided
	On            Date    `json:"on"`                        // the day
	Revisit       Date    `json:"revisit,omitempty"`         // when to look at it again; "" is never
	SupersededBy  string  `json:"superseded_by,omitempty"`   // the decision that took its place
	Version       int     `json:"version"`
	Created       Instant `json:"created_at"`
}

// Check says what is wrong with the decision.
func (d Decision) Check() error {
	var f Faults
	f.text("question", d.Question, 1, MaxTitle)
	f.text("decided", d.Decided, 1, MaxText)
	f.text("why", d.Why, 1, MaxText)
	f.id("objective_id", d.ObjectiveID)
	if d.ObjectiveID == "" {
		f.addf("objective_id", "Name the objective that it rests on. What moves none of them needs no decision here.")
	}
	f.id("key_result_id", d.KeyResultID)
	f.id("roadmap_item_id", d.RoadmapItemID)
	f.id("decider_id", d.DeciderID)
	if d.DeciderID == "" {
		f.addf("decider_id", "Say who decided.")
	}
	f.add(checkDate("on", d.On, true))
	f.add(checkDate("revisit", d.Revisit, false))
	if d.Revisit != "" && d.Revisit <= d.On {
		f.addf("revisit", "Look at it again on a day after the decision.")
	}
	return f.err()
}

// Due answers whether the decision is to be looked at again.
func (d Decision) Due(today Date) bool {
	return d.Revisit != "" && d.Revisit <= today && d.SupersededBy == ""
}

// CanDecide answers nil when v may write down a decision that rests on an objective: whoever may edit it, and its decider.
func CanDecide(v Viewer, o Objective) error {
	if v.Role != OrgViewer && v.MemberID != "" && o.DeciderID == v.MemberID {
		return nil
	}
	return CanEdit(v, o)
}
