package okr

import "testing"

func TestHealthy(t *testing.T) {
	for name, tt := range map[string]struct {
		k    KPI
		want *bool
	}{
		"inside":     {KPI{Low: num(1), High: num(3), Value: num(3)}, yes()},
		"below":      {KPI{Low: num(1), Value: num(0.9)}, no()},
		"above":      {KPI{High: num(3), Value: num(3.1)}, no()},
		"no value":   {KPI{High: num(3)}, nil},
		"no bound":   {KPI{Value: num(-1)}, yes()},
		"at the low": {KPI{Low: num(1), Value: num(1)}, yes()},
	} {
		got, e := tt.k.Healthy()
		if (got == nil) != (tt.want == nil) || got != nil && *got != *tt.want {
			t.Errorf("%s: %v", name, got)
		}
		if e.Formula == "" {
			t.Errorf("%s does not explain itself", name)
		}
	}
}

func yes() *bool { b := true; return &b }
func no() *bool  { b := false; return &b }
