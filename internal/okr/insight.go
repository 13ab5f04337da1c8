package okr

// An Insight is something that somebody has seen close to customers or operations, left on a pillar. The leadership answers it.
type Insight struct {
	ID         string        `json:"id"`
	PillarID   string        `json:"pillar_id"`
	AuthorID   string        `json:"author_id"`
	Seen       InsightPlace  `json:"seen"` // where
	Text       string        `json:"text"` // what
	URL        string        `json:"url,omitempty"`
	Answer     InsightAnswer `json:"answer,omitempty"` // "" is not answered yet
	Why        string        `json:"why,omitempty"`    // of the answer
	AnsweredBy string        `json:"answered_by,omitempty"`
	Answered   Instant       `json:"answered_at,omitempty"`
	Removed    Instant       `json:"removed_at,omitempty"`
	Version    int           `json:"version"`
	Created    Instant       `json:"created_at"`
}

// An InsightPlace is where an insight was seen.
type InsightPlace string

// The places.
const (
	SeenCustomers  InsightPlace = "customers"
	SeenOperations InsightPlace = "operations"
)

// InsightPlaces lists them in order.
var InsightPlaces = []InsightPlace{SeenCustomers, SeenOperations}

// An InsightAnswer is what the leadership does with an insight.
type InsightAnswer string

// The answers.
const (
	InsightThanks  InsightAnswer = "thanks"   // known now; nothing follows yet
	InsightTakenUp InsightAnswer = "taken_up" // the strategy or a plan takes it up
	InsightNotNow  InsightAnswer = "not_now"  // with the reason
)

// InsightAnswers lists them in order.
var InsightAnswers = []InsightAnswer{InsightThanks, InsightTakenUp, InsightNotNow}

// Check says what is wrong with the insight.
func (i Insight) Check() error {
	var f Faults
	f.id("pillar_id", i.PillarID)
	if i.PillarID == "" {
		f.addf("pillar_id", "Choose the strategic choice that it is about.")
	}
	oneOf(&f, "seen", i.Seen, InsightPlaces...)
	f.text("text", i.Text, 1, MaxText)
	if i.URL != "" {
		f.add(checkURL("url", i.URL))
	}
	if i.Answer != "" {
		oneOf(&f, "answer", i.Answer, InsightAnswers...)
	}
	f.text("why", i.Why, 0, MaxText)
	if i.Answer == InsightNotNow && i.Why == "" {
		f.addf("why", "Say in a sentence why not now: it is what keeps people telling you what they see.")
	}
	return f.err()
}

// CanEditInsight answers nil when v may change or take back an insight: whoever left it, while it is not answered, and owners and ambassadors.
func CanEditInsight(v Viewer, i Insight) error {
	if v.IsAdmin() || v.MemberID != "" && v.MemberID == i.AuthorID && i.Answer == "" {
		return nil
	}
	return Refuse("whoever left it, until it is answered, and for owners and ambassadors")
}
