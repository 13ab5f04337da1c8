package browser_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Among more than three hundred people one writes who is meant: what is typed is answered by names, Enter takes the one that stands there, and what means nobody is
// said where it was typed. Without script it is the same field. The list of names is the browser's own, with its arrows and its Escape: there is nothing of ours to try.
func TestPicker(t *testing.T) {
	base, org, _, password := example(t)
	window := open(t, desk)
	signIn(t, window, base, "selma@pannier.example", password)
	var many strings.Builder
	for i := range 300 {
		fmt.Fprintf(&many, "Person Number%03d <p%03d@pannier.example>\n", i, i)
	}
	do(t, window, chromedp.Navigate(org+"/people#invite"), waitFor(`document.querySelector("#invite")`), chromedp.Evaluate[chromedp.Void](`document.querySelector("#invite").open = true; undefined`),
		chromedp.SetValue(chromedp.CSS("textarea[name=people]"), many.String()))
	follow(t, window, chromedp.Click(chromedp.CSS("#invite .button.main")))
	team, field := org+"/teams/workshop", chromedp.CSS("hw-pick input[name=member_id]")
	suggested := `[...document.querySelector("hw-pick input[name=member_id]").list.options].map((o) => o.value).join()`

	do(t, window, chromedp.Navigate(team), chromedp.WaitVisible(field), chromedp.Focus(field), chromedp.KeyEvent("number04"))
	do(t, window, waitFor(suggested+`.includes("<p042@pannier.example>")`))
	do(t, window, chromedp.KeyEvent("2"), waitFor(suggested+` === "Person Number042 <p042@pannier.example>"`))
	follow(t, window, chromedp.KeyEvent(kb.Enter)) // what is typed is part of a name, and no name
	if said := ask(t, window, chromedp.Text(chromedp.CSS("#f-member-id-error"))); !strings.Contains(said, "Give the e-mail, or the whole name.") {
		t.Errorf("part of a name is answered by %q", said)
	}
	if typed := ask(t, window, chromedp.Value(field)); typed != "number042" {
		t.Errorf("what was typed is now %q", typed)
	}
	do(t, window, chromedp.Focus(field), chromedp.Evaluate[chromedp.Void](`document.querySelector("hw-pick input[name=member_id]").select(); undefined`), chromedp.KeyEvent("Person Number042 <p042@pannier.example>"))
	follow(t, window, chromedp.KeyEvent(kb.Enter))
	do(t, window, chromedp.WaitVisible(chromedp.CSS("#who")))
	if people := ask(t, window, chromedp.Text(chromedp.CSS("section[aria-labelledby=who]"))); !strings.Contains(people, "Person Number042") {
		t.Errorf("who was chosen is not in the team:\n%s", people)
	}

	bare := open(t, phone)
	do(t, bare, chromedp.Func(func(ctx context.Context, at *chromedp.Target) error {
		_, err := cdp.Call(ctx, at, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	}))
	signIn(t, bare, base, "selma@pannier.example", password)
	do(t, bare, chromedp.Navigate(team), chromedp.WaitVisible(field), chromedp.SendKeys(field, "person number043"))
	follow(t, bare, chromedp.Click(chromedp.CSS("section[aria-labelledby=who] form .button")))
	do(t, bare, chromedp.WaitVisible(chromedp.CSS("#who")))
	if people := ask(t, bare, chromedp.Text(chromedp.CSS("section[aria-labelledby=who]"))); !strings.Contains(people, "Person Number043") {
		t.Errorf("who was named without script is not in the team:\n%s", people)
	}
}
