package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/alecthomas/kong"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/headwater-okr/headwater/internal/cli"
)

// The program is tested as a terminal sees it: each script in testdata/script runs it as a process of its own. Beside what testscript has
// there are two commands, and $EXAMPLES is docs/examples:
//
//	exits CODE ARGS…   runs headwater, which must end with this code
//	server             founds an organization with the program, serves it on a free port, and sets HEADWATER_URL and HEADWATER_TOKEN
//	server stop        tells that server to stop, and waits until it has
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"headwater": main})
}

func TestScripts(t *testing.T) {
	examples, err := filepath.Abs(filepath.Join("..", "..", "docs", "examples"))
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Setup: func(e *testscript.Env) error {
			e.Setenv("EXAMPLES", examples)
			e.Setenv("GORACE", os.Getenv("GORACE"))
			return nil
		},
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "server": server},
	})
}

func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: exits CODE [ARG…]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec("headwater", args[1:]...)
	got := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

const (
	ownerEmail    = "kim@acme.example"
	ownerPassword = "over the river and back"
)

var listening = regexp.MustCompile(`msg=listening addr=(\S+)`)

func server(ts *testscript.TestScript, neg bool, args []string) {
	stop := len(args) == 1 && args[0] == "stop"
	if neg || len(args) > 0 && !stop {
		ts.Fatalf("usage: server [stop]")
	}
	pidFile := ts.MkAbs("server.pid")
	if stop {
		pid, err := strconv.Atoi(ts.ReadFile(pidFile))
		ts.Check(err)
		process, err := os.FindProcess(pid)
		ts.Check(err)
		ts.Check(process.Signal(syscall.SIGTERM))
		_, err = os.Stat(pidFile)
		for end := time.Now().Add(10 * time.Second); err == nil && time.Now().Before(end); _, err = os.Stat(pidFile) {
			time.Sleep(5 * time.Millisecond)
		}
		if err == nil {
			ts.Fatalf("the server did not stop within 10 seconds")
		}
		return
	}
	ts.Setenv("HEADWATER_DATABASE", ts.MkAbs("acme.db"))
	program := func(stdin string, args ...string) *exec.Cmd {
		cmd := exec.Command("headwater", args...)
		cmd.Dir, cmd.Stdin = ts.MkAbs("."), strings.NewReader(stdin)
		cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HEADWATER_DATABASE=" + ts.Getenv("HEADWATER_DATABASE")}
		return cmd
	}
	out, err := program(ownerPassword+"\n", "user", "owner", "--organization", "Acme", "--name", "Kim Berg", ownerEmail).CombinedOutput()
	if err != nil {
		ts.Fatalf("user owner: %v\n%s", err, out)
	}
	token, err := program("", "token", "--org", "acme", ownerEmail).Output()
	ts.Check(err)
	ts.Setenv("HEADWATER_TOKEN", strings.TrimSpace(string(token)))

	cmd := program("", "serve", "--addr", "127.0.0.1:0")
	cmd.Env = append(cmd.Env, "HEADWATER_REPLY_TO="+ts.Getenv("HEADWATER_REPLY_TO"))
	log, err := cmd.StderrPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	ended := make(chan struct{})
	ts.Defer(func() { // if the script has not stopped it
		_ = cmd.Process.Signal(syscall.SIGTERM)
		<-ended
	})
	ts.Check(os.WriteFile(pidFile, []byte(strconv.Itoa(cmd.Process.Pid)), 0o600))
	address := make(chan string, 1)
	go func() {
		defer close(ended)
		kept, _ := os.Create(filepath.Join(filepath.Dir(pidFile), "server.log"))
		lines := bufio.NewScanner(io.TeeReader(log, kept))
		for lines.Scan() {
			if m := listening.FindStringSubmatch(lines.Text()); m != nil {
				address <- m[1]
			}
		}
		_ = cmd.Wait()
		_ = kept.Close()
		_ = os.Remove(pidFile)
	}()
	select {
	case addr := <-address:
		ts.Setenv("HEADWATER_URL", "http://"+addr)
	case <-ended:
		ts.Fatalf("the server ended:\n%s", ts.ReadFile("server.log"))
	case <-time.After(20 * time.Second):
		ts.Fatalf("the server did not begin to listen")
	}
}

// Every command shows an example of itself, which begins with its own name, and has a script.
func TestEveryCommandHasAnExampleAndAScript(t *testing.T) {
	var cmd commands
	parser, err := kong.New(&cmd, kong.Name("headwater"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range parser.Model.Leaves(true) {
		name := strings.TrimPrefix(c.FullPath(), "headwater ")
		example := regexp.MustCompile(`Examples?:\n(?:  .*\n)*  .*headwater ` + regexp.QuoteMeta(name) + `\b`)
		if !example.MatchString(c.Detail) {
			t.Errorf("the help of %q shows no example of it:\n%s", name, c.Detail)
		}
		file := filepath.Join("testdata", "script", strings.Fields(name)[0]+".txtar")
		b, err := os.ReadFile(file)
		if err != nil {
			t.Error(err)
			continue
		}
		right := regexp.MustCompile(`(?m)^(exec headwater|exits 0) ` + regexp.QuoteMeta(name) + `\b`)
		wrong := regexp.MustCompile(`(?m)^exits [1-9] ` + regexp.QuoteMeta(name) + `\b`)
		if !right.Match(b) || !wrong.Match(b) {
			t.Errorf("%s has no right or no wrong use of %q", file, name)
		}
	}
}

// The README lists the exit codes as the program does.
func TestREADMEListsTheExitCodes(t *testing.T) {
	b, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(cli.ExitCodes()) {
		code, means, _ := strings.Cut(strings.TrimSpace(line), "  ")
		if row := fmt.Sprintf("| %s | %s |\n", code, means); !strings.Contains(string(b), row) {
			t.Errorf("README.md has no row %q", row)
		}
	}
}
