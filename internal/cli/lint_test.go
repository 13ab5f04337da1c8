package cli

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// The configuration that the documentation and the help show is one that is taken.
func TestShownConfigurationIsTaken(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "lint.md"))
	if err != nil {
		t.Fatal(err)
	}
	help := LintCmd{}.Help()
	_, help, _ = strings.Cut(help, "left out:\n\n")
	help, _, _ = strings.Cut(help, "\n\nExit")
	for name, text := range map[string]string{"docs/lint.md": regexp.MustCompile("(?s)```yaml\n(.*?)```").FindStringSubmatch(string(page))[1], "the help": help} {
		file := filepath.Join(t.TempDir(), configName)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		c, err := readConfig(file)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if len(c.off) < 5 || len(c.limits) != 3 || len(c.Dismissed) != 1 {
			t.Errorf("%s: read as %+v", name, c)
		}
	}
}

func TestReadRange(t *testing.T) {
	for text, want := range map[string]string{"3-5": "3 5 true", " 2 – 4 ": "2 4 true", "0-1": "0 1 true", "5": "0 0 false", "5-3": "5 3 false", "0-0": "0 0 false", "-3-5": "0 0 false", "3-5 or so": "0 0 false"} {
		least, most, ok := readRange(text)
		if got := fmt.Sprint(least, most, ok); got != want {
			t.Errorf("%q is %s, want %s", text, got, want)
		}
	}
}

func TestNearestRule(t *testing.T) {
	for written, want := range map[string]string{"kr/tasks": "kr/task", "kr/no_date": "kr/no-date", "objective/fluffi": "objective/fluffy", "swim": "", "": ""} {
		if got := nearestRule(written); got != want {
			t.Errorf("%q is near to %q, want %q", written, got, want)
		}
	}
}

// What a file says in its lines is said with its lines: in UTF-16 too, of the lines that were not read, and by the sheet of a workbook.
func TestLintPlaces(t *testing.T) {
	utf16 := "\xff\xfe"
	for _, r := range "# Pläne\n\n## Objective: Gäste bleiben\n- KR: Launch the new page\n" {
		utf16 += string([]byte{byte(r), byte(r >> 8)})
	}
	f := excelize.NewFile()
	defer f.Close()
	if _, err := f.NewSheet("North"); err != nil {
		t.Fatal(err)
	}
	for _, sheet := range []string{"Sheet1", "North"} {
		for i, r := range [][]any{{"Objective", "Key Result"}, {"Guests in the " + sheet + " stay", "Launch the " + sheet + " page"}} {
			if err := f.SetSheetRow(sheet, fmt.Sprintf("A%d", i+1), &r); err != nil {
				t.Fatal(err)
			}
		}
	}
	book, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, text, format string
		want               []string
	}{
		{"plan.md", utf16, "text", []string{"plan.md:4:7: serious: kr/task: begins", "    - KR: Launch the new page\n          ^"}},
		{"late.md", "Some words.\n\n## Objective: Guests stay\n- KR: 40 % come back\n\n## Rooms are quiet\n\n* **Kitchen**\n", "text", []string{"late.md:6:1: note: not read: a heading with no objective below it\n    Rooms are quiet\n"}},
		{"late.md", "Some words.\n\n## Objective: Guests stay\n- KR: 40 % come back\n", "json", []string{`"not_read": [`, `"reason": "prose"`}},
		{"plan.xlsx", book.String(), "text", []string{"plan.xlsx:2:1: serious: kr/task: sheet “Sheet1”: begins", "plan.xlsx:2:1: serious: kr/task: sheet “North”: begins"}},
		{"plan.xlsx", book.String(), "json", []string{`"sheet": "North"`}},
		{"plan.xlsx", book.String(), "github", []string{"title=kr/task::sheet “North”: begins"}},
		{"plan.xlsx", book.String(), "sarif", []string{`"text": "sheet “North”: begins`}},
	} {
		file := filepath.Join(t.TempDir(), tt.name)
		if err := os.WriteFile(file, []byte(tt.text), 0o600); err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		if err := (&LintCmd{Files: []string{file}, Format: tt.format, FailOn: "never"}).Run(&Terminal{Stdout: &out, Now: time.Now}); err != nil {
			t.Fatal(err)
		}
		for _, w := range tt.want {
			if !strings.Contains(out.String(), w) {
				t.Errorf("%s as %s does not say %q:\n%s", tt.name, tt.format, w, out.String())
			}
		}
		if strings.Contains(out.String(), "not read: prose") {
			t.Errorf("%s: prose is told as if it were lost", tt.name)
		}
	}
}

// BenchmarkLint reads, judges and writes a file of 10,000 key results in one core's time.
func BenchmarkLint(b *testing.B) {
	ours := []string{"Share of %s done within %d days from %d %% to 90 %%", "Launch the %s page in %s", "Complaints about %[1]s from %[2]d to 3 by June", "Improve the experience of %s in %s", "Interview %[2]d riders about %[1]s"}
	things := strings.Fields("repairs bookings invoices returns deliveries batteries helmets trailers rentals warranties searches payments")
	places := strings.Fields("Lyon Ghent Porto Graz Turin Bergen Leeds Basel")
	var text strings.Builder
	for i := range 10_000 {
		if i%4 == 0 {
			fmt.Fprintf(&text, "\n## Objective: Riders in %s trust our %s\n", places[i/4%8], things[i/32%12])
		}
		form := ours[i%5]
		args := []any{things[i%12], 3 + i%40, 20 + i%60}
		if strings.Count(form, "%s") == 2 {
			args = []any{things[i%12], places[i%8]}
		} else if strings.Contains(form, "[") {
			args = args[:2]
		}
		fmt.Fprintf(&text, "- KR: "+form+"\n", args...)
	}
	file := filepath.Join(b.TempDir(), "okrs.md")
	if err := os.WriteFile(file, []byte(text.String()), 0o600); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := (&LintCmd{Files: []string{file}, Format: "text", FailOn: "never"}).Run(&Terminal{Stdout: io.Discard, Now: time.Now}); err != nil {
			b.Fatal(err)
		}
	}
}
