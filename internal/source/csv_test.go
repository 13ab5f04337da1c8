package source

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/headwater-okr/headwater/internal/okr"
)

func csvItems(t *testing.T, file string) (out []okr.OutsideItem) {
	t.Helper()
	if err := CSV(strings.NewReader(file), func(list []okr.OutsideItem) error { out = append(out, list...); return nil }); err != nil {
		t.Fatal(err)
	}
	return out
}

// The headings that the usual tools write are understood, whatever their separator, order and case.
func TestCSV(t *testing.T) {
	want := okr.OutsideItem{External: "PAY-12", Key: "PAY-12", Title: "Pay with one tap", Kind: "Story", Status: okr.WorkDoing, State: "In Progress", Labels: []string{"checkout", "q4"}, Estimate: ptr(2.5), Parent: "Checkout",
		Opened: "2026-10-06", Due: "2026-12-18", Fields: map[string]string{"key": "PAY-12", "epic": "Checkout", "area": "Growth"}}
	for name, file := range map[string]string{
		"tracker":   "Issue Key,Summary,Issue Type,Status,Labels,Story Points,Epic Link,Created,Due Date,Area\nPAY-12,Pay with one tap,Story,In Progress,\"checkout, q4\",2.5,Checkout,2026-10-06 09:12,2026-12-18,Growth\n",
		"semicolon": "\ufeffKey;Title;Type;State;Tags;Estimate;Epic;Opened;Deadline;AREA\r\nPAY-12;Pay with one tap;Story;In Progress;checkout|q4;2,5;Checkout;06.10.2026;18.12.2026;Growth\r\n",
		"tab":       "Area\tIdentifier\tName\tType\tColumn\tLabel\tSize\tParent\tDate Created\tTarget Date\nGrowth\tPAY-12\tPay with one tap\tStory\tIn Progress\tcheckout;q4\t2.5\tCheckout\tOct 6, 2026\t12/18/2026\n",
	} {
		if got := csvItems(t, file); len(got) != 1 {
			t.Errorf("%s: %+v", name, got)
		} else {
			same(t, name, want, got[0])
		}
	}
	got := csvItems(t, "Title,Blocked,Done,Link\nA,no,2026-10-01,javascript:alert(1)\nB,waits for law,,https://example.org/b\n,,,\nA,yes,,\n")
	if len(got) != 2 || got[0].Status != okr.WorkDone || got[0].Blocked != "" || got[0].URL != "" || got[1].Blocked != "waits for law" || got[1].URL == "" || got[0].External == got[1].External {
		t.Errorf("without keys: %+v", got)
	}
	for file, part := range map[string]string{"": "empty", "a,b\n1,2\n": "headed Title", "Title\n\"open": "", "Title\n\xff\xfe": "UTF-8"} {
		err := CSV(strings.NewReader(file), func([]okr.OutsideItem) error { return nil })
		if part != "" && (err == nil || !strings.Contains(err.Error(), part)) {
			t.Errorf("%q: %v", file, err)
		}
	}
	batches := 0
	var b bytes.Buffer
	b.WriteString("Key,Title\n")
	for i := range 1201 {
		fmt.Fprintf(&b, "K-%d,Item\n", i)
	}
	n := 0
	if err := CSV(&b, func(list []okr.OutsideItem) error { batches, n = batches+1, n+len(list); return nil }); err != nil || n != 1201 || batches != 3 {
		t.Errorf("%d items in %d batches, %v", n, batches, err)
	}
}

func TestCSVAtAnAddress(t *testing.T) {
	file := "Key,Title\nA-1,One\nA-2,Two\n"
	f := fake(t, func(r *http.Request, _ string) reply {
		etag := fmt.Sprintf(`"%d"`, len(file))
		if r.Header.Get("If-None-Match") == etag {
			return reply{status: 304}
		}
		return reply{header: map[string]string{"ETag": etag}, body: file}
	})
	s := f.open(okr.Mirror{Kind: okr.MirrorCSV, Base: f.url + "/export.csv"})
	got, next, all := read(t, s, "", false)
	same(t, "the file", []string{"A-1", "A-2"}, externals(got))
	if got, again, some := read(t, s, next, false); !all || len(got) != 0 || some || again != next {
		t.Errorf("unchanged: %v, %v", got, some)
	}
	file = "Key,Title\nA-2,Two\n"
	if got, _, all := read(t, s, next, false); len(got) != 1 || !all {
		t.Errorf("changed: %v, all %v", got, all)
	}
	file = "<html>Sign in</html>"
	if _, err := s.Sample(t.Context()); err == nil {
		t.Error("a sign-in page was read as a file")
	}
}

// Whatever a file holds, what is given has an id and a title, and each id once.
func FuzzCSV(f *testing.F) {
	f.Add("Key,Title\nA-1,One\n")
	f.Add("\ufeffTitle;Status;Due\n\"a;b\";done;03/04/2026\n")
	f.Add("Name\tTags\nx\ta|b,c\n")
	f.Fuzz(func(t *testing.T, file string) {
		seen := map[string]bool{}
		_ = CSV(strings.NewReader(file), func(list []okr.OutsideItem) error {
			for _, it := range list {
				if it.External == "" || it.Title == "" || it.Status == "" || seen[it.External] {
					t.Errorf("%+v", it)
				}
				seen[it.External] = true
			}
			return nil
		})
	})
}
