# Headwater. `make demo` and `make test` are all that most people need; `make help` lists the rest.

VERSION   ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS    = -s -w -X main.version=$(VERSION)
GO        ?= go
TEMPL      = $(GO) run github.com/a-h/templ/cmd/templ
ASSETS     = internal/web/assets/dist/app.js
PLATFORMS  = linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64
DEMO_ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help demo dev build test check verify bench crash fuzz generate screenshots clean

help: ## list the commands
	@awk -F':.*## ' '/^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: bin/headwater ## build everything, seed an example organization, serve it on localhost:8080
	./bin/headwater demo $(DEMO_ARGS)

dev: ## serve the demo, and build and start it again when a file changes
	@scripts/dev

test: ## everything: both databases, the race detector, the browser, a minute of fuzzing
	@scripts/test

check: $(ASSETS) ## what is quick: format, vet, unit tests on SQLite
	@scripts/check

verify: ## generate again what is generated, and fail if that makes a difference
	@$(MAKE) --no-print-directory generate
	@git diff --exit-code -- '*_templ.go' docs/cli.md internal/api/testdata || { echo 'Generated files are out of date: commit what make generate wrote.'; exit 1; }

generate:
	$(TEMPL) generate -path internal/web -log-level error

bench: $(ASSETS) ## one table: our figures, the bare limits of the same run, the ratios
	@scripts/postgres run $(GO) run ./internal/bench

crash: $(ASSETS) ## kill -9 a writer 200 times on both engines and compare
	@scripts/postgres run $(GO) test -tags crash -count=1 -timeout 60m -run TestCrash -v ./cmd/headwater

fuzz: ## 30 s and more for every parser (FUZZ=60s for longer)
	@scripts/fuzz $${FUZZ:-30s}

build: $(ASSETS) ## one static binary for each platform, in dist/
	@for p in $(PLATFORMS); do \
	  out=dist/headwater-$${p%/*}-$${p#*/}; [ $${p%/*} = windows ] && out=$$out.exe; \
	  echo "$$out"; \
	  CGO_ENABLED=0 GOOS=$${p%/*} GOARCH=$${p#*/} $(GO) build -trimpath -buildvcs=false -ldflags '$(LDFLAGS)' -o $$out ./cmd/headwater || exit 1; \
	done

screenshots: bin/headwater ## the README's pictures, made from the demo
	@scripts/need chromium
	HEADWATER_SCREENSHOTS=$(CURDIR)/docs/screenshots $(GO) test -count=1 -run TestScreenshots -v ./internal/browser

bin/headwater: $(ASSETS) go.mod $(shell find cmd internal -name '*.go' -o -name '*.sql' -o -name '*.yaml' 2>/dev/null)
	@scripts/need go
	CGO_ENABLED=0 $(GO) build -trimpath -buildvcs=false -ldflags '$(LDFLAGS)' -o $@ ./cmd/headwater

$(ASSETS): frontend/package-lock.json frontend/build.mjs $(shell find frontend/islands frontend/styles -type f 2>/dev/null)
	@scripts/need node
	cd frontend && npm ci --no-audit --no-fund --loglevel=error && npm run --silent build

clean: ## remove what was built
	rm -rf bin dist .cache frontend/node_modules internal/web/assets/dist/*.*
