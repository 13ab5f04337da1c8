package okr

// A Viewer is who looks: a member with their roles. It is all that visibility and permission depend on.
type Viewer struct {
	MemberID string
	Role     OrgRole
	Teams    map[string]TeamRole // by team id
	Leader   bool                // owner, ambassador or lead of the root team
}

// CanSee is the one rule of visibility: an objective that is not private is seen by every member of the
// organization; a private one by members of its teams, its owner, and the owners of its key results
// (keyResultOwners: owners and check-in owners, of key results that are not removed). No role sees more.
// The store's visibility fragment says the same in SQL, and a property test holds the two equal.
func CanSee(v Viewer, o Objective, keyResultOwners []string) bool {
	if !o.Private {
		return true
	}
	if v.MemberID == "" {
		return false
	}
	if o.OwnerID == v.MemberID {
		return true
	}
	for _, t := range o.TeamIDs {
		if _, in := v.Teams[t]; in {
			return true
		}
	}
	for _, id := range keyResultOwners {
		if id == v.MemberID {
			return true
		}
	}
	return false
}
