package browser_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// While a key result is typed, its numbers fill themselves, its words are underlined, a coach's question stands below within a moment, and a
// better sentence is taken with one click; what the person typed into a field stays.
func TestTyping(t *testing.T) {
	base, said := start(t, "demo", "--today", "2026-11-12")
	how := demoSays.FindStringSubmatch(said)
	window := open(t, desk)
	signIn(t, window, base, how[1], how[2])
	home := base + filepath.Dir(path(t, window)) + "/"
	do(t, window,
		chromedp.Navigate(home+"objectives/new"),
		chromedp.SendKeys(chromedp.CSS("textarea[name=title]"), "Implement the booking system"),
		chromedp.WaitVisible(chromedp.CSS(".judged .finding")),
	)
	if q := ask(t, window, chromedp.Text(chromedp.CSS(".judged .finding .ask"))); !strings.Contains(q, "?") {
		t.Errorf("the coach asks %q", q)
	}
	first := "hw-judge:has([name=kr_title]) "
	do(t, window,
		chromedp.SendKeys(chromedp.CSS(first+"[name=kr_unit]"), "points"),
		chromedp.SendKeys(chromedp.CSS(first+"[name=kr_title]"), "NPS of riders from 32 to 45 by December"),
	)
	do(t, window, waitFor(`document.querySelector("[name=kr_to]").value === "45"`))
	for name, want := range map[string]string{"kr_from": "32", "kr_to": "45", "kr_unit": "points"} {
		if got := ask(t, window, chromedp.Value(chromedp.CSS(first+"[name="+name+"]"))); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	do(t, window, waitFor(`document.querySelector(".taken").textContent === "Taken from the sentence: it should rise."`))
	better := first + `[data-rewrite="Cut complaints from 12 to 3"]`
	do(t, window,
		chromedp.Evaluate[chromedp.Void](`{const f = document.querySelector("[name=kr_title]"); f.value = ""; f.focus()}`),
		chromedp.SendKeys(chromedp.CSS(first+"[name=kr_title]"), "Launch a page to cut complaints from 12 to 3"),
		chromedp.WaitVisible(chromedp.CSS(better)), // of the whole sentence: while it is typed there are others
		chromedp.Click(chromedp.CSS(better)),
	)
	if got := ask(t, window, chromedp.Value(chromedp.CSS(first+"[name=kr_title]"))); got != "Cut complaints from 12 to 3" {
		t.Errorf("the sentence that was taken is %q", got)
	}

	// Two results in one become two with one click, where there is room for the second.
	do(t, window,
		chromedp.Evaluate[chromedp.Void](`{const f = document.querySelector("[name=kr_title]"); f.value = ""; f.focus()}`),
		chromedp.SendKeys(chromedp.CSS(first+"[name=kr_title]"), "Raise NPS to 45 and cut complaints by 20 %"),
		chromedp.WaitVisible(chromedp.CSS(first+`[data-rewrite="Raise NPS to 45"][data-second="Cut complaints by 20 %"]`)),
		chromedp.Click(chromedp.CSS(first+`[data-second="Cut complaints by 20 %"]`)),
		waitFor(`[...document.querySelectorAll("[name=kr_title]")].map(f => f.value).slice(0, 2).join("|") === "Raise NPS to 45|Cut complaints by 20 %"`),
		chromedp.Evaluate[chromedp.Void](`{const f = document.querySelectorAll("[name=kr_title]")[1]; f.value = ""; f.dispatchEvent(new Event("input", {bubbles: true}))}`),
	)

	// A draft that comes back has the numbers of its sentence, and not those that stood there when the last key was pressed.
	do(t, window,
		chromedp.Evaluate[chromedp.Void](`{const f = document.querySelector("[name=kr_title]"); f.value = ""; f.dispatchEvent(new Event("input", {bubbles: true}))}`),
		waitFor(`document.querySelector("[name=kr_to]").value === ""`),
		chromedp.SendKeys(chromedp.CSS(first+"[name=kr_title]"), "NPS of riders from 32 to 4"), waitFor(`document.querySelector("[name=kr_to]").value === "4"`),
		chromedp.SendKeys(chromedp.CSS(first+"[name=kr_title]"), "5"), waitFor(`document.querySelector("[name=kr_to]").value === "45"`),
		chromedp.Navigate(home+"week"), chromedp.Navigate(home+"objectives/new"), waitFor(`document.querySelector("[name=kr_title]").value === "NPS of riders from 32 to 45"`),
		waitFor(`document.querySelector("[name=kr_to]").value === "45"`), waitFor(`document.querySelector("[name=kr_unit]").value === "points"`),
	)

	// Another sentence takes back what was filled in from the one before, and is not judged by it; what the person typed stays.
	title := chromedp.CSS(first + "[name=kr_title]")
	do(t, window,
		chromedp.Evaluate[chromedp.Void](`{const f = document.querySelector("[name=kr_title]"); f.value = ""; f.focus()}`),
		chromedp.SendKeys(title, "Improve the experience of our riders"),
		waitFor(`document.querySelector("[name=kr_to]").value === "" && document.querySelector("[name=kr_unit]").value === "points"`),
		chromedp.WaitVisible(chromedp.CSS(first+".judged .finding")),
	)

	// A finding that is right as it is goes with its reason, and is kept with the draft.
	keep := first + `[data-keep="kr/unmeasurable"] `
	do(t, window,
		chromedp.WaitVisible(chromedp.CSS(keep+"summary")),
		chromedp.Click(chromedp.CSS(keep+"summary")),
		chromedp.SendKeys(chromedp.CSS(keep+"input"), "We ask them on Fridays.\r"),
		waitFor(`!document.querySelector('`+strings.TrimSpace(keep)+`') && document.querySelector("[name=kept_reason]").value === "We ask them on Fridays."`),
	)
	if at := path(t, window); !strings.HasSuffix(at, "objectives/new") {
		t.Fatalf("Enter in the reason sent the form: %s", at)
	}

	// A word that no other team of the cycle uses is asked about while it is typed.
	do(t, window,
		chromedp.Evaluate[chromedp.Void](`{const f = document.querySelector("textarea[name=title]"); f.value = ""; f.focus()}`),
		chromedp.SendKeys(chromedp.CSS("textarea[name=title]"), "Every rider knows our MTTR"),
		waitFor(`document.querySelector(".judged").textContent.includes("MTTR")`),
	)
	do(t, window,
		chromedp.Click(chromedp.CSS("form.form button.main")),
		waitFor(`/objectives\/O-\d+$/.test(location.pathname)`),
	)
	if asks := ask(t, window, chromedp.Text(chromedp.CSS("main"))); strings.Contains(asks, "Which number would you look at") {
		t.Error("the dismissal was not kept with the draft")
	}
}

// Where a sentence names a way without an end, the field for the way follows it; another sentence gives it back as it began, unless a person has chosen.
func TestTypingAWay(t *testing.T) {
	base, said := start(t, "demo", "--today", "2026-11-12")
	how := demoSays.FindStringSubmatch(said)
	window := open(t, desk)
	signIn(t, window, base, how[1], how[2])
	do(t, window, chromedp.Navigate(base+filepath.Dir(path(t, window))+"/objectives/O-20/key-results/new"), waitFor(`document.querySelector(".judged")`))
	way, title := `document.querySelector("[name=direction]")`, chromedp.CSS("textarea[name=title]")
	write := func(text, want string) {
		t.Helper()
		do(t, window,
			chromedp.Evaluate[chromedp.Void](`{const f = document.querySelector("textarea[name=title]"); f.value = ""; f.focus()}`),
			chromedp.SendKeys(title, text),
			waitFor(`document.querySelector("[name=read]").value === "`+text+`"`),
		)
		if got := ask(t, window, chromedp.Value(chromedp.CSS("[name=direction]"))); got != want {
			t.Errorf("%s: it should %s, want %s", text, got, want)
		}
	}
	write("Reduce theft claims by 30 %", "decrease")
	write("Better answers to theft claims", "increase")
	write("Keep the queue below 5", "keep_below")
	do(t, window, chromedp.Evaluate[chromedp.Void](way+`.value = "reach"`), chromedp.Evaluate[chromedp.Void](way+`.dispatchEvent(new Event("input", {bubbles: true}))`))
	write("Better answers to theft claims", "reach")
}
