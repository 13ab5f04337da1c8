package browser_test

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

var screenshots = flag.String("screenshots", "", "the folder that make screenshots writes the README's pictures to")

var demoSays = regexp.MustCompile(`e-mail\s+(\S+)\s+password\s+(.+)`)

// The README's pictures, taken from the demo.
func TestScreenshots(t *testing.T) {
	if *screenshots == "" {
		t.Skip("make screenshots asks for pictures")
	}
	base, said := start(t, "demo", "--today", "2026-11-09") // a Monday: something is due
	how := demoSays.FindStringSubmatch(said)
	if how == nil {
		t.Fatalf("the demo does not say how to sign in:\n%s", said)
	}
	dark := desk
	dark.dark = true
	for _, picture := range []struct {
		name   string
		page   string // below the organization
		follow string // a link to follow from there, "" for none
		screen screen
	}{
		{"week", "week", "", desk},
		{"objectives", "objectives", "", desk},
		{"objective", "objectives", "main a[href*='/objectives/']:not([href$='/new'])", desk},
		{"objective-dark", "objectives", "main a[href*='/objectives/']:not([href$='/new'])", dark},
		{"check-in-phone", "check-in", "", phone},
	} {
		t.Run(picture.name, func(t *testing.T) {
			window := open(t, picture.screen)
			signIn(t, window, base, how[1], how[2])
			home := base + filepath.Dir(path(t, window)) + "/" // from /pannier/week
			do(t, window, chromedp.Navigate(home+picture.page), chromedp.WaitVisible(chromedp.CSS("main")))
			if picture.follow != "" {
				link := ask(t, window, chromedp.JavascriptAttribute[string](chromedp.CSS(picture.follow), "href"))
				do(t, window, chromedp.Navigate(link), chromedp.WaitVisible(chromedp.CSS("main")))
			}
			do(t, window, chromedp.Sleep(300*time.Millisecond)) // for the type to be there
			png := ask(t, window, chromedp.CaptureScreenshot())
			if err := os.WriteFile(filepath.Join(*screenshots, picture.name+".png"), png, 0o644); err != nil {
				t.Fatal(err)
			}
		})
	}
}
