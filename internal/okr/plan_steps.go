package okr

// A PlanStep is a part of the two weeks in which a cycle is planned, with what is expected then, and from whom (capabilities B19–B21).
type PlanStep struct {
	Name  string `json:"name"`
	Until Date   `json:"until"` // its last day
	Ask   string `json:"ask"`
}

// PlanSteps are the steps in which a cycle's plan comes about: the company's frame before the cycle begins, half of the planning time for drafts, the rest of it
// for other teams to read them, and a day on which the plan is public.
func (c Cycle) PlanSteps() []PlanStep {
	days := max(c.Execute.Since(c.Start), 0)
	return []PlanStep{
		{"Frame", c.Start.Add(-1), "The leadership says where we are going: the vision, the choices, and three to five objectives of the company."},
		{"Draft", c.Start.Add((days+1)/2 - 1), "Each team writes what it will change: an objective or two, with two to four key results each. Everybody says what they see."},
		{"Review", c.Execute.Add(-1), "Teams that work closely together read each other’s drafts, within a day."},
		{"Publish", c.Execute, "Everybody can say what their work is for, and the first check-in is set."},
	}
}

// PlanStep is the step that a day lies in: an index of PlanSteps, or as many as there are when planning is over.
func (c Cycle) PlanStep(day Date) int {
	steps := c.PlanSteps()
	for i, s := range steps {
		if day <= s.Until {
			return i
		}
	}
	return len(steps)
}
