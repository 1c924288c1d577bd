# Two Stacks. `make play` and `make test` need python3 >= 3.11 and make; they set up everything else.
#   make test PYTHON=python3.13 VENV=.venv313    another Python, in an environment of its own
#   make play ARGS="good-enough --seat cn"       arguments of `twostacks play`
#   make test ARGS="-k chip_rule -x"             arguments of pytest

PYTHON ?= python3
VENV ?= .venv
JOBS ?= 2
ARGS ?=

BIN := $(VENV)/bin
PY := $(BIN)/python
STAMP := $(VENV)/.two-stacks-installed

# What another project, or another environment, has left in the shell must not reach ours.
unexport PYTHONPATH PYTHONHOME PYTHONSTARTUP VIRTUAL_ENV PIP_USER PIP_TARGET PIP_PREFIX
export PYTHONNOUSERSITE = 1
export PIP_DISABLE_PIP_VERSION_CHECK = 1

# An environment whose Python has gone, as after an upgrade, is set up anew.
VERSION := import sys; print('%d.%d' % sys.version_info[:2])
RUNS := $(shell $(PY) -c "$(VERSION)" 2>/dev/null)
ifeq ($(RUNS),)
.PHONY: $(STAMP)
else ifneq ($(origin PYTHON),file)
ifneq ($(RUNS),$(shell $(PYTHON) -c "$(VERSION)" 2>/dev/null))
$(error $(VENV) holds Python $(RUNS), which is not $(PYTHON): add VENV=.venv-other, or remove $(VENV))
endif
endif

.DEFAULT_GOAL := help
.PHONY: help setup play test check style types contracts format slow browser screens bench load peers scale notebook \
  notebook-test clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: $(STAMP) ## make the environment in .venv, or bring it up to date

# Kept if its Python still runs, so that a changed pyproject.toml updates the environment in place.
$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Two Stacks needs Python 3.11 or later, and '$(PYTHON)' is $$($(PYTHON) --version 2>&1 | head -n 1)."; \
	  echo "Name another one: make $(firstword $(MAKECMDGOALS) setup) PYTHON=python3.13"; exit 1; }
	@$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Setting up $(VENV) with $$($(PYTHON) --version). This needs the network once, for a few minutes."; \
	  $(PYTHON) -m venv --clear $(VENV) || { \
	    rm -rf $(VENV); \
	    echo "'$(PYTHON)' cannot make a virtual environment. On Debian and Ubuntu: apt install python3-venv"; \
	    exit 1; }; }
	@$(PY) -m pip --version >/dev/null 2>&1 || $(PY) -m ensurepip --upgrade
	$(PY) -m pip install --quiet --editable '.[dev]'
	@touch $@

play: $(STAMP) ## open the game
	@$(PY) -m game play $(ARGS)

test: $(STAMP) ## the default tests, a few minutes on two cores
	$(PY) -m pytest -n $(JOBS) $(ARGS)

slow: $(STAMP) ## the tests that `make test` leaves out because they take long
	$(PY) -m pytest -n $(JOBS) -m slow $(ARGS)

browser: $(STAMP) ## the classroom's pages in a real browser: wants Chromium (or CHROMIUM=path)
	$(PY) -m pytest -m browser $(ARGS)

check: style types contracts ## style, types and import contracts

style: $(STAMP)
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

types: $(STAMP)
	$(PY) -m mypy

contracts: $(STAMP)
	$(PY) -c 'from importlinter.cli import lint_imports_command as run; run()'

format: $(STAMP) ## put the code in the project's format
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

screens: $(STAMP) ## draw the pictures of docs/screens/ again
	$(PY) -m game.window.screenshots docs/screens $(ARGS)

bench: $(STAMP) ## measure speed and memory; wants a quiet machine
	$(PY) -m game bench $(ARGS)

load: $(STAMP) ## load and faults of the classroom's server; wants a quiet machine
	$(PY) -m benchmarks.classroom load $(ARGS)

peers: $(STAMP) ## a common workload in other libraries, side by side; needs the network once
	$(PY) -m benchmarks.peers.environments
	$(PY) -m benchmarks.peers $(ARGS)

scale: $(STAMP) ## what buyers, runs and quarters cost, up to a million
	$(PY) -m benchmarks.scale $(ARGS)

# An environment of its own: the extra holds libraries back that others need newer.
NOTEBOOK := .venv-notebook
NOTEBOOK_STAMP := $(NOTEBOOK)/.two-stacks-installed

$(NOTEBOOK_STAMP): pyproject.toml
	$(PYTHON) -m venv $(NOTEBOOK)
	$(NOTEBOOK)/bin/python -m pip install --quiet --editable '.[notebook]' jupyterlab pytest hypothesis
	@touch $@

notebook: $(NOTEBOOK_STAMP) ## open the model as a page of Mesa in a browser
	@echo "For the notebook: $(NOTEBOOK)/bin/jupyter lab docs/notebooks"
	$(NOTEBOOK)/bin/solara run agents.page

notebook-test: $(NOTEBOOK_STAMP) ## test that page and the notebook
	$(NOTEBOOK)/bin/python -m pytest tests/mesa tests/notebook $(ARGS)

clean: ## remove the environment and every cache
	rm -rf $(VENV) $(NOTEBOOK) .venv-peers .venv-frames build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find agents game tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
