package ui

// A Step is one thing on the way from the vision to the work.
type Step struct {
	Kind  string // what it is, in a word: "Vision", "Key result"
	Text  string
	URL   string // "" where it has no page
	About string // softer, below it
	More  int    // further things that stand in its place
	Here  bool   // the page is about it
}

var designSteps = []Step{{Kind: "Vision", Text: "A family in our cities lives well without owning a car.", URL: "#"}, {Kind: "Choice", Text: "Reliable enough to sell the second car", URL: "#"},
	{Kind: "Objective", Text: "A broken bike never costs a family its week", URL: "#", More: 1}, {Kind: "Key result", Text: "Families lent a bike on the same day", URL: "#"},
	{Kind: "Roadmap", Text: "Loan bikes at every stand", Here: true}, {Kind: "Work", Text: "3 of 7 done", About: "2 being done"}}
