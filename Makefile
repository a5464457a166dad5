# `make demo` and `make test` need Python 3.11 or newer, git and make; the rest is set up in .venv.
# `make help` lists the targets.

PYTHON ?= python3
VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif

PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# A stamp for each set of packages: a second run installs nothing.
BASE := $(VENV)/.installed
TEST := $(VENV)/.installed-test
LINT := $(VENV)/.installed-lint

.PHONY: help demo test check lint format bench coverage pictures clean

help:  ## Show this list.
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## /  make \1	/' | expand -t 18

demo: $(BASE)  ## Show the main job on this repository's own notes.
	@echo '$$ snnnotes list --year 2023'
	@$(BIN)/snnnotes list --year 2023
	@echo; echo '$$ snnnotes search 膜电位 --limit 3'
	@$(BIN)/snnnotes search 膜电位 --limit 3
	@echo; echo '$$ snnnotes build-readme --check'
	@$(BIN)/snnnotes build-readme --check
	@echo; echo '$$ snnnotes check'
	@$(BIN)/snnnotes check

test: $(TEST)  ## Run all tests.
	$(BIN)/python -m pytest -q -n auto

check: lint test  ## Everything that must be green before a commit.

lint: $(LINT) $(TEST)  ## Style, types and layers.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(LINT)  ## Bring the code into the common form.
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

coverage: $(TEST)  ## Run the tests and show what they do not reach.
	$(BIN)/python -m pytest -q --cov --cov-report=term-missing:skip-covered

bench: $(BASE)  ## Measure the commands, as ratios in one run.
	$(BIN)/python bench/run.py
	$(BIN)/python bench/add_warm.py

pictures: $(TEST)  ## Draw the pictures in the READMEs anew.
	$(BIN)/python docs/pictures.py

clean:  ## Remove what the other targets made.
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "snnnotes needs Python 3.11 or newer, and $(PYTHON) is " + sys.version.split()[0] + "; name another one: make PYTHON=python3.12 demo")'
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(BASE): $(VENV)/.made pyproject.toml
	$(PIP) install --editable .
	@touch $@

$(TEST): $(BASE) pyproject.toml
	$(PIP) install --editable '.[test]'
	@touch $@

$(LINT): $(BASE) pyproject.toml
	$(PIP) install --editable '.[lint]'
	@touch $@
