package source

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/headwater-okr/headwater/internal/document"
	"github.com/headwater-okr/headwater/internal/okr"
)

// A csvSource reads a CSV file at an address. It is always read whole, unless its ETag says that it is as it was.
type csvSource struct {
	*fetcher
	address string
}

func newCSV(f *fetcher, address string) *csvSource {
	f.name = "The address of the file"
	if f.token != "" {
		f.auth = "Bearer " + f.token
	}
	return &csvSource{fetcher: f, address: address}
}

func (s *csvSource) Sample(ctx context.Context) ([]okr.OutsideItem, error) { return sample(ctx, s) }

func (s *csvSource) Read(ctx context.Context, from string, whole bool, give func([]okr.OutsideItem) error) (string, bool, error) {
	if s.address == "" {
		return from, false, okr.Fail(okr.Invalid, "base_url", "This file is uploaded. Choose a newer one to bring the mirror up to date.")
	}
	c := cursorOf(from, whole)
	if c.URL != s.address {
		c = cursor{}
	}
	var b []byte
	h, err := s.get(ctx, s.address, c.ETag, &b)
	if errors.Is(err, errUnchanged) {
		return from, false, nil
	}
	if err != nil {
		return from, false, err
	}
	if err := CSV(bytes.NewReader(b), give); err != nil {
		return from, false, err
	}
	return cursor{URL: s.address, ETag: h.Get("ETag")}.String(), true, nil
}

func (s *csvSource) One(context.Context, string) (okr.OutsideItem, error) {
	return okr.OutsideItem{}, okr.ErrReadAll
}

// csvBatch is how many lines are given at once.
const csvBatch = 500

// CSV gives the items of a file with a line of headings, in batches. Its separator is a comma, a semicolon or a tab. An item is known by its key or id, and by
// its title where it has neither.
func CSV(r io.Reader, give func([]okr.OutsideItem) error) error {
	b, err := io.ReadAll(io.LimitReader(r, maxBody+1))
	switch {
	case err != nil:
		return err
	case len(b) > maxBody:
		return okr.Fail(okr.Invalid, "file", "This file is larger than 16 MB. Export a part of it.")
	}
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	if !utf8.Valid(b) {
		return okr.Fail(okr.Invalid, "file", "This file is not text in UTF-8. Export it as CSV UTF-8.")
	}
	lines := csv.NewReader(bytes.NewReader(b))
	lines.Comma, lines.FieldsPerRecord, lines.LazyQuotes, lines.TrimLeadingSpace = separator(b), -1, true, true
	head, err := lines.Read()
	if err != nil {
		return okr.Fail(okr.Invalid, "file", "This file is empty. It needs a line of headings, and below it a line for each item.")
	}
	head = slices.Clone(head)
	table := document.NewWorkTable(head)
	if !table.Names() {
		return okr.Fail(okr.Invalid, "file", "No column is headed Title, Summary or Name. Name the column that says what each item is.")
	}
	var list []okr.OutsideItem
	seen := map[string]bool{}
	for {
		row, err := lines.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return okr.Fail(okr.Invalid, "file", "Line "+strconv.Itoa(lineOf(err))+" cannot be read: a quotation mark is open there.")
		}
		it := table.Item(row)
		if it.Title == "" || seen[it.External] {
			continue
		}
		seen[it.External] = true
		if list = append(list, it); len(list) == csvBatch {
			if err := give(list); err != nil {
				return err
			}
			list = nil
		}
	}
	if len(list) == 0 {
		return nil
	}
	return give(list)
}

func lineOf(err error) int {
	var p *csv.ParseError
	if errors.As(err, &p) {
		return p.StartLine
	}
	return 0
}

// separator is what stands most often in the first line.
func separator(b []byte) rune {
	line, _, _ := bytes.Cut(b, []byte("\n"))
	best, most := ',', bytes.Count(line, []byte(","))
	for _, r := range ";\t" {
		if n := bytes.Count(line, []byte(string(r))); n > most {
			best, most = r, n
		}
	}
	return best
}
