package outgoing

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
)

func TestPublic(t *testing.T) {
	for _, c := range []struct {
		addr string
		want bool
	}{
		{"93.184.216.34", true}, {"2606:2800:220:1:248:1893:25c8:1946", true}, {"172.32.0.1", true}, {"100.128.0.1", true},
		{"127.0.0.1", false}, {"127.8.8.8", false}, {"0.0.0.0", false}, {"0.1.2.3", false}, {"10.1.2.3", false}, {"172.16.0.1", false}, {"172.31.255.255", false},
		{"192.168.0.1", false}, {"169.254.169.254", false}, {"100.64.0.1", false}, {"198.18.0.1", false}, {"224.0.0.1", false}, {"240.0.0.1", false}, {"255.255.255.255", false},
		{"::", false}, {"::1", false}, {"fe80::1", false}, {"fe80::1%eth0", false}, {"fc00::1", false}, {"fd12::1", false}, {"ff02::1", false}, {"fec0::1", false}, {"2001:db8::1", false},
		{"::ffff:127.0.0.1", false}, {"::ffff:93.184.216.34", true}, {"::127.0.0.1", false},
		{"64:ff9b::7f00:1", false}, {"64:ff9b::a9fe:a9fe", false}, {"64:ff9b::5db8:d822", true}, {"2002:7f00:1::1", false}, {"2002:5db8:d822::1", true},
	} {
		if got := Public(netip.MustParseAddr(c.addr)); got != c.want {
			t.Errorf("Public(%s) = %v, want %v", c.addr, got, c.want)
		}
	}
}

func TestRanges(t *testing.T) {
	got, err := Ranges("10.0.0.0/8, 192.168.1.7 fd00::/8")
	if err != nil || len(got) != 3 || !got[1].Contains(netip.MustParseAddr("192.168.1.7")) || got[1].Contains(netip.MustParseAddr("192.168.1.8")) {
		t.Errorf("Ranges = %v, %v", got, err)
	}
	if none, err := Ranges(" "); err != nil || none != nil {
		t.Errorf("Ranges of nothing = %v, %v", none, err)
	}
	if _, err := Ranges("jira.example.org"); err == nil {
		t.Error("a name is no range, and was taken")
	}
}

// A server on this machine is reached when it is allowed, and never else, whatever name leads to it.
func TestOnlyWhatIsAllowed(t *testing.T) {
	reached := 0
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached++ }))
	defer s.Close()
	byName := strings.Replace(s.URL, "127.0.0.1", "localhost", 1) // resolved only when it is connected to
	for _, address := range []string{s.URL, byName} {
		var refused *Refused
		if _, err := Client(nil).Get(address); !errors.As(err, &refused) || !strings.Contains(err.Error(), "HEADWATER_ALLOW_PRIVATE") {
			t.Errorf("%s: %v", address, err)
		}
	}
	other, _ := Ranges("10.0.0.0/8")
	if _, err := Client(other).Get(s.URL); err == nil {
		t.Error("another network was allowed, and this one was reached")
	}
	if reached != 0 {
		t.Errorf("the server was reached %d times", reached)
	}
	own, _ := Ranges("127.0.0.0/8, ::1")
	for _, address := range []string{s.URL, byName} {
		r, err := Client(own).Get(address)
		if err != nil {
			t.Fatal(err)
		}
		r.Body.Close() //nolint:errcheck // nothing was read
	}
	if reached != 2 {
		t.Errorf("the server was reached %d times, want 2", reached)
	}
}

// A redirect is a connection like any other.
func TestRedirectsAreChecked(t *testing.T) {
	reached := false
	inner := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true }))
	defer inner.Close()
	to := strings.Replace(inner.URL, "127.0.0.1", "127.0.0.2", 1)
	outer := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, http.StatusFound) }))
	defer outer.Close()
	first, _ := Ranges("127.0.0.1")
	var refused *Refused
	if _, err := Client(first).Get(outer.URL); !errors.As(err, &refused) || refused.Addr.String() != "127.0.0.2" {
		t.Errorf("the redirect: %v", err)
	}
	if reached {
		t.Error("the second server was reached")
	}
	loop := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path+"x", http.StatusFound) }))
	defer loop.Close()
	if _, err := Client(first).Get(loop.URL + "/"); err == nil || !strings.Contains(err.Error(), "again and again") {
		t.Errorf("a redirect without an end: %v", err)
	}
}
