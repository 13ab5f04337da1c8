package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/headwater-okr/headwater/internal/app"
)

const (
	clients  = 32
	requests = 640 // of each page, by all clients together
	at       = "127.0.0.1:18765"
)

// programRows measure the program itself, as it is released, over the database that was filled: start-up, pages under load, bytes and memory.
func programRows(w *world, show func(row)) error {
	full, err := w.company(show)
	if err != nil {
		return err
	}
	token, err := full.app.NewToken(w.ctx, full.actor, app.NewTokenInput{Name: "bench"})
	if err != nil {
		return err
	}
	bin := filepath.Join(w.dir, "headwater")
	build := exec.CommandContext(w.ctx, "go", "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w", "-o", bin, "./cmd/headwater")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("build: %w\n%s", err, out)
	}
	info, err := os.Stat(bin)
	if err != nil {
		return err
	}
	show(row{"binary", fmt.Sprintf("%.1f MB", float64(info.Size())/1e6), "", grown(info.Size()), "≤ 80 MB"})
	shortest := time.Duration(math.MaxInt64)
	var cmd *exec.Cmd
	for range 3 {
		if cmd != nil {
			end(cmd)
		}
		var took time.Duration
		if cmd, took, err = start(w.ctx, bin, w.dsn); err != nil {
			return err
		}
		shortest = min(shortest, took)
	}
	defer func() { end(cmd) }()
	show(row{"start-up, over the filled database", ms(shortest), "", "", "≤ 200 ms"})
	if err := pages(show); err != nil {
		return err
	}
	show(row{"resident memory after all that", mB(held(cmd.Process.Pid, "VmRSS:")), "", "", "≤ 80 MB"})
	return treePeak(w, cmd.Process.Pid, token.Secret, show)
}

// treePeak streams the tree of the large organization's cycle by the API, and says what it takes at its peak beyond what was held before.
func treePeak(_ *world, pid int, token string, show func(row)) error {
	before, done := held(pid, "VmRSS:"), make(chan struct{})
	peak := make(chan int)
	go func() {
		most := before
		for {
			select {
			case <-done:
				peak <- most
				return
			case <-time.After(2 * time.Millisecond):
				most = max(most, held(pid, "VmRSS:"))
			}
		}
	}()
	req, err := http.NewRequest(http.MethodGet, "http://"+at+"/api/v1/cycles/cycle-1/tree", nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+token)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	n, err := io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
	close(done)
	most := <-peak
	if resp.StatusCode != http.StatusOK {
		err = errors.Join(err, fmt.Errorf("the tree answered %s", resp.Status))
	}
	show(row{fmt.Sprintf("memory that a tree of %d objectives adds at its peak", *medium), mB(most - before), mB(int(n/1000)) + " of JSON", "", "≤ 64 MB"})
	return err
}

// start starts the program and says how long it took until it answered.
func start(ctx context.Context, bin, dsn string) (*exec.Cmd, time.Duration, error) {
	cmd := exec.CommandContext(ctx, bin, "serve", "--database", dsn, "--addr", at, "--log-level", "error")
	cmd.Stderr = os.Stderr
	started := time.Now()
	if err := cmd.Start(); err != nil {
		return nil, 0, err
	}
	for {
		resp, err := http.Get("http://" + at + "/healthz")
		if err == nil {
			resp.Body.Close()
			return cmd, time.Since(started), nil
		}
		if time.Since(started) > 20*time.Second {
			end(cmd)
			return nil, 0, err
		}
		time.Sleep(2 * time.Millisecond)
	}
}

func end(cmd *exec.Cmd) {
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
}

// grown says how much larger the binary is than when this was run before.
func grown(size int64) string {
	const kept = ".cache/bench-binary"
	b, _ := os.ReadFile(kept)
	before, _ := strconv.ParseInt(strings.TrimSpace(string(b)), 10, 64)
	if err := os.MkdirAll(filepath.Dir(kept), 0o750); err == nil {
		_ = os.WriteFile(kept, []byte(strconv.FormatInt(size, 10)), 0o600)
	}
	if before == 0 {
		return "the first run here"
	}
	return fmt.Sprintf("%+.2f MB since last run", float64(size-before)/1e6)
}

