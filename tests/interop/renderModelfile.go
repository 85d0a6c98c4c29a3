// Renders the TEMPLATE of a Modelfile for the messages on standard input, as Ollama does: with
// text/template, on fields named as in https://docs.ollama.com/template.
//
//	go run tests/interop/renderModelfile.go MODELFILE < messages.json
package main

import (
	"encoding/json"
	"log"
	"os"
	"regexp"
	"text/template"
)

type Message struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

func main() {
	modelfile, err := os.ReadFile(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	var messages []*Message
	if err := json.NewDecoder(os.Stdin).Decode(&messages); err != nil {
		log.Fatal(err)
	}
	found := regexp.MustCompile(`(?s)\nTEMPLATE """(.*?)"""\n`).FindSubmatch(modelfile)
	if found == nil {
		log.Fatal("no TEMPLATE")
	}
	parsed, err := template.New("").Parse(string(found[1]))
	if err != nil {
		log.Fatal(err)
	}
	fields := map[string]any{"Messages": messages, "System": "", "Response": ""}
	if err := parsed.Execute(os.Stdout, fields); err != nil {
		log.Fatal(err)
	}
}
