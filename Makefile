# make run    set everything up, then serve on http://127.0.0.1:8000 (HOST=…, PORT=…)
# make test   set everything up, then style, types and tests
# make setup  environment, encoder and index only; safe to repeat, does only what is missing
#
# PYTHON=…       interpreter for the environment (3.11 or 3.12)
# TORCH_INDEX=…  extra package index with a CPU build of torch 2.13.0; without it pip takes the default index's
#                build, which on Linux brings several GB of CUDA libraries that are not used
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3)
HOST ?= 127.0.0.1
PORT ?= 8000
TORCH_INDEX ?=
TESTS ?=

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
INSTALLED := $(VENV)/.installed
INDEXED := var/.indexed
TEXTS := $(wildcard corpus/shipped/documents/*.md corpus/shipped/phrasings/*.toml corpus/shipped/phrasings/official/*.toml corpus/shipped/*.toml)
CODE := $(wildcard corpus/*/*.py indexing/*.py)

.PHONY: help setup run test lint format eval bench lock clean distclean

help:
	@sed -n '1,/^SHELL/{/^# /s/^# //p}' Makefile

setup: $(INSTALLED) $(INDEXED)

$(INSTALLED): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info[:2] < (3, 13) else "Python 3.11 or 3.12 is needed: make PYTHON=… setup")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet --upgrade 'pip>=26'
	$(PIP) install --quiet $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX)) "$$(grep '^torch==' requirements.lock)"
	$(PIP) install --quiet -r requirements.lock
	@touch $@

# The corpora that need no operator: the shipped digest, and the merged corpus that the server uses.
$(INDEXED): $(INSTALLED) $(TEXTS) $(CODE)
	$(BIN)/python -m indexing build --corpus shipped
	$(BIN)/python -m indexing build --corpus merged
	@mkdir -p $(@D) && touch $@

run: setup
	TLDH_HOST=$(HOST) TLDH_PORT=$(PORT) $(BIN)/python app.py

test: setup lint
	$(BIN)/pytest -n 2 $(TESTS)

lint: $(INSTALLED)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

format: $(INSTALLED)
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

eval: setup
	$(BIN)/python -m eval run --suite shipped

bench: setup
	$(BIN)/python -m bench

lock:
	@{ sed '/^[^#]/,$$d' requirements.lock; $(BIN)/pip freeze | grep -v '^\(pip\|setuptools\)==' | sed 's/+.*//'; } > requirements.lock.new
	@mv requirements.lock.new requirements.lock

clean:
	rm -rf var/index var/.indexed .pytest_cache .mypy_cache .ruff_cache .hypothesis .files
	find . -name __pycache__ -type d -not -path './$(VENV)/*' -prune -exec rm -rf {} +

distclean: clean
	rm -rf $(VENV) var/models
