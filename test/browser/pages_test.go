package browser_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// example starts the demo, and returns its address with the organization's path, and how to sign in.
func example(t *testing.T) (base, org, email, password string) {
	t.Helper()
	base, said := start(t, "demo", "--today", "2026-11-09")
	how := demoSays.FindStringSubmatch(said)
	if how == nil {
		t.Fatalf("the demo does not say how to sign in:\n%s", said)
	}
	return base, base + "/pannier", how[1], how[2]
}

// everyPage is every page of an organization, by its path.
func everyPage(t *testing.T, window context.Context, org string) []string {
	t.Helper()
	do(t, window, chromedp.Navigate(org+"/objectives?q=broken"), chromedp.WaitVisible(chromedp.CSS("main .ob a")))
	objective := ask(t, window, chromedp.JavascriptAttribute[string](chromedp.CSS("main .ob a"), "href"))
	do(t, window, chromedp.Navigate(objective), chromedp.WaitVisible(chromedp.CSS("main .kr")))
	keyResult := ask(t, window, chromedp.Evaluate[string](`[...document.querySelectorAll("main a")].find(a => a.href.includes("/key-results/") && a.href.endsWith("/edit")).href`))
	blocker := ask(t, window, chromedp.Evaluate[string](`document.querySelector('main a[href*="/blockers/"]').href`))
	checkIn := ask(t, window, chromedp.Evaluate[string](`document.querySelector('main a[href*="/check-ins/"]').href`))
	do(t, window, chromedp.Navigate(org+"/roadmap"), chromedp.WaitVisible(chromedp.CSS(".bet-title")))
	bet := ask(t, window, chromedp.JavascriptAttribute[string](chromedp.CSS("main .bet-title"), "href"))
	do(t, window, chromedp.Navigate(bet), chromedp.WaitVisible(chromedp.CSS("#work")))
	work := ask(t, window, chromedp.Evaluate[string](`document.querySelector('main a[href*="/backlog/"]').href`))
	do(t, window, chromedp.Navigate(org+"/proposals"), chromedp.WaitVisible(chromedp.CSS("#waiting")))
	do(t, window, chromedp.Navigate(org+"/map?view=departments&from=workshop&to=care"), chromedp.WaitVisible(chromedp.CSS("#behind")))
	contract := ask(t, window, chromedp.Evaluate[string](`document.querySelector('main a[href*="/contracts/"]').href`))
	proposal := ask(t, window, chromedp.JavascriptAttribute[string](chromedp.CSS("main .rows a"), "href"))
	return []string{org + "/roadmap", org + "/roadmap?group=pillar&sort=priority", org + "/roadmap?view=time", org + "/roadmap?view=rank&without=" + bet[strings.LastIndex(bet, "/")+1:], org + "/roadmap?view=effort", org + "/roadmap?view=work",
		org + "/roadmap/new", bet, bet + "/edit", work, org + "/tray", org + "/tray?show=put", org + "/week", org + "/check-in", org + "/objectives", org + "/objectives?group=health", objective, objective + "/edit", objective + "/close",
		objective + "/key-results/new", keyResult, org + "/objectives/new", org + "/teams", org + "/teams/workshop", org + "/people", org + "/strategy", org + "/cycles",
		org + "/kpis", blocker, checkIn, org + "/wins", org + "/planning", org + "/planning?draft=O-31", org + "/planning/carry", org + "/planning/brief?cycle=q1-2027", org + "/planning/talks?cycle=q1-2027", org + "/proposals", org + "/proposals/new", proposal, contract, objective + "/contracts/new", org + "/planning/choose?cycle=q1-2027", org + "/objectives/O-31/review", org + "/objectives/O-33/review", org + "/commitments", org + "/updates", org + "/meeting", org + "/meeting?shape=monthly", org + "/retrospectives", org + "/lessons", org + "/lessons?q=families+shelf", org + "/retrospectives?cycle=q3-2026", org + "/settings", org + "/mirrors", org + "/calendar", org + "/channels", org + "/notices", org + "/trap", org + "/words", org + "/findings", org + "/rules", org + "/one-page", org + "/readiness", strings.TrimSuffix(keyResult, "/edit") + "/readiness", org + "/search?q=bike", org + "/activity", org + "/import", org + "/export", org + "/objectives/O-9999",
		org + "/map", org + "/map?view=departments&from=workshop&to=care", org + "/map?view=list&only=marks", objective + "/around",
		org + "/strategy/history", org + "/trap/check", org + "/roadmap/suggest", org + "/decisions", org + "/decisions/new", objective + "/links",
		strings.TrimSuffix(org, "/pannier") + "/design"}
}

