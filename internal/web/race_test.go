//go:build race

package web_test

// sampled: TestBadInput tries a part of what it could.
const sampled = true
