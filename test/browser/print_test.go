package browser_test

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

var sheet = regexp.MustCompile(`/Type\s*/Page\b`)

// On paper an objective is one page, and a cycle is rows that are not cut; what only a screen can use is not there, and what matters is.
func TestPrint(t *testing.T) {
	base, org, email, password := example(t)
	window := open(t, desk)
	signIn(t, window, base, email, password)
	do(t, window, chromedp.Navigate(org+"/objectives?q=broken"), chromedp.WaitVisible(chromedp.CSS("main .ob a")))
	objective := ask(t, window, chromedp.JavascriptAttribute[string](chromedp.CSS("main .ob a"), "href"))
	for _, page := range []struct {
		name, url, rows string
		atMost          int // sheets of A4; 0 for as many as it takes
	}{
		{"objective", objective, "main .kr", 1},
		{"cycle", org + "/objectives", "main .ob", 0},
	} {
		t.Run(page.name, func(t *testing.T) {
			do(t, window, chromedp.Navigate(page.url), chromedp.WaitVisible(chromedp.CSS(page.rows)))
			on := ask(t, window, chromedp.Evaluate[int](`document.querySelectorAll("`+page.rows+`").length`))
			media(t, window, "print")
			defer media(t, window, "")
			const shown = `.filter(e => e.checkVisibility({visibilityProperty: true}))`
			if left := ask(t, window, chromedp.Evaluate[string](`[...document.querySelectorAll("nav, .rail, .top, .toasts, form, button, .button, .skip, input, textarea")]`+shown+`.map(e => e.outerHTML.slice(0, 90)).join("\n")`)); left != "" {
				t.Errorf("on paper there is something to press or to fill in:\n%s", left)
			}
			if n := ask(t, window, chromedp.Evaluate[int](`[...document.querySelectorAll("`+page.rows+`")]`+shown+`.length`)); n != on || n == 0 {
				t.Errorf("of %d rows %d are printed", on, n)
			}
			if cut := ask(t, window, chromedp.Evaluate[int](`[...document.querySelectorAll("`+page.rows+`")].filter(e => getComputedStyle(e).breakInside !== "avoid").length`)); cut > 0 {
				t.Errorf("%d rows may be cut by the end of a sheet", cut)
			}
			if wide := ask(t, window, chromedp.Evaluate[int](`document.documentElement.scrollWidth - document.documentElement.clientWidth`)); wide > 1 {
				t.Errorf("it is %d pixels wider than the sheet", wide)
			}
			pdf := ask(t, window, chromedp.PrintToPDF(chromedp.PDFPaper(chromedp.PaperA4), chromedp.PDFPreferCSSPageSize()))
			sheets := len(sheet.FindAll(pdf, -1))
			t.Logf("%d sheets", sheets)
			if !strings.HasPrefix(string(pdf), "%PDF-") || sheets == 0 || page.atMost > 0 && sheets > page.atMost {
				t.Errorf("it takes %d sheets, at most %d are wanted", sheets, page.atMost)
			}
		})
	}
}

// Each view of the map is one landscape sheet or more with what it is about on it, and says of which cycle and day.
func TestPrintMap(t *testing.T) {
	base, org, email, password := example(t)
	window := open(t, desk)
	signIn(t, window, base, email, password)
	for view, body := range map[string]string{"": ".map-svg", "?view=departments": ".map-matrix tbody tr", "?view=list": ".map-page .stack li"} {
		do(t, window, chromedp.Navigate(org+"/map"+view), chromedp.WaitVisible(chromedp.CSS("main "+body)))
		media(t, window, "print")
		for _, part := range []string{"main " + body, "main .map-day"} {
			if n := ask(t, window, chromedp.Evaluate[int](`[...document.querySelectorAll("`+part+`")].filter(e => e.checkVisibility({visibilityProperty: true})).length`)); n == 0 {
				t.Errorf("of the map%s nothing of %s is printed", view, part)
			}
		}
		media(t, window, "")
	}
}

// media makes a window show a page as on paper ("print") or as it is ("").
func media(t *testing.T, window context.Context, kind string) {
	t.Helper()
	do(t, window, chromedp.Func(func(ctx context.Context, at *chromedp.Target) error {
		_, err := cdp.Call(ctx, at, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: kind})
		return err
	}))
}
