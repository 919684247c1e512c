# `make demo` and `make test` need Python 3.11 or later (with venv) and nothing else; the first one run sets up .venv.
PYTHON ?= python3
VENV   ?= .venv
DEMO   ?= auditty-demo
SPEAK  ?= zh

BIN    := $(VENV)/bin
PY     := $(BIN)/python
READY  := $(VENV)/.ready
PO     := $(wildcard tui/locale/*/LC_MESSAGES/auditty.po)
MO     := $(PO:.po=.mo)
PYTEST := $(PY) -m pytest
LOCK   := $(BIN)/uv pip compile pyproject.toml --all-extras --quiet --universal --python-version 3.11 --generate-hashes \
          --no-emit-index-url --no-header

unexport PYTHONDONTWRITEBYTECODE # the tests start the program a thousand times: compiled once, it takes half the time

.PHONY: help setup demo test check format format-check lint types contracts test-slow test-system torture bench screenshots \
        snapshots lock offline schema drawing translations clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 16

setup: $(READY) $(MO)

$(READY): requirements/dev.lock pyproject.toml hatch_build.py
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "auditty needs Python 3.11 or later; choose one with: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "this Python lacks venv; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --quiet --require-hashes --no-deps -r requirements/dev.lock
	$(PY) -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

%.mo: %.po | $(READY)
	$(PY) -c "import hatch_build; hatch_build.compile_catalogues('.')"

demo: setup ## open the program on a sample workspace (in ./auditty-demo)
	@if [ -e $(DEMO) ]; then $(BIN)/auditty -w $(DEMO); else $(BIN)/auditty demo --lang $(SPEAK) $(DEMO); fi

test: setup ## the tests that need nothing but Python; what is absent is skipped and named
	$(PYTEST) -n auto --dist worksteal -rs

check: format-check lint types contracts test test-slow ## everything a change must pass

test-slow: setup ## the tests that take many seconds each
	$(PYTEST) -m "slow and not torture and not system" -n auto --dist worksteal -rs

format: setup ## rewrite the code in the project's format
	$(BIN)/ruff check --select I --fix
	$(BIN)/ruff format

format-check: setup
	$(BIN)/ruff format --check

lint: setup
	$(BIN)/ruff check

types: setup
	$(BIN)/mypy

contracts: setup
	$(BIN)/lint-imports --no-cache

test-system: setup ## the tests that need LibreOffice, sshd, tmux and the like; a skip is a failure
	AUDITTY_NO_SKIP=1 $(PYTEST) -m system -rs

torture: setup ## the long runs: crashes, many writers, thousands of random cases
	$(PYTEST) -m "torture or not system" --hypothesis-profile=torture -n auto --dist worksteal -rs

bench: setup ## measure speed, bytes and memory against the bars
	$(PY) -m compileall -q checklists store reports tui # as an installed program is
	$(PY) tests/benchmarks

screenshots: setup ## draw the screens anew for the documentation
	$(PY) scripts/screenshots.py

snapshots: setup ## take the pictures of every screen anew that the tests compare with
	$(PYTEST) -m slow -k as_it_was_seen --update-snapshots tests/tui/test_snapshots.py

lock: setup ## choose the newest allowed versions anew and lock them with their hashes
	$(LOCK) --upgrade --output-file requirements/runtime.lock
	$(LOCK) --upgrade --group dev --constraint requirements/runtime.lock --output-file requirements/dev.lock

offline: setup ## gather all that a machine without a network needs into one archive in dist/
	$(PY) scripts/offline.py $(PYTHONS)

schema: setup ## make the JSON Schemas of checklists and exports anew from the code
	$(PY) scripts/schema.py

drawing: setup ## write anew into docs/ what is made from the code: the life of a rectification, the fields of templates
	$(PY) scripts/rectification.py
	$(PY) scripts/template_fields.py

translations: setup ## collect the messages, bring the catalogues up to date, compile them
	$(PY) scripts/translations.py

clean: ## remove what the tools made, .venv included
	rm -rf $(VENV) build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	rm -f $(MO)
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
