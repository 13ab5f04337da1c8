package document

import (
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// placeYAML gives the objectives and key results of a plan the lines in which their titles stand. What it does not find keeps line 0.
func placeYAML(b []byte, list []Objective) {
	file, err := parser.ParseBytes(b, 0)
	if err != nil || len(file.Docs) == 0 {
		return
	}
	placeObjectives(valueOf(file.Docs[0].Body, "objectives"), list)
}

func placeObjectives(n ast.Node, list []Objective) {
	for i, item := range itemsOf(n) {
		if i >= len(list) {
			return
		}
		list[i].Line = titleLine(item)
		for k, kr := range itemsOf(valueOf(item, "key_results")) {
			if k < len(list[i].KeyResults) {
				list[i].KeyResults[k].Line = titleLine(kr)
			}
		}
		placeObjectives(valueOf(item, "objectives"), list[i].Objectives)
	}
}

// plain is a node without the anchor or the tag in front of it.
func plain(n ast.Node) ast.Node {
	switch n := n.(type) {
	case *ast.AnchorNode:
		return plain(n.Value)
	case *ast.TagNode:
		return plain(n.Value)
	}
	return n
}

func itemsOf(n ast.Node) []ast.Node {
	if s, ok := plain(n).(*ast.SequenceNode); ok {
		return s.Values
	}
	return nil
}

func valueOf(n ast.Node, key string) ast.Node {
	if m, ok := plain(n).(*ast.MappingNode); ok {
		for _, v := range m.Values {
			if v.Key.String() == key {
				return v.Value
			}
		}
	}
	return nil
}

// titleLine is the line of a sentence, or of the title of a mapping.
func titleLine(n ast.Node) int {
	if title := valueOf(n, "title"); title != nil {
		n = title
	}
	if n = plain(n); n == nil || n.GetToken() == nil {
		return 0
	}
	return n.GetToken().Position.Line
}
