package judge

// A Pair is a sentence as it is often written, and one that a coach would rather read.
type Pair struct{ Poor, Better string }

// Worked are three examples for each kind of line, written for the example company. A test holds that the better one has fewer findings.
var Worked = map[Kind][]Pair{
	KeyResult: {
		{"Launch the new booking page", "Share of repairs booked online from 12 % to 40 %"},
		{"Improve our answers to partners", "95 % of partners have an answer within 4 hours, today 71 %"},
		{"Get many more riders", "Riders with a second repair from 410 to 600"},
	},
	Objective: {
		{"Implement the booking system", "A repair is booked before the coffee is cold"},
		{"Increase repairs to 4,000", "Riders come to us first when something rattles"},
		{"Quality", "A repair holds the first time"},
	},
}
