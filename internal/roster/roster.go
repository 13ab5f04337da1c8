// Package roster reads the lists of people and teams that somebody pastes: addresses, an outline, a table out of a spreadsheet.
//
// It exists so that what reads such a text stands alone, away from the database that the answer goes into. It is pure: text in, lines out, with the
// number of each for whoever finds something wrong with it. Texts come in the one form of Unicode that names are kept in; whoever calls sees to that.
// It imports the standard library and okr only.
package roster

import (
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
)

const maxBytes = 1 << 20 // of one text

// unify gives a text the line ends of Unix, and takes the mark from its front that some programs put there.
func unify(text string) string {
	return strings.TrimPrefix(strings.ReplaceAll(text, "\r\n", "\n"), "\ufeff")
}

// fault is what is wrong with a line of a text.
func fault(field string, line int, what string) error {
	return okr.Fail(okr.Invalid, field, fmt.Sprintf("Line %d: %s.", line, what))
}

// column finds which cell of a header means a thing; -1 for none.
func column(header []string, words []string) int {
	return slices.IndexFunc(header, func(cell string) bool { return slices.Contains(words, okr.NameKey(cell)) })
}

// table reads separated values with a header; quotes that do not close are an error that names the line.
func table(field, text string, comma rune) (header []string, rows [][]string, lines []int, err error) {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.TrimLeadingSpace = comma, -1, true
	for {
		row, err := r.Read()
		var broken *csv.ParseError
		if errors.As(err, &broken) {
			return nil, nil, nil, fault(field, broken.Line, "the quotes do not match")
		}
		if err != nil {
			return header, rows, lines, nil // io.EOF: a strings.Reader fails in no other way
		}
		line, _ := r.FieldPos(0)
		switch {
		case strings.TrimSpace(strings.Join(row, "")) == "":
		case header == nil:
			header = row
		default:
			rows, lines = append(rows, row), append(lines, line)
		}
	}
}

func cell(row []string, i int) string {
	if i < 0 || i >= len(row) {
		return ""
	}
	return strings.TrimSpace(row[i])
}
