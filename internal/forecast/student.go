package forecast

import "math"

// A student is Student's t-distribution with its own middle and width: where a value may stand on a day.
type student struct{ freedom, middle, width float64 }

// past is the chance of at least x. Of no width it is certain.
func (s student) past(x float64) float64 {
	if s.width <= 0 {
		if s.middle >= x {
			return 1
		}
		return 0
	}
	return studentCDF((s.middle-x)/s.width, s.freedom)
}

// beyond is the mean of what lies over x: E[max(X − x, 0)], for more than one degree of freedom. With f the density and F the distribution of
// the standard t and c the distance in widths it is f(c)·(ν+c²)÷(ν−1) − c·(1−F(c)), which follows from ∫ t·f(t) dt = −f(t)·(ν+t²)÷(ν−1).
func (s student) beyond(x float64) float64 {
	if s.width <= 0 {
		return max(s.middle-x, 0)
	}
	c, v := (x-s.middle)/s.width, s.freedom
	density := math.Exp(lgamma((v+1)/2)-lgamma(v/2)-(v+1)/2*math.Log1p(c*c/v)) / math.Sqrt(v*math.Pi)
	return max(s.width*(density*(v+c*c)/(v-1)-c*studentCDF(-c, v)), 0)
}

// studentCDF is the chance that a standard t with v degrees of freedom is at most t. For t ≤ 0 it is half the regularized incomplete beta function
// of v ÷ (v + t²) with v÷2 and ½ (Abramowitz and Stegun 26.7.1).
func studentCDF(t, v float64) float64 {
	q := v / (v + t*t)
	if math.IsInf(t*t, 0) {
		q = 0
	}
	tail := betaInc(v/2, 0.5, q) / 2
	if t > 0 {
		return 1 - tail
	}
	return tail
}

// studentQuantile is the t that studentCDF is p at, for p between 0.5 and 1, by halving.
func studentQuantile(p, v float64) float64 {
	lo, hi := 0.0, 1.0
	for studentCDF(hi, v) < p && hi < 1e9 {
		lo, hi = hi, 2*hi
	}
	for range 60 {
		if mid := (lo + hi) / 2; studentCDF(mid, v) < p {
			lo = mid
		} else {
			hi = mid
		}
	}
	return hi
}

// betaInc is the regularized incomplete beta function Iₓ(a, b), by its continued fraction (DLMF 8.17.22) in the form of Lentz; beyond the
// peak by Iₓ(a, b) = 1 − I₁₋ₓ(b, a), where the fraction converges fast.
func betaInc(a, b, x float64) float64 {
	switch {
	case x <= 0:
		return 0
	case x >= 1:
		return 1
	case x > (a+1)/(a+b+2):
		return 1 - betaInc(b, a, 1-x)
	}
	const tiny, enough = 1e-300, 1e-15
	front := math.Exp(lgamma(a+b) - lgamma(a) - lgamma(b) + a*math.Log(x) + b*math.Log1p(-x))
	f, c, d := 1.0, 1.0, 0.0
	for i := range 500 {
		m := float64(i / 2)
		var step float64
		switch {
		case i == 0:
			step = 1
		case i%2 == 0:
			step = m * (b - m) * x / ((a + 2*m - 1) * (a + 2*m))
		default:
			step = -(a + m) * (a + b + m) * x / ((a + 2*m) * (a + 2*m + 1))
		}
		if d = 1 + step*d; math.Abs(d) < tiny {
			d = tiny
		}
		if c = 1 + step/c; math.Abs(c) < tiny {
			c = tiny
		}
		d = 1 / d
		f *= c * d
		if i > 0 && math.Abs(c*d-1) < enough {
			break
		}
	}
	return min(max(front*(f-1)/a, 0), 1)
}

func lgamma(x float64) float64 {
	v, _ := math.Lgamma(x)
	return v
}
