package okr

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// What a priority reckons with where nobody has said: shown as such, and kept low enough that saying something always pays.
const (
	// AssumedEffect is the share of the gap that an item closes when its people have not said: a fifth, so that a handful of them would do.
	AssumedEffect = 0.2
	// AssumedEffort is the number of weeks: about what fits into one fortnight of two people.
	AssumedEffort = 4.0
	// AssumedChance is how likely it has its effect, and MinChance what a confidence of 0 leaves.
	AssumedChance = 0.5
	MinChance     = 0.05
	// LeastEffort bounds the divisor: nothing takes less than a day.
	LeastEffort = 0.2
	// CriticalDays is how near the last useful day makes an item time-critical: half of a quarter.
	CriticalDays = 45
)

// A Claim is what a roadmap item's priority rests on for one key result that it serves: how much of the way is left there.
type Claim struct {
	KeyResult KeyResult
	Effect    Effect
	AtRisk    bool // drifting, in trouble or silent
}

// GapLeft is the share of a key result's way that is left, 0 to 1; the whole way while there is no value yet.
func (k KeyResult) GapLeft() float64 {
	p := k.Measure().Value
	if p == nil {
		return 1
	}
	return min(max(1-*p, 0), 1)
}

// A Priority is an item's place in the order and why.
type Priority struct {
	RoadmapItemID string    `json:"roadmap_item_id"`
	Rank          int       `json:"rank"`              // 1 is first; 0 stands apart: it serves nothing, or waits
	Computed      float64   `json:"computed"`          // share of a key result per ten weeks, in hundredths
	Score         float64   `json:"score"`             // computed × a person's factor
	Critical      bool      `json:"critical"`          // its last useful day is near
	Blocked       bool      `json:"blocked"`           // something is in its way
	Why           Explained `json:"why"`               // of the score
	Serving       int       `json:"serving"`           // key results with a way left
	AtRisk        int       `json:"at_risk"`           // of them, at risk
	Assumed       []string  `json:"assumed"`           // what nobody has said
	Lone          []string  `json:"lone,omitempty"`    // key results that nothing else on the roadmap serves
	Learned       []string  `json:"learned,omitempty"` // names of the adjustments that count in it
}

// A Trait is what items have in common that people have moved up or down for a reason.
type Trait string

// The traits by which overrides are learned from.
const (
	TraitAtRisk   Trait = "serves a result at risk"
	TraitCritical Trait = "has a last useful day that is near"
	TraitShared   Trait = "is shared by several teams"
	TraitSmall    Trait = "takes two weeks or less"
	TraitLarge    Trait = "takes eight weeks or more"
	TraitUnsure   Trait = "has people who give it three of ten or less"
)

// Traits lists them in order.
var Traits = []Trait{TraitAtRisk, TraitCritical, TraitShared, TraitSmall, TraitLarge, TraitUnsure}

// Traits are those that the item has.
func (r RoadmapItem) Traits(claims []Claim, today Date) []Trait {
	has := map[Trait]bool{
		TraitAtRisk:   slices.ContainsFunc(claims, func(c Claim) bool { return c.AtRisk && c.KeyResult.GapLeft() > 0 }),
		TraitCritical: r.Critical != "" && r.Critical >= today && r.Critical.Since(today) <= CriticalDays,
		TraitShared:   len(r.TeamIDs) > 1,
		TraitSmall:    r.Effort != nil && *r.Effort <= 2,
		TraitLarge:    r.Effort != nil && *r.Effort >= 8,
		TraitUnsure:   r.Confidence != nil && *r.Confidence <= 3,
	}
	return slices.DeleteFunc(slices.Clone(Traits), func(t Trait) bool { return !has[t] })
}

// What overrides teach, and how much at most: it is a nudge that people can see, and never outweighs what is known of an item.
const (
	// LearnedLeast is how many overrides of items with a trait have to point the same way.
	LearnedLeast = 3
	// LearnedPart is how much of what people did on the average is taken over: a fifth of the way.
	LearnedPart = 0.2
	// LearnedMost bounds the adjustment, up and down.
	LearnedMost = 0.25
)

// An Example is an override with what its item was like.
type Example struct {
	Factor float64
	Reason string
	Traits []Trait
}

// An Adjustment is what overrides have taught about items with a trait.
type Adjustment struct {
	Trait   Trait    `json:"trait"`
	Factor  float64  `json:"factor"` // the computed priority is multiplied by it
	From    int      `json:"from"`   // how many overrides taught it
	Name    string   `json:"name"`   // "People moved items up that …: + 10 %"
	Reasons []string `json:"reasons"`
}

