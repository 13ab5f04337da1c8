package okr

// A CheckIn is a value, its author's confidence, and what changed or what blocks.
type CheckIn struct {
	ID          string   `json:"id"`
	KeyResultID string   `json:"key_result_id"`
	AuthorID    string   `json:"author_id,omitempty"` // a member; "" for a roll-up
	AsOf        Date     `json:"as_of"`               // the day the value is of; charts use it
	Value       *float64 `json:"value,omitempty"`
	Confidence  *int     `json:"confidence,omitempty"` // 0–10
	Note        string   `json:"note,omitempty"`
	Progress    *float64 `json:"progress,omitempty"` // of the key result, as computed then
	Health      Health   `json:"health"`             // of the key result, as derived then
	Evidence    string   `json:"evidence,omitempty"` // what shows that the target is reached: a link or a sentence
	Blocker     string   `json:"blocker,omitempty"`  // the text of the blocker that was raised with it
	Amended     Instant  `json:"amended_at,omitempty"`
	Removed     Instant  `json:"removed_at,omitempty"`
	Version     int      `json:"version"`
	Recorded    Instant  `json:"recorded_at"`
}

// A Blocker is what is in the way of a key result, with an owner and an age.
type Blocker struct {
	ID          string  `json:"id"`
	KeyResultID string  `json:"key_result_id"`
	Text        string  `json:"text"`
	OwnerID     string  `json:"owner_id,omitempty"`
	Raised      Instant `json:"raised_at"`
	Resolved    Instant `json:"resolved_at,omitempty"`
	Version     int     `json:"version"`
}

// A Comment is part of the conversation under an objective or key result.
type Comment struct {
	ID          string   `json:"id"`
	ObjectiveID string   `json:"objective_id"`
	KeyResultID string   `json:"key_result_id,omitempty"` // when it is about one
	AuthorID    string   `json:"author_id"`
	Text        string   `json:"text"`
	Mentions    []string `json:"mentions,omitempty"` // member ids
	Edited      Instant  `json:"edited_at,omitempty"`
	Removed     Instant  `json:"removed_at,omitempty"`
	Version     int      `json:"version"`
	Created     Instant  `json:"created_at"`
}
