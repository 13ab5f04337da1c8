// Package cli holds the subcommands that are clients: they speak HTTP to a server with a token, or need no server at all.
//
// It imports app's types and the pure packages, never store.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
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
	Version string // of the program; "" is not known
}

// Commands are the client's subcommands, embedded in the program's.
type Commands struct {
	CheckIn CheckInCmd `cmd:"" name:"checkin" help:"Check in on a key result, or list what is due."`
	List    ListCmd    `cmd:"" help:"List the objectives of a cycle with their key results."`
	Import  ImportCmd  `cmd:"" help:"Read an OKR document into Headwater, or show what would be read."`
	Judge   JudgeCmd   `cmd:"" help:"Read sentences as a coach would: what they say, and what is missing."`
	Lint    LintCmd    `cmd:"" help:"Judge OKR documents, as a compiler reads code."`
	Rules   RulesCmd   `cmd:"" help:"The catalogue of the judge's rules."`
	Trap    TrapCmd    `cmd:"" help:"Say which key results were in the backlog before."`
	Receive ReceiveCmd `cmd:"" help:"Take a mail from a mail server, and make a check-in of the answer."`
	Export  ExportCmd  `cmd:"" help:"Write everything that you may see as YAML, JSON, CSV, XLSX or Markdown."`
}

// A Local command only reads and computes: it may be stopped anywhere.
type Local interface{ local() }

func (*JudgeCmd) local() {}
func (*LintCmd) local()  {}
func (*TrapCmd) local()  {}

// An exitCode is what the program ends with, and why.
type exitCode struct {
	code  int
	kinds []okr.ErrorKind
	means string
}

var exitCodes = []exitCode{
	{0, nil, "done"},
	{1, nil, "failed, or lint has findings"},
	{2, []okr.ErrorKind{okr.Invalid}, "wrong usage, or an input that cannot be taken"},
	{3, []okr.ErrorKind{okr.NotFound}, "not found, or not for you to see"},
	{4, []okr.ErrorKind{okr.Conflict}, "in conflict with what stands now"},
	{5, []okr.ErrorKind{okr.Unauthenticated, okr.Forbidden}, "no valid token, or not allowed"},
	{6, []okr.ErrorKind{okr.TooMany}, "too many requests; try again later"},
	{7, []okr.ErrorKind{okr.Unavailable}, "not possible at the moment: the database is away, full, read-only or busy"},
}

// ExitCode maps an error to the program's exit code.
func ExitCode(err error) int {
	if err == nil {
		return 0
	}
	var mail mailFault
	if errors.As(err, &mail) {
		return mail.code
	}
	var e *okr.Error
	if errors.As(err, &e) {
		for _, x := range exitCodes {
			if slices.Contains(x.kinds, e.Kind) {
				return x.code
			}
		}
	}
	return 1
}

// ExitCodes lists the exit codes with what they mean, a line each.
func ExitCodes() string {
	var b strings.Builder
	for _, x := range exitCodes {
		fmt.Fprintf(&b, "  %d  %s\n", x.code, x.means)
	}
	return b.String()
}
