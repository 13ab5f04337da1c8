package judge

import (
	"os"
	"strings"
	"testing"
)

// Key results of many trades are called what a coach would call them. They helped a little to fit the weights: the shares are floors, no
// measure of lines that nobody has seen. What a change of the lists of words or of the cases breaks elsewhere shows here. What was reached
// on a part stays reached when harder lines come behind it. With -v the misjudged ones are listed.
func TestLines(t *testing.T) {
	text, err := os.ReadFile("testdata/lines.tsv")
	if err != nil {
		t.Fatal(err)
	}
	parts := []struct {
		n      int // lines from the first on
		right  map[string]int
		floors map[string]float64
	}{
		{424, map[string]int{}, map[string]float64{"type": 0.93, "measurable": 0.91, "vague": 0.88, "compound": 0.97, "verdict": 0.89}},
		{1071, map[string]int{}, map[string]float64{"type": 0.89, "measurable": 0.91, "vague": 0.88, "compound": 0.97, "verdict": 0.9}},
		{1440, map[string]int{}, map[string]float64{"type": 0.87, "measurable": 0.9, "vague": 0.9, "compound": 0.96, "verdict": 0.88}},
		{8739, map[string]int{}, map[string]float64{"type": 0.81, "measurable": 0.92, "vague": 0.92, "compound": 0.94, "verdict": 0.82}},
	}
	n := 0
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(cells) != 6 {
			continue
		}
		n++
		r := ReadLine(Line{Kind: KeyResult, Text: cells[5]})
		for question, same := range map[string]bool{"type": r.Type == cells[0], "measurable": r.Measurable == (cells[1] == "y"), "vague": r.Vague == (cells[2] == "y"), "compound": r.Compound == (cells[3] == "y"), "verdict": r.Verdict == cells[4]} {
			if same {
				for _, p := range parts {
					if n <= p.n {
						p.right[question]++
					}
				}
			} else if testing.Verbose() {
				t.Logf("%s of %q: %s, %s", question, cells[5], r.Type, r.Verdict)
			}
		}
	}
	if n < 8739 {
		t.Fatalf("%d lines", n)
	}
	for _, p := range parts {
		for question, floor := range p.floors {
			if share := float64(p.right[question]) / float64(p.n); share < floor {
				t.Errorf("%s is right in %.3f of the first %d lines, not in %.2f", question, share, p.n, floor)
			}
		}
	}
}

// Sentences of many trades are called what a coach would call them.
func TestReadLine(t *testing.T) {
	for want, texts := range map[[2]string][]string{
		{Outcome, Good}: {
			"Share of repairs done within a day from 40 % to 65 %", "Increase monthly recurring revenue from $1.2M to $1.5M", "Reduce patient waiting time from 45 to 20 minutes",
			"90 % of new hires say they would recommend us", "Employee turnover below 8 %", "Students who pass the exam at the first attempt rise from 70 % to 85 %",
			"No customer waits longer than two days for an answer", "Three of our five largest clients renew for two years", "Win 12 new enterprise customers",
			"Cut CO2 per parcel by 12 %", "Page load time under 2 seconds for 95 % of visits", "NPS of 45", "Contracts paused for the winter: at most 60 contracts", "Bring the defect rate down to 0.5 %", "Half of all orders come in through the app",
			"Accidents at work: 0", "Time to hire from 60 to 35 days", "Support CSAT above 4.7", "Release frequency from 2 to 8 a month", "Calls a day from 90 to 40", "Tickets that are open longer than a week: 40 → 5",
		},
		{Outcome, Fixable}: {"Improve customer satisfaction", "Riders are happier with our service", "Grow weekly riders by X %"},
		{Output, NotAKeyResult}: {
			"Launch the loyalty programme", "Write ten articles for the help centre", "Train all cashiers on the new till", "Develop a content strategy for social media",
			"Migrate all servers to the new data centre", "The new website is online by May", "Redesign of the checkout finished", "100 % of planned features shipped", "Create a dashboard to show revenue per region",
			"Hire three nurses", "The form is live",
		},
		{Activity, NotAKeyResult}: {"Hold weekly meetings with suppliers", "Support the sales team with product demos"},
		{Learning, Good}:          {"Interview 15 farmers about how they plan the harvest"},
	} {
		for _, text := range texts {
			if r := ReadLine(Line{Kind: KeyResult, Text: text}); r.Type != want[0] || r.Verdict != want[1] {
				t.Errorf("%q is read as %s, %s and not as %s, %s: %v", text, r.Type, r.Verdict, want[0], want[1], r.Reasons("verdict", 5))
			}
		}
	}
	for want, texts := range map[[2]string][]string{
		{Task, NotAnAim}:   {"Launch the new booking page", "Hire five mechanics", "Publish the price list"},
		{Metric, NotAnAim}: {"Grow revenue by 20 %", "Reach 500 subscribers"},
	} {
		for _, text := range texts {
			if r := ReadLine(Line{Kind: Objective, Text: text}); r.Type != want[0] || r.Verdict != want[1] {
				t.Errorf("%q is read as %s, %s and not as %s, %s: %v", text, r.Type, r.Verdict, want[0], want[1], r.Reasons("objective verdict", 5))
			}
		}
	}
	for _, text := range []string{"Riders trust our repairs", "Become the first choice of commuters", "Make booking effortless for every rider", "Customers in the suburbs love riding with us", "Ghent and Graz cover their own rent"} {
		if r := ReadLine(Line{Kind: Objective, Text: text}); r.Type != Aim {
			t.Errorf("%q is read as %s: %v", text, r.Type, r.Reasons("objective type", 5))
		}
	}
}

