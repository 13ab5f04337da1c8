package browser_test

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// columnOf is the column that an item of the roadmap stands in, and which one it is there.
func columnOf(id string) string {
	return fmt.Sprintf(`(() => { const b = document.getElementById(%q), l = b.closest(".bets"); return l.dataset.horizon + " " + [...l.children].indexOf(b) })()`, id)
}

// An item of the roadmap moves by keyboard and by drag, keeps the focus, and stays where it was put.
func TestRoadmapMoves(t *testing.T) {
	base, org, email, password := example(t)
	window := open(t, desk)
	signIn(t, window, base, email, password)
	do(t, window, chromedp.Navigate(org+"/roadmap"), waitFor(`customElements.get("hw-board") && !document.querySelector("hw-board [data-hint]").hidden`))
	id := ask(t, window, chromedp.Evaluate[string](`document.querySelector('[data-horizon=now] .bet[draggable=true]').id`))
	at := columnOf(id)
	title := fmt.Sprintf(`document.getElementById(%q).querySelector(".bet-title")`, id)
	do(t, window, chromedp.Evaluate[chromedp.Void](title+".focus()"), chromedp.KeyEvent(kb.ArrowRight, chromedp.KeyModifiers(kb.ModifierShift)),
		waitFor(at+`.startsWith("next")`), waitFor(`document.activeElement === `+title))
	before := ask(t, window, chromedp.Evaluate[string](at))
	do(t, window, chromedp.KeyEvent(kb.ArrowUp, chromedp.KeyModifiers(kb.ModifierShift)), waitFor(at+` !== "`+before+`"`))
	stood := ask(t, window, chromedp.Evaluate[string](at))
	do(t, window, chromedp.Navigate(org+"/roadmap"), chromedp.WaitVisible(chromedp.CSS(".bet-title")))
	if now := ask(t, window, chromedp.Evaluate[string](at)); now != stood {
		t.Errorf("after the page is read anew it stands at %s, want %s", now, stood)
	}
	do(t, window, waitFor(`!document.querySelector("hw-board [data-hint]").hidden`), chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`(() => {
		const bet = document.getElementById(%q), to = document.querySelector("[data-horizon=later]"), data = new DataTransfer(), y = to.getBoundingClientRect().bottom + 5;
		bet.dispatchEvent(new DragEvent("dragstart", {bubbles: true, dataTransfer: data}));
		to.dispatchEvent(new DragEvent("dragover", {bubbles: true, cancelable: true, dataTransfer: data, clientY: y}));
		to.dispatchEvent(new DragEvent("drop", {bubbles: true, cancelable: true, dataTransfer: data, clientY: y}));
		bet.dispatchEvent(new DragEvent("dragend", {bubbles: true, dataTransfer: data}));
	})()`, id)), waitFor(`document.querySelector("[data-say]").textContent.includes("later")`))
	do(t, window, chromedp.Navigate(org+"/roadmap"), chromedp.WaitVisible(chromedp.CSS(".bet-title")))
	if now := ask(t, window, chromedp.Evaluate[string](at)); now != ask(t, window, chromedp.Evaluate[string](`"later " + (document.querySelector("[data-horizon=later]").children.length - 1)`)) {
		t.Errorf("dragged behind the last of later, it stands at %s", now)
	}
}

