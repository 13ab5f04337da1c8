package okr

import "testing"

func TestIsFarOff(t *testing.T) {
	share := KeyResult{Kind: Number, Baseline: num(60), Target: num(75), Value: num(66)}
	for name, tt := range map[string]struct {
		k    KeyResult
		v    *float64
		want bool
	}{
		"on the way":                {share, num(70), false},
		"a bad week":                {share, num(41), false},
		"beyond the target":         {share, num(90), false},
		"a lost decimal mark":       {share, num(662), true},
		"one that is too much":      {share, num(6.6), true},
		"a slip of the keyboard":    {share, num(1234), true},
		"none":                      {share, nil, false},
		"nothing known":             {KeyResult{Kind: Number}, num(1e9), false},
		"one place known":           {KeyResult{Kind: Number, Target: num(5)}, num(1e9), false},
		"where it has been counts":  {KeyResult{Kind: Number, Baseline: num(0), Target: num(10), Trail: []Point{{Value: 30}}}, num(100), false},
		"downwards, below nothing":  {KeyResult{Kind: Number, Baseline: num(20), Target: num(5)}, num(-50), true},
		"downwards, under its goal": {KeyResult{Kind: Number, Baseline: num(20), Target: num(5)}, num(2), false},
		"yes or no":                 {KeyResult{Kind: YesNo, Baseline: num(0), Target: num(1)}, num(9), false},
	} {
		if got := tt.k.IsFarOff(tt.v); got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
