package app

import (
	"context"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// Holdings is what a member owns and somebody else would have to take: what the actor sees of it.
type Holdings struct {
	Objectives []Ref `json:"objectives"`  // open ones that they own or decide in
	KeyResults []Ref `json:"key_results"` // of open objectives, that they own
	CheckIns   []Ref `json:"check_ins"`   // key results that they check in for somebody else
	KPIs       []Ref `json:"kpis"`
	Blockers   []Ref `json:"blockers"`      // unresolved
	Leads      []Ref `json:"leads"`         // teams
	Roadmap    []Ref `json:"roadmap_items"` // live ones that they own or decide on
}

// Empty is whether there is nothing to hand over.
func (h Holdings) Empty() bool {
	return len(h.Objectives)+len(h.KeyResults)+len(h.CheckIns)+len(h.KPIs)+len(h.Blockers)+len(h.Leads)+len(h.Roadmap) == 0
}

// Holdings lists what a member owns. It is for themselves, owners and ambassadors.
func (a *App) Holdings(ctx context.Context, actor Actor, memberID string) (Holdings, error) {
	if memberID != actor.Viewer.MemberID {
		if err := okr.CanAdmin(actor.Viewer); err != nil {
			return Holdings{}, err
		}
	}
	return view(ctx, a, actor, func(tx *store.Tx) (Holdings, error) {
		m, err := tx.Member(memberID)
		if err != nil {
			return Holdings{}, err
		}
		h, err := readHeld(tx, actor.Scope(), m)
		return h.refs(), err
	})
}

// held is what a member owns, as things.
type held struct {
	member     okr.Member
	objectives []okr.Objective
	keyResults []okr.KeyResult
	kpis       []okr.KPI
	blockers   []okr.Blocker
	blockerOf  map[string]string // the objective of a blocker
	leads      []okr.Team
	roadmap    []okr.RoadmapItem
}

// openStages are the stages of an objective that has not ended.
var openStages = []okr.Stage{okr.Draft, okr.InReview, okr.Active}

func readHeld(tx *store.Tx, s store.Scope, m okr.Member) (h held, err error) {
	h.member = m
	if h.objectives, err = tx.Objectives(s, store.ObjectiveFilter{Holder: m.ID, Stages: openStages}); err != nil {
		return h, err
	}
	if h.keyResults, err = tx.HeldKeyResults(s, m.ID); err != nil {
		return h, err
	}
	if h.kpis, err = tx.HeldKPIs(store.Holder{MemberID: m.ID}); err != nil {
		return h, err
	}
	if h.blockers, h.blockerOf, err = tx.HeldBlockers(s, m.ID); err != nil {
		return h, err
	}
	if h.roadmap, err = tx.RoadmapItems(s, store.RoadmapFilter{Owner: m.ID, Live: true}); err != nil {
		return h, err
	}
	teams, err := tx.Teams(false)
	for _, t := range teams {
		if teamRole(m, t.ID) == okr.TeamLead {
			h.leads = append(h.leads, t)
		}
	}
	return h, err
}

func (h held) refs() Holdings {
	out := Holdings{[]Ref{}, []Ref{}, []Ref{}, []Ref{}, []Ref{}, []Ref{}, []Ref{}}
	for _, o := range h.objectives {
		out.Objectives = append(out.Objectives, Ref{o.ID, o.Title})
	}
	for _, k := range h.keyResults {
		if k.OwnerID == h.member.ID {
			out.KeyResults = append(out.KeyResults, Ref{k.ID, k.Title})
		} else {
			out.CheckIns = append(out.CheckIns, Ref{k.ID, k.Title})
		}
	}
	for _, k := range h.kpis {
		out.KPIs = append(out.KPIs, Ref{k.ID, k.Name})
	}
	for _, b := range h.blockers {
		out.Blockers = append(out.Blockers, Ref{b.ID, b.Text})
	}
	for _, r := range h.roadmap {
		out.Roadmap = append(out.Roadmap, Ref{r.ID, r.Title})
	}
	for _, t := range h.leads {
		out.Leads = append(out.Leads, Ref{t.ID, t.Name})
	}
	return out
}

// A DeactivateInput says who leaves and who takes over what they own.
type DeactivateInput struct {
	MemberID   string `json:"member_id"`
	Version    int    `json:"version,omitempty"`
	HandOverTo string `json:"hand_over_to,omitempty"` // a member; needed when there is something to hand over
}

// Deactivate ends a member's access and hands everything that they own to somebody else, as one act: also what the actor does not
// see. What is closed keeps its owner. It is for owners and ambassadors; owners are deactivated by owners, the last one never.
func (a *App) Deactivate(ctx context.Context, actor Actor, in DeactivateInput) (MemberView, error) {
	if err := mayAdminister(actor); err != nil {
		return MemberView{}, err
	}
	return do(ctx, a, actor, "member.deactivated", in, func(t *act) (MemberView, error) {
		m, err := memberView(t.Tx, in.MemberID)
		if err != nil {
			return m, err
		}
		if err := stale(in.Version, m.Version, m.Member); err != nil {
			return m, err
		}
		if m.Deactivated != 0 {
			return m, nil
		}
		if err := t.mayGrant(m.Role); err != nil {
			return m, err
		}
		if m.Role == okr.OrgOwner {
			if err := t.keepOwner(m.ID); err != nil {
				return m, err
			}
		}
		if err := t.handOver(m.Member, in.HandOverTo); err != nil {
			return m, err
		}
		if m.Member, err = t.Member(m.ID); err != nil { // they lead nothing any more
			return m, err
		}
		m.Deactivated, m.Invited = t.Now, false
		for _, end := range []func() error{
			func() error { return save(t, "", &m.Member) },
			func() error { return t.RevokeTokensOf(m.ID, t.Now) },
			func() error { return t.RemoveCalendarLinks(m.ID, "") },
			func() error { return t.ForgetSlackAccount(m.ID) },
			func() error { return t.RemoveLinks(m.PersonID, store.InviteLink) },
		} {
			if err := end(); err != nil {
				return m, err
			}
		}
		return m, nil
	})
}

// handOver gives what a member owns to another one.
func (t *act) handOver(from okr.Member, toID string) error {
	h, err := readHeld(t.Tx, store.Everything, from)
	if err != nil {
		return err
	}
	org, err := t.Organization()
	if err != nil {
		return err
	}
	isContact := org.Set.Contact == from.ID
	if h.refs().Empty() && !isContact {
		return nil
	}
	if toID == "" || toID == from.ID {
		return okr.Fail(okr.Invalid, "hand_over_to", "Choose who takes over what they own.")
	}
	to, err := t.activeMember("hand_over_to", toID)
	if err != nil {
		return err
	}
	t.Reason = "Handed over when its owner left."
	for _, o := range h.objectives {
		give(&o.OwnerID, from.ID, to.ID)
		give(&o.DeciderID, from.ID, to.ID)
		if err := save(t, "", &o); err != nil {
			return err
		}
	}
	for _, k := range h.keyResults {
		give(&k.OwnerID, from.ID, to.ID)
		give(&k.CheckInOwnerID, from.ID, to.ID)
		if err := save(t, k.ObjectiveID, &k); err != nil {
			return err
		}
	}
	for _, k := range h.kpis {
		k.OwnerID = to.ID
		if err := save(t, "", &k); err != nil {
			return err
		}
	}
	for _, r := range h.roadmap {
		give(&r.OwnerID, from.ID, to.ID)
		give(&r.DeciderID, from.ID, to.ID)
		if err := save(t, "", &r); err != nil {
			return err
		}
	}
	for _, b := range h.blockers {
		b.OwnerID = to.ID
		if err := save(t, h.blockerOf[b.ID], &b); err != nil {
			return err
		}
	}
	if isContact {
		org.Set.Contact = to.ID
		if err := save(t, "", &org); err != nil {
			return err
		}
	}
	return t.handOverTeams(h, from, to)
}

// handOverTeams makes the successor a lead where the other one was; who leaves stays in these teams as a member, for when they are back.
func (t *act) handOverTeams(h held, from, to okr.Member) error {
	if len(h.leads) == 0 {
		return nil
	}
	for _, team := range h.leads {
		setTeamRole(&from, team.ID, okr.TeamMember)
		setTeamRole(&to, team.ID, okr.TeamLead)
	}
	if err := save(t, "", &to); err != nil {
		return err
	}
	return store.Update(t.Tx, &from) // its version and log follow with the deactivation
}

func give(owner *string, from, to string) {
	if *owner == from {
		*owner = to
	}
}

// Reactivate lets a member in again, without what was handed over.
func (a *App) Reactivate(ctx context.Context, actor Actor, in ThingInput) (MemberView, error) {
	if err := mayAdminister(actor); err != nil {
		return MemberView{}, err
	}
	return do(ctx, a, actor, "member.reactivated", in, func(t *act) (MemberView, error) {
		m, err := memberView(t.Tx, in.ID)
		if err != nil {
			return m, err
		}
		if err := stale(in.Version, m.Version, m.Member); err != nil {
			return m, err
		}
		if m.Email == "" {
			return m, okr.Fail(okr.Invalid, "", "This account was erased or belongs to a service. Invite the person anew.")
		}
		if err := t.mayGrant(m.Role); err != nil {
			return m, err
		}
		m.Deactivated = 0
		return m, save(t, "", &m.Member)
	})
}

// ErasedName stands for whoever was erased.
const ErasedName = "Former member"

// ErasePerson replaces a deactivated member's name and e-mail everywhere, for good: the log holds member ids only. In another
// organization that they belong to, they stay. It is for owners and ambassadors.
func (a *App) ErasePerson(ctx context.Context, actor Actor, memberID string) (MemberView, error) {
	if err := mayAdminister(actor); err != nil {
		return MemberView{}, err
	}
	actor.Key = "" // what is stored for a repeated request must not hold what was erased
	return do(ctx, a, actor, "member.erased", nil, func(t *act) (MemberView, error) {
		m, err := memberView(t.Tx, memberID)
		if err != nil {
			return m, err
		}
		if m.Deactivated == 0 {
			return m, okr.Fail(okr.Invalid, "", "Deactivate them first, so that somebody takes over what they own.")
		}
		if err := t.mayGrant(m.Role); err != nil {
			return m, err
		}
		if err := t.ForgetAnswers(m.Name, m.Email); err != nil {
			return m, err
		}
		nobody := okr.Person{ID: t.newID(), Name: ErasedName, Version: 1, Created: t.Now}
		if err := t.NewPersons(nobody); err != nil {
			return m, err
		}
		if err := t.ForgetNotices(memberID); err != nil { // mails call people by their names
			return m, err
		}
		elsewhere, err := t.Elsewhere(m.PersonID)
		if err != nil {
			return m, err
		}
		old := m.PersonID
		m.PersonID, m.Preferences, m.Name, m.Email, m.Invited = nobody.ID, okr.Preferences{}, nobody.Name, "", false
		if err := save(t, "", &m.Member); err != nil {
			return m, err
		}
		if !elsewhere {
			err = t.RemovePerson(old)
		}
		return m, err
	})
}
