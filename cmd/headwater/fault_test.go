package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// What surrounds the program fails while it runs: the disk is full, the file is read-only, PostgreSQL goes away and comes back. Each time
// people read what happened and what is safe, nothing that was acknowledged is lost, and the same process goes on when it is over.

// A served program runs in this process, with an organization and one key result to check in on.
type served struct {
	t         *testing.T
	url       string
	token     string
	database  string
	keyResult string
	log       *lines
	env       []string // beside the database
	stop      func()
	acked     int // check-ins that were acknowledged
}

// lines is what a program writes, while it writes.
type lines struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// command runs the program once and returns its exit code and what it wrote.
func command(database, stdin string, args ...string) (code int, stdout, stderr string) {
	var out, errs bytes.Buffer
	code = run(context.Background(), args, []string{"HEADWATER_DATABASE=" + database}, strings.NewReader(stdin), &out, &errs)
	return code, out.String(), errs.String()
}

// serve founds an organization in a database and serves it, with these settings, until the test ends.
func serve(t *testing.T, database string, env ...string) *served {
	t.Helper()
	s := &served{t: t, database: database, env: env}
	s.must(ownerPassword, "user", "owner", "--organization", "Acme", "--name", "Kim Berg", ownerEmail)
	s.token = strings.TrimSpace(s.must("", "token", "--org", "acme", ownerEmail))
	s.start()
	plan := filepath.Join(t.TempDir(), "okrs.yaml")
	text := "objectives:\n  - title: Riders choose the tram\n    owner: " + ownerEmail + "\n    key_results: [Riders who would recommend us from 0 to 1000]\n"
	if err := os.WriteFile(plan, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s.must("", "import", "--url", s.url, "--token", s.token, plan)
	var queue struct {
		Cards []struct{ ID string }
	}
	_, body, _ := s.ask(http.MethodGet, "/api/v1/check-ins/queue", nil)
	if err := json.Unmarshal([]byte(body), &queue); err != nil || len(queue.Cards) != 1 {
		t.Fatalf("%v: %s", err, body)
	}
	s.keyResult = queue.Cards[0].ID
	s.checkIn(http.StatusCreated, "")
	return s
}

func (s *served) must(stdin string, args ...string) string {
	s.t.Helper()
	code, out, errs := command(s.database, stdin, args...)
	if code != 0 {
		s.t.Fatalf("headwater %q ends with %d: %s", args, code, errs)
	}
	return out
}

func (s *served) start() {
	s.t.Helper()
	s.log = &lines{}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, []string{"serve", "--addr", "127.0.0.1:0"}, append([]string{"HEADWATER_DATABASE=" + s.database}, s.env...), strings.NewReader(""), io.Discard, s.log)
	}()
	s.stop = sync.OnceFunc(func() {
		cancel()
		if code := <-ended; code != 0 {
			s.t.Errorf("the server ended with %d:\n%s", code, s.log)
		}
	})
	s.t.Cleanup(s.stop)
	eventually(s.t, "the server listens", func() bool {
		m := listening.FindStringSubmatch(s.log.String())
		if m != nil {
			s.url = "http://" + m[1]
		}
		return m != nil
	})
}

// eventually waits until something holds.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if holds() {
			return
		}
	}
	t.Fatalf("it does not come to pass: %s", what)
}

