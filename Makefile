# Two commands are enough: `make run` does the main job on raw/, `make test` passes the tests.
# Each target sets up what it needs in .venv and does nothing where the set-up is done.

PYTHON ?= python3
RAW ?= raw
STORE ?= data

VENV := .venv
BIN := $(VENV)/bin
# The locks name every package, so that there is nothing to resolve (--no-deps); errors still show.
INSTALL := $(BIN)/python -m pip --disable-pip-version-check -qq install
RUNTIME := $(VENV)/.runtime.stamp
DEV := $(VENV)/.dev.stamp
COMPILED := $(VENV)/.compiled.stamp
ENGINE := tallybook/engine.py $(wildcard tallybook/lexicons/*.py tallybook/numbers/*.py tallybook/facts/*.py)
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-strip-extras --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help run test check faults bench compile plain lock clean

help:  ## say what can be made
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 14

run: $(COMPILED)  ## do the main job on raw/ into the store data (RAW=… STORE=… for others)
	@$(BIN)/tallybook run $(RAW) --store $(STORE)

test: $(DEV)  ## pass the tests
	@$(BIN)/python compile_engine.py --stale
	$(BIN)/python -m pytest

check: $(DEV) $(COMPILED)  ## format, lint, types, import rules and tests, as the pipeline does
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest

faults: $(DEV)  ## kill, starve, damage and crowd some 300 runs, and count the rows that are lost
	$(BIN)/python -m pytest tests/faults -m "slow or not slow"
	$(BIN)/python -m pytest --ignore tests/faults -m slow

bench: $(DEV) $(COMPILED)  ## measure (TEXTS=file for texts of your own, as JSON lines with a "text" each)
	$(BIN)/python -m benchmarks $(if $(TEXTS),--texts "$(TEXTS)")

compile: $(COMPILED)  ## compile the engine if there is a C compiler, as run, check and bench do

plain:  ## go back to the engine in plain Python, for work on its sources
	@rm -f $(COMPILED)
	@$(BIN)/python compile_engine.py --remove

lock: $(DEV)  ## write both lock files again from pyproject.toml (UPGRADE=--upgrade for newer versions)
	$(LOCK) $(UPGRADE) --output-file requirements.lock pyproject.toml
	$(LOCK) $(UPGRADE) --extra dev --extra dask --constraints requirements.lock --output-file requirements-dev.lock pyproject.toml
	$(LOCK) $(UPGRADE) --group compile --constraints requirements-dev.lock --output-file requirements-compile.lock

clean:  ## remove the environment and all caches; the store stays
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON): install Python 3.11 or newer, or name one with PYTHON=…" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Tallybook needs Python 3.11 or newer; $(PYTHON) is `$(PYTHON) --version`. Name another one: make PYTHON=python3.11 …" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(RUNTIME): requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Setting up $(VENV): about a minute, once"
	@$(INSTALL) --no-deps --require-hashes --requirement requirements.lock
	@$(INSTALL) --no-deps --editable .
	@touch $@

# Without a C compiler, or where it fails, the engine runs as plain Python: the same rows, at half the speed.
$(COMPILED): $(ENGINE) compile_engine.py requirements-compile.lock $(RUNTIME)
	@if command -v "$${CC:-cc}" >/dev/null; then \
		$(INSTALL) --no-deps --require-hashes --requirement requirements-compile.lock && $(BIN)/python compile_engine.py || true; \
	else \
		$(BIN)/python compile_engine.py --remove; \
		echo "There is no C compiler: the engine runs as plain Python, at half the speed"; \
	fi
	@touch $@

$(DEV): requirements-dev.lock $(RUNTIME)
	@echo "Adding the tools for tests to $(VENV): once"
	@$(INSTALL) --no-deps --require-hashes --requirement requirements-dev.lock
	@touch $@
