# Headwater. `make demo` and `make test` are all that most people need; `make help` lists the rest.

GO        ?= go
VERSION   ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
BUILD      = CGO_ENABLED=0 $(GO) build -trimpath -buildvcs=false -ldflags '-s -w -X main.version=$(VERSION)'
PLATFORMS  = linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64

# What the pages load: built from frontend/ by npm and esbuild, embedded by Go, not committed. npm writes the second file last.
ASSETS  = internal/web/assets/dist/app.js
MODULES = frontend/node_modules/.package-lock.json

.DEFAULT_GOAL := help
.PHONY: help demo dev build test check verify bench crash fuzz generate screenshots clean tools
.DELETE_ON_ERROR:

help: ## list the commands
	@awk -F':.*## ' '/^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: bin/headwater ## build everything, seed an example organization, serve it on localhost:8080 (DEMO_ARGS='--addr :9000')
	./bin/headwater demo $(DEMO_ARGS)

dev: tools ## serve the demo, and build and start it again when a file changes
	@scripts/dev $(DEMO_ARGS)

test: ## everything: both databases, the race detector, the browser, half a minute of fuzzing
	@scripts/test

check: $(ASSETS) ## what is quick: format, vet, types, unit tests on SQLite
	@scripts/check

verify: tools ## generate again what is generated, and fail if that makes a difference
	@scripts/verify

generate: tools ## write the generated files: pages from .templ, the glossary
	@$(GO) tool templ generate -path internal/web -log-level error
	@$(GO) test -count=1 -run '^TestGlossary$$' . -update >/dev/null

bench: $(ASSETS) ## one table: our figures, the bare limits of the same run, the ratios
	@scripts/postgres run --durable $(GO) run ./internal/bench

crash: $(ASSETS) ## kill -9 a writer 200 times on both engines, and compare
	@scripts/postgres run --durable $(GO) test -tags crash -count=1 -timeout 60m -run TestCrash -v ./cmd/headwater

fuzz: tools ## every parser for half a minute (FUZZ=5m for longer), and every bad value in every field of every form
	@scripts/fuzz $(or $(FUZZ),30s)
	@scripts/postgres run $(GO) test -count=1 -timeout 60m -run '^TestBadInput$$' ./internal/web -every-value

build: $(ASSETS) ## one static binary for each platform, in dist/; the same commit gives the same bytes
	@for p in $(PLATFORMS); do \
	  os=$${p%/*}; out=dist/headwater-$$os-$${p#*/}; [ $$os != windows ] || out=$$out.exe; \
	  echo "$$out"; GOOS=$$os GOARCH=$${p#*/} $(BUILD) -o $$out ./cmd/headwater || exit 1; \
	done

screenshots: bin/headwater ## the README's pictures, made from the demo
	@scripts/screenshots

clean: ## remove what was built
	rm -rf bin dist .cache frontend/node_modules
	find internal/web/assets/dist -type f ! -name .placeholder -delete

tools:
	@scripts/need go node

bin/headwater: $(ASSETS) go.mod $(shell find cmd internal -type f \( -name '*.go' -o -name '*.sql' -o -name '*.yaml' \) ! -name '*_test.go')
	$(BUILD) -o $@ ./cmd/headwater

$(ASSETS): $(MODULES) $(shell find frontend -name node_modules -prune -o -type f -print)
	cd frontend && npm run --silent build

$(MODULES): frontend/package-lock.json | tools
	cd frontend && npm ci --no-audit --no-fund --loglevel=error
	@touch $@
