package main

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/alecthomas/kong"
)

// A configCmd prints every setting, the value in force and the environment variable that sets it.
type configCmd struct{}

func (configCmd) Help() string { return "Example:\n  headwater config" }

func (configCmd) Run(p *program, k *kong.Context) error {
	seen := map[string]bool{}
	var walk func(n *kong.Node) error
	walk = func(n *kong.Node) error {
		for _, f := range n.Flags {
			name := f.Tag.Get("conf")
			if name == "" || seen[name] {
				continue
			}
			seen[name] = true
			value, set := p.env[name]
			if !set {
				value = f.Default
			}
			if n == k.Model.Node {
				value = fmt.Sprint(k.FlagValue(f))
			}
			if _, err := fmt.Fprintf(p.stdout, "%-24s %-32s %s\n", name, masked(name, value), f.Help); err != nil {
				return err
			}
		}
		for _, c := range n.Children {
			if err := walk(c); err != nil {
				return err
			}
		}
		return nil
	}
	return walk(k.Model.Node)
}

// masked hides what is secret in a setting: keys, tokens and passwords, and the password in a URL.
func masked(name, value string) string {
	if value == "" {
		return "-"
	}
	for _, word := range []string{"TOKEN", "KEY", "PASSWORD", "SECRET"} {
		if strings.Contains(name, word) {
			return "••••"
		}
	}
	if u, err := url.Parse(value); err == nil && u.User != nil {
		return u.Redacted()
	}
	return value
}
