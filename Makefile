# Everything starts from Python 3.11 and make: uv goes by pip into .tools, the pinned packages into .venv.
PYTHON ?= python3.11
UV     := .tools/bin/uv
BIN    := .venv/bin
RUN    := .venv/.run
DEV    := .venv/.dev
FONTS   := src/legation/briefing/fonts/.fetched
SCRIPTS := src/legation/web/static/vendor/.fetched
PLACES  := src/legation/web/front/gazetteer/.fetched
AXE     := tests/vendor/.fetched
OUT    ?= build/brief
DATA   ?= build/site

export UV_LINK_MODE ?= copy
export PYTHONHASHSEED ?= 0
export OPENBLAS_NUM_THREADS ?= 1
# as many tests at once as there are processors, those of one file one after the other
TOGETHER ?= -n auto --dist loadfile

.PHONY: help brief serve test ready test-sqlite test-postgresql test-desk test-random test-long mutate fuzz faults check style types layers spelling pages bench docs pack wheel requirements fonts scripts gazetteer browser clean

help:  ## What can be made here
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

$(UV): requirements/uv.txt
	$(PYTHON) -m venv .tools
	.tools/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

$(RUN): requirements/run.txt pyproject.toml $(UV)
	@test -x $(BIN)/python || $(UV) venv --quiet --python $(PYTHON) .venv
	$(UV) pip install --quiet --require-hashes -r requirements/run.txt
	$(UV) pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(DEV): requirements/dev.txt $(RUN)
	$(UV) pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

.tools/npm: requirements/npm.txt $(UV)
	@PATH="$(CURDIR)/.tools/node/bin:$$PATH" sh -c 'command -v npm' >/dev/null || \
	  { $(PYTHON) -m venv .tools/node && .tools/node/bin/pip install --quiet --require-hashes -r requirements/npm.txt; }
	@touch $@

$(FONTS): requirements/fonts.toml
$(SCRIPTS): requirements/scripts.toml
$(AXE): requirements/test-scripts.toml
$(FONTS) $(SCRIPTS) $(AXE): requirements/fetch.py | .tools/npm $(RUN)
	PATH="$$PATH:$(CURDIR)/.tools/node/bin" $(BIN)/python requirements/fetch.py $(filter %.toml,$^) $(dir $@)
	@$(BIN)/python requirements/fetch.py --mark $(filter %.toml,$^) $(dir $@)

fonts: $(FONTS)  ## Fetch the fonts of the documents by version and hash

scripts: $(SCRIPTS)  ## Fetch the scripts and fonts of the site by version and hash

$(PLACES): requirements/gazetteer.txt requirements/gazetteer.py $(UV)
	.tools/bin/python requirements/gazetteer.py requirements/gazetteer.txt $(dir $@)
	@touch $@

gazetteer: $(PLACES)  ## Pack the places of the consular registration, from a pinned release of GeoNames' data

brief: $(RUN) $(FONTS)  ## The main job: the flagship's brief and tally sheet, in French and English
	@$(BIN)/legation brief examples/un-ict-2018 --lang en --lang fr --out $(OUT)
	@$(BIN)/legation tally examples/un-ict-2018 --lang en --lang fr --out $(OUT)

serve: $(RUN) $(FONTS) $(SCRIPTS)  ## The site on this machine, its data in DATA
	@$(BIN)/legation serve --data $(DATA)

browser:
	@sh requirements/debian.sh

test: test-sqlite test-postgresql test-desk  ## Install what the tests need and run them all

ready: $(DEV) $(FONTS) $(SCRIPTS) $(PLACES) $(AXE) browser

# modules are compiled once and kept: the tests start some hundred processes, each of which would compile them anew
test-sqlite test-postgresql: export PYTHONDONTWRITEBYTECODE =
# the models of texts compute in one thread: where others want the processors too, their threads wait for each other in a loop that computes
test-sqlite test-postgresql test-desk: export OMP_NUM_THREADS = 1
test-sqlite: ready
	$(BIN)/python -m pytest $(TOGETHER)

test-postgresql: ready
	LEGATION_TEST_DATABASE=postgresql $(BIN)/python -m pytest $(TOGETHER) tests/web -m "not browser"

# the desk and what faces the Internet have settings of their own, and so a session of their own
DESK_TESTS = -o addopts="-ra --strict-markers --strict-config --doctest-modules --import-mode=importlib --max-worker-restart=0 --ds=desk_settings"
test-desk: export PYTHONDONTWRITEBYTECODE =
test-desk: ready
	$(BIN)/python -m pytest $(DESK_TESTS) $(TOGETHER) tests/desk src/legation/web/consular src/legation/web/front

test-random: export PYTHONDONTWRITEBYTECODE =
test-random: $(DEV) $(FONTS) $(SCRIPTS)  ## Ask the properties of new examples; SEED=... repeats a run
	@seed=$${SEED:-$$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')}; echo "make test-random SEED=$$seed"; \
	  exec $(BIN)/python -m pytest $(TOGETHER) -m "hypothesis and not browser" --hypothesis-profile=random --hypothesis-seed=$$seed tests

test-long: export LEGATION_LONG = 1
test-long: test  ## Everything that make test does, and each walk in every language and width: an hour

faults: $(DEV) $(SCRIPTS) $(FONTS)  ## Kill the site at random moments of each kind of work, on both databases, and print what was lost; KILLS=20
	LEGATION_KILLS=$${KILLS:-20} $(BIN)/python -m pytest -s tests/faults
	LEGATION_KILLS=$${KILLS:-20} $(BIN)/python -m pytest tests/web/test_no_memory.py

mutate: $(DEV)  ## Change what guards, line by line, and see that a test notices; GUARD=legation.dossier.when* does one part
	$(BIN)/mutmut run $(GUARD)
	$(BIN)/python -m tests.mutation

SECONDS ?= 60
fuzz: $(DEV)  ## Give every reader changed files for SECONDS=60; FUZZ="--seed 7 --only source/*" chooses
	PYTHONPATH=tests $(BIN)/python -m fuzz --seconds $(SECONDS) $(FUZZ)

check: style types layers spelling pages  ## Style, types, layers, spelling, generated pages; several at once: make -j2 check

style: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(DEV)
	$(BIN)/mypy

layers: $(DEV)
	$(BIN)/lint-imports

spelling: $(DEV)
	$(BIN)/codespell

pages: $(DEV)
	$(BIN)/python docs/generate.py --check

docs: $(DEV)  ## Write the generated reference pages anew
	$(BIN)/python docs/generate.py

bench: $(DEV)  ## Measure what must be fast or accurate, beside peers and baselines; PART="power record" measures these alone
	$(BIN)/python -m benchmarks $(PART)

pack: $(DEV)  ## Build the pack unga-votes anew from the tables of unvotes; FROM=folder
	$(BIN)/python -m benchmarks.unga_pack $(FROM)

wheel: $(RUN) | .tools/npm  ## Build the wheel into dist, with fonts, scripts and examples
	PATH="$$PATH:$(CURDIR)/.tools/node/bin" $(BIN)/python -m hatchling build -t wheel

requirements: $(UV)  ## Pin the newest allowed releases, with hashes and no host
	$(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header \
	  --python-version 3.11 pyproject.toml --extra web --group build -o requirements/run.txt
	$(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header \
	  --python-version 3.11 -c requirements/run.txt --group build --group test --group check --group bench --group mutate --extra web --extra cluster --extra nlp --extra ner pyproject.toml -o requirements/dev.txt

clean:  ## Remove what was built
	rm -rf build .venv .tools
