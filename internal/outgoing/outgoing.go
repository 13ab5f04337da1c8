// Package outgoing is the HTTP client for addresses that people write: mirrors, webhooks, notifications.
//
// Whoever may write an address must not be able to reach what only this machine reaches: the cloud's metadata, a database without a password, a
// neighbour's printer. So every connection is checked after its name was resolved, at the moment it is made, for redirects too; a name that changes
// its mind between a check and the connection gains nothing. It imports nothing of ours.
package outgoing

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"syscall"
	"time"
)

// A Refused says that an address was not connected to, because it is not on the public internet and was not allowed.
type Refused struct{ Addr netip.Addr }

func (r *Refused) Error() string {
	return fmt.Sprintf("this leads to %s, which is not on the public internet. If it is meant, whoever runs Headwater allows it with HEADWATER_ALLOW_PRIVATE", r.Addr)
}

// Ranges reads networks and single addresses, separated by commas or spaces: "10.0.0.0/8, 192.168.1.7".
func Ranges(list string) ([]netip.Prefix, error) {
	var out []netip.Prefix
	for _, word := range strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' }) {
		p, err := netip.ParsePrefix(word)
		if err != nil {
			a, err := netip.ParseAddr(word)
			if err != nil {
				return nil, fmt.Errorf("%q is neither a network such as 10.0.0.0/8 nor an address such as 192.168.1.7", word)
			}
			p = netip.PrefixFrom(a, a.BitLen())
		}
		out = append(out, p.Masked())
	}
	return out, nil
}

// maxRedirects is how many redirects are followed.
const maxRedirects = 5

// Client returns a client that connects to the public internet and to the allowed networks, and to nothing else. It uses no proxy, because a
// proxy would connect to what this refuses. Each phase of a request has a bound; the whole of one is for its context to bound.
func Client(allow []netip.Prefix) *http.Client {
	dialer := &net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second, ControlContext: func(_ context.Context, network, address string, _ syscall.RawConn) error {
		return check(network, address, allow)
	}}
	return &http.Client{
		Transport: &http.Transport{
			DialContext:            dialer.DialContext,
			ForceAttemptHTTP2:      true,
			MaxIdleConns:           20,
			MaxIdleConnsPerHost:    2,
			IdleConnTimeout:        90 * time.Second,
			TLSHandshakeTimeout:    10 * time.Second,
			ResponseHeaderTimeout:  30 * time.Second,
			MaxResponseHeaderBytes: 64 << 10,
		},
		CheckRedirect: func(r *http.Request, via []*http.Request) error {
			switch first := via[0]; {
			case len(via) > maxRedirects:
				return errors.New("it redirects again and again")
			case r.URL.Scheme != "https" && first.URL.Scheme == "https":
				return errors.New("it redirects from https to http")
			}
			return nil
		},
	}
}

// check refuses an address that was resolved.
func check(network, address string, allow []netip.Prefix) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil || network != "tcp4" && network != "tcp6" {
		return fmt.Errorf("this is no address of the internet: %s %s", network, address)
	}
	addr := to.Addr().Unmap().WithZone("")
	for _, p := range allow {
		if p.Contains(addr) {
			return nil
		}
	}
	if Public(addr) {
		return nil
	}
	return &Refused{Addr: addr}
}

// special are networks that netip has no word for and that are not the public internet, by RFC 6890 and its successors.
var special = func() (out []netip.Prefix) {
	for _, p := range strings.Fields(`0.0.0.0/8 100.64.0.0/10 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 240.0.0.0/4
 100::/64 2001::/23 2001:db8::/32 3fff::/20 5f00::/16 fec0::/10`) {
		out = append(out, netip.MustParsePrefix(p))
	}
	return out
}()

// carriers are the networks of IPv6 that carry an address of IPv4, and where it begins in them, in bytes.
var carriers = map[netip.Prefix]int{
	netip.MustParsePrefix("64:ff9b::/96"):   12, // NAT64
	netip.MustParsePrefix("64:ff9b:1::/48"): 12,
	netip.MustParsePrefix("2002::/16"):      2, // 6to4
	netip.MustParsePrefix("::/96"):          12,
}

// Public answers whether an address is on the public internet.
func Public(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	if !a.IsGlobalUnicast() || a.IsPrivate() || a.IsLoopback() || a.IsLinkLocalUnicast() {
		return false
	}
	for _, p := range special {
		if p.Contains(a) {
			return false
		}
	}
	for p, at := range carriers {
		if b := a.As16(); a.Is6() && p.Contains(a) {
			return Public(netip.AddrFrom4([4]byte(b[at : at+4])))
		}
	}
	return true
}
