package browser_test

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// Two people are in the planning room: each sees that the other is there and which draft they write at, drafts come and change without a reload, and of two texts
// for one field both survive.
func TestPlanningRoom(t *testing.T) {
	base, org, email, password := example(t)
	ines, ruben := open(t, desk), open(t, desk)
	signIn(t, ines, base, email, password)
	signIn(t, ruben, base, "ruben@pannier.example", password)
	room := org + "/planning?cycle=q1-2027"
	listening := waitFor(`document.querySelector("hw-live").listening`)
	says := func(where, text string) chromedp.Action[chromedp.Void] {
		return waitFor(`document.querySelector('` + where + `').textContent === "` + text + `"`)
	}
	do(t, ines, chromedp.Navigate(room+"&draft=O-31"), chromedp.WaitVisible(chromedp.CSS("#draft")), listening)
	do(t, ruben, chromedp.Navigate(room), chromedp.WaitVisible(chromedp.CSS("#col-draft")), listening)
	do(t, ines, says(".page-head hw-editing p", "Ruben Acker is here too."))
	do(t, ruben, says(".page-head hw-editing p", "Ines Okafor is here too."))

	// A draft that is begun in one window stands in the other, without a reload.
	do(t, ruben, chromedp.Evaluate[chromedp.Void](`window.same = true; undefined`))
	do(t, ines, chromedp.Evaluate[chromedp.Void](`window.same = true; undefined`))
	follow(t, ruben, chromedp.SendKeys(chromedp.CSS(`form.add input[name=title]`), "Nobody waits for a bike in the rain\n"))
	do(t, ines, waitFor(`document.querySelector("main").innerText.includes("Nobody waits for a bike in the rain")`))

	// Who writes at a draft stands at its card.
	why := chromedp.CSS("#e-why_urgent")
	do(t, ines, chromedp.SendKeys(why, " And it rains."))
	card := `[...document.querySelectorAll("main li")].find(l => l.innerText.startsWith("Bikes leave the workshop once"))`
	do(t, ruben, waitFor(card+`.innerText.includes("Ines Okafor is editing this.")`))
	do(t, ines, chromedp.Blur(why), waitFor(`document.querySelector("#e-why_urgent").form.querySelector(".saved").textContent === "Saved"`))

	// Both open it: what one writes appears at the other, but for the field that is being written in.
	do(t, ruben, chromedp.Navigate(room+"&draft=O-31"), chromedp.WaitVisible(chromedp.CSS("#draft")), waitFor(`document.querySelector("#e-why_urgent").value.includes("And it rains.")`), listening)
	title := chromedp.CSS("#e-title")
	do(t, ines, chromedp.SendKeys(title, " for good"), chromedp.Blur(title), waitFor(`document.querySelector("#e-title").form.querySelector(".saved").textContent === "Saved"`))
	do(t, ruben, waitFor(`document.querySelector("#e-title").value.includes("for good")`))
	target := `[...document.querySelectorAll("#draft [data-slot=target]")][0]`
	write := func(window context.Context, value string) {
		do(t, window, chromedp.Evaluate[chromedp.Void](target+`.focus(); `+target+`.select(); undefined`), chromedp.KeyEvent(value))
	}
	write(ruben, "4")
	write(ines, "6")
	do(t, ines, chromedp.Evaluate[chromedp.Void](target+`.blur(); undefined`), waitFor(target+`.form.querySelector(".saved").textContent === "Saved"`))
	do(t, ruben, chromedp.Evaluate[chromedp.Void](target+`.blur(); undefined`), chromedp.WaitVisible(chromedp.CSS(".clash")))
	clash := ask(t, ruben, chromedp.Text(chromedp.CSS(".clash")))
	for _, text := range []string{"Yours", "4", "Theirs", "6"} {
		if !strings.Contains(clash, text) {
			t.Errorf("of two values, %q is not shown:\n%s", text, clash)
		}
	}

	// The page was refreshed meanwhile: the numbers of another key result are there still, and fill themselves from its sentence.
	do(t, ines, chromedp.SendKeys(chromedp.CSS("#add-title"), "Cut calls about a flat tyre from 120 to 60 a week"), waitFor(`document.querySelector("#add-title").form.querySelector("[name=target]")?.value === "60"`))
	// A sentence that is changed in place is read again: where its number goes, and the number, unless somebody has written another one.
	sentence := `document.querySelector("#draft textarea[id^=t-]")`
	slot := func(name string) string {
		return `document.querySelector("#draft .kr-draft:has(textarea[id^=t-]) [data-slot=` + name + `]")`
	}
	do(t, ines, chromedp.Evaluate[chromedp.Void](sentence+`.focus(); `+sentence+`.select(); undefined`), chromedp.KeyEvent("Keep repairs that come back under 7 %"), chromedp.Evaluate[chromedp.Void](sentence+`.blur(); undefined`),
		waitFor(sentence+`.form.querySelector(".saved").textContent === "Saved"`))
	do(t, ruben, chromedp.Navigate(room+"&draft=O-31"), chromedp.WaitVisible(chromedp.CSS("#draft")), waitFor(sentence+`.value === "Keep repairs that come back under 7 %"`), waitFor(slot("target")+`.value === "6"`))

	if same := ask(t, ines, chromedp.Evaluate[bool](`window.same === true`)); !same {
		t.Error("the page was loaded again meanwhile")
	}
	do(t, ruben, chromedp.Navigate(org+"/week"))
	do(t, ines, says(".page-head hw-editing p", ""))
}
