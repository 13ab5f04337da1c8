// Package browser_test looks at the pages as a reader does: it builds the program, starts it, and drives headless Chromium.
//
// It imports nothing of ours. What can be seen without a browser is tested in internal/web.
package browser_test

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

var program string // the program under test

func TestMain(m *testing.M) {
	flag.Parse()
	if testing.Short() {
		fmt.Println("browser tests are left out by -short")
		return
	}
	if chromium() == "" {
		fmt.Println("no Chromium is found, so the pages are not looked at; HEADWATER_CHROMIUM names one")
		return
	}
	os.Exit(withProgram(m.Run))
}

// withProgram builds the program, as it is released, for the time of run.
func withProgram(run func() int) int {
	dir, err := os.MkdirTemp("", "headwater-browser")
	if err != nil {
		fmt.Println(err)
		return 1
	}
	defer os.RemoveAll(dir)
	program = filepath.Join(dir, "headwater")
	build := exec.Command("go", "build", "-buildvcs=false", "-o", program, "../../cmd/headwater")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		fmt.Printf("build the program: %v\n%s", err, out)
		return 1
	}
	return run()
}

// chromium is the path of a browser, "" if there is none.
func chromium() string {
	if path := os.Getenv("HEADWATER_CHROMIUM"); path != "" {
		return path // wrong or not: a test then fails and says so
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

var address = regexp.MustCompile(`https?://[\w.:\[\]-]+|addr=([\w.:\[\]-]+)`)

var seeds sync.Map // the folders of seeded, by day

// seeded is a folder with the example as it stands on a day. It is written once; each test gets a copy.
func seeded(t *testing.T, today string) string {
	t.Helper()
	if dir, ok := seeds.Load(today); ok {
		return dir.(string)
	}
	dir := filepath.Join(filepath.Dir(program), "seeded-"+today)
	if out, err := exec.Command(program, "demo", "--seed", "--today", today, "--file", filepath.Join(dir, "demo.db")).CombinedOutput(); err != nil {
		t.Fatalf("seed the example: %v\n%s", err, out)
	}
	seeds.Store(today, dir)
	return dir
}

// start runs the program until the test ends, and returns where it serves and what it said until it did.
func start(t *testing.T, args ...string) (base, said string) {
	t.Helper()
	dir := t.TempDir()
	if len(args) == 3 && args[0] == "demo" && args[1] == "--today" {
		if err := os.CopyFS(filepath.Join(dir, ".cache"), os.DirFS(seeded(t, args[2]))); err != nil {
			t.Fatal(err)
		}
		args = append(args, "--keep")
	}
	cmd := exec.Command(program, append(args, "--addr", "localhost:0")...)
	cmd.Dir = dir
	for _, kv := range os.Environ() {
		if !strings.HasPrefix(kv, "HEADWATER_") {
			cmd.Env = append(cmd.Env, kv)
		}
	}
	out, in, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stdout, cmd.Stderr = in, in
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	in.Close()
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM) // it may have ended
		select {
		case err := <-ended:
			if err != nil {
				t.Errorf("the program did not stop well: %v", err)
			}
		case <-time.After(patience):
			_ = cmd.Process.Kill()
			t.Error("the program did not stop when it was told to")
		}
	})

	var mu sync.Mutex
	var all strings.Builder
	serving := make(chan string, 1)
	go func() {
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			mu.Lock()
			fmt.Fprintln(&all, lines.Text())
			mu.Unlock()
			if found := address.FindStringSubmatch(lines.Text()); found != nil {
				at := found[0]
				if found[1] != "" {
					at = "http://" + found[1]
				}
				select {
				case serving <- at:
				default:
				}
			}
		}
		_, _ = io.Copy(io.Discard, out) // a line too long for the scanner must not stop the program
	}()
	heard := func() string {
		mu.Lock()
		defer mu.Unlock()
		return all.String()
	}
	select {
	case base = <-serving:
	case err := <-ended:
		ended <- err
		time.Sleep(100 * time.Millisecond) // for its last words
		t.Fatalf("the program ended instead of serving: %v; it said:\n%s", err, heard())
	case <-time.After(2 * time.Minute):
		t.Fatalf("the program does not serve; it said:\n%s", heard())
	}
	time.Sleep(200 * time.Millisecond) // how to sign in may follow the address
	return base, heard()
}

