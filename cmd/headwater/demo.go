package main

// A demoCmd seeds an example organization and serves it.
type demoCmd struct {
	serveCmd
	Today string `placeholder:"YYYY-MM-DD" help:"The day on which the example stands in week 7 of 13. Today if not given."`
}
