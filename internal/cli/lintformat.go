package cli

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/headwater-okr/headwater/internal/judge"
)

// writers are the forms in which findings are written.
var writers = map[string]func(*Terminal, []linted) error{"text": writeText, "json": func(t *Terminal, all []linted) error { return writeJSON(t, all) }, "sarif": writeSARIF, "github": writeGitHub}

// How much of a long line is shown, and how much of it before the words that are marked.
const (
	shownWidth  = 110
	shownBefore = 40
)

// drawMarked draws a line of text with carets under the characters from a column on.
func drawMarked(text string, column, length int) string {
	line := []rune(strings.ReplaceAll(strings.TrimRight(text, "\r"), "\t", " "))
	from := 0
	if column > shownWidth-shownBefore {
		from = column - shownBefore
	}
	line = line[min(from, len(line)):]
	line = line[:min(len(line), shownWidth)]
	at := column - 1 - from
	return fmt.Sprintf("    %s\n    %s%s\n", string(line), strings.Repeat(" ", at), strings.Repeat("^", max(1, min(length, len(line)-at))))
}

// draw shows the sentence of a finding with its marked words, as the line has it or, where that cannot be found in it, as it was read.
func (l linted) draw(f located) string {
	if f.Length > 0 {
		return drawMarked(l.lines[f.Place.Line-1], f.Column, f.Length)
	}
	if f.Place.Text == "" {
		return ""
	}
	before, _, _ := strings.Cut(f.Place.Text, f.Place.Marked())
	return drawMarked(f.Place.Text, len([]rune(before))+1, len([]rune(f.Place.Marked())))
}

// counted is "1 note" or "3 notes".
func counted(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}

func writeText(t *Terminal, all []linted) error {
	var b strings.Builder
	count := map[judge.Severity]int{}
	for _, l := range all {
		for _, f := range l.Findings {
			count[f.Severity]++
			evidence := f.Evidence
			if f.Place.Text == "" && f.Place.Team != "" {
				evidence = f.Place.Team + ": " + evidence
			}
			fmt.Fprintf(&b, "%s:%d:%d: %s: %s: %s%s\n%s", l.File, max(1, f.Place.Line), f.Column, f.Severity, f.Rule, inSheet(f.Place.Sheet), evidence, l.draw(f))
			if f.Beside.Line > 0 {
				fmt.Fprintf(&b, "    beside %sline %d: %s\n", inSheet(f.Beside.Sheet), f.Beside.Line, f.Beside.Text)
			}
			fmt.Fprintf(&b, "    %s %s\n", f.Why, f.Fix)
			for _, r := range f.Rewrite {
				fmt.Fprintf(&b, "    → %s\n", r)
			}
		}
		for _, u := range l.NotRead {
			if !u.Beside() {
				fmt.Fprintf(&b, "%s:%d:1: note: not read: %s%s\n    %s\n", l.File, max(1, u.Line), inSheet(u.Sheet), u.Reason, cut(strings.Join(strings.Fields(u.Text), " "), shownWidth))
			}
		}
	}
	for _, l := range all {
		if l.Objectives == 0 {
			fmt.Fprintf(&b, "%s: there is no objective in it\n", l.File)
			continue
		}
		fmt.Fprintf(&b, "%s: %d of 100", l.File, l.Score.Total)
		for _, p := range l.Score.Parts {
			fmt.Fprintf(&b, " · %s %d", strings.ToLower(p.Name), p.Value)
		}
		if l.Dismissed > 0 {
			fmt.Fprintf(&b, " · %d dismissed", l.Dismissed)
		}
		b.WriteString("\n")
	}
	fmt.Fprintf(&b, "%d serious, %s, %s\n", count[judge.Serious], counted(count[judge.Warning], "warning"), counted(count[judge.Note], "note"))
	_, err := t.Stdout.Write([]byte(b.String()))
	return err
}

// says is a finding in one paragraph.
func says(f located) string { return inSheet(f.Place.Sheet) + f.Evidence + ". " + f.Why + " " + f.Fix }

// inSheet names the sheet of a workbook that has several, in front of what is said of a line of it.
func inSheet(name string) string {
	if name == "" {
		return ""
	}
	return "sheet “" + name + "”: "
}

