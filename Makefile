# One target a line in `make help`; `make` alone builds.

MAKEFLAGS += --no-print-directory
TARGET := $(or $(CARGO_TARGET_DIR),target)
NPM := npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
FRONT := static/dist/site.css
EMBEDDED := villages photos essays templates static/dist static/icons static/map
PROPERTIES = $(shell grep -rl 'proptest!' tests/it | sed 's|tests/it/||; s|[.]rs$$||; s|/|::|g')

.DEFAULT_GOAL := build
.PHONY: serve build test ci check bench fuzz bless help browser rust-tests rust-fixtures build-tools test-tools front iiif citation

serve: build ## Build, seed an empty data folder, and serve at http://127.0.0.1:8080
	@exec $(TARGET)/release/baozhai serve

build: build-tools front ## Build the program in release mode, with everything it serves inside
	@# The compiler notices when an embedded file changes, but not when one is new.
	@mkdir -p $(TARGET); find $(EMBEDDED) -type f | sort > $(TARGET)/embedded.new
	@cmp -s $(TARGET)/embedded.new $(TARGET)/embedded.txt || touch src/lib.rs
	@cargo build --release --locked
	@mv $(TARGET)/embedded.new $(TARGET)/embedded.txt

test: rust-tests browser iiif citation ## Run everything that can fail: the Rust tests, the browser tests, the validators, a second engine of citations

ci: build-tools ## What .ci/run runs: format, lints as errors, all tests, the archive's own folder
	cargo fmt --check
	cargo clippy --locked --all-targets -- -D warnings
	@$(MAKE) test
	@$(MAKE) check

check: build-tools ## Look for faults in villages/, photos/ and essays/
	cargo run --quiet --locked -- check .

bench: build test-tools tests/bench/node_modules/.package-lock.json tests/browser/node_modules/.package-lock.json ## Measure, and print tables; ONLY=images and the like for a part, VILLAGES=, SITES= and SURVEYS=small for a size
	@tests/tools/need curl wrk python3-venv
	@cargo build --release --locked --quiet --example synthetic --example search_archive
	@node tests/bench/run.mjs --programs $(TARGET)/release --nginx "$$(tests/tools/fetch-nginx)" $(if $(ONLY),--only $(ONLY)) $(if $(VILLAGES),--villages $(VILLAGES)) $(if $(SITES),--sites $(SITES)) $(if $(SURVEYS),--surveys $(SURVEYS))

fuzz: build-tools rust-fixtures front ## Repeat the property and mutation tests, each time with new random values, for MINUTES=4; then the fuzz targets as long
	@end=$$(($$(date +%s) + 60 * $(or $(MINUTES),4))); \
	while [ $$(date +%s) -lt $$end ]; do cargo test --locked --quiet --test it -- $(PROPERTIES) || exit 1; done
	@tests/fuzz/run $$((30 * $(or $(MINUTES),4)))

bless: build-tools rust-fixtures front ## Take what the program says now as the expected snapshots
	INSTA_UPDATE=always INSTA_FORCE_PASS=1 cargo test --locked

help: ## Print this
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1 \2/p' $(MAKEFILE_LIST) | awk '{ $$2 = sprintf("%-6s", $$2) } 1'

# The parts of the above.

rust-tests: build-tools rust-fixtures front
ifneq ($(shell command -v cargo-nextest),)
	cargo nextest run --locked --no-fail-fast
	cargo test --locked --doc --quiet
else
	cargo test --locked --no-fail-fast
endif

rust-fixtures: build-tools
	@tests/tools/fetch-camera-jpegs > /dev/null

browser: build-tools test-tools front tests/browser/node_modules/.package-lock.json
	@cargo build --quiet --locked
	PROGRAM=$(abspath $(TARGET))/debug/baozhai node tests/browser/run.mjs

iiif: build-tools
	@cargo build --quiet --locked
	PROGRAM=$(abspath $(TARGET))/debug/baozhai tests/iiif/run

citation: build-tools tests/citation/node_modules/.package-lock.json
	@cargo build --quiet --locked
	PROGRAM=$(abspath $(TARGET))/debug/baozhai tests/citation/run

build-tools:
	@tests/tools/need-toolchains
	@tests/tools/need gcc libc6-dev cmake nasm

test-tools:
	@tests/tools/need chromium firefox-esr webkit2gtk-driver xvfb xauth dbus fonts-noto-cjk default-jre-headless

front: $(FRONT)

$(FRONT): static/node_modules/.package-lock.json static/build.mjs $(shell find static/css static/js -type f)
	@cd static && node build.mjs

%/node_modules/.package-lock.json: %/package.json %/package-lock.json | build-tools
	@echo "npm ci in $*"
	@cd $* && $(NPM)
	@touch $@
