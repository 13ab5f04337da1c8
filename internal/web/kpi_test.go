package web_test

import (
	"strings"
	"testing"
)

// A KPI out of its range offers an objective with the KPI as its reason, and no number of anybody's invention; a healthy one offers none.
func TestUnhealthyKPISuggestsAnObjective(t *testing.T) {
	v := signIn(t, "ruben@pannier.example")
	page := v.get(at("kpis")).Body.String()
	if n := strings.Count(page, "Write an objective about it"); n != 1 {
		t.Fatalf("%d KPIs offer an objective, want the one that is not healthy", n)
	}
	form := v.get(find(t, page, `href="(/[^"]+/objectives/new\?kpi=[^"]+)"`)).Body.String()
	if !strings.Contains(form, "KPI “Calls answered within two minutes”: 74") || !strings.Contains(form, "healthy from 80") {
		t.Error("the form does not say why")
	}
	if strings.Contains(form, `name="kr_to" inputmode="decimal" value="8`) || !strings.Contains(form, `name="kr_to" inputmode="decimal" value=""`) {
		t.Error("the form invents a number")
	}
}