// ask sends JSON with the token, and with more headers as names and values.
func (s *served) ask(method, path string, in any, headers ...string) (status int, body string, h http.Header) {
	s.t.Helper()
	b, err := json.Marshal(in)
	if err != nil {
		s.t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(s.t.Context(), method, s.url+path, bytes.NewReader(b))
	if err != nil {
		s.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+s.token)
	req.Header.Set("Content-Type", "application/json")
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	return answer(s.t, req)
}

func answer(t *testing.T, req *http.Request) (status int, body string, h http.Header) {
	t.Helper()
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(b), resp.Header
}

// checkIn checks in with a note, and holds the answer to a status.
func (s *served) checkIn(want int, note string) (body string, h http.Header) {
	s.t.Helper()
	status, body, h := s.ask(http.MethodPost, "/api/v1/check-ins", map[string]any{"key_result_id": s.keyResult, "value": s.acked + 1, "note": note})
	if status == http.StatusCreated {
		s.acked++
	}
	if status != want {
		s.t.Fatalf("check-in: status %d, want %d: %s", status, want, body)
	}
	return body, h
}

// unavailable holds a check-in by the API, a form, the command line, and a page if it cannot even read, to say what the trouble is.
func (s *served) unavailable(reads bool, says string) {
	s.t.Helper()
	body, h := s.checkIn(http.StatusServiceUnavailable, "")
	var problem struct{ Detail string }
	if err := json.Unmarshal([]byte(body), &problem); err != nil || !strings.Contains(problem.Detail, says) || h.Get("Content-Type") != "application/problem+json" {
		s.t.Errorf("the API says %q (%s), and not %q", body, h.Get("Content-Type"), says)
	}
	if n, err := strconv.Atoi(h.Get("Retry-After")); err != nil || n < 1 {
		s.t.Errorf("Retry-After is %q", h.Get("Retry-After"))
	}
	var page string
	eventually(s.t, "signing in is refused", func() (refused bool) { // the last room on a disk may take a session or two
		form := url.Values{"email": {ownerEmail}, "password": {ownerPassword}}
		req, err := http.NewRequestWithContext(s.t.Context(), http.MethodPost, s.url+"/sign-in", strings.NewReader(form.Encode()))
		if err != nil {
			s.t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		status, body, _ := answer(s.t, req)
		page = body
		return status == http.StatusServiceUnavailable
	})
	if !strings.Contains(page, says) || !strings.Contains(page, `value="`+ownerEmail+`"`) {
		s.t.Errorf("the form should say why and keep what was typed:\n%s", page)
	}
	if status, page, h := s.ask(http.MethodGet, "/", nil); !reads && (status != http.StatusServiceUnavailable || !strings.Contains(page, says) || h.Get("Retry-After") == "") {
		s.t.Errorf("the page has status %d and says:\n%s", status, page)
	}
	code, _, errs := command("", "", "checkin", "--url", s.url, "--token", s.token, s.keyResult, "1")
	if code != 7 || !strings.Contains(errs, says) {
		s.t.Errorf("the command line ends with %d and says %q", code, errs)
	}
	s.health(http.StatusOK, "/healthz")
	if log := s.log.String(); strings.Contains(log, "page failed") || strings.Contains(log, "api failed") {
		s.t.Errorf("what is known is logged as unknown:\n%s", log)
	}
}

func (s *served) health(want int, path string) {
	s.t.Helper()
	if status, body, _ := s.ask(http.MethodGet, path, nil); status != want {
		s.t.Errorf("%s has status %d, want %d: %s", path, status, want, body)
	}
}

// whole holds the check-ins that are there to those that were acknowledged, and the database to be whole.
func (s *served) whole() {
	s.t.Helper()
	_, body, _ := s.ask(http.MethodGet, "/api/v1/check-ins/queue", nil)
	var queue struct {
		Cards []struct {
			Checks int
			Value  float64
		}
	}
	if err := json.Unmarshal([]byte(body), &queue); err != nil || len(queue.Cards) != 1 {
		s.t.Fatalf("%v: %s", err, body)
	}
	if k := queue.Cards[0]; k.Checks != s.acked || k.Value != float64(s.acked) {
		s.t.Errorf("%d check-ins were acknowledged; there are %d, the last with value %v", s.acked, k.Checks, k.Value)
	}
	s.must("", "doctor")
}

func TestAFullDisk(t *testing.T) {
	disk := mountDisk(t)
	s := serve(t, filepath.Join(disk.dir, "acme.db"))
	disk.fill("ballast", 100<<10) // the check-ins take the rest
	note := strings.Repeat("The second bridge is closed, and the river is high. ", 190)
	eventually(t, "the disk is full", func() bool {
		status, body, _ := s.ask(http.MethodPost, "/api/v1/check-ins", map[string]any{"key_result_id": s.keyResult, "value": s.acked + 1, "note": note})
		switch status {
		case http.StatusCreated:
			s.acked++
			return false
		case http.StatusServiceUnavailable:
			return true
		}
		t.Fatalf("status %d: %s", status, body)
		return false
	})
	if s.acked < 2 {
		t.Fatal("there was no room for a single check-in, so that nothing was tried")
	}
	disk.fill("rest", 0)
	s.unavailable(true, "The disk of the database is full. This was not saved")
	if status, body, _ := s.ask(http.MethodGet, "/api/v1/cycles", nil); status != http.StatusOK {
		t.Errorf("reading has status %d: %s", status, body)
	}
	s.health(http.StatusOK, "/readyz") // it can be read
	if code, _, errs := command(s.database, "", "backup", filepath.Join(disk.dir, "acme.jsonl")); code != 1 || !strings.Contains(errs, "no space left") {
		t.Errorf("a backup onto the full disk ends with %d: %s", code, errs)
	}
	if _, err := os.Stat(filepath.Join(disk.dir, "acme.jsonl")); err == nil {
		t.Error("half a backup was left behind")
	}
	if err := os.Remove(filepath.Join(disk.dir, "ballast")); err != nil {
		t.Fatal(err)
	}
	s.checkIn(http.StatusCreated, note)
	s.whole()
}

func TestAReadOnlyFile(t *testing.T) {
	disk := mountDisk(t)
	database := filepath.Join(disk.dir, "acme.db")
	s := &served{t: t, database: database}
	s.must(ownerPassword, "user", "owner", "--organization", "Acme", "--name", "Kim Berg", ownerEmail)
	disk.readOnly(true)
	for _, args := range [][]string{{"serve", "--addr", "127.0.0.1:0"}, {"token", "--org", "acme", ownerEmail}, {"migrate"}} {
		code, _, errs := command(database, "", args...)
		if code != 7 || !strings.Contains(errs, "The database can only be read at the moment.") {
			t.Errorf("%q ends with %d: %s", args, code, errs)
		}
	}
	disk.readOnly(false)
	s.must("", "token", "--org", "acme", ownerEmail)
	s.must("", "doctor")
}

// A file that is moved away from under the program goes on to take what is written, and nobody would find it again.
func TestAVanishedFile(t *testing.T) {
	database := filepath.Join(t.TempDir(), "acme.db")
	s := serve(t, database)
	s.health(http.StatusOK, "/readyz")
	if err := os.Rename(database, database+".moved"); err != nil {
		t.Fatal(err)
	}
	s.health(http.StatusServiceUnavailable, "/readyz")
	s.health(http.StatusOK, "/healthz")
	if err := os.Rename(database+".moved", database); err != nil {
		t.Fatal(err)
	}
	s.health(http.StatusOK, "/readyz")
	s.checkIn(http.StatusCreated, "")
	s.whole()
}

func TestAVanishedPostgreSQL(t *testing.T) {
	pg := startPostgres(t)
	s := serve(t, pg.url)
	s.health(http.StatusOK, "/readyz")
	for _, how := range []string{"fast", "immediate"} { // told to stop, and as if the power had failed
		pg.ctl("-m", how, "stop")
		s.unavailable(false, "The database cannot be reached at the moment. What was saved before is safe.")
		s.health(http.StatusServiceUnavailable, "/readyz")
		if code, _, errs := command(pg.url, "", "doctor"); code != 7 || !strings.Contains(errs, "cannot be reached") {
			t.Errorf("doctor ends with %d: %s", code, errs)
		}
		pg.start()
		eventually(t, "it is ready again", func() bool {
			status, _, _ := s.ask(http.MethodGet, "/readyz", nil)
			return status == http.StatusOK
		})
		s.checkIn(http.StatusCreated, "")
		s.whole()
	}

	// A standby, or a server whose operator has set it so.
	admin, err := sql.Open("pgx", pg.url)
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close()
	turn := func(to string) {
		t.Helper()
		for _, q := range []string{"SET default_transaction_read_only = off", "ALTER ROLE headwater SET default_transaction_read_only = " + to,
			"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()"} {
			if _, err := admin.Exec(q); err != nil {
				t.Fatal(err)
			}
		}
	}
	admin.SetMaxOpenConns(1)
	turn("on")
	eventually(t, "it reads again", func() bool {
		status, _, _ := s.ask(http.MethodGet, "/api/v1/cycles", nil)
		return status == http.StatusOK
	})
	s.unavailable(true, "The database can only be read at the moment. This was not saved")
	s.health(http.StatusOK, "/readyz")
	turn("off")
	eventually(t, "it is ready again", func() bool {
		status, _, _ := s.ask(http.MethodGet, "/readyz", nil)
		return status == http.StatusOK
	})
	s.checkIn(http.StatusCreated, "")
	s.whole()
}

// A disk is a small file system of its own.
type disk struct {
	t   *testing.T
	dir string
}

// mountDisk mounts 8 MB of memory as a disk. Only root may; store has a test of the full disk for everybody.
func mountDisk(t *testing.T) disk {
	t.Helper()
	d := disk{t, t.TempDir()}
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=8m", "headwater", d.dir).CombinedOutput(); err != nil {
		t.Skipf("no disk of its own can be mounted here, which takes root on Linux: %v %s", err, out)
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", d.dir).CombinedOutput(); err != nil {
			t.Errorf("unmount: %v %s", err, out)
		}
	})
	return d
}

