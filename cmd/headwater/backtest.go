package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"text/tabwriter"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/forecast"
	"github.com/headwater-okr/headwater/internal/okr"
)

// A backtestCmd says what the forecast is worth, on simulated key results and on an organization's own.
type backtestCmd struct {
	Org    string `placeholder:"SLUG" help:"Also look back on what this organization has finished."`
	Count  int    `default:"1200" help:"How many key results to simulate; 0 for none."`
	Seed   uint64 `default:"1" help:"The same seed simulates the same key results."`
	Format string `enum:"text,json" default:"text" help:"text or json."`
}

func (backtestCmd) Help() string {
	return "Forecasts finished key results with what was known at a quarter, half and three quarters of their time, and compares the forecast with the " +
		"base rate, a straight line and people's own confidence, by Brier score and log-loss: less is better. Where it does not beat the base rate it is not " +
		"shown on the pages.\n\nExample:\n  headwater backtest --org acme"
}

// A backtested group is what a back-test found, and the prior that follows from it.
type backtested struct {
	On      string          `json:"on"`
	Report  forecast.Report `json:"report"`
	Verdict string          `json:"verdict"`
	Prior   forecast.Prior  `json:"prior"`
}

func (c *backtestCmd) Run(p *program) error {
	if c.Count <= 0 && c.Org == "" {
		return okr.Fail(okr.Invalid, "org", "There is nothing to look back on: name an organization with --org, or give a --count.")
	}
	var groups []backtested
	if c.Count > 0 {
		simulated := forecast.Simulate(min(c.Count, 100_000), rand.New(rand.NewPCG(c.Seed, 0)).Float64)
		groups = append(groups, backtest("simulated key results", simulated))
	}
	if c.Org != "" {
		err := p.operate(c.Org, "", func(a *app.App, actor app.Actor) error {
			own, err := a.Courses(p.ctx, actor)
			groups = append(groups, backtest("key results of "+actor.Org.Name, own))
			return err
		})
		if err != nil {
			return err
		}
	}
	if c.Format == "json" {
		e := json.NewEncoder(p.stdout)
		e.SetIndent("", "  ")
		return e.Encode(groups)
	}
	for i, g := range groups {
		if i > 0 {
			fmt.Fprintln(p.stdout)
		}
		if err := g.print(p.stdout); err != nil {
			return err
		}
	}
	return nil
}

func backtest(on string, courses []forecast.Course) backtested {
	r := forecast.BackTest(courses)
	return backtested{On: on, Report: r, Verdict: r.Measured.Verdict(), Prior: forecast.Fit(courses)}
}

func (g backtested) print(w io.Writer) error {
	fmt.Fprintf(w, "%d %s\n", g.Report.Courses, g.On)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(t, "\t\t\t\tBrier\t\t\t\t\tlog-loss\t\t\t\t\t\n\tat\tcount\treached\t")
	for range 2 {
		for m := range forecast.Method(forecast.Methods) {
			fmt.Fprintf(t, "%s\t", m)
		}
	}
	fmt.Fprintln(t)
	for _, table := range append([]forecast.Table{g.Report.Measured, g.Report.Believed}, g.Report.Shapes...) {
		for _, s := range table.Points {
			if s.Count == 0 {
				continue
			}
			fmt.Fprintf(t, "%s\t%.0f %%\t%d\t%.0f %%\t", table.Name, s.Share*100, s.Count, 100*float64(s.Reached)/float64(s.Count))
			for _, scores := range [][forecast.Methods]float64{s.Brier, s.LogLoss} {
				for _, v := range scores {
					fmt.Fprintf(t, "%.3f\t", v)
				}
			}
			fmt.Fprintln(t)
		}
	}
	if err := t.Flush(); err != nil {
		return err
	}
	p := g.Prior
	fmt.Fprintln(w, "base: how often results were reached before; line: a straight line through start and last value; people: their confidence; pooled: forecast and confidence together.")
	fmt.Fprintln(w, "Measured: "+g.Verdict)
	if b := g.Report.Believed; b.Points[0].Count > 0 || b.Points[1].Count > 0 {
		fmt.Fprintln(w, "Without a course: "+b.Verdict())
	}
	_, err := fmt.Fprintf(w, "Fitted: base rate %.2f, drift %+.2f worth %.2f plans, spread %.2f from shape %.1f, turn %.2f, confidence counts %.1f beside the trend and %.1f without one.\n",
		p.Base, p.Drift, p.Weight, p.Rate/p.Shape, p.Shape, p.Turn, p.Pool, p.Believe)
	return err
}
