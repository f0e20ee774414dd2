# make run    set everything up, then serve on http://127.0.0.1:8000 (HOST=…, PORT=…)
# make test   set everything up, then style, types and tests
# make test-fast   the tests that need no index, no encoder, no browser and no process of their own
# make setup  environment, encoder and index only; safe to repeat, does only what is missing
#
# make wheel           a wheel in dist/
# make lock            both lock files anew from pyproject.toml; pins that still fit stay (UPGRADE=--upgrade: newest)
# make snapshot-check  answers and verdicts against eval/data/frozen (SAMPLE=20: one in twenty, CORPUS=official)
# make bench-check     processor time and memory beside the usual recipe's, against bench/ratios.json
# make snapshot        record them anew after an intended change
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
SAMPLE ?= 1
CORPUS ?= shipped
UPGRADE ?=

# The index is built while what the tests need besides is installed, and while the sources are read.
MAKEFLAGS += --jobs=2

# Whole files, so that a server or a browser is started once a file; in the order of tests/conftest.py, the dear first.
PARALLEL := -n 2 --dist loadfile --no-loadscope-reorder

VENV := .venv
BIN := $(VENV)/bin
LOCKED = $(BIN)/uv pip compile --quiet $(UPGRADE) --generate-hashes --no-emit-package torch --python-version 3.11 \
	--custom-compile-command 'make lock'
PIP := $(BIN)/python -m pip --disable-pip-version-check
SERVING := $(VENV)/.serving
INSTALLED := $(VENV)/.installed
INDEXED := var/.indexed
TEXTS := $(wildcard corpus/shipped/documents/*.md corpus/shipped/phrasings/*.toml corpus/shipped/phrasings/official/*.toml corpus/shipped/*.toml)
CODE := $(wildcard corpus/*/*.py indexing/*.py)

.PHONY: help setup run test test-fast lint format eval bench bench-check snapshot snapshot-check wheel lock clean distclean

help:
	@sed -n '1,/^SHELL/{/^# /s/^# //p}' Makefile

setup: $(SERVING) $(INDEXED)

# torch is no part of the lock: which of its builds fits depends on the machine. It is installed first, by the version in
# pyproject.toml, so that a CPU build at hand is taken; the lock then settles what torch brought along. Modules are
# compiled when first imported: most never are.
$(SERVING): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info[:2] < (3, 13) else "Python 3.11 or 3.12 is needed: make PYTHON=… setup")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet --upgrade 'pip>=26'
	$(PIP) install --quiet --no-compile $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX)) "$$(grep -o 'torch==[0-9.]*' pyproject.toml)"
	$(PIP) install --quiet --no-compile --no-deps --require-hashes -r requirements.lock
	@touch $@

# What tests, measurements and the fitting of the judge need besides.
$(INSTALLED): requirements-dev.lock $(SERVING)
	$(PIP) install --quiet --no-compile --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

# The corpora that need no operator: the shipped digest, and the merged corpus that the server uses.
$(INDEXED): $(SERVING) $(TEXTS) $(CODE)
	$(BIN)/python -m indexing build --corpus shipped
	$(BIN)/python -m indexing build --corpus merged
	@mkdir -p $(@D) && touch $@

run: setup
	TLDH_HOST=$(HOST) TLDH_PORT=$(PORT) $(BIN)/python app.py

test: $(INSTALLED) $(INDEXED) lint
	$(BIN)/pytest $(PARALLEL) $(TESTS)

test-fast: $(INSTALLED)
	$(BIN)/pytest $(PARALLEL) -m "not heavy and not slow and not browser and not data" $(TESTS)

lint: $(INSTALLED)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

format: $(INSTALLED)
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

eval: $(INSTALLED) $(INDEXED)
	$(BIN)/python -m eval run --suite shipped

bench: $(INSTALLED) $(INDEXED)
	$(BIN)/python -m bench

bench-check: $(INSTALLED) $(INDEXED)
	$(BIN)/python -m bench.check --home var

snapshot: $(INSTALLED) $(INDEXED)
	$(BIN)/python -m eval.frozen record --corpus $(CORPUS)

snapshot-check: $(INSTALLED) $(INDEXED)
	$(BIN)/python -m eval.frozen check --corpus $(CORPUS) --sample $(SAMPLE)

wheel: $(INSTALLED)
	rm -rf build *.egg-info
	$(PIP) wheel --quiet --no-deps --wheel-dir dist .
	rm -rf build *.egg-info

# uv is needed by nothing else. It resolves for the oldest Python that is supported; no address of an index is written.
lock: $(INSTALLED)
	$(PIP) install --quiet 'uv>=0.13,<1'
	$(LOCKED) --extra serve --extra model --extra ingest --output-file requirements.lock pyproject.toml
	$(LOCKED) --extra dev --constraints requirements.lock --output-file requirements-dev.lock pyproject.toml

clean:
	rm -rf var/index var/chat var/.indexed build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -not -path './$(VENV)/*' -prune -exec rm -rf {} +

distclean: clean
	rm -rf $(VENV) var/models