// Learn reads what overrides have in common. A trait is learned from when at least LearnedLeast overrides of items that have it point one way and no more than a quarter as many
// point the other; the adjustment is LearnedPart of their mean, on a scale on which doubling and halving are equally far, within LearnedMost.
func Learn(examples []Example) []Adjustment {
	out := []Adjustment{}
	for _, t := range Traits {
		up, down, sum := 0, 0, 0.0
		a := Adjustment{Trait: t, Reasons: []string{}}
		for _, e := range examples {
			if !slices.Contains(e.Traits, t) || e.Factor <= 0 || e.Factor == 1 {
				continue
			}
			if e.Factor > 1 {
				up++
			} else {
				down++
			}
			sum += math.Log(e.Factor)
			if a.From++; e.Reason != "" && !slices.Contains(a.Reasons, e.Reason) {
				a.Reasons = append(a.Reasons, e.Reason)
			}
		}
		most, least := max(up, down), min(up, down)
		if most < LearnedLeast || least*4 > most {
			continue
		}
		change := math.Exp(LearnedPart*sum/float64(a.From)) - 1
		change = min(max(change, -LearnedMost), LearnedMost)
		change = math.Round(change*100) / 100
		if change == 0 || (change > 0) != (up > down) {
			continue
		}
		a.Factor = 1 + change
		way, sign := "up", "+"
		if change < 0 {
			way, sign = "down", "−"
		}
		a.Name = fmt.Sprintf("People moved %d items %s whose work %s: %s%.0f %%", most, way, t, sign, 100*math.Abs(change))
		out = append(out, a)
	}
	return out
}

// Adjusted is a priority with what overrides have taught about items like it, each named in its explanation. What a person has said of the item itself counts alone.
func (p Priority) Adjusted(r RoadmapItem, traits []Trait, learned []Adjustment) Priority {
	if r.Override != nil {
		return p
	}
	for _, a := range learned {
		if !slices.Contains(traits, a.Trait) || p.Score == 0 {
			continue
		}
		p.Score *= a.Factor
		p.Learned = append(slices.Clip(p.Learned), a.Name)
		p.Why.Inputs = append(slices.Clip(p.Why.Inputs), Input{"learned", a.Name})
	}
	if len(p.Learned) > 0 {
		p.Why.Formula += " × what people’s changes have taught"
		v := math.Round(p.Score*10) / 10
		p.Why.Value = &v
	}
	return p
}

// Prioritize is (Σ over its key results: gap left × expected effect) × probability ÷ effort × a person's factor, in hundredths per ten weeks, for one item.
// It is 0 when nothing is left to close, finite for all that Check lets through, never falls when the gap, the effect, the confidence or the factor grow,
// and never rises with the effort.
func (r RoadmapItem) Prioritize(claims []Claim, today Date) Priority {
	out := Priority{RoadmapItemID: r.ID, Assumed: []string{}, Blocked: r.Blocked != "",
		Critical: r.Critical != "" && r.Critical >= today && r.Critical.Since(today) <= CriticalDays}
	e := Explained{Formula: "(gap left × expected effect, of each key result) × probability ÷ effort"}
	gain, assumedEffect := 0.0, false
	for _, c := range claims {
		gap := c.KeyResult.GapLeft()
		effect, said := AssumedEffect, c.Effect.Expected()
		words := "assumed " + share(AssumedEffect)
		if said != nil {
			effect, words = min(*said, 1), share(*said)
		} else {
			assumedEffect = true
		}
		gain += gap * effect
		if gap > 0 {
			out.Serving++
			if c.AtRisk {
				out.AtRisk++
			}
		}
		e.Inputs = append(e.Inputs, Input{c.KeyResult.Title, share(gap) + " of the way is left, of which " + words})
	}
	if assumedEffect {
		out.Assumed = append(out.Assumed, "effect")
	}
	chance := AssumedChance
	if r.Confidence != nil {
		chance = max(float64(*r.Confidence)/10, MinChance)
		e.Inputs = append(e.Inputs, Input{"probability", fmt.Sprintf("%s, from a confidence of %d", share(chance), *r.Confidence)})
	} else {
		out.Assumed = append(out.Assumed, "confidence")
		e.Inputs = append(e.Inputs, Input{"probability", "assumed " + share(chance)})
	}
	effort := AssumedEffort
	if r.Effort != nil {
		effort = *r.Effort
		e.Inputs = append(e.Inputs, Input{"effort", InputNumber(effort, r.Locale) + " weeks"})
	} else {
		out.Assumed = append(out.Assumed, "effort")
		e.Inputs = append(e.Inputs, Input{"effort", "assumed " + InputNumber(effort, r.Locale) + " weeks"})
	}
	out.Computed = gain * chance / max(effort, LeastEffort) * 1000
	out.Score = out.Computed
	if o := r.Override; o != nil {
		out.Score *= o.Factor
		e.Formula += " × what a person changed"
		e.Inputs = append(e.Inputs, Input{"changed by a person", "× " + InputNumber(o.Factor, r.Locale) + ": " + o.Reason})
	}
	switch {
	case len(claims) == 0:
		e.Note = "It serves no key result, so that it cannot be compared."
	case out.Serving == 0:
		e.Note = "Every key result that it serves has arrived."
	}
	v := math.Round(out.Score*10) / 10
	e.Value = &v
	out.Why = e
	return out
}

