package okr

import "testing"

func TestText(t *testing.T) {
	for _, tt := range []struct{ what, got, want string }{
		{"lines and tabs are one line", OneLine(" one\t two\r\n\x07three\u00a0"), "one two three"},
		{"what is no text stays to be refused", OneLine("a\x00 b"), "a\x00 b"},
		{"case and space make no other name", NameKey(" Équipe A\t"), NameKey("équipe a")},
		{"short enough", Cut("café", 5), "café"},
		{"never half a character", Cut("café", 4), "caf"},
		{"without what is no text", Cut("c\x00a\xfff", 3), "caf"},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: %q, want %q", tt.what, tt.got, tt.want)
		}
	}
}
