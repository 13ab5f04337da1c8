// Package cli holds the subcommands that are clients: they speak HTTP to a server with a token, or need no server at all.
//
// It imports app's types and the pure packages, never store.
package cli

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/headwater-okr/headwater/internal/okr"
)

// A Terminal is what a command reads from and writes to.
type Terminal struct {
	Context context.Context
	Stdin   io.Reader
	Stdout  io.Writer
	Stderr  io.Writer
	Now     func() time.Time
}

// Commands are the client's subcommands, embedded in the program's.
type Commands struct {
	CheckIn CheckInCmd `cmd:"" name:"checkin" help:"Check in on a key result, or list what is due."`
	List    ListCmd    `cmd:"" help:"List the objectives of a cycle with their key results."`
	Import  ImportCmd  `cmd:"" help:"Read an OKR document into Headwater, or show what would be read."`
	Judge   JudgeCmd   `cmd:"" help:"Read sentences as a coach would: what they say, and what is missing."`
	Lint    LintCmd    `cmd:"" help:"Judge OKR documents, as a compiler reads code."`
	Rules   RulesCmd   `cmd:"" help:"The catalogue of the judge's rules."`
	Export  ExportCmd  `cmd:"" help:"Write everything that you may see as YAML, JSON, CSV, XLSX or Markdown."`
}

// ExitCode maps an error to the program's exit code.
//
//	0 done · 1 failed · 2 wrong usage or invalid input · 3 not found · 4 conflict · 5 not signed in or forbidden · 6 too many requests
func ExitCode(err error) int {
	var e *okr.Error
	if err == nil {
		return 0
	}
	if !errors.As(err, &e) {
		return 1
	}
	return exitCodes[e.Kind]
}

var exitCodes = map[okr.ErrorKind]int{
	okr.Invalid: 2, okr.NotFound: 3, okr.Conflict: 4, okr.Forbidden: 5, okr.Unauthenticated: 5, okr.TooMany: 6,
}
