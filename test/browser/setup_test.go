package browser_test

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// From an empty database to the first objective: the first visitor is led there, without having to know an address.
func TestSetUp(t *testing.T) {
	base, _ := start(t, "serve", "--database", "new.db")
	window := open(t, desk)
	do(t, window,
		chromedp.Navigate(base+"/"),
		chromedp.SendKeys(chromedp.CSS("input[name=organization]"), "Lock & Weir"),
		chromedp.SendKeys(chromedp.CSS("input[name=name]"), "Ada Brook"),
		chromedp.SendKeys(chromedp.CSS("input[name=email]"), "ada@weir.example"),
		chromedp.SendKeys(chromedp.CSS("input[name=password]"), "a weir holds the water back"),
		chromedp.SendKeys(chromedp.CSS("textarea[name=teams]"), "Boats\nGates"),
	)
	follow(t, window, chromedp.Submit(chromedp.CSS("form[action='/set-up']")))
	do(t, window, chromedp.WaitVisible(chromedp.CSS("[name=title]")))
	if got, want := path(t, window), "/lock-weir/objectives/new"; got != want {
		t.Errorf("after set-up one is at %s, want %s", got, want)
	}

	signed := open(t, desk)
	do(t, signed, chromedp.Navigate(base+"/sign-in"), chromedp.WaitVisible(chromedp.CSS("input[name=password]")))
	if off := ask(t, signed, chromedp.Evaluate[float64](`((r) => Math.max(Math.abs(r.left + r.right - innerWidth) / 2, r.width - 440))(document.querySelector("main").getBoundingClientRect())`)); off > 10 {
		t.Errorf("the page for signing in is %g pixels too wide, or that far from the middle", off)
	}

	again := open(t, phone)
	signIn(t, again, base, "ada@weir.example", "a weir holds the water back")
	if got, want := path(t, again), "/lock-weir/week"; got != want {
		t.Errorf("after signing in one is at %s, want %s", got, want)
	}
}
