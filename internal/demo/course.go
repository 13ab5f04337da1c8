package demo

import (
	"fmt"
	"hash/fnv"
	"math"

	"github.com/headwater-okr/headwater/internal/okr"
)

// noise is the same small wobble for the same week of the same key result, −1 to 1.
func (s *seeder) noise(title string, ago, w int) float64 {
	h := fnv.New64a()
	fmt.Fprint(h, title, ago, w)
	return float64(h.Sum64()%2001)/1000 - 1
}

// value is what a week's check-in says: as written, else by the course's shape.
func (k keyResult) value(w int, noise float64) (v float64, confidence *int, ok bool) {
	if k.Course == "" {
		if w > len(k.Values) {
			return 0, nil, false
		}
		if v, ok = number(k.Values[w-1]); !ok {
			return 0, nil, false
		}
		if w <= len(k.Confidence) {
			if c, ok := number(k.Confidence[w-1]); ok {
				n := int(c)
				confidence = &n
			}
		}
		return v, confidence, true
	}
	share := shape(k.Course, float64(w)/weeks) * k.End
	if w > 1 && w < weeks {
		share += noise * 0.03
	}
	c := int(min(max(math.Round(4+5*k.End+noise), 1), 10))
	if k.Course == "late" && w < 9 {
		c = 5
	}
	from, to := 0.0, 1.0
	switch {
	case k.Kind == okr.Judgement:
		return min(max(math.Round(share*okr.Steps), 0), okr.Steps), &c, true
	case k.Kind == okr.YesNo:
		return min(max(math.Floor(share+1e-9), 0), 1), &c, true
	case k.From != nil && k.To != nil:
		from, to = *k.From, *k.To
	}
	v = from + share*(to-from)
	digits := 1.0
	if math.Abs(to-from) > 20 {
		digits = 0
	}
	p := math.Pow(10, digits)
	return math.Round(v*p) / p, &c, true
}

func number(v any) (float64, bool) {
	switch v := v.(type) {
	case float64:
		return v, true
	case int:
		return float64(v), true
	case int64:
		return float64(v), true
	case uint64:
		return float64(v), true
	}
	return 0, false
}

// shape is how far a course has come at a share of the cycle, 1 at its end.
func shape(course string, t float64) float64 {
	switch course {
	case "stalled":
		return min(t/0.4, 1)
	case "late":
		return 0.25*t + 0.75/(1+math.Exp(-18*(t-0.8)))*1.03
	case "falling":
		return min(t/0.35, 1)*1.8 - 0.8*max(0, (t-0.35)/0.65)
	case "over":
		return math.Pow(t, 0.7)
	default:
		return t
	}
}
