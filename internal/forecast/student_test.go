package forecast

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// Tables of Student's t give these; those of 1 and 2 degrees of freedom are closed forms.
func TestStudentCDF(t *testing.T) {
	tests := []struct{ at, freedom, want float64 }{
		{0, 3, 0.5},
		{1, 1, 0.75},
		{-1, 1, 0.25},
		{2, 2, 0.5 + 1/math.Sqrt(6)},
		{1.533206, 4, 0.90},
		{2.131847, 4, 0.95},
		{2.776445, 4, 0.975},
		{1.372184, 10, 0.90},
		{-2.763769, 10, 0.01},
		{1.281552, 1e7, 0.90},
		{math.Inf(1), 4, 1},
		{-1e300, 4, 0},
	}
	for _, tt := range tests {
		if got := studentCDF(tt.at, tt.freedom); math.Abs(got-tt.want) > 1e-6 {
			t.Errorf("the chance of at most %v with %v degrees of freedom is %v, want %v", tt.at, tt.freedom, got, tt.want)
		}
	}
}

func TestStudentQuantile(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, v := rapid.Float64Range(0.5, 0.999).Draw(t, "p"), rapid.Float64Range(1, 200).Draw(t, "freedom")
		if back := studentCDF(studentQuantile(p, v), v); math.Abs(back-p) > 1e-9 {
			t.Fatalf("there and back is %v", back)
		}
	})
}

func TestStudentCDFRises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.Float64Range(1, 1000).Draw(t, "freedom")
		a, b := rapid.Float64Range(-50, 50).Draw(t, "a"), rapid.Float64Range(-50, 50).Draw(t, "b")
		if x, y := studentCDF(min(a, b), v), studentCDF(max(a, b), v); x > y+1e-12 || x < 0 || y > 1 {
			t.Fatalf("it falls from %v to %v", x, y)
		}
	})
}

// The closed form is the integral of the chance to be past a value.
func TestStudentBeyond(t *testing.T) {
	for _, s := range []student{{4, 0, 1}, {6, -0.3, 0.2}, {30, 2, 1.5}} {
		for _, x := range []float64{-1, 0, 0.4, 2} {
			const step = 0.002
			sum := 0.0
			for at := x + step/2; at < x+400*s.width; at += step {
				sum += s.past(at) * step
			}
			if got := s.beyond(x); math.Abs(got-sum) > 1e-4 {
				t.Errorf("%+v beyond %v is %v, by summing up %v", s, x, got, sum)
			}
		}
	}
}