func share(v float64) string { return fmt.Sprintf("%.0f %%", v*100) }

// Rank gives the priorities their places: what is live, serves something and is not blocked by score, the highest first, equal ones in the order
// given. Time-critical and blocked ones are marked; blocked ones and those that serve nothing have no place.
func Rank(list []Priority) []Priority {
	slices.SortStableFunc(list, func(x, y Priority) int {
		return cmp.Or(-cmp.Compare(b2i(x.ranked()), b2i(y.ranked())), -cmp.Compare(x.Score, y.Score))
	})
	for i := range list {
		if list[i].Rank = 0; list[i].ranked() {
			list[i].Rank = i + 1
		}
	}
	return list
}

func (p Priority) ranked() bool { return p.Serving > 0 && !p.Blocked }

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// A Backing is the support that a key result has on the roadmap: how much of its gap the live items that serve it are expected to close, and without one of them.
type Backing struct {
	KeyResultID string   `json:"key_result_id"`
	Items       []string `json:"roadmap_item_ids"`
	Expected    float64  `json:"expected"` // share of the gap, each effect × its probability, summed and at most 1
	Without     float64  `json:"without"`  // the same without the item that is taken out
}

// Back sums what live items are expected to do for each key result that they serve; without names an item that is taken out, "" none. In the order of first
// mention.
func Back(items []RoadmapItem, without string) []Backing {
	at, out := map[string]int{}, []Backing{}
	for _, r := range items {
		if !r.Live() {
			continue
		}
		chance := AssumedChance
		if r.Confidence != nil {
			chance = max(float64(*r.Confidence)/10, MinChance)
		}
		for _, s := range r.Serves {
			i, ok := at[s.KeyResultID]
			if !ok {
				i = len(out)
				at[s.KeyResultID] = i
				out = append(out, Backing{KeyResultID: s.KeyResultID})
			}
			effect := AssumedEffect
			if e := s.Effect.Expected(); e != nil {
				effect = *e
			}
			out[i].Expected = min(out[i].Expected+effect*chance, 1)
			if r.ID != without {
				out[i].Without = min(out[i].Without+effect*chance, 1)
				out[i].Items = append(out[i].Items, r.ID)
			}
		}
	}
	return out
}

// A Load is what a team has taken on against what it has: rough weeks, to see where it is too much and for nothing else.
type Load struct {
	TeamID  string   `json:"team_id"`
	People  int      `json:"people"`
	Has     float64  `json:"has"`  // weeks of its people that are left in the cycle, a fifth less for all that is no project
	Took    float64  `json:"took"` // weeks of its live items in now, shared ones divided evenly
	Items   int      `json:"items"`
	Unknown int      `json:"unknown"` // of them, without an effort
	Over    bool     `json:"over"`
	Why     string   `json:"why"`
	Of      []string `json:"roadmap_item_ids"`
}

// RunningShare is what of a team's time is left for the roadmap: the rest is support, meetings, leave and illness.
const RunningShare = 0.8

// Loads compares, for each team that has people or work, what its live items in the horizon now take with what its people have until a day.
func Loads(items []RoadmapItem, people map[string]int, today, until Date) []Load {
	weeks := max(float64(until.Since(today)+1)/7, 0)
	at := map[string]*Load{}
	for id, n := range people {
		at[id] = &Load{TeamID: id, People: n, Has: math.Round(float64(n)*weeks*RunningShare*10) / 10, Of: []string{}}
	}
	for _, r := range items {
		if !r.Live() || r.Horizon != HorizonNow {
			continue
		}
		for _, id := range r.TeamIDs {
			l := at[id]
			if l == nil {
				l = &Load{TeamID: id, Of: []string{}}
				at[id] = l
			}
			l.Items++
			l.Of = append(l.Of, r.ID)
			if r.Effort == nil {
				l.Unknown++
			}
			l.Took += r.Weeks() / float64(len(r.TeamIDs))
		}
	}
	var out []Load
	for _, l := range at {
		if l.Items == 0 {
			continue
		}
		l.Took = math.Round(l.Took*10) / 10
		l.Over = l.Took > l.Has
		l.Why = fmt.Sprintf("%d people × %s weeks until %s × %s for the roadmap; shared items count evenly", l.People, InputNumber(math.Round(weeks*10)/10, items[0].Locale), until, share(RunningShare))
		out = append(out, *l)
	}
	slices.SortFunc(out, func(x, y Load) int {
		return cmp.Or(-cmp.Compare(x.Took-x.Has, y.Took-y.Has), cmp.Compare(x.TeamID, y.TeamID))
	})
	return out
}
