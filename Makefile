# make demo   translate the sample article and show where the results lie
# make test   everything that the tests need, and all of them
# make lint   style and types
# make fuzz   every parser, with coverage feedback, 30 seconds each (SECONDS=300 for longer)
# make docs   write the generated pages of docs/ again
# make bench  the figures in the docs, measured again

PYTHON ?= python3
VENV := .venv
SECONDS := 30
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q
# A plain path instead of an import hook: the hook costs every command 15 ms.
EDITABLE := --config-settings editable_mode=compat -e

.PHONY: demo test lint fuzz docs bench clean

demo: $(VENV)/.installed
	@$(BIN)/translate-kit demo --out demo-out

test: $(VENV)/.installed-dev
	@sh tests/debian-packages
	$(BIN)/python -m pytest

lint: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

fuzz: $(VENV)/.installed-dev
	$(PIP) install $(EDITABLE) '.[dev,fuzz]'
	$(BIN)/python -m tests.fuzz --seconds $(SECONDS)

docs: $(VENV)/.installed-dev
	$(BIN)/python docs/generate.py

bench: $(VENV)/.installed-bench
	$(BIN)/python bench/run.py

clean:
	rm -rf $(VENV) build dist demo-out *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name one with: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
		{ rm -rf $(VENV); echo "Making a virtual environment failed; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }

$(VENV)/.installed: setup.cfg pyproject.toml | $(VENV)/bin/python
	$(PIP) install $(EDITABLE) .
	@touch $@

$(VENV)/.installed-dev: setup.cfg pyproject.toml | $(VENV)/bin/python
	$(PIP) install $(EDITABLE) '.[dev]'
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-bench: $(VENV)/.installed-dev
	$(PIP) install $(EDITABLE) '.[dev,bench]'
	@touch $@
