package okr

// A Dismissal says that a finding was looked at and is accepted, and why. It holds for the text that it was made for: when the text
// changes, the finding comes back.
type Dismissal struct {
	Rule   string `json:"rule"`
	Text   string `json:"text,omitempty"` // as it was
	With   string `json:"with,omitempty"` // the other one of a finding about two: they are not related
	Reason string `json:"reason"`
	By     string `json:"by,omitempty"` // a member
	On     Date   `json:"on,omitempty"`
}
