package main

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
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
	if err := full.statements(show); err != nil {
		return err
	}
	bin, err := w.program()
	if err != nil {
		return err
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
	waited := settle(cmd.Process.Pid)
	show(row{"until what runs by the clock has settled", ms(waited), "", "", ""})
	if err := pages(show); err != nil {
		return err
	}
	settle(cmd.Process.Pid)
	show(row{fmt.Sprintf("resident memory at %d objectives after all that", *medium), mB(held(cmd.Process.Pid, "VmRSS:")), "", "", "≤ 80 MB"})
	return nil
}

// program is the program as it is released, built once.
func (w *world) program() (string, error) {
	bin := filepath.Join(w.dir, "headwater")
	if _, err := os.Stat(bin); err == nil {
		return bin, nil
	}
	build := exec.CommandContext(w.ctx, "go", "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w", "-o", bin, "./cmd/headwater")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build: %w\n%s", err, out)
	}
	return bin, nil
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

// settle waits until a process has used nearly no processor for three seconds, and says how long that took: what it does by the clock would be measured beside what is meant to be.
func settle(pid int) time.Duration {
	started := time.Now()
	for quiet, before := 0, worked(pid); quiet < 3 && time.Since(started) < 5*time.Minute; {
		time.Sleep(time.Second)
		now := worked(pid)
		if quiet++; now-before > 50*time.Millisecond {
			quiet = 0
		}
		before = now
	}
	return time.Since(started)
}

// worked is how long a process has used a processor, 0 where the system does not say.
func worked(pid int) time.Duration {
	b, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return 0
	}
	f := strings.Fields(string(b[strings.LastIndexByte(string(b), ')')+1:])) // the name before may have spaces
	if len(f) < 13 {
		return 0
	}
	user, _ := strconv.Atoi(f[11])
	system, _ := strconv.Atoi(f[12])
	return time.Duration(user+system) * (time.Second / 100) // in ticks, of which Linux counts a hundred a second
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
