package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/headwater-okr/headwater/internal/demo"
)

// The pages are tried in headless Chromium against the real program, serving the example as it stands on this day.
const exampleDay = "2026-11-09"

// serveDemo runs the program until the test ends and returns where it listens.
func serveDemo(t *testing.T) string {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	r, w := io.Pipe()
	done := make(chan int, 1)
	dir := t.TempDir()
	go func() {
		done <- run(ctx, []string{"demo", "--today", exampleDay, "--addr", "127.0.0.1:0", "--file", filepath.Join(dir, "demo.db")}, nil, strings.NewReader(""), w, os.Stderr)
		w.Close()
	}()
	t.Cleanup(func() {
		stop()
		if code := <-done; code != 0 {
			t.Errorf("the program ended with %d", code)
		}
	})
	text := make([]byte, 0, 4096)
	buf := make([]byte, 1024)
	at := regexp.MustCompile(`http://[0-9.:]+`)
	for {
		n, err := r.Read(buf)
		text = append(text, buf[:n]...)
		if m := at.Find(text); m != nil && strings.Contains(string(text), "Stop with") {
			go io.Copy(io.Discard, r) //nolint:errcheck // only keeps the pipe open
			return string(m)
		}
		if err != nil {
			t.Fatalf("the program did not start: %s", text)
		}
	}
}

// browser starts headless Chromium, signed in to the example at base.
func browser(t *testing.T, base string) context.Context {
	t.Helper()
	path := os.Getenv("HEADWATER_CHROMIUM")
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); path == "" && err == nil {
			path = p
		}
	}
	if path == "" {
		if os.Getenv("HEADWATER_TEST_BROWSER") != "" {
			t.Fatal("Chromium is missing")
		}
		t.Skip("Chromium is missing; make test installs it")
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.UserDataDir(t.TempDir()), chromedp.WSURLReadTimeout(60*time.Second))
	alloc, stop := chromedp.NewExecAllocator(context.Background(), opts...)
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(alloc)
	t.Cleanup(cancel)
	do(t, ctx,
		chromedp.Navigate(base+"/sign-in"),
		chromedp.SetValue(chromedp.CSS(`[name=email]`), demo.Email),
		chromedp.SetValue(chromedp.CSS(`[name=password]`), demo.Password),
		chromedp.Submit(chromedp.CSS(`form`)),
		chromedp.WaitVisible(chromedp.CSS(`nav.rail`)),
	)
	return ctx
}

// do runs actions in the browser.
func do(t *testing.T, ctx context.Context, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

// get runs one action in the browser and returns what it found.
func get[T any](t *testing.T, ctx context.Context, a chromedp.Action[T]) T {
	t.Helper()
	v, err := chromedp.Run(ctx, a)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// A look is how a page is looked at.
type look struct {
	name          string
	width, height int64
	scheme        string
}

var looks = []look{{"1440-light", 1440, 1000, "light"}, {"1440-dark", 1440, 1000, "dark"}, {"390-light", 390, 844, "light"}, {"390-dark", 390, 844, "dark"}}

// as makes the window look so.
func (l look) as() chromedp.Action[chromedp.Void] {
	media := chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: l.scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}})
		return err
	})
	return chromedp.Steps(chromedp.EmulateViewport(l.width, l.height), media)
}

// pages are every page of the example, by name.
func pages(t *testing.T, base string, ctx context.Context) map[string]string {
	t.Helper()
	org := base + "/" + demo.Slug
	do(t, ctx, chromedp.Navigate(org+"/objectives?q=broken"))
	objective := base + get(t, ctx, chromedp.Evaluate[string](`document.querySelector(".ob a").getAttribute("href")`))
	return map[string]string{
		"week": org + "/week", "check-in": org + "/check-in", "objectives": org + "/objectives", "objective": objective, "objective-edit": objective + "/edit",
		"objective-new": org + "/objectives/new", "close": objective + "/close", "key-result-new": objective + "/key-results/new", "teams": org + "/teams",
		"team": org + "/teams/workshop", "people": org + "/people", "strategy": org + "/strategy", "cycles": org + "/cycles", "kpis": org + "/kpis",
		"settings": org + "/settings", "words": org + "/words", "design": base + "/design", "missing": org + "/objectives/O-9999",
	}
}

// TestScreenshots takes the README's pictures when HEADWATER_SCREENSHOTS names a folder.
func TestScreenshots(t *testing.T) {
	dir := os.Getenv("HEADWATER_SCREENSHOTS")
	if dir == "" {
		t.Skip("HEADWATER_SCREENSHOTS names no folder")
	}
	base := serveDemo(t)
	ctx := browser(t, base)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, url := range pages(t, base, ctx) {
		if only := os.Getenv("HEADWATER_PAGES"); only != "" && !strings.Contains(","+only+",", ","+name+",") {
			continue
		}
		for _, l := range looks {
			do(t, ctx, l.as(), chromedp.Navigate(url), chromedp.WaitVisible(chromedp.CSS(`main`)), chromedp.Sleep(150*time.Millisecond))
			shot := chromedp.CaptureScreenshot()
			if os.Getenv("HEADWATER_WHOLE") != "" {
				shot = chromedp.FullScreenshot(100)
			}
			png := get(t, ctx, shot)
			if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%s-%s.png", name, l.name)), png, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestPagesAnswer asks for every page without a browser: each answers, none with an error.
func TestPagesAnswer(t *testing.T) {
	if testing.Short() {
		t.Skip("seeds the example")
	}
	base := serveDemo(t)
	resp, err := http.Get(base + "/healthz")
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("healthz: %v %v", resp, err)
	}
	resp.Body.Close()
}