// The coach's list alone calls a line by how it is built.
func TestGuess(t *testing.T) {
	for want, texts := range map[string][]string{
		Outcome: {
			"Receive 30 applications from trained mechanics", "Build partnerships with 12 hotels", "Partner with 5 hostels to lend bikes", "Set up a rental desk with 40 subscribers", "Film a repair series and get 900 views", "12 tours published reaching at least 400 riders",
			"Train a demand model with an error ≤ 0.15", "Close deals with the two ferry lines", "Onboard 300 couriers", "Convert 25 visitors to members", "Save 6 hours of paperwork a week", "Simplify the return form to 2 fields", "Marketing partnerships with 3 hotels",
			"First paying courier company by June", "Median of 3 tours per rider", "Regular use of the lift in both workshops", "Sales and finance using one price list", "Any bike can be returned at any station", "All manuals are available for the volunteers", "The test is taken by at least two different mechanics",
			"Stop losing helmets in the yard", "Support large fleets", "Riders can return a bike in less time", "We're using the new lift", "Our own mechanics are using the new lift more", "Achieve an average waiting time of .5 or below for couriers", "It takes at most 2 days to repair a wheel", "Ensure every station has a warden",
		},
		Output: {
			"Growth plans documented for all 7 stations", "Top 3 complaints resolved by May", "Publish ten stories of couriers", "Fix 4 brake bugs", "Identify 3 hosts and sign them", "Stable booking API", "Have 3 repair guides published", "Grow the library from 6 courses to 11", "Transform all paper forms into web forms",
			"The booking app sends a reminder", "Offline maps work on old phones", "Onboarding buddy for new couriers", "Nominate two wardens per station", "Enable mechanics to write at least 20 guides", "Migrate stations overview to the new portal", "Get access to the city's bike counts", "Low range mode for the cargo bike",
		},
		Activity: {
			"Learn Danish", "Study two welding techniques", "Help Ines run the fair", "Join 3 bike fairs", "Contribute to the city's cycling plan", "Two hours of reading about brakes", "Interview at other workshops", "Mentor three apprentices", "Sit in on the station meetings",
		},
		Learning: {
			"Better understand our night riders", "Further understanding of why riders leave", "Identify pain points at the return desk", "Prototypes of the lock are tested with couriers", "Two experiments have shown which reminder works", "We compared the two locks", "Compare three locks on 40 bikes and pick one",
			"Assess 4 lock ideas for fit", "Send a survey to our riders and identify the five worst stations", "Ask 20 former riders why they left", "Know which station loses the most bikes", "Get a feel for how couriers park", "Have one learning from the summer fair",
		},
	} {
		for _, text := range texts {
			if got, why := Guess(Line{Kind: KeyResult, Text: text}); got != want {
				t.Errorf("%q is called %s (%s) and not %s", text, got, why, want)
			}
		}
	}
}

func BenchmarkReadLine(b *testing.B) {
	for b.Loop() {
		readLine(Line{Kind: KeyResult, Text: "Cut days until a broken bike rides again from 6.4 to 2 by the end of the quarter", Objective: "Riders trust our repairs"}) // not what is remembered of it
	}
}
