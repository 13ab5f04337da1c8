package okr

import "strings"

// A Piece is a run of words of two texts that are compared.
type Piece struct {
	Text string    `json:"text"`
	Is   PieceKind `json:"is"`
}

// A PieceKind says in which of the two texts a piece is.
type PieceKind string

// The kinds.
const (
	PieceSame  PieceKind = "same"
	PieceAdded PieceKind = "added" // in the later text alone
	PieceGone  PieceKind = "gone"  // in the earlier text alone
)

// mostWords is how many words of each text are compared: beyond, a text is taken as a whole.
const mostWords = 1500

// CompareWords says which words of a text went and which came, in the order in which they are read. The pieces that are not added are the words of old, those that are
// not gone the words of now.
func CompareWords(old, now string) []Piece {
	a, b := strings.Fields(old), strings.Fields(now)
	var out []Piece
	put := func(is PieceKind, words ...string) {
		if len(words) == 0 {
			return
		}
		text := strings.Join(words, " ")
		if n := len(out); n > 0 && out[n-1].Is == is {
			out[n-1].Text += " " + text
			return
		}
		out = append(out, Piece{text, is})
	}
	if len(a) > mostWords || len(b) > mostWords {
		put(PieceGone, a...)
		put(PieceAdded, b...)
		return out
	}
	// common[i][j] is the length of the longest common sequence of a[i:] and b[j:].
	common := make([][]int32, len(a)+1)
	for i := range common {
		common[i] = make([]int32, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			put(PieceSame, a[i])
			i, j = i+1, j+1
		case common[i+1][j] >= common[i][j+1]:
			put(PieceGone, a[i])
			i++
		default:
			put(PieceAdded, b[j])
			j++
		}
	}
	put(PieceGone, a[i:]...)
	put(PieceAdded, b[j:]...)
	return out
}
