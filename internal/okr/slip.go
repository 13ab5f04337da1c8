package okr

// slipWays is how many times the whole known way a value may lie outside of it before a person is asked whether it is right. A lost
// decimal mark makes ten times as much, which is outside for every way that is no longer than three times its beginning; news seldom is.
const slipWays = 3

// IsFarOff answers whether a value is so far outside of where the key result has been and is to go that it is more likely a slip of
// the keyboard than news. Only numbers with two known places can tell.
func (k KeyResult) IsFarOff(v *float64) bool {
	if v == nil || k.Kind != Number {
		return false
	}
	var known []float64
	for _, p := range []*float64{k.Baseline, k.Target, k.Value} {
		if p != nil {
			known = append(known, *p)
		}
	}
	for _, p := range k.Trail {
		known = append(known, p.Value)
	}
	if len(known) == 0 {
		return false
	}
	low, high := known[0], known[0]
	for _, x := range known {
		low, high = min(low, x), max(high, x)
	}
	way := high - low
	return way > 0 && (*v < low-slipWays*way || *v > high+slipWays*way)
}
