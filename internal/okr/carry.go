package okr

// Carry is the draft with which an objective goes on in another cycle: the same what and why, the same people, and the same lineage, by which what is told across
// cycles is found. It has no id, number or place yet. What was true of its cycle alone stays behind: progress, grade, note, how it felt, accepted findings.
func (o Objective) Carry(cycleID string) Objective {
	return Objective{LineageID: o.LineageID, CycleID: cycleID, Title: o.Title, Kind: o.Kind, Stage: Draft, WhyImportant: o.WhyImportant, WhyUrgent: o.WhyUrgent,
		Evidence: o.Evidence, OwnerID: o.OwnerID, DeciderID: o.DeciderID, TeamIDs: o.TeamIDs, Supports: o.Supports, Links: o.Links, Private: o.Private}
}

// Carry is the key result with which one goes on: it begins where the last one ended, and has no target, because that is asked again. Of milestones only those that
// are still to come go along, and of what is known of the data everything.
func (k KeyResult) Carry() KeyResult {
	out := KeyResult{LineageID: k.LineageID, Title: k.Title, Kind: k.Kind, Learning: k.Learning, Metric: k.Metric, Unit: k.Unit, Direction: k.Direction, Stages: k.Stages,
		Weight: k.Weight, OwnerID: k.OwnerID, CheckInOwnerID: k.CheckInOwnerID, Source: k.Source, Readiness: k.Readiness}
	switch {
	case k.Kind == Number && !k.isLimit():
		if out.Baseline = k.Value; k.Value == nil {
			out.Baseline = k.Baseline // nobody has measured since
		}
	case k.Kind == Milestones && k.Value != nil && !k.Reached():
		out.Stages = k.Stages[min(max(int(*k.Value), 0), len(k.Stages)):]
	}
	return out
}

// Aim is the key result with a place to start from and a target. A way that goes up or down follows from the two; limits and values to reach stay what they are.
func (k KeyResult) Aim(baseline, target *float64) KeyResult {
	k.Baseline, k.Target = baseline, target
	if baseline != nil && target != nil && (k.Direction == Increase || k.Direction == Decrease) {
		switch {
		case *target < *baseline:
			k.Direction = Decrease
		case *target > *baseline:
			k.Direction = Increase
		}
	}
	return k
}

// Reached answers whether a key result is as far as it was to come.
func (k KeyResult) Reached() bool { return k.Progress != nil && *k.Progress >= 1 }
