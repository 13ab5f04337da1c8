package forecast

import "math"

// What stands against a few finished key results, so that they do not outvote the default.
const (
	// defaultCount is how many results the default is worth.
	defaultCount = 10
	// leavingCost is the log-loss that moving a weight, or the turn, by 1 from its default must win back.
	leavingCost = 10
	// Proof is how many measured results a back-test needs before it decides what is shown and what is pooled.
	Proof = 30
)

// Fit is the prior that an organization's own finished key results give. Drift and spread are those of the highest
// marginal likelihood, which is in closed form (Murphy 2007, section 6), turn and weights those of the least log-loss: empirical Bayes.
// All are pulled to the default, the more the fewer results there are. Where a back-test of the same results has enough to go on,
// it decides from when the forecast is shown and whether confidence is pooled; else the default does.
func Fit(courses []Course) Prior {
	courses = finished(courses)
	p := fit(courses)
	report := BackTest(courses)
	pool := p.Pool
	p.Pool = 0
	if report.Measured.enough() {
		p.From = report.Measured.provenFrom()
		if report.Measured.poolHelps() {
			p.Pool = pool
		}
	}
	if report.Believed.enough() {
		p.BelievedFrom = report.Believed.provenFrom()
	}
	return p
}

// fit is Fit without the proof: Pool is the best weight, whether it helps or not.
func fit(courses []Course) Prior {
	p := Default()
	var sums []sum
	hits := 0.0
	for _, c := range courses {
		if yes, _ := c.reached(); yes {
			hits++
		}
		if k := c.on(c.KeyResult.DueDate(c.Cycle)); c.measured() && len(k.Trail) > 0 {
			m := motionOf(k, c.Cycle)
			sums = append(sums, sumUp(m.steps))
		}
	}
	n := float64(len(courses))
	p.Base = (hits + defaultCount*p.Base) / (n + defaultCount)
	p.Learned = len(courses)
	p = spread(sums, p)
	var beside, instead []look
	for _, c := range courses {
		yes, _ := c.reached()
		for _, share := range Shares {
			f := read(c.on(c.day(share)), c.Cycle, c.day(share), p)
			switch {
			case f.over || f.chance == nil:
			case f.trend != nil:
				beside = append(beside, look{f, yes})
			case f.believed != nil:
				instead = append(instead, look{f, yes})
			}
		}
	}
	p.Turn = best(beside, p.Turn, 0.25, func(f *forecast, turn float64) float64 { return f.turned(turn) })
	for _, l := range beside {
		*l.trend = l.turned(p.Turn)
	}
	p.Pool = best(beside, p.Pool, 0.1, func(f *forecast, w float64) float64 {
		if f.believed == nil {
			return *f.trend
		}
		return pool(*f.trend, *f.believed, w)
	})
	p.Believe = best(instead, p.Believe, 0.1, func(f *forecast, w float64) float64 { return pool(p.Base, *f.believed, w) })
	return p
}

// A look is what could be known of a course on a day, and how it ended.
type look struct {
	*forecast
	reached bool
}

// turned is the trend with another turn.
func (f *forecast) turned(turn float64) float64 {
	b := f.belief
	b.turn = turn
	return f.motion.after(b, f.motion.left()).past(0)
}

// best is the one of eleven figures, from 0 on, with the least log-loss over all looks; leaving the usual one has a cost.
func best(looks []look, usual, step float64, chance func(f *forecast, figure float64) float64) float64 {
	found, least := usual, math.Inf(1)
	for i := range 11 {
		v := float64(i) * step
		loss := leavingCost * (v - usual) * (v - usual)
		for _, l := range looks {
			loss += logLoss(chance(l.forecast, v), l.reached)
		}
		if loss < least {
			found, least = v, loss
		}
	}
	return found
}

// spread looks for drift, weight, shape and rate of the highest evidence, the last three by their logarithms: a step in each
// direction while that helps, then half the step. Then it goes back towards the default, the more the fewer there are.
func spread(sums []sum, p Prior) Prior {
	start := [4]float64{p.Drift, math.Log(p.Weight), math.Log(p.Shape), math.Log(p.Rate)}
	prior := func(x [4]float64) Prior {
		q := p
		q.Drift, q.Weight, q.Shape, q.Rate = x[0], math.Exp(x[1]), math.Exp(x[2]), math.Exp(x[3])
		return q.sound()
	}
	worth := func(x [4]float64) float64 {
		q, total := prior(x), 0.0
		for _, s := range sums {
			total += s.evidence(q)
		}
		return total
	}
	at, best := start, worth(start)
	for step := 0.4; step > 0.01; {
		better := false
		for i := range at {
			for _, d := range []float64{step, -step} {
				x := at
				x[i] += d
				if w := worth(x); w > best+1e-9 {
					at, best, better = x, w, true
				}
			}
		}
		if !better {
			step /= 2
		}
	}
	n := float64(len(sums))
	for i := range at {
		at[i] = start[i] + (at[i]-start[i])*n/(n+defaultCount)
	}
	return prior(at)
}

// evidence is the logarithm of the chance of these steps under a prior, but for what does not depend on the prior.
func (s sum) evidence(p Prior) float64 {
	b := s.update(p)
	return (math.Log(p.Weight)-math.Log(b.weight))/2 + p.Shape*math.Log(p.Rate) - b.shape*math.Log(b.rate) + lgamma(b.shape) - lgamma(p.Shape)
}