// writeGitHub writes workflow commands, which GitHub shows beside the lines of a pull request.
func writeGitHub(t *Terminal, all []linted) error {
	level := map[judge.Severity]string{judge.Serious: "error", judge.Warning: "warning", judge.Note: "notice"}
	escape := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	for _, l := range all {
		for _, f := range l.Findings {
			end := ""
			if f.Length > 0 {
				end = fmt.Sprintf(",endColumn=%d", f.Column+f.Length)
			}
			if _, err := fmt.Fprintf(t.Stdout, "::%s file=%s,line=%d,col=%d%s,title=%s::%s\n", level[f.Severity], property.Replace(l.File), max(1, f.Place.Line), f.Column, end,
				property.Replace(f.Rule), escape.Replace(says(f))); err != nil {
				return err
			}
		}
	}
	return nil
}

func writeJSON(t *Terminal, v any) error {
	enc := json.NewEncoder(t.Stdout)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// writeSARIF writes the findings in the Static Analysis Results Interchange Format 2.1.0, with what code scanning on GitHub asks for beyond the schema:
// help for each rule, a region with its end, and a fingerprint that stays when lines move.
func writeSARIF(t *Terminal, all []linted) error {
	type object = map[string]any
	level := map[judge.Severity]string{judge.Serious: "error", judge.Warning: "warning", judge.Note: "note"}
	rules, at := []object{}, map[string]int{}
	for i, r := range judge.Rules {
		at[r.ID] = i
		rules = append(rules, object{"id": r.ID, "shortDescription": object{"text": r.Title}, "fullDescription": object{"text": r.Why},
			"help":                 object{"text": fmt.Sprintf("%s\n\nIt fires on: %s; %s.\nIt is silent on: %s; %s.", r.Why, r.Fires[0].Text, r.Fires[1].Text, r.Silent[0].Text, r.Silent[1].Text)},
			"defaultConfiguration": object{"level": level[r.Severity]}})
	}
	location := func(l linted, p judge.Place) object {
		column, n := l.column(p)
		line := max(1, p.Line)
		if n == 0 && line <= len(l.lines) { // the sentence does not stand in the line as it was read: all of it
			n = utf8.RuneCountInString(strings.TrimRight(l.lines[line-1], "\r")) - column + 1
		}
		region := object{"startLine": line, "startColumn": column, "endLine": line, "endColumn": column + max(1, n)}
		file := url.URL{Path: filepath.ToSlash(l.File)}
		uri := file.EscapedPath()
		if filepath.IsAbs(l.File) { // outside of where the command runs
			uri = "file://" + uri
		}
		return object{"physicalLocation": object{"artifactLocation": object{"uri": uri}, "region": region}}
	}
	results := []object{}
	for _, l := range all {
		seen := map[string]int{}
		for _, f := range l.Findings {
			mark := fmt.Sprintf("%x", sha256.Sum256([]byte(f.Rule+"\x00"+f.Place.Team+"\x00"+f.Place.Text)))[:16]
			seen[mark]++
			result := object{
				"ruleId": f.Rule, "ruleIndex": at[f.Rule], "level": level[f.Severity], "message": object{"text": says(f)},
				"locations": []object{location(l, f.Place)}, "partialFingerprints": object{"primaryLocationLineHash": fmt.Sprintf("%s:%d", mark, seen[mark])},
			}
			if f.Beside.Line > 0 {
				beside := location(l, f.Beside)
				beside["message"] = object{"text": inSheet(f.Beside.Sheet) + f.Beside.Text}
				result["relatedLocations"] = []object{beside}
			}
			results = append(results, result)
		}
	}
	driver := object{"name": "headwater lint", "informationUri": "https://github.com/headwater-okr/headwater", "rules": rules}
	if v := strings.TrimPrefix(t.Version, "v"); v != "" && v[0] >= '0' && v[0] <= '9' { // so that versions can be compared
		driver["version"] = v
	}
	return writeJSON(t, object{
		"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
		"runs": []object{{"columnKind": "unicodeCodePoints", "tool": object{"driver": driver}, "results": results}},
	})
}