// On the time axis an item moves by a week with Shift and an arrow key, and by days when its bar is dragged.
func TestRoadmapDays(t *testing.T) {
	base, org, email, password := example(t)
	window := open(t, desk)
	signIn(t, window, base, email, password)
	do(t, window, chromedp.Navigate(org+"/roadmap?view=time"), waitFor(`customElements.get("hw-board") && !document.querySelector("hw-board [data-hint]").hidden`))
	id := ask(t, window, chromedp.Evaluate[string](`document.querySelector(".span.held").dataset.bar`))
	days := fmt.Sprintf(`(() => { const b = document.querySelector('[data-bar="%s"]'); return b.dataset.start + " " + b.dataset.end })()`, id)
	later := fmt.Sprintf(`(() => { const b = document.querySelector('[data-bar="%s"]'), l = (d, n) => new Date(Date.parse(d) + n * 86400000).toISOString().slice(0, 10); return l(b.dataset.start, %%d) + " " + l(b.dataset.end, %%d) })()`, id)
	title := fmt.Sprintf(`document.getElementById("bet-%s").querySelector(".bet-title")`, id)
	want := ask(t, window, chromedp.Evaluate[string](fmt.Sprintf(later, 7, 7)))
	do(t, window, chromedp.Evaluate[chromedp.Void](title+".focus()"), chromedp.KeyEvent(kb.ArrowRight, chromedp.KeyModifiers(kb.ModifierShift)),
		waitFor(days+` === "`+want+`"`), waitFor(`document.activeElement === `+title), waitFor(`document.querySelector("[data-say]").textContent.includes(" to ")`))
	want = ask(t, window, chromedp.Evaluate[string](fmt.Sprintf(later, 0, 7)))
	do(t, window, chromedp.KeyEvent(kb.ArrowUp, chromedp.KeyModifiers(kb.ModifierShift)), waitFor(days+` === "`+want+`"`))
	want = ask(t, window, chromedp.Evaluate[string](fmt.Sprintf(later, -10, -10)))
	do(t, window, chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`(() => {
		const bar = document.querySelector('[data-bar="%s"]'), svg = bar.ownerSVGElement.getBoundingClientRect(), x = bar.getBoundingClientRect().x + 4, day = svg.width / bar.closest(".axis").dataset.days;
		bar.setPointerCapture = () => {};
		for (const [kind, at] of [["pointerdown", x], ["pointermove", x - 5 * day], ["pointermove", x - 10 * day], ["pointerup", x - 10 * day]])
			bar.dispatchEvent(new PointerEvent(kind, {bubbles: true, cancelable: true, pointerId: 1, clientX: at}));
	})()`, id)), waitFor(days+` === "`+want+`"`))
	do(t, window, chromedp.Navigate(org+"/roadmap?view=time"), chromedp.WaitVisible(chromedp.CSS(".bet-title")))
	if now := ask(t, window, chromedp.Evaluate[string](days)); now != want {
		t.Errorf("after the page is read anew it stands at %s, want %s", now, want)
	}
}

// The tray is emptied by keyboard alone, and by one button everything is as it was.
func TestTrayByKeyboard(t *testing.T) {
	base, org, email, password := example(t)
	window := open(t, desk)
	signIn(t, window, base, email, password)
	const waiting = `document.querySelector(".rail .count").lastChild.textContent`
	do(t, window, chromedp.Navigate(org+"/tray?team="), waitFor(`customElements.get("hw-tray") && document.querySelector("[data-count]").textContent`))
	all := ask(t, window, chromedp.Evaluate[string](waiting))
	may := ask(t, window, chromedp.Evaluate[int](`document.querySelectorAll(".tray .tick:not(:disabled)").length`))
	if may < 2 {
		t.Fatalf("%d items of the tray are this person's to align", may)
	}
	do(t, window, chromedp.KeyEvent("j"), chromedp.KeyEvent("x"), chromedp.KeyEvent("J", chromedp.KeyModifiers(kb.ModifierShift)), waitFor(`document.querySelector("[data-count]").textContent === "2 ticked"`),
		chromedp.KeyEvent("a"), waitFor(`document.activeElement.name === "roadmap_item_id"`), chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent(kb.Tab))
	follow(t, window, chromedp.KeyEvent(kb.Enter))
	do(t, window, waitFor(`document.querySelector("[role=status]")?.innerText.includes("2 items aligned")`))
	if now := ask(t, window, chromedp.Evaluate[string](waiting)); now == all {
		t.Errorf("after aligning two, %s still wait", now)
	}
	follow(t, window, chromedp.Click(chromedp.CSS("[role=status] button")))
	do(t, window, waitFor(waiting+` === "`+all+`"`))
}
