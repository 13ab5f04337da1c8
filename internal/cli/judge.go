package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/headwater-okr/headwater/internal/judge"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/sentence"
)

// A JudgeCmd reads sentences, one JSON object a line, and says of each what a coach would.
type JudgeCmd struct{}

// Help is the command's example.
func (JudgeCmd) Help() string {
	return "Reads lines of {\"id\", \"kind\": \"key_result\" or \"objective\", \"text\", \"objective\", \"key_results\", \"cycle\", \"today\", \"locale\"} and writes a line for each.\n\n" +
		"Example:\n  echo '{\"id\":1,\"kind\":\"key_result\",\"text\":\"NPS from 32 to 45 by June\"}' | headwater judge"
}

// A judged is one line of the answer.
type judged struct {
	ID          json.RawMessage          `json:"id"`
	Kind        judge.Kind               `json:"kind"`
	Type        string                   `json:"type,omitempty"`
	Measurable  bool                     `json:"measurable"`
	Vague       bool                     `json:"vague"`
	Direction   *okr.Direction           `json:"direction"`
	Baseline    *float64                 `json:"baseline"`
	Target      *float64                 `json:"target"`
	Relative    *float64                 `json:"relative"`
	Unit        *string                  `json:"unit"`
	Deadline    *string                  `json:"deadline"`
	Compound    bool                     `json:"compound"`
	Placeholder bool                     `json:"placeholder,omitempty"`
	Verdict     string                   `json:"verdict,omitempty"`
	Confidence  float64                  `json:"confidence"`
	Language    string                   `json:"language"` // "" is one that is not read
	Spans       map[string]sentence.Span `json:"spans,omitempty"`
	Findings    []judge.Finding          `json:"findings"`
	Parts       []judge.Reason           `json:"parts,omitempty"` // of the verdict
}

// Run judges line by line.
func (c *JudgeCmd) Run(t *Terminal) error {
	in := bufio.NewScanner(t.Stdin)
	in.Buffer(make([]byte, 0, 64<<10), 1<<20)
	out := bufio.NewWriter(t.Stdout)
	enc := json.NewEncoder(out)
	n := 0
	for in.Scan() {
		n++
		line := bytes.TrimPrefix(in.Bytes(), []byte("\ufeff")) // which some editors write first
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		j, err := judgeLine(line)
		if err != nil { // what was judged before it stays said
			return errors.Join(out.Flush(), okr.Fail(okr.Invalid, "", fmt.Sprintf("Line %d is no JSON object as described in “headwater judge --help”: %v.", n, err)))
		}
		if err := enc.Encode(j); err != nil {
			return err
		}
	}
	if err := in.Err(); err != nil && err != io.EOF {
		return errors.Join(out.Flush(), okr.Fail(okr.Invalid, "", fmt.Sprintf("Line %d is longer than 1 MB.", n+1)))
	}
	return out.Flush()
}

// inWords is why a line cannot be read, without the words of Go.
func inWords(err error) error {
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &kind) && kind.Field == "":
		return fmt.Errorf("it is a JSON %s, not an object", kind.Value)
	case errors.As(err, &kind):
		return fmt.Errorf("%s is a %s; %s would be right", kind.Field, kind.Value, map[bool]string{true: "a list of texts", false: "a text"}[kind.Field == "key_results"])
	}
	return err
}

func judgeLine(b []byte) (judged, error) {
	var line struct {
		ID         json.RawMessage `json:"id"`
		Kind       judge.Kind      `json:"kind"`
		Text       string          `json:"text"`
		Objective  string          `json:"objective"`
		KeyResults []string        `json:"key_results"`
		Today      okr.Date        `json:"today"`
		Locale     string          `json:"locale"`
		Cycle      string          `json:"cycle"`
	}
	if err := json.Unmarshal(b, &line); err != nil {
		return judged{}, inWords(err)
	}
	if line.Kind == "" {
		line.Kind = judge.KeyResult
	}
	if line.Kind != judge.KeyResult && line.Kind != judge.Objective {
		return judged{}, fmt.Errorf("kind is %q; key_result or objective would be right", line.Kind)
	}
	if line.Today != "" {
		if _, err := okr.ParseDate("today", string(line.Today)); err != nil {
			return judged{}, err
		}
	}
	o := sentence.Options{Today: line.Today, Locale: line.Locale}
	r := judge.ReadLine(judge.Line{Kind: line.Kind, Text: line.Text, Objective: line.Objective, KeyResults: line.KeyResults, Options: o})
	j := judged{
		ID: line.ID, Kind: line.Kind, Type: r.Type, Measurable: r.Measurable, Vague: r.Vague, Baseline: r.Baseline, Target: r.Target, Relative: r.Relative,
		Compound: r.Compound, Placeholder: r.Placeholder, Verdict: r.Verdict, Confidence: r.Confidence, Language: r.Language, Spans: r.Spans,
	}
	if r.Direction != "" {
		j.Direction = &r.Direction
	}
	if r.Unit != "" {
		j.Unit = &r.Unit
	}
	if when := string(r.Deadline); when != "" {
		j.Deadline = &when
	} else if r.When != "" {
		j.Deadline = &r.When
	}
	c := judge.Case{Today: line.Today, Settings: okr.Settings{Locale: line.Locale}}
	if line.Cycle != "" && line.Kind == judge.KeyResult {
		c.Off = append(c.Off, "kr/no-date") // the cycle names one
	}
	question := "verdict"
	if line.Kind == judge.Objective {
		question = "objective verdict"
		g := judge.Goal{Objective: okr.Objective{Title: line.Text}}
		for _, k := range line.KeyResults {
			g.KeyResults = append(g.KeyResults, okr.KeyResult{Title: k})
		}
		c.Goals = []judge.Goal{g}
	} else {
		c.Goals = []judge.Goal{{Objective: okr.Objective{Title: line.Objective}, KeyResults: []okr.KeyResult{{ID: "this", Title: line.Text}}}}
	}
	for _, f := range judge.Read(c).Findings {
		if mine := f.Place.KeyResult == "this"; line.Kind == judge.KeyResult && mine || line.Kind == judge.Objective && f.Place.Text == line.Text {
			j.Findings = append(j.Findings, f)
		}
	}
	if j.Findings == nil {
		j.Findings = []judge.Finding{}
	}
	j.Parts = r.Reasons(question, 8)
	return j, nil
}