// On every page axe finds nothing, wide and light as narrow and dark; and nothing is wider than a phone, or than a screen zoomed to 200 %.
func TestEveryPage(t *testing.T) {
	script, err := os.ReadFile("../../frontend/node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Fatalf("axe-core is missing; make test installs it: %v", err)
	}
	base, org, email, password := example(t)
	dark, zoomed := phone, screen{width: 720, height: 500, scale: 2}
	dark.dark = true
	window := open(t, dark)
	signIn(t, window, base, email, password)
	for _, page := range append(everyPage(t, window, org), org+"/teams/workshop/end", base+"/sign-in") {
		do(t, window, dark.look(), chromedp.Navigate(page), chromedp.WaitVisible(chromedp.CSS("main")))
		do(t, window, chromedp.Evaluate[chromedp.Void](string(script)+";undefined"))
		for _, s := range []screen{dark, desk, zoomed} { // a page is loaded once, and shown on each
			do(t, window, s.look())
			shown := fmt.Sprintf("%s, %d pixels wide", strings.TrimPrefix(page, base), s.width)
			if wide := ask(t, window, chromedp.Evaluate[int](`document.documentElement.scrollWidth - document.documentElement.clientWidth`)); wide > 1 {
				t.Errorf("%s: it is %d too wide", shown, wide)
			}
			if s == zoomed {
				continue
			}
			found := ask(t, window, chromedp.Evaluate[string](`axe.run(document, {resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}).then(r =>
				JSON.stringify(r.violations.map(v => v.id + ": " + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160) + " " + n.any.map(a => a.message).join(" ")).join(" | "))))`, func(p *runtime.EvaluateParams) { yes := true; p.AwaitPromise = &yes }))
			var violations []string
			if err := json.Unmarshal([]byte(found), &violations); err != nil {
				t.Fatal(err)
			}
			for _, v := range violations {
				t.Errorf("%s: %s", shown, v)
			}
		}
	}
}

// A check-in by the keyboard alone: from This week to the summary without a pointer.
func TestCheckInByKeyboard(t *testing.T) {
	base, org, email, password := example(t)
	window := open(t, desk)
	signIn(t, window, base, email, password)
	follow(t, window, chromedp.KeyEvent("u"))
	due := ask(t, window, chromedp.Evaluate[int](`Number(document.querySelector(".apart .line").textContent.match(/of (\d+)/)[1])`))
	for n := range due {
		do(t, window, waitFor(`document.activeElement.name === "value"`))
		title := ask(t, window, chromedp.Text(chromedp.CSS("#kr")))
		follow(t, window,
			chromedp.KeyEvent("4.5"),                          // the value is selected, so that typing replaces it
			chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent("6"), // the confidence
			chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent("The second stand helped."),
			chromedp.KeyEvent(kb.Enter),
		)
		if ask(t, window, chromedp.Evaluate[bool](`location.pathname.endsWith("/evidence")`)) { // a target that is reached asks what shows it
			do(t, window, waitFor(`document.activeElement.name === "evidence"`))
			follow(t, window, chromedp.KeyEvent("The workshop's log."), chromedp.KeyEvent(kb.Enter))
		}
		if n+1 < due {
			do(t, window, waitFor(`document.querySelector("#kr") && document.querySelector("#kr").innerText !== `+fmt.Sprintf("%q", title)))
		}
	}
	do(t, window, waitFor(`document.querySelector("h1")?.innerText === "That was it"`), waitFor(`document.activeElement.href?.endsWith("/week")`))
	follow(t, window, chromedp.KeyEvent(kb.Enter))
	do(t, window, waitFor(`location.pathname.endsWith("/week")`))
	text := ask(t, window, chromedp.Text(chromedp.CSS("main")))
	if strings.Contains(text, "check-ins are due") || strings.Contains(text, "One check-in is due") {
		t.Errorf("after checking in there is still something due:\n%s", text)
	}
	_ = org
}

// waitFor waits until a JavaScript condition holds.
func waitFor(condition string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, at *chromedp.Target) error {
		for {
			ok, err := chromedp.Evaluate[bool]("Boolean("+condition+")")(ctx, at)
			if err == nil && ok {
				return nil
			}
			select {
			case <-ctx.Done():
				return fmt.Errorf("%s did not become true: %w", condition, ctx.Err())
			case <-time.After(30 * time.Millisecond):
			}
		}
	})
}

