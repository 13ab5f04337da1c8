package main

import (
	"io"
	"net/http"
	"net/netip"
	"time"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/outgoing"
	"github.com/headwater-okr/headwater/internal/source"
)

// sources are what mirrors are read by: the sources, with the client that keeps to the public internet and to the networks that are allowed.
type sources struct {
	client *http.Client
	now    func() time.Time
}

func newSources(private string, now func() time.Time) (sources, error) {
	allow, err := allowed(private)
	return sources{client: outgoing.Client(allow), now: now}, err
}

// allowed reads the setting of private networks that may be reached.
func allowed(private string) ([]netip.Prefix, error) {
	allow, err := outgoing.Ranges(private)
	if err != nil {
		return nil, okr.Fail(okr.Invalid, "HEADWATER_ALLOW_PRIVATE", "Write networks and addresses, for example 10.0.0.0/8, 192.168.1.7.")
	}
	return allow, nil
}

func (s sources) Open(m okr.Mirror, token string) (app.Source, error) {
	return source.Open(source.Config{Mirror: m, Token: token, Client: s.client, Now: s.now})
}

func (sources) CSV(r io.Reader, give func([]okr.OutsideItem) error) error { return source.CSV(r, give) }

func (s sources) Hook(kind okr.MirrorKind, header map[string][]string, body []byte, secret string) ([]string, bool, error) {
	return source.Hook(kind, header, body, secret, s.now())
}
