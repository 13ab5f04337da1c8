package main

import (
	"context"
	"errors"
	"fmt"
	"io"
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
)

const (
	clients  = 32
	requests = 1600 // of each page, by all clients together
	at       = "127.0.0.1:18765"
)

// program measures the program itself, as it is released, over the SQLite file that was filled: start-up, pages under load, bytes and memory.
func program(ctx context.Context, dir, file string) ([]row, error) {
	bin := filepath.Join(dir, "headwater")
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w", "-o", bin, "./cmd/headwater")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("build: %w\n%s", err, out)
	}
	info, err := os.Stat(bin)
	if err != nil {
		return nil, err
	}
	started := time.Now()
	cmd := exec.CommandContext(ctx, bin, "serve", "--database", file, "--addr", at)
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	defer func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }()
	for {
		resp, err := http.Get("http://" + at + "/healthz")
		if err == nil {
			resp.Body.Close()
			break
		}
		if time.Since(started) > 20*time.Second {
			return nil, err
		}
		time.Sleep(2 * time.Millisecond)
	}
	rows := []row{{"start-up, over the filled file", ms(time.Since(started)), "", "", "≤ 200 ms"}, {"binary", fmt.Sprintf("%.1f MB", float64(info.Size())/1e6), "", "", "≤ 80 MB"}}
	more, err := pages()
	rows = append(rows, more...)
	if err != nil {
		return rows, err
	}
	return append(rows, row{"resident memory after all that", memory(cmd.Process.Pid), "", "", "≤ 80 MB"}), nil
}

// pages reads pages as a browser does, alone for the bytes and by many for the time.
func pages() ([]row, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	client := &http.Client{Jar: jar, Transport: &http.Transport{MaxIdleConnsPerHost: clients, DisableCompression: true}}
	base := "http://" + at
	resp, err := client.PostForm(base+"/sign-in", url.Values{"email": {"kim@bench.example"}, "password": {password}})
	if err != nil {
		return nil, err
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
		return nil, err
	}
	plain, err := client.Get(base + "/bench/week")
	if err != nil {
		return nil, err
	}
	html, err := io.ReadAll(plain.Body)
	plain.Body.Close()
	if err != nil {
		return nil, err
	}
	first := week
	for _, m := range regexp.MustCompile(`(?:href|src)="(/static/[^"]+)"`).FindAllStringSubmatch(string(html), -1) {
		n, _, err := get(m[1])
		if err != nil {
			return nil, err
		}
		first += n
	}
	rows := []row{{"bytes of a first page view", kB(first), "", "", "≤ 120 kB"}, {"bytes of a next one", kB(week), "", "", "≤ 20 kB"}}
	static, err := load(func() error { _, _, err := get("/static/app.css"); return err })
	if err != nil {
		return rows, err
	}
	for name, path := range map[string]string{"This week": "/bench/week", "an objective": "/bench/objectives/O-2000"} {
		t, err := load(func() error { _, _, err := get(path); return err })
		if err != nil {
			return rows, err
		}
		for _, p := range []float64{0.5, 0.99} {
			i := int(p * float64(len(t)-1))
			rows = append(rows, row{fmt.Sprintf("%s, p%.0f of %d clients, beside a static file", name, p*100, clients), ms(t[i]), ms(static[i]), ratio(t[i], static[i]), ""})
		}
	}
	return rows, nil
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

// memory is what a process holds, where the system says.
func memory(pid int) string {
	b, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/status")
	if err != nil {
		return "not known here"
	}
	for _, line := range strings.Split(string(b), "\n") {
		if f := strings.Fields(line); len(f) == 3 && f[0] == "VmRSS:" {
			n, _ := strconv.Atoi(f[1])
			return fmt.Sprintf("%.1f MB", float64(n)/1000)
		}
	}
	return "not known here"
}
