package okr

import (
	"slices"
	"testing"
)

func TestReady(t *testing.T) {
	const today = "2026-11-09"
	base := 3.0
	all := map[Aspect]Answer{}
	for _, a := range Aspects {
		all[a.Aspect] = AnswerYes
	}
	but := func(a Aspect, answer Answer) map[Aspect]Answer {
		m := map[Aspect]Answer{}
		for k, v := range all {
			m[k] = v
		}
		m[a] = answer
		return m
	}
	for name, x := range map[string]struct {
		k     KeyResult
		state ReadyState
		gaps  []Aspect
	}{
		"nobody has asked":              {KeyResult{Kind: Number}, DataUnasked, []Aspect{DataSource, DataAccess, DataReliability, DataOwner, DataFrequency, DataHistory, DataDefinition}},
		"values come in":                {KeyResult{Kind: Number, Value: &base, Checks: 3}, DataReady, []Aspect{DataSource, DataReliability, DataOwner, DataFrequency, DataHistory, DataDefinition}},
		"all of it":                     {KeyResult{Kind: Number, Readiness: Readiness{Source: "The till", Answers: all, Checked: today}}, DataReady, nil},
		"a source without a name":       {KeyResult{Kind: Number, Readiness: Readiness{Answers: all, Checked: today}}, DataGap, []Aspect{DataSource}},
		"no access":                     {KeyResult{Kind: Number, Readiness: Readiness{Source: "The till", Answers: but(DataAccess, AnswerNo), Checked: today}}, DataGap, []Aspect{DataAccess}},
		"an owner answers for himself":  {KeyResult{Kind: Number, OwnerID: "m", Readiness: Readiness{Source: "The till", Answers: but(DataOwner, ""), Checked: today}}, DataReady, nil},
		"no beats what is known":        {KeyResult{Kind: Number, Baseline: &base, Readiness: Readiness{Source: "The till", Answers: but(DataHistory, AnswerNo), Checked: today}}, DataGap, []Aspect{DataHistory}},
		"a yes or no needs fewer":       {KeyResult{Kind: YesNo, Readiness: Readiness{Source: "The contract", Answers: map[Aspect]Answer{DataAccess: AnswerYes, DataOwner: AnswerYes, DataDefinition: AnswerYes}, Checked: today}}, DataReady, nil},
		"decided":                       {KeyResult{Kind: Number, Readiness: Readiness{Source: "The till", Answers: but(DataAccess, AnswerNo), Checked: today, Decision: DataDecision{Choice: DataDelay, Until: "2026-11-10"}}}, DataDecided, []Aspect{DataAccess}},
		"waited until today":            {KeyResult{Kind: Number, Readiness: Readiness{Source: "The till", Answers: but(DataAccess, AnswerNo), Checked: today, Decision: DataDecision{Choice: DataDelay, Until: today}}}, DataLapsed, []Aspect{DataAccess}},
		"the last day of a proxy":       {KeyResult{Kind: Number, Readiness: Readiness{Source: "The till", Answers: but(DataAccess, AnswerNo), Checked: today, Decision: DataDecision{Choice: DataProxy, Proxy: "By hand", Until: today}}}, DataDecided, []Aspect{DataAccess}},
		"the day after it":              {KeyResult{Kind: Number, Readiness: Readiness{Source: "The till", Answers: but(DataAccess, AnswerNo), Checked: today, Decision: DataDecision{Choice: DataProxy, Proxy: "By hand", Until: "2026-11-08"}}}, DataLapsed, []Aspect{DataAccess}},
		"a delay that is over":          {KeyResult{Kind: Number, Readiness: Readiness{Source: "The till", Answers: but(DataAccess, AnswerNo), Checked: today, Decision: DataDecision{Choice: DataDelay, Until: "2026-11-08"}}}, DataLapsed, []Aspect{DataAccess}},
		"an objective has no last day":  {KeyResult{Kind: Number, Readiness: Readiness{Source: "The till", Answers: but(DataAccess, AnswerNo), Checked: today, Decision: DataDecision{Choice: DataTrack, ObjectiveID: "o"}}}, DataDecided, []Aspect{DataAccess}},
		"a sum knows where it is from":  {KeyResult{Kind: Number, OwnerID: "m", Source: Source{Kind: Sum, Of: []string{"a"}}, Readiness: Readiness{Answers: map[Aspect]Answer{DataReliability: AnswerYes, DataHistory: AnswerYes, DataDefinition: AnswerYes}, Checked: today}}, DataReady, nil},
		"asked, and values stop no gap": {KeyResult{Kind: Number, Value: &base, Checks: 3, Readiness: Readiness{Source: "The till", Answers: but(DataDefinition, AnswerNo), Checked: today}}, DataGap, []Aspect{DataDefinition}},
	} {
		r := x.k.Ready(today)
		if r.State != x.state || !slices.Equal(r.Gaps, x.gaps) || r.Met+len(r.Gaps) != r.Of {
			t.Errorf("%s: %+v, want %s with gaps %v", name, r, x.state, x.gaps)
		}
		kept, until := x.k.ReadyKept()
		if kept == DataDecided && until != "" && until <= today {
			kept = DataLapsed
		}
		if kept != r.State || until != "" && r.State != DataDecided && r.State != DataLapsed {
			t.Errorf("%s: it is %s until %q by what is kept, and %s", name, kept, until, r.State)
		}
		if len(r.Words()) != len(r.Gaps) {
			t.Errorf("%s: words %v for gaps %v", name, r.Words(), r.Gaps)
		}
	}
	if s := ReadyOf([]KeyResult{{Kind: Number, Value: &base, Checks: 3}, {Kind: Number}}, today); s != DataUnasked {
		t.Errorf("an objective is %s, want what its least ready key result is", s)
	}
}

func TestDataDecisionCheck(t *testing.T) {
	const today = "2026-11-09"
	for _, x := range []struct {
		d     DataDecision
		field string
	}{
		{DataDecision{Choice: DataDelay, Until: "2026-11-10"}, ""},
		{DataDecision{Choice: DataDelay, Until: today}, "until"},
		{DataDecision{Choice: DataProxy, Until: today, Proxy: "Calls that we count by hand"}, ""},
		{DataDecision{Choice: DataProxy, Until: "2026-11-08", Proxy: "Calls that we count by hand"}, "until"},
		{DataDecision{Choice: DataProxy, Until: "2026-12-01", Proxy: "Calls that we count by hand"}, ""},
		{DataDecision{Choice: DataTrack}, ""},
		{DataDecision{}, "choice"},
		{DataDecision{Choice: DataDelay}, "until"},
		{DataDecision{Choice: DataDelay, Until: "2026-11-08"}, "until"},
		{DataDecision{Choice: DataProxy, Until: "2026-12-01"}, "proxy"},
	} {
		f := FaultsOf(x.d.Check(today))
		if x.field == "" && f != nil || x.field != "" && (len(f) != 1 || f[0].Field != x.field) {
			t.Errorf("%+v: %v, want a fault at %q", x.d, f, x.field)
		}
	}
	if FaultsOf(Readiness{Answers: map[Aspect]Answer{"mood": AnswerYes}}.Check()) == nil || FaultsOf(Readiness{Answers: map[Aspect]Answer{DataAccess: "maybe"}}.Check()) == nil {
		t.Error("an unknown question or answer passes")
	}
}
