package okr

// A KPI is the health of business as usual. It is not an OKR and never carries objectives.
type KPI struct {
	ID        string   `json:"id"`
	TeamID    string   `json:"team_id"`
	Name      string   `json:"name"`
	Unit      string   `json:"unit,omitempty"`
	Low       *float64 `json:"low,omitempty"`  // healthy from here
	High      *float64 `json:"high,omitempty"` // healthy up to here
	OwnerID   string   `json:"owner_id,omitempty"`
	Value     *float64 `json:"value,omitempty"` // the latest
	ValueDate Date     `json:"value_date,omitempty"`
	Removed   Instant  `json:"removed_at,omitempty"`
	Version   int      `json:"version"`
	Created   Instant  `json:"created_at"`

	Locale string `json:"-"` // as a key result's
}

// Format writes a value of the KPI as people read it, in the writing of its Locale.
func (k KPI) Format(v float64) string { return FormatValue(v, k.Unit, k.Locale) }

// A KPIValue is one dated value of a KPI.
type KPIValue struct {
	ID       string  `json:"id"`
	KPIID    string  `json:"kpi_id"`
	AuthorID string  `json:"author_id,omitempty"`
	Date     Date    `json:"date"`
	Value    float64 `json:"value"`
	Note     string  `json:"note,omitempty"`
	Removed  Instant `json:"removed_at,omitempty"`
	Version  int     `json:"version"`
	Recorded Instant `json:"recorded_at"`
}

// Healthy says whether the KPI's latest value is in its healthy range; an open end does not bound. nil means no value yet.
func (k KPI) Healthy() (*bool, Explained) {
	e := Explained{Value: k.Value, Formula: "inside the healthy range"}
	if k.Low != nil {
		e.Inputs = append(e.Inputs, Input{"healthy from", k.Format(*k.Low)})
	}
	if k.High != nil {
		e.Inputs = append(e.Inputs, Input{"healthy up to", k.Format(*k.High)})
	}
	if k.Value == nil {
		e.Note = "There is no value yet."
		return nil, e
	}
	ok := (k.Low == nil || *k.Value >= *k.Low) && (k.High == nil || *k.Value <= *k.High)
	return &ok, e
}