// A check-in made elsewhere appears within a second, and what is being typed stays.
func TestLive(t *testing.T) {
	base, org, email, password := example(t)
	reader, writer := open(t, desk), open(t, desk)
	signIn(t, reader, base, email, password)
	signIn(t, writer, base, email, password)
	do(t, reader, chromedp.Navigate(org+"/objectives?q=broken"), chromedp.WaitVisible(chromedp.CSS("main .ob a")))
	objective := ask(t, reader, chromedp.JavascriptAttribute[string](chromedp.CSS("main .ob a"), "href"))
	do(t, reader, chromedp.Navigate(objective), chromedp.WaitVisible(chromedp.CSS("textarea[name=text]")),
		chromedp.SendKeys(chromedp.CSS("textarea[name=text]"), "I am still writing"), waitFor(`document.querySelector("hw-live").listening`))
	link := ask(t, reader, chromedp.Evaluate[string](`[...document.querySelectorAll("main a")].find(a => a.innerText === "Check in").href`))
	do(t, writer, chromedp.Navigate(link), chromedp.WaitVisible(chromedp.CSS("input[name=value]")), chromedp.SetValue(chromedp.CSS("input[name=value]"), "3.33"))
	follow(t, writer, chromedp.Submit(chromedp.CSS("hw-checkin form")))
	made := time.Now()
	do(t, reader, waitFor(`document.querySelector("main").innerText.includes("3.33")`))
	if took := time.Since(made); took > time.Second {
		t.Errorf("the check-in appeared after %s, want within a second", took)
	}
	if typed := ask(t, reader, chromedp.Value(chromedp.CSS("textarea[name=text]"))); typed != "I am still writing" {
		t.Errorf("what was being typed is now %q", typed)
	}
}

// Two people edit one text: both survive, side by side, and neither is overwritten.
func TestEditingTogether(t *testing.T) {
	base, org, email, password := example(t)
	one, two := open(t, desk), open(t, desk)
	signIn(t, one, base, email, password)
	signIn(t, two, base, email, password)
	edit := org + "/objectives/O-31/edit" // a draft: what is live is saved as a whole, with a reason
	field := chromedp.CSS("#e-why_urgent")
	for _, window := range []context.Context{one, two} {
		do(t, window, chromedp.Navigate(edit), chromedp.WaitVisible(field), waitFor(`document.querySelector("hw-live").listening`))
	}
	write := func(text string) chromedp.Action[chromedp.Void] { // and leave the field
		return chromedp.Steps(chromedp.SetValue(field, text), chromedp.Focus(field), chromedp.KeyEvent(" "), chromedp.Blur(field))
	}
	do(t, two, waitFor(`document.querySelector("#e-why_urgent").value = "Because"`)) // begun before the first one saves
	do(t, one, write("Because the first one says so."), waitFor(`document.querySelector("#e-why_urgent").form.querySelector(".saved").textContent === "Saved"`))
	do(t, two, write("Because the second one says so."), chromedp.WaitVisible(chromedp.CSS(".clash")))
	// What else happens does not take the choice away.
	other := chromedp.CSS("#e-evidence")
	do(t, one, chromedp.SetValue(other, "Forty calls in a week."), chromedp.Focus(other), chromedp.KeyEvent(" "), chromedp.Blur(other))
	do(t, two, waitFor(`document.querySelector("#e-evidence").value.startsWith("Forty calls in a week.")`))
	clash := ask(t, two, chromedp.Text(chromedp.CSS(".clash")))
	for _, text := range []string{"the first one", "the second one"} {
		if !strings.Contains(clash, text) {
			t.Errorf("of two texts, %q is not shown:\n%s", text, clash)
		}
	}
}

// Who else is in a form of the same objective stands there while they are, and goes when they leave; what is typed stays as it is.
func TestEditingIsSeen(t *testing.T) {
	base, org, email, password := example(t)
	ines, ruben := open(t, desk), open(t, desk)
	signIn(t, ines, base, email, password)
	signIn(t, ruben, base, "ruben@pannier.example", password)
	edit := org + "/objectives/O-31/edit" // a draft: what is live is saved as a whole, with a reason
	field := chromedp.CSS("#e-why_urgent")
	do(t, ines, chromedp.Navigate(edit), chromedp.WaitVisible(field), waitFor(`document.querySelector("hw-live").listening`))
	do(t, ines, chromedp.Focus(field), chromedp.SendKeys(field, " I am still writing"))
	says := func(text string) chromedp.Action[chromedp.Void] {
		return waitFor(`document.querySelector("hw-editing p").textContent === "` + text + `"`)
	}
	do(t, ruben, chromedp.Navigate(edit), chromedp.WaitVisible(field), says("Ines Okafor is editing this too."), waitFor(`document.querySelector("hw-live").listening`))
	do(t, ruben, chromedp.SendKeys(chromedp.CSS("#e-evidence"), "Calls."))
	do(t, ines, says("Ruben Acker is editing this too."))
	do(t, ruben, chromedp.Navigate(org+"/week"))
	do(t, ines, says(""))
	if typed := ask(t, ines, chromedp.Value(field)); !strings.Contains(typed, " I am still writing") {
		t.Errorf("what was being typed is now %q", typed)
	}
}