// pages reads pages as a browser does, alone for the bytes and by many for the time.
func pages(show func(row)) error {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return err
	}
	client := &http.Client{Jar: jar, Transport: &http.Transport{MaxIdleConnsPerHost: clients, DisableCompression: true}}
	base := "http://" + at
	resp, err := client.PostForm(base+"/sign-in", url.Values{"email": {"kim@bench.example"}, "password": {password}})
	if err != nil {
		return err
	}
	resp.Body.Close()
	get := func(path string) (int, string, error) {
		req, err := http.NewRequest(http.MethodGet, base+path, nil)
		if err != nil {
			return 0, "", err
		}
		req.Header.Set("Accept-Encoding", "gzip")
		resp, err := client.Do(req)
		if err != nil {
			return 0, "", err
		}
		defer resp.Body.Close()
		b, err := io.ReadAll(resp.Body)
		if resp.StatusCode != http.StatusOK {
			err = errors.Join(err, fmt.Errorf("%s answered %s", path, resp.Status))
		}
		return len(b), string(b), err
	}
	week, _, err := get("/bench/week")
	if err != nil {
		return err
	}
	plain, err := client.Get(base + "/bench/week")
	if err != nil {
		return err
	}
	html, err := io.ReadAll(plain.Body)
	plain.Body.Close()
	if err != nil {
		return err
	}
	first := week
	for _, m := range regexp.MustCompile(`(?:href|src)="(/static/[^"]+)"`).FindAllStringSubmatch(string(html), -1) {
		n, _, err := get(m[1])
		if err != nil {
			return err
		}
		first += n
	}
	show(row{"bytes of a first page view, compressed", kB(first), "", "", "≤ 120 kB"})
	show(row{"bytes of a next one, compressed", kB(week), "", "", "≤ 20 kB"})
	static, err := load(func() error { _, _, err := get("/static/app.css"); return err })
	if err != nil {
		return err
	}
	for _, page := range [][2]string{{"This week", "/bench/week"}, {"an objective", fmt.Sprintf("/bench/objectives/O-%d", *medium/5)}} {
		name, path := page[0], page[1]
		t, err := load(func() error { _, _, err := get(path); return err })
		if err != nil {
			return err
		}
		for _, p := range []float64{0.5, 0.99} {
			i := int(p * float64(len(t)-1))
			show(row{fmt.Sprintf("%s, p%.0f of %d clients, beside a static file", name, p*100, clients), ms(t[i]), ms(static[i]), ratio(t[i], static[i]), ""})
		}
	}
	return nil
}

// load makes requests from many clients at once, and returns how long each took, the shortest first.
func load(get func() error) ([]time.Duration, error) {
	took := make([]time.Duration, requests)
	errs := make([]error, clients)
	var wg sync.WaitGroup
	for c := range clients {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := c; i < requests; i += clients {
				started := time.Now()
				errs[c] = errors.Join(errs[c], get())
				took[i] = time.Since(started)
			}
		}()
	}
	wg.Wait()
	slices.Sort(took)
	return took, errors.Join(errs...)
}

func kB(n int) string { return fmt.Sprintf("%.1f kB", float64(n)/1000) }

func mB(kB int) string {
	if kB < 0 {
		return "not known here"
	}
	return fmt.Sprintf("%.1f MB", float64(kB)/1000)
}

// held is what a process holds in kB by one of the system's counts, -1 where the system does not say.
func held(pid int, count string) int {
	b, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/status")
	if err != nil {
		return -1
	}
	for line := range strings.Lines(string(b)) {
		if f := strings.Fields(line); len(f) == 3 && f[0] == count {
			n, _ := strconv.Atoi(f[1])
			return n
		}
	}
	return -1
}
