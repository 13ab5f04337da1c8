package browser_test

import (
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// A retrospective as its people live it: opened, walked through with the arrows, hidden until it is shown to all at once, and ended. No step has a fault that
// axe finds, none is broader than a phone, and the held one can be read.
func TestRetrospective(t *testing.T) {
	script, err := os.ReadFile("../../frontend/node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Fatalf("axe-core is missing; make test installs it: %v", err)
	}
	base, org, email, password := example(t)
	lead, other := open(t, desk), open(t, phone)
	signIn(t, lead, base, email, password)
	signIn(t, other, base, "sami@pannier.example", password)
	do(t, lead, chromedp.Navigate(org+"/retrospectives"), chromedp.WaitVisible(chromedp.CSS("main .rows")))
	page := ask(t, lead, chromedp.Evaluate[string](`[...document.querySelectorAll("main .rows a")].find(a => a.innerText === "Workshop").href`))
	do(t, lead, chromedp.Navigate(page), chromedp.WaitVisible(chromedp.CSS("form[action$='/stage'] button")))
	follow(t, lead, chromedp.Click(chromedp.CSS("form[action$='/stage'] button")))
	do(t, lead, waitFor(`document.querySelector(".agenda [aria-current]")`))
	steps := ask(t, lead, chromedp.Evaluate[int](`document.querySelectorAll(".agenda li").length`))
	check := func() {
		t.Helper()
		do(t, other, chromedp.Evaluate[chromedp.Void](string(script)+";undefined"))
		found := ask(t, other, chromedp.Evaluate[string](`axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}).then(r =>
			JSON.stringify(r.violations.map(v => v.id + ": " + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(" | "))))`, func(p *runtime.EvaluateParams) { yes := true; p.AwaitPromise = &yes }))
		var violations []string
		if err := json.Unmarshal([]byte(found), &violations); err != nil {
			t.Fatal(err)
		}
		at := ask(t, other, chromedp.Evaluate[string](`document.querySelector("h1").innerText`))
		for _, v := range violations {
			t.Errorf("%s: %s", at, v)
		}
		if over := ask(t, other, chromedp.Evaluate[int](`document.documentElement.scrollWidth - innerWidth`)); over > 0 {
			t.Errorf("%s is %d broader than a phone", at, over)
		}
	}
	for n := range steps { // everybody walks by themselves
		do(t, other, chromedp.Navigate(page+"?step="+string(rune('1'+n))), chromedp.WaitVisible(chromedp.CSS("h1")))
		check()
	}
	why := "Parts came before the cold."
	say := func(window context.Context, text string) {
		t.Helper()
		do(t, window, chromedp.Navigate(page+"?step=2"), waitFor(`document.querySelector("textarea[name=why]")`))
		for ask(t, window, chromedp.Evaluate[bool](`Boolean(document.querySelector("textarea[name=why]"))`)) {
			do(t, window, chromedp.Click(chromedp.CSS("textarea[name=why]")), chromedp.KeyEvent(text), chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent(" "), chromedp.KeyEvent(kb.Tab))
			follow(t, window, chromedp.KeyEvent(kb.Enter))
		}
	}
	say(lead, why)
	say(other, "We learned it in October.") // two, so that what is shown is nobody's for sure
	do(t, other, chromedp.Navigate(ask(t, lead, chromedp.Evaluate[string](`location.href`))), waitFor(`document.querySelector("hw-live")?.listening`))
	if text := ask(t, other, chromedp.Text(chromedp.CSS("main"))); strings.Contains(text, why) || !strings.Contains(text, "are in") {
		t.Errorf("before it is shown, another one reads: %s", text)
	}
	follow(t, lead, chromedp.Click(chromedp.CSS("main form button")))
	do(t, other, waitFor(`document.querySelector("main").innerText.includes("`+why+`")`))
	check()
	for _, step := range []string{"What goes on", "Improvements", "The lesson"} {
		do(t, lead, chromedp.KeyEvent(kb.ArrowRight), waitFor(`document.querySelector(".agenda [aria-current]").innerText === "`+step+`"`))
	}
	do(t, lead, chromedp.SetValue(chromedp.CSS("textarea[name=learned]"), "Order parts while it is warm."))
	follow(t, lead, chromedp.Submit(chromedp.CSS("main form")))
	do(t, other, chromedp.Navigate(page), waitFor(`document.querySelector("main").innerText.includes("Order parts while it is warm.")`))
	check()
}
