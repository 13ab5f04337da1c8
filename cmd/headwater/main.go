// Command headwater is the whole product: server, operator commands and client in one binary.
//
// It only wires: flags and environment become a configuration, the configuration becomes the parts, and the parts run.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"github.com/headwater-okr/headwater/internal/cli"
	"github.com/headwater-okr/headwater/internal/okr"
)

// version is stamped by the build.
var version = "dev"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Environ(), os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// A config is every setting. It is read once; flags win over the environment.
type config struct {
	Database string `conf:"HEADWATER_DATABASE" default:"headwater.db" placeholder:"FILE|URL" help:"SQLite file, or postgres://user@host/name."`
	Key      string `conf:"HEADWATER_KEY" placeholder:"KEY" help:"Seals the tokens of other tools; beside a SQLite file a key is made in FILE.key unless given."`
	LogLevel string `conf:"HEADWATER_LOG_LEVEL" default:"info" enum:"debug,info,warn,error" help:"How much to log: debug, info, warn or error."`
}

// A program is what the commands share: the streams, the environment and the clock.
type program struct {
	ctx    context.Context
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
	env    map[string]string
	now    func() time.Time
	log    *slog.Logger
	config *config
}

// The commands. Those that open the database are in this package; those that speak HTTP, or need neither, are in cli.
type commands struct {
	config

	Serve    serveCmd    `cmd:"" help:"Serve the pages and the API."`
	Demo     demoCmd     `cmd:"" help:"Seed an example organization and serve it."`
	Migrate  migrateCmd  `cmd:"" help:"Bring the database schema to this version."`
	Backup   backupCmd   `cmd:"" help:"Write the whole database to a file, while the server goes on."`
	Restore  restoreCmd  `cmd:"" help:"Write a backup into an empty database, of either engine."`
	User     userCmd     `cmd:"" help:"Found an organization, invite people, let them in again."`
	Token    tokenCmd    `cmd:"" help:"Make an API token for a member."`
	Key      keyCmd      `cmd:"" help:"Look after the key that secrets of other tools are sealed with."`
	Doctor   doctorCmd   `cmd:"" help:"Look for what is wrong with the installation."`
	Backtest backtestCmd `cmd:"" help:"Say what the forecast is worth, on finished key results."`
	Config   configCmd   `cmd:"" help:"Print the effective configuration, with secrets masked."`
	Version  versionCmd  `cmd:"" help:"Print the version."`

	cli.Commands
}

type exit int

// run is the program. It returns the exit code: cli.ExitCodes explains them.
func run(ctx context.Context, args, environ []string, stdin io.Reader, stdout, stderr io.Writer) (code int) {
	defer func() {
		switch e := recover().(type) {
		case nil:
		case exit:
			code = int(e)
		default:
			panic(e)
		}
	}()
	env := map[string]string{}
	for _, kv := range environ {
		if name, value, ok := strings.Cut(kv, "="); ok && strings.HasPrefix(name, "HEADWATER_") {
			env[name] = value
		}
	}
	var cmd commands
	parser, err := kong.New(&cmd,
		kong.Name("headwater"),
		kong.Description("OKRs that keep strategy in charge of the work."),
		kong.Writers(stdout, stderr),
		kong.Exit(func(code int) { panic(exit(code)) }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, FlagsLast: true}),
		kong.Help(printHelp),
		kong.Resolvers(fromEnv(env)),
	)
	if err != nil {
		fmt.Fprintln(stderr, "headwater:", err)
		return 1
	}
	if err := knownNames(parser, env); err != nil {
		fmt.Fprintln(stderr, "headwater:", err)
		return 2
	}
	if len(args) == 0 || args[0] == "help" {
		args = append(slices.Clone(args[min(1, len(args)):]), "--help")
	}
	kctx, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(stderr, "headwater: %v\nRun \"headwater help\" for the commands, or \"headwater help COMMAND\" for one of them.\n", err)
		return 2
	}
	var level slog.Level
	_ = level.UnmarshalText([]byte(cmd.LogLevel)) // kong has checked the words
	p := &program{
		ctx: ctx, stdin: stdin, stdout: stdout, stderr: stderr, env: env, now: time.Now,
		log:    slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: level})),
		config: &cmd.config,
	}
	client := &cli.Terminal{Context: ctx, Stdin: stdin, Stdout: stdout, Stderr: stderr, Now: p.now, Version: version}
	err = perform(ctx, kctx, p, client)
	if err == nil {
		return 0
	}
	var known *okr.Error
	if errors.Is(err, cli.ErrFindings) {
		return 1
	}
	switch {
	case errors.As(err, &known) && known.Cause != nil:
		fmt.Fprintf(stderr, "headwater: %v\n%v\n", err, known.Cause)
	case known != nil, !errors.Is(err, context.Canceled):
		fmt.Fprintln(stderr, "headwater:", err)
	}
	return cli.ExitCode(err)
}

// perform runs the command. One that only reads and computes is left where it is when the program is told to stop; the others put away what they do.
func perform(ctx context.Context, kctx *kong.Context, p *program, client *cli.Terminal) error {
	if _, local := kctx.Selected().Target.Addr().Interface().(cli.Local); !local {
		return kctx.Run(p, client)
	}
	done := make(chan error, 1)
	go func() { done <- kctx.Run(p, client) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// printHelp is kong's help, and for the whole program the exit codes below it.
func printHelp(o kong.HelpOptions, ctx *kong.Context) error {
	if err := kong.DefaultHelpPrinter(o, ctx); err != nil || ctx.Selected() != nil {
		return err
	}
	_, err := fmt.Fprintf(ctx.Stdout, "\nExit codes:\n%s", cli.ExitCodes())
	return err
}

// fromEnv lets every flag with a conf tag be set by that environment variable.
func fromEnv(env map[string]string) kong.Resolver {
	return kong.ResolverFunc(func(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
		if v, ok := env[flag.Tag.Get("conf")]; ok {
			return v, nil
		}
		return nil, nil
	})
}

// knownNames refuses an environment variable HEADWATER_… that nothing reads: it is a typing mistake that would stay unseen.
func knownNames(parser *kong.Kong, env map[string]string) error {
	known := []string{"HEADWATER_TEST_POSTGRES", "HEADWATER_CHROMIUM"} // read by the tests
	var walk func(n *kong.Node)
	walk = func(n *kong.Node) {
		for _, f := range n.Flags {
			known = append(known, f.Tag.Get("conf"))
		}
		for _, c := range n.Children {
			walk(c)
		}
	}
	walk(parser.Model.Node)
	for name := range env {
		if !slices.Contains(known, name) {
			return fmt.Errorf("the environment has %s, which is no setting of Headwater; 'headwater config' lists them", name)
		}
	}
	return nil
}

type versionCmd struct{}

func (versionCmd) Help() string { return "Example:\n  headwater version" }

func (versionCmd) Run(p *program) error {
	_, err := fmt.Fprintln(p.stdout, "headwater", version)
	return err
}