// Reading and checking in need no script.
func TestWithoutScript(t *testing.T) {
	base, org, email, password := example(t)
	window := open(t, desk)
	do(t, window, chromedp.Func(func(ctx context.Context, at *chromedp.Target) error {
		_, err := cdp.Call(ctx, at, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	}))
	signIn(t, window, base, email, password)
	do(t, window, chromedp.Navigate(org+"/check-in"), chromedp.WaitVisible(chromedp.CSS("input[name=value]")),
		chromedp.SendKeys(chromedp.CSS("textarea[name=note]"), "Written without a script."))
	follow(t, window, chromedp.Click(chromedp.CSS("form .actions .main")))
	if at := ask(t, window, chromedp.Location()); !strings.HasSuffix(at, "/check-in?done=1") {
		t.Errorf("after a check-in one is at %s", at)
	}
	do(t, window, chromedp.Navigate(org+"/activity"), chromedp.WaitVisible(chromedp.CSS(".events")))
	if text := ask(t, window, chromedp.Text(chromedp.CSS(".events"))); !strings.Contains(text, "checked in") {
		t.Errorf("the check-in is not in the activity:\n%s", text)
	}
}

// What a word opens, an explanation or a small form, stands inside the page on a phone, wherever in its line the word is.
func TestExplanationsFitAPhone(t *testing.T) {
	base, org, email, password := example(t)
	window := open(t, phone)
	signIn(t, window, base, email, password)
	for _, page := range []string{"/objectives/O-17", "/objectives", "/findings", "/planning?cycle=q1-2027", "/teams/care"} {
		do(t, window, chromedp.Navigate(org+page), chromedp.WaitVisible(chromedp.CSS("main")))
		wide := ask(t, window, chromedp.Evaluate[string](`[...document.querySelectorAll("main details")].map((d) => {
			const was = d.open;
			d.open = true;
			const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
			d.open = was;
			return over > 1 ? d.querySelector("summary").textContent.trim() + " by " + over : "";
		}).filter(Boolean).join(", ")`))
		if wide != "" {
			t.Errorf("%s grows too wide: %s", page, wide)
		}
	}
}

// Tab leads through the header to the page: the search opens on a click or a letter, not because the focus has come by.
func TestTabPassesTheSearch(t *testing.T) {
	base, org, email, password := example(t)
	window := open(t, desk)
	signIn(t, window, base, email, password)
	do(t, window, chromedp.Navigate(org+"/readiness"), chromedp.Focus(chromedp.CSS(".top .find input")))
	do(t, window, chromedp.KeyEvent(kb.Tab), waitFor(`!document.querySelector("dialog[open]") && document.activeElement.matches(".top a, .top button, main *")`))
	do(t, window, chromedp.Focus(chromedp.CSS(".top .find input")), chromedp.KeyEvent("b"), waitFor(`document.activeElement.closest("dialog[open]") && document.activeElement.value === "b"`))
	do(t, window, chromedp.KeyEvent(kb.Escape), chromedp.KeyEvent(kb.Escape), waitFor(`!document.querySelector("dialog[open]")`))
	do(t, window, chromedp.Click(chromedp.CSS(".top .find input")), chromedp.WaitVisible(chromedp.CSS("dialog.palette")))
}

// A team stands to the right of the one that it is part of.
func TestTeamsAreIndented(t *testing.T) {
	base, org, email, password := example(t)
	window := open(t, desk)
	signIn(t, window, base, email, password)
	do(t, window, chromedp.Navigate(org+"/teams"), chromedp.WaitVisible(chromedp.CSS("main .rows")))
	if by := ask(t, window, chromedp.Evaluate[float64](`((l) => l[1].getBoundingClientRect().left - l[0].getBoundingClientRect().left)(document.querySelectorAll("main .rows a"))`)); by < 12 {
		t.Errorf("the second team stands %g pixels to the right of the company", by)
	}
}