// A screen is how large a window is, and whether its reader likes it dark.
type screen struct {
	width, height int64
	scale         float64
	dark          bool
}

var (
	desk  = screen{width: 1440, height: 900, scale: 1}
	phone = screen{width: 390, height: 844, scale: 2}
)

// look makes a window the screen.
func (s screen) look() chromedp.Action[chromedp.Void] {
	scheme := "light"
	if s.dark {
		scheme = "dark"
	}
	return chromedp.Steps(
		chromedp.EmulateViewport(s.width, s.height, chromedp.EmulateScale(s.scale)),
		chromedp.Func(func(ctx context.Context, at *chromedp.Target) error {
			_, err := cdp.Call(ctx, at, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
				{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
			}})
			return err
		}),
	)
}

// patience is how long a page may take to become what a test waits for.
const patience = 20 * time.Second

// open opens a window of a browser of its own, with nobody signed in.
func open(t *testing.T, s screen) context.Context {
	t.Helper()
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.ExecPath(chromium()), chromedp.UserDataDir(t.TempDir()), chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
	)
	if runtime.GOOS == "linux" {
		options = append(options, chromedp.NoSandbox) // neither root nor a container has one
	}
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	// The first call starts the browser, which lives as long as this call's context: so no patience is set here.
	err := chromedp.Do(ctx, s.look())
	if err != nil {
		t.Fatalf("start the browser %s: %v", chromium(), err)
	}
	return ctx
}

// do takes steps in a window; when one of them cannot be taken, the test fails and says what the window showed.
func do(t *testing.T, window context.Context, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	ask(t, window, chromedp.Steps(steps...))
}

// ask takes one step that has an answer, as do does.
func ask[T any](t *testing.T, window context.Context, step chromedp.Action[T]) T {
	t.Helper()
	ctx, cancel := context.WithTimeout(window, patience)
	defer cancel()
	answer, err := chromedp.Run(ctx, step)
	if err != nil {
		ctx, cancel := context.WithTimeout(window, 5*time.Second)
		defer cancel()
		at, _ := chromedp.Run(ctx, chromedp.Location()) // the first error counts
		text, _ := chromedp.Run(ctx, chromedp.Text(chromedp.CSS("body")))
		t.Fatalf("%v\nat %s, which shows:\n%s", err, at, text)
	}
	return answer
}

// follow takes steps of which the last one leads to another page, and waits until that page is loaded. Without the wait, what comes next could meet the
// old page, or a navigation that has not begun yet and then takes its place.
func follow(t *testing.T, window context.Context, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	ask(t, window, chromedp.Action[chromedp.Void](func(ctx context.Context, _ *chromedp.Target) (chromedp.Void, error) {
		_, err := chromedp.RunResponse(ctx, steps...)
		return chromedp.Void{}, err
	}))
}

// path is where a window is, without the server.
func path(t *testing.T, window context.Context) string {
	t.Helper()
	u, err := url.Parse(ask(t, window, chromedp.Location()))
	if err != nil {
		t.Fatal(err)
	}
	return u.Path
}

// signIn signs a person in, and waits for the page that they come to.
func signIn(t *testing.T, window context.Context, base, email, password string) {
	t.Helper()
	do(t, window, chromedp.Navigate(base+"/sign-in"), chromedp.SendKeys(chromedp.CSS("input[name=email]"), email))
	follow(t, window, chromedp.SendKeys(chromedp.CSS("input[name=password]"), password+"\n"))
	do(t, window, chromedp.WaitNotPresent(chromedp.CSS("input[name=password]")), chromedp.WaitVisible(chromedp.CSS("main")))
}
