package cli

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/headwater-okr/headwater/internal/judge"
)

// A sarifLog is what the standard and code scanning on GitHub require of a log, and nothing that they do not know: the decoder refuses a name that
// stands in neither.
type sarifLog struct {
	Schema  string `json:"$schema"`
	Version string `json:"version"`
	Runs    []struct {
		ColumnKind string `json:"columnKind"`
		Tool       struct {
			Driver struct {
				Name           string `json:"name"`
				InformationURI string `json:"informationUri"`
				Version        string `json:"version"`
				Rules          []struct {
					ID                   string    `json:"id"`
					ShortDescription     sarifText `json:"shortDescription"`
					FullDescription      sarifText `json:"fullDescription"`
					Help                 sarifText `json:"help"`
					DefaultConfiguration struct {
						Level string `json:"level"`
					} `json:"defaultConfiguration"`
				} `json:"rules"`
			} `json:"driver"`
		} `json:"tool"`
		Results []struct {
			RuleID              string            `json:"ruleId"`
			RuleIndex           *int              `json:"ruleIndex"`
			Level               string            `json:"level"`
			Message             sarifText         `json:"message"`
			Locations           []sarifLocation   `json:"locations"`
			RelatedLocations    []sarifLocation   `json:"relatedLocations"`
			PartialFingerprints map[string]string `json:"partialFingerprints"`
		} `json:"results"`
	} `json:"runs"`
}

type sarifText struct {
	Text string `json:"text"`
}

type sarifLocation struct {
	PhysicalLocation struct {
		ArtifactLocation struct {
			URI string `json:"uri"`
		} `json:"artifactLocation"`
		Region struct {
			StartLine   int `json:"startLine"`
			StartColumn int `json:"startColumn"`
			EndLine     int `json:"endLine"`
			EndColumn   int `json:"endColumn"`
		} `json:"region"`
	} `json:"physicalLocation"`
	Message *sarifText `json:"message"`
}

const sarifPlan = `# Plan

## Objective: Riders trust our repairs – überall
- KR: Launch the new booking page
- KR: Improve the experience of our riders
- KR: **Share** of repairs done within a day from 40 % to 65 %
- KR: Launch the new booking page

## Objective: Workshops open on time
- KR: Raise the share of repairs done within a day to 70 %
- KR: Grow weekly riders by X %
`

func sarifOf(t *testing.T, text string) sarifLog {
	t.Helper()
	file := filepath.Join(t.TempDir(), "our plan.md")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := (&LintCmd{Files: []string{file}, Format: "sarif", FailOn: "never"}).Run(&Terminal{Stdout: &out, Now: time.Now, Version: "1.2.3"}); err != nil {
		t.Fatal(err)
	}
	dec := json.NewDecoder(&out)
	dec.DisallowUnknownFields()
	var log sarifLog
	if err := dec.Decode(&log); err != nil {
		t.Fatal(err)
	}
	return log
}

func TestSARIF(t *testing.T) {
	log := sarifOf(t, sarifPlan)
	if log.Version != "2.1.0" || log.Schema != "https://json.schemastore.org/sarif-2.1.0.json" || len(log.Runs) != 1 {
		t.Fatalf("version %q, schema %q, %d runs", log.Version, log.Schema, len(log.Runs))
	}
	run, levels := log.Runs[0], map[string]bool{"none": true, "note": true, "warning": true, "error": true}
	if run.ColumnKind != "unicodeCodePoints" || run.Tool.Driver.Name == "" || run.Tool.Driver.Version != "1.2.3" || !strings.HasPrefix(run.Tool.Driver.InformationURI, "https://") || len(run.Tool.Driver.Rules) != len(judge.Rules) {
		t.Errorf("columns in %q, driver %q, %d rules", run.ColumnKind, run.Tool.Driver.Name, len(run.Tool.Driver.Rules))
	}
	ids := map[string]bool{}
	for _, r := range run.Tool.Driver.Rules {
		if r.ID == "" || ids[r.ID] || r.ShortDescription.Text == "" || r.FullDescription.Text == "" || r.Help.Text == "" || !levels[r.DefaultConfiguration.Level] {
			t.Errorf("the rule %+v lacks something, or there are two of it", r)
		}
		ids[r.ID] = true
	}
	lines := strings.Split(sarifPlan, "\n")
	marks, beside := map[string]bool{}, 0
	if len(run.Results) < 5 {
		t.Fatalf("only %d findings", len(run.Results))
	}
	for _, r := range run.Results {
		if r.RuleIndex == nil || *r.RuleIndex < 0 || *r.RuleIndex >= len(judge.Rules) || run.Tool.Driver.Rules[*r.RuleIndex].ID != r.RuleID {
			t.Errorf("%s does not stand at its index", r.RuleID)
		}
		if r.Message.Text == "" || !levels[r.Level] || len(r.Locations) != 1 {
			t.Errorf("%s: message %q, level %q, %d places", r.RuleID, r.Message.Text, r.Level, len(r.Locations))
		}
		for _, l := range append(r.Locations, r.RelatedLocations...) {
			g := l.PhysicalLocation.Region
			if g.StartLine < 1 || g.StartLine > len(lines) || g.EndLine != g.StartLine || g.StartColumn < 1 || g.EndColumn <= g.StartColumn || g.EndColumn > utf8.RuneCountInString(lines[g.StartLine-1])+1 {
				t.Errorf("%s: the region %+v is not in %q", r.RuleID, g, lines[min(max(g.StartLine-1, 0), len(lines)-1)])
			}
			if uri := l.PhysicalLocation.ArtifactLocation.URI; !strings.HasPrefix(uri, "file:///") || !strings.HasSuffix(uri, "our%20plan.md") { // an absolute path is no reference below a root
				t.Errorf("%s: the file is %q", r.RuleID, uri)
			}
		}
		for _, l := range r.RelatedLocations {
			if beside++; l.Message == nil || l.Message.Text == "" {
				t.Errorf("%s: what stands beside it is not named", r.RuleID)
			}
		}
		mark := r.PartialFingerprints["primaryLocationLineHash"]
		if mark == "" || marks[mark] {
			t.Errorf("%s has the fingerprint %q, of another or none", r.RuleID, mark)
		}
		marks[mark] = true
	}
	if beside == 0 {
		t.Error("nothing stands beside a twin")
	}
	// Lines that move keep their fingerprints.
	for _, r := range sarifOf(t, "A line before all.\n\n"+sarifPlan).Runs[0].Results {
		if !marks[r.PartialFingerprints["primaryLocationLineHash"]] {
			t.Errorf("%s has another fingerprint two lines further down", r.RuleID)
		}
	}
}
