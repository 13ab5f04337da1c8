package browser_test

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// What was typed into a check-in is there after the page was left: the number selected, so that another one takes its place, and a choice as it was chosen.
func TestCheckInDraftComesBack(t *testing.T) {
	base, org, email, password := example(t)
	window := open(t, desk)
	signIn(t, window, base, email, password)
	do(t, window, chromedp.Navigate(org+"/check-in"), waitFor(`document.activeElement.name === "value"`))
	card := ask(t, window, chromedp.Location())
	do(t, window, chromedp.KeyEvent("4.25"), chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent("3"), chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent("Half a thought"))
	do(t, window, chromedp.Navigate(org+"/week"), chromedp.Navigate(card), waitFor(`document.querySelector(".saved").textContent.includes("still here")`))
	do(t, window, waitFor(`document.querySelector("[name=value]").value === "4.25" && document.querySelector("[name=confidence]:checked").value === "3" && document.querySelector("#note").value === "Half a thought"`))
	do(t, window, waitFor(`document.activeElement.name === "value"`), chromedp.KeyEvent("5"))
	if value := ask(t, window, chromedp.Value(chromedp.CSS("[name=value]"))); value != "5" {
		t.Errorf("after typing 5 the number is %q", value)
	}

	priya := open(t, desk)
	signIn(t, priya, base, "priya@pannier.example", password)
	do(t, priya, chromedp.Navigate(org+"/objectives?q=app+tells"), chromedp.WaitVisible(chromedp.CSS("main .ob a")))
	objective := ask(t, priya, chromedp.JavascriptAttribute[string](chromedp.CSS("main .ob a"), "href"))
	do(t, priya, chromedp.Navigate(objective), chromedp.WaitVisible(chromedp.CSS("main .kr")))
	yesNo := ask(t, priya, chromedp.Evaluate[string](`[...document.querySelectorAll("main section")].find((s) => s.id.startsWith("of-") && s.textContent.includes("booking flow")).querySelector('a[href*="check-in?kr="]').href`))
	choice := chromedp.CSS("select[name=value]")
	do(t, priya, chromedp.Navigate(yesNo), chromedp.WaitVisible(choice), chromedp.Focus(choice), chromedp.KeyEvent(kb.ArrowDown))
	chosen := ask(t, priya, chromedp.Value(choice))
	do(t, priya, chromedp.Navigate(org+"/week"), chromedp.Navigate(yesNo), chromedp.WaitVisible(choice))
	if again := ask(t, priya, chromedp.Value(choice)); again != chosen || ask(t, priya, chromedp.Evaluate[bool](`document.querySelector("select[name=value] option:checked").defaultSelected`)) {
		t.Errorf("%q was chosen, and after coming back it is %q", chosen, again)
	}
}

// A value far off is asked about once: Enter, wherever one is in the card, says yes.
func TestSlipByKeyboard(t *testing.T) {
	for name, step := range map[string]func(t *testing.T, window context.Context){
		"in the number": func(*testing.T, context.Context) {},
		"in the note":   func(t *testing.T, window context.Context) { do(t, window, chromedp.Focus(chromedp.CSS("#note"))) },
	} {
		t.Run(name, func(t *testing.T) {
			base, org, email, password := example(t) // of its own: what was said yes to is not far off any more
			window := open(t, desk)
			signIn(t, window, base, email, password)
			do(t, window, chromedp.Navigate(org+"/check-in?all=yes"), waitFor(`document.activeElement.name === "value"`))
			title := ask(t, window, chromedp.Text(chromedp.CSS("#kr")))
			follow(t, window, chromedp.KeyEvent("99999"), chromedp.KeyEvent(kb.Enter))
			do(t, window, waitFor(`document.querySelector(".notice")?.innerText.includes("Is that right?")`), waitFor(`document.activeElement.name === "value"`))
			step(t, window)
			follow(t, window, chromedp.KeyEvent(kb.Enter))
			if text := ask(t, window, chromedp.Text(chromedp.CSS("main"))); strings.Contains(text, "Is that right?") {
				t.Errorf("%s is asked about again:\n%s", title, text)
			}
		})
	}
}
