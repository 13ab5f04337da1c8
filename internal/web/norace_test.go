//go:build !race

package web_test

// sampled: TestBadInput tries all that it could.
const sampled = false
