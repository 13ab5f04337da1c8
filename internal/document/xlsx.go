package document

import (
	"bytes"

	"github.com/xuri/excelize/v2"

	"github.com/headwater-okr/headwater/internal/okr"
)

// unzipped bounds what a packed file may become, so that a small one cannot fill the memory.
const unzipped = 200 << 20

// readXLSX reads every sheet of a workbook: values as they are shown, formulas by their last result, merged cells repeated.
func readXLSX(b []byte, o Options) (*Draft, error) {
	f, err := excelize.OpenReader(bytes.NewReader(b), excelize.Options{UnzipSizeLimit: unzipped, UnzipXMLSizeLimit: 20 << 20})
	if err != nil {
		return nil, okr.Fail(okr.Invalid, "file", "This workbook cannot be opened: it is damaged, protected by a password, or unpacks to too much. Save it again as XLSX, or as CSV.")
	}
	defer f.Close()
	d := &Draft{Format: "xlsx"}
	var sheets []sheet
	names := f.GetSheetList()
	for _, name := range names {
		rows, err := f.GetRows(name)
		if err != nil {
			return nil, okr.Fail(okr.Invalid, "file", "The sheet “"+name+"” cannot be read. Save the workbook again, or save that sheet as CSV.")
		}
		merged, err := f.GetMergeCells(name)
		if err != nil {
			return nil, okr.Fail(okr.Invalid, "file", "The sheet “"+name+"” cannot be read. Save the workbook again, or save that sheet as CSV.")
		}
		fill(rows, merged)
		s := sheet{name: name}
		if len(names) == 1 {
			s.name = "" // a single sheet's name says nothing about a team
		}
		for i, r := range rows {
			if err := s.add(i+1, r); err != nil {
				return nil, err
			}
		}
		sheets = append(sheets, s)
	}
	return d, readSheets(d, sheets, o)
}

// fill repeats the value of merged cells in every row that they cover.
func fill(rows [][]string, merged []excelize.MergeCell) {
	for _, m := range merged {
		c1, r1, err1 := excelize.CellNameToCoordinates(m.GetStartAxis())
		_, r2, err2 := excelize.CellNameToCoordinates(m.GetEndAxis())
		if err1 != nil || err2 != nil {
			continue
		}
		for r := r1; r <= min(r2, len(rows)); r++ {
			for len(rows[r-1]) < c1 && len(rows[r-1]) < maxColumns {
				rows[r-1] = append(rows[r-1], "")
			}
			if c1 <= len(rows[r-1]) {
				rows[r-1][c1-1] = m.GetCellValue()
			}
		}
	}
}
