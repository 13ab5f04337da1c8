package web

import (
	"net/http/httptest"
	"net/netip"
	"testing"
)

// Who reads through a proxy that is believed is told from others; what anybody may have written is not believed.
func TestRemote(t *testing.T) {
	s := &server{Options{Proxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128"), netip.MustParsePrefix("10.0.0.7/32")}}}
	for _, c := range []struct {
		from      string
		forwarded []string
		want      string
	}{
		{"203.0.113.9:4711", nil, "203.0.113.9"},
		{"203.0.113.9:4711", []string{"198.51.100.1"}, "203.0.113.9"},
		{"127.0.0.1:4711", nil, "127.0.0.1"},
		{"127.0.0.1:4711", []string{"198.51.100.1"}, "198.51.100.1"},
		{"[::1]:4711", []string{"2001:db8::1"}, "2001:db8::1"},
		{"[::ffff:127.0.0.1]:4711", []string{"198.51.100.1"}, "198.51.100.1"},
		{"127.0.0.1:4711", []string{"192.0.2.1, 198.51.100.1"}, "198.51.100.1"},
		{"127.0.0.1:4711", []string{"192.0.2.1", "198.51.100.1,10.0.0.7"}, "198.51.100.1"},
		{"127.0.0.1:4711", []string{"198.51.100.1, nonsense"}, "127.0.0.1"},
		{"127.0.0.1:4711", []string{"10.0.0.7"}, "10.0.0.7"},
		{"10.0.0.8:4711", []string{"198.51.100.1"}, "10.0.0.8"},
		{"@", []string{"198.51.100.1"}, "@"}, // a socket
	} {
		r := httptest.NewRequestWithContext(t.Context(), "POST", "/sign-in", nil)
		r.RemoteAddr = c.from
		r.Header["X-Forwarded-For"] = c.forwarded
		if got := (&request{Request: r, s: s}).remote(); got != c.want {
			t.Errorf("from %s for %q it is %s, want %s", c.from, c.forwarded, got, c.want)
		}
	}
}