// fill writes a file that leaves so many bytes of room.
func (d disk) fill(name string, leave int64) {
	d.t.Helper()
	var s syscall.Statfs_t
	if err := syscall.Statfs(d.dir, &s); err != nil {
		d.t.Fatal(err)
	}
	room := int64(s.Bavail)*s.Bsize - leave
	if err := os.WriteFile(filepath.Join(d.dir, name), make([]byte, room), 0o600); err != nil {
		d.t.Fatal(err)
	}
}

func (d disk) readOnly(is bool) {
	d.t.Helper()
	how := "remount,rw"
	if is {
		how = "remount,ro"
	}
	if out, err := exec.Command("mount", "-o", how, d.dir).CombinedOutput(); err != nil {
		d.t.Fatalf("%s: %v %s", how, err, out)
	}
}

// A pgServer is a PostgreSQL that one test may stop.
type pgServer struct {
	t        *testing.T
	bin, dir string
	port     int
	as       *syscall.Credential
	url      string
}

func startPostgres(t *testing.T) *pgServer {
	t.Helper()
	if testing.Short() {
		t.Skip("a PostgreSQL takes seconds to make")
	}
	out, err := exec.Command("../../scripts/need", "where", "postgres").Output()
	if err != nil {
		t.Skip("PostgreSQL is not installed")
	}
	dir, err := os.MkdirTemp("", "hw-pg") // not t.TempDir: another user must reach it, and a socket's path may have 100 bytes
	if err != nil {
		t.Fatal(err)
	}
	pg := &pgServer{t: t, bin: strings.TrimSpace(string(out)), dir: dir}
	if os.Getuid() == 0 { // PostgreSQL refuses to run as root
		u, err := user.Lookup("postgres")
		if err != nil {
			t.Skip("PostgreSQL does not run as root, and there is no user postgres")
		}
		uid, _ := strconv.Atoi(u.Uid)
		gid, _ := strconv.Atoi(u.Gid)
		pg.as = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		if err := os.Chown(dir, uid, gid); err != nil {
			t.Fatal(err)
		}
	}
	pg.program("initdb", "-D", filepath.Join(dir, "data"), "-U", "headwater", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	pg.port = l.Addr().(*net.TCPAddr).Port
	l.Close()
	pg.url = fmt.Sprintf("postgres://headwater@127.0.0.1:%d/postgres?sslmode=disable", pg.port)
	t.Cleanup(func() {
		pg.ctl("-m", "immediate", "stop")
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	pg.start()
	return pg
}

func (pg *pgServer) start() {
	pg.t.Helper()
	options := fmt.Sprintf("-p %d -c listen_addresses=127.0.0.1 -c unix_socket_directories=%s -c fsync=off", pg.port, pg.dir)
	pg.ctl("-w", "-l", filepath.Join(pg.dir, "log"), "-o", options, "start")
}

func (pg *pgServer) ctl(args ...string) {
	pg.t.Helper()
	pg.program("pg_ctl", append([]string{"-s", "-D", filepath.Join(pg.dir, "data")}, args...)...)
}

func (pg *pgServer) program(name string, args ...string) {
	pg.t.Helper()
	cmd := exec.Command(filepath.Join(pg.bin, name), args...)
	cmd.Dir = pg.dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: pg.as}
	said, err := os.Create(filepath.Join(pg.t.TempDir(), "said")) // a file: the server inherits it, and a pipe would stay open
	if err != nil {
		pg.t.Fatal(err)
	}
	defer said.Close()
	cmd.Stdout, cmd.Stderr = said, said
	if err := cmd.Run(); err != nil {
		b, _ := os.ReadFile(said.Name())
		pg.t.Fatalf("%s %q: %v\n%s", name, args, err, b)
	}
}
