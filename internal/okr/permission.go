package okr

import "slices"

// The permissions: small functions of who looks at what. Seeing comes first (CanSee); these say what may be changed of what is seen.
// Those that are named Can return nil, or the error of Refuse, which says who may; CanSee, which is asked of every row, answers true or false.

// Refuse is the error for what the viewer may not do; who can is named, so that they know whom to ask.
func Refuse(who string) error {
	return Fail(Forbidden, "", "This is for "+who+". Ask one of them.")
}

// IsAdmin answers whether v runs the programme: owners and ambassadors manage people, teams, cycles and settings.
func (v Viewer) IsAdmin() bool { return v.Role == OrgOwner || v.Role == OrgAmbassador }

// CanAdmin answers nil when v is an owner or ambassador.
func CanAdmin(v Viewer) error {
	if v.IsAdmin() {
		return nil
	}
	return Refuse("owners and ambassadors")
}

// CanOwn answers nil when v is an owner: roles of owners and the organization's name are theirs.
func CanOwn(v Viewer) error {
	if v.Role == OrgOwner {
		return nil
	}
	return Refuse("owners")
}

// CanLead answers nil when v is of the leadership: owners, ambassadors and leads of the root team write vision and strategy. A viewer
// stays one, even as a lead.
func CanLead(v Viewer) error {
	if v.IsAdmin() || v.Leader && v.Role != OrgViewer {
		return nil
	}
	return Refuse("the leadership: owners, ambassadors and leads of the company")
}

// CanEditTeam answers nil when v may change a team's settings and members: admins and the team's leads.
func CanEditTeam(v Viewer, teamID string) error {
	if v.IsAdmin() || v.Teams[teamID] == TeamLead && v.Role != OrgViewer {
		return nil
	}
	return Refuse("the team's leads, owners and ambassadors")
}

// CanEdit answers nil when v may change an objective and its key results: leadership, its owner, and the people of its teams. Viewers
// change nothing.
func CanEdit(v Viewer, o Objective) error {
	inTeam := slices.ContainsFunc(o.TeamIDs, func(t string) bool { return v.Teams[t] != "" })
	if v.Role != OrgViewer && v.MemberID != "" && (v.Leader || v.IsAdmin() || o.OwnerID == v.MemberID || inTeam) {
		return nil
	}
	return Refuse("the objective's owner and the people of its teams")
}

// CanDraft answers nil when v may write an objective for some team: leadership, and the people of teams.
func CanDraft(v Viewer) error {
	if v.Role != OrgViewer && v.MemberID != "" && (v.Leader || v.IsAdmin() || len(v.Teams) > 0) {
		return nil
	}
	return Refuse("the people of teams")
}

// CanCheckIn answers nil when v may check in on a key result: whoever may edit it, its owner and its check-in owner.
func CanCheckIn(v Viewer, o Objective, k KeyResult) error {
	if v.Role != OrgViewer && v.MemberID != "" && (k.OwnerID == v.MemberID || k.CheckInOwnerID == v.MemberID) {
		return nil
	}
	return CanEdit(v, o)
}

// CanComment answers nil for every member that sees the objective, viewers too.
func CanComment(v Viewer) error {
	if v.MemberID == "" {
		return Refuse("members of the organization")
	}
	return nil
}

// CanEditKPI answers nil when v may change a KPI or give it a value: admins, its owner and the people of its team.
func CanEditKPI(v Viewer, k KPI) error {
	if v.Role != OrgViewer && v.MemberID != "" && (v.IsAdmin() || k.OwnerID == v.MemberID || v.Teams[k.TeamID] != "") {
		return nil
	}
	return Refuse("the KPI's owner and the people of its team")
}

// DutyHolder is the member whose check-in it is: the check-in owner, else the key result's owner, else the objective's.
func (k KeyResult) DutyHolder(o Objective) string {
	switch {
	case k.CheckInOwnerID != "":
		return k.CheckInOwnerID
	case k.OwnerID != "":
		return k.OwnerID
	default:
		return o.OwnerID
	}
}

// CanEditRoadmapItem answers nil when v may change a roadmap item: the leadership, its owner, its decider and the people of its teams.
func CanEditRoadmapItem(v Viewer, r RoadmapItem) error {
	if v.Role != OrgViewer && v.MemberID != "" && (v.Leader || v.IsAdmin() || r.OwnerID == v.MemberID || r.DeciderID == v.MemberID ||
		slices.ContainsFunc(r.TeamIDs, func(t string) bool { return v.Teams[t] != "" })) {
		return nil
	}
	return Refuse("its owner, its decider and the people of its teams")
}

// CanEditBacklogItem answers nil when v may change a backlog item, align or drop it: the leadership and the people of its team.
func CanEditBacklogItem(v Viewer, b BacklogItem) error {
	if v.Role != OrgViewer && v.MemberID != "" && (v.Leader || v.IsAdmin() || v.Teams[b.TeamID] != "") {
		return nil
	}
	return Refuse("the people of its team and the leadership")
}
