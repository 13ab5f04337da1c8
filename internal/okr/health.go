package okr

// Health is one word for how a key result or an objective stands.
type Health string

// The healths. Blocked is a flag beside them.
const (
	NotStarted Health = "not_started"
	OnCourse   Health = "on_course"
	Drifting   Health = "drifting"
	InTrouble  Health = "in_trouble"
	Silent     Health = "silent"
	HealthDone Health = "closed"
)
