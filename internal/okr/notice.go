package okr

import "slices"

// A NoticeKind is what somebody is told of.
type NoticeKind string

// The kinds of notice.
const (
	NoticeDue      NoticeKind = "due"
	NoticeNudge    NoticeKind = "nudge"
	NoticeMention  NoticeKind = "mention"
	NoticeBlocker  NoticeKind = "blocker"
	NoticeChanged  NoticeKind = "changed"
	NoticeContract NoticeKind = "contract"
	NoticeReview   NoticeKind = "review"
	NoticeProposal NoticeKind = "proposal"
	NoticeData     NoticeKind = "data"

	NoticeRetrospective NoticeKind = "retrospective"
)

// A NoticeHow is when somebody is told.
type NoticeHow string

// When somebody is told.
const (
	NoticeNow   NoticeHow = "now"
	NoticeDaily NoticeHow = "daily" // with the mail of the morning
	NoticeNever NoticeHow = "never" // it stands in Headwater alone
)

// A NoticeInfo says what a kind is about.
type NoticeInfo struct {
	Kind  NoticeKind
	Name  string
	Usual NoticeHow
}

// NoticeKinds lists the kinds, in the order in which they are offered.
var NoticeKinds = []NoticeInfo{
	{NoticeDue, "Check-ins of yours fall due", NoticeDaily},
	{NoticeNudge, "A lead asks how one stands", NoticeNow},
	{NoticeMention, "Somebody mentions you", NoticeNow},
	{NoticeBlocker, "A blocker is yours to look after, or has come up to you", NoticeNow},
	{NoticeReview, "A team that you lead is asked to read a draft, or has four hours left", NoticeNow},
	{NoticeContract, "Another team asks yours for support, answers, or says what came of it", NoticeNow},
	{NoticeProposal, "Somebody comments on a proposal of yours, or answers it", NoticeNow},
	{NoticeRetrospective, "A retrospective of your team opens", NoticeDaily},
	{NoticeData, "What was decided about missing data of yours ends", NoticeDaily},
	{NoticeChanged, "Somebody changes what you own", NoticeDaily},
}

// NoticeChoices are a member's own: what is mailed, and when. The zero value is the usual.
type NoticeChoices struct {
	Due      NoticeHow `json:"due,omitempty"` // daily or never: it is of a day
	Nudge    NoticeHow `json:"nudge,omitempty"`
	Mention  NoticeHow `json:"mention,omitempty"`
	Blocker  NoticeHow `json:"blocker,omitempty"`
	Changed  NoticeHow `json:"changed,omitempty"`
	Contract NoticeHow `json:"contract,omitempty"`
	Review   NoticeHow `json:"review,omitempty"`
	Proposal NoticeHow `json:"proposal,omitempty"`
	Data     NoticeHow `json:"data,omitempty"`

	Retrospective NoticeHow `json:"retrospective,omitempty"`

	QuietFrom int    `json:"quiet_from,omitempty"` // hours, 0–23, between which nothing is mailed; 0 and 0 are the usual 20 and 7
	QuietTo   int    `json:"quiet_to,omitempty"`
	Zone      string `json:"time_zone,omitempty"` // IANA name; "" is the team's
}

func (c *NoticeChoices) field(k NoticeKind) *NoticeHow {
	switch k {
	case NoticeDue:
		return &c.Due
	case NoticeNudge:
		return &c.Nudge
	case NoticeMention:
		return &c.Mention
	case NoticeBlocker:
		return &c.Blocker
	case NoticeChanged:
		return &c.Changed
	case NoticeContract:
		return &c.Contract
	case NoticeReview:
		return &c.Review
	case NoticeProposal:
		return &c.Proposal
	case NoticeData:
		return &c.Data
	case NoticeRetrospective:
		return &c.Retrospective
	}
	return new(NoticeHow)
}

// Of is when a member is told of a kind.
func (c NoticeChoices) Of(k NoticeKind) NoticeHow {
	if how := *c.field(k); how != "" {
		return how
	}
	i := slices.IndexFunc(NoticeKinds, func(n NoticeInfo) bool { return n.Kind == k })
	if i < 0 {
		return NoticeNever
	}
	return NoticeKinds[i].Usual
}

// Set chooses when a member is told of a kind.
func (c *NoticeChoices) Set(k NoticeKind, how NoticeHow) { *c.field(k) = how }

// None chooses that nothing is mailed.
func (c *NoticeChoices) None() {
	for _, k := range NoticeKinds {
		c.Set(k.Kind, NoticeNever)
	}
}

// QuietHours are from when until when nothing is mailed, as hours of the day.
func (c NoticeChoices) QuietHours() (from, to int) {
	if c.QuietFrom == 0 && c.QuietTo == 0 {
		return 20, 7
	}
	return c.QuietFrom, c.QuietTo
}

// Quiet answers whether nothing is mailed in an hour of the day. From an hour until the same hour there is no quiet.
func (c NoticeChoices) Quiet(hour int) bool {
	from, to := c.QuietHours()
	if from <= to {
		return from <= hour && hour < to
	}
	return hour >= from || hour < to
}

// MorningHour is when the mail of the morning is sent, where its reader is; later when it is quiet then.
const MorningHour = 8

// Check says what is wrong with the choices as a person made them.
func (c NoticeChoices) Check() error {
	var f Faults
	for _, k := range NoticeKinds {
		if k.Kind == NoticeDue {
			oneOf(&f, "preferences.notices.due", c.Due, "", NoticeDaily, NoticeNever)
		} else {
			oneOf(&f, "preferences.notices."+string(k.Kind), *c.field(k.Kind), "", NoticeNow, NoticeDaily, NoticeNever)
		}
	}
	for field, hour := range map[string]int{"quiet_from": c.QuietFrom, "quiet_to": c.QuietTo} {
		if hour < 0 || hour > 23 {
			f.addf("preferences.notices."+field, "Choose an hour from 0 to 23.")
		}
	}
	f.zone("preferences.notices.time_zone", c.Zone)
	return f.err()
}
