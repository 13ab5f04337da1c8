package okr

// A VisionPatch changes the vision's text; see ObjectivePatch.
type VisionPatch struct {
	Version int          `json:"version,omitempty"`
	Text    *string      `json:"text,omitempty"`
	Reason  string       `json:"reason,omitempty"` // why it changes, for its history
	Base    *VisionPatch `json:"base,omitempty"`
}

// Apply returns v with the patch applied, or the conflict.
func (p VisionPatch) Apply(v Vision) (Vision, error) {
	base := p.Base
	if base == nil {
		base = &VisionPatch{}
	}
	f := merging{theirs: v, version: p.Version, stored: v.Version}
	set(&f, "text", &v.Text, p.Text, base.Text)
	return v, f.err()
}

// A PillarPatch changes what is not nil; see ObjectivePatch.
type PillarPatch struct {
	ID       string       `json:"id,omitempty"`
	Version  int          `json:"version,omitempty"`
	Title    *string      `json:"title,omitempty"`
	Choice   *string      `json:"choice,omitempty"`
	NotDoing *string      `json:"not_doing,omitempty"`
	Horizon  *string      `json:"horizon,omitempty"`
	Signal   *string      `json:"signal,omitempty"`
	Position *int         `json:"position,omitempty"`
	Reason   string       `json:"reason,omitempty"` // why it changes, for its history
	Base     *PillarPatch `json:"base,omitempty"`
}

// Apply returns x with the patch applied, or every conflict.
func (p PillarPatch) Apply(x Pillar) (Pillar, error) {
	base := p.Base
	if base == nil {
		base = &PillarPatch{}
	}
	f := merging{theirs: x, version: p.Version, stored: x.Version}
	set(&f, "title", &x.Title, p.Title, base.Title)
	set(&f, "choice", &x.Choice, p.Choice, base.Choice)
	set(&f, "not_doing", &x.NotDoing, p.NotDoing, base.NotDoing)
	set(&f, "horizon", &x.Horizon, p.Horizon, base.Horizon)
	set(&f, "signal", &x.Signal, p.Signal, base.Signal)
	set(&f, "position", &x.Position, p.Position, base.Position)
	return x, f.err()
}
