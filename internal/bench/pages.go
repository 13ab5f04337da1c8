package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"slices"
	"sync"
	"time"

	"github.com/headwater-okr/headwater/internal/store"
)

// pages reads pages as a browser does, alone for the bytes and by many for the time.
func pages(show func(row)) error {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return err
	}
	client := &http.Client{Jar: jar, Transport: &http.Transport{MaxIdleConnsPerHost: clients, DisableCompression: true}}
	base := "http://" + at
	resp, err := client.PostForm(base+"/sign-in", url.Values{"email": {"kim@bench.example"}, "password": {password}})
	if err != nil {
		return err
	}
	resp.Body.Close()
	get := func(path string) (int, string, error) {
		req, err := http.NewRequest(http.MethodGet, base+path, nil)
		if err != nil {
			return 0, "", err
		}
		req.Header.Set("Accept-Encoding", "gzip")
		resp, err := client.Do(req)
		if err != nil {
			return 0, "", err
		}
		defer resp.Body.Close()
		b, err := io.ReadAll(resp.Body)
		if resp.StatusCode != http.StatusOK {
			err = errors.Join(err, fmt.Errorf("%s answered %s", path, resp.Status))
		}
		return len(b), string(b), err
	}
	week, _, err := get("/bench/week")
	if err != nil {
		return err
	}
	plain, err := client.Get(base + "/bench/week")
	if err != nil {
		return err
	}
	html, err := io.ReadAll(plain.Body)
	plain.Body.Close()
	if err != nil {
		return err
	}
	first := week
	for _, m := range regexp.MustCompile(`(?:href|src)="(/static/[^"]+)"`).FindAllStringSubmatch(string(html), -1) {
		n, _, err := get(m[1])
		if err != nil {
			return err
		}
		first += n
	}
	show(row{"bytes of a first page view, compressed", kB(first), "", "", "≤ 120 kB"})
	show(row{"bytes of a next one, compressed", kB(week), "", "", "≤ 20 kB"})
	static, err := load(func() error { _, _, err := get("/static/app.css"); return err })
	if err != nil {
		return err
	}
	for _, page := range [][2]string{{"This week", "/bench/week"}, {"an objective", fmt.Sprintf("/bench/objectives/O-%d", *medium/5)}} {
		name, path := page[0], page[1]
		t, err := load(func() error { _, _, err := get(path); return err })
		if err != nil {
			return err
		}
		for _, p := range []float64{0.5, 0.99} {
			i := int(p * float64(len(t)-1))
			show(row{fmt.Sprintf("%s, p%.0f of %d clients, beside a static file", name, p*100, clients), ms(t[i]), ms(static[i]), ratio(t[i], static[i]), ""})
		}
	}
	return nil
}

// load makes requests from many clients at once, and returns how long each took, the shortest first.
func load(get func() error) ([]time.Duration, error) {
	took := make([]time.Duration, requests)
	errs := make([]error, clients)
	var wg sync.WaitGroup
	for c := range clients {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := c; i < requests; i += clients {
				started := time.Now()
				errs[c] = errors.Join(errs[c], get())
				took[i] = time.Since(started)
			}
		}()
	}
	wg.Wait()
	slices.Sort(took)
	return took, errors.Join(errs...)
}

// statements counts those of the pages that are open all day, with session, organization and membership.
func (w *world) statements(show func(row)) error {
	for _, page := range []struct {
		name string
		read func(context.Context) error
	}{
		{"This week", func(ctx context.Context) error { _, err := w.app.Week(ctx, w.actor); return err }},
		{"an objective", func(ctx context.Context) error {
			_, err := w.app.Objective(ctx, w.actor, fmt.Sprintf("O-%d", *medium/5))
			if err == nil {
				_, err = w.app.Around(ctx, w.actor)
			}
			return err
		}},
	} {
		ctx, n := store.CountQueries(w.ctx)
		if _, err := w.app.ActorOf(ctx, w.secret, w.actor.Org.Slug); err != nil {
			return err
		}
		if err := page.read(ctx); err != nil {
			return err
		}
		show(row{"statements of " + page.name, fmt.Sprint(n.Load()), "", "", "≤ 12"})
	}
	return nil
}
