# Needs Python 3.11 or later, git and make; the rest is installed into .venv. PYTHON=python3.12 names another interpreter.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: demo test check-all clean
.DEFAULT_GOAL := test

demo: $(VENV)/installed  ## build the graph of the world's events of 2024, measure it, ask it something
	$(BIN)/kg build demo.kg seeds/articles seeds/events
	$(BIN)/kg stats demo.kg --top 5
	$(BIN)/kg query demo.kg meetings --param actor=China
	$(BIN)/kg evidence demo.kg "Yoon Suk Yeol" enacts

test: $(VENV)/developed  ## what CI runs: format, lint, types, tests
	PATH="$(CURDIR)/$(BIN):$$PATH" scripts/check

check-all: $(VENV)/developed  ## the same with the slow tests
	PATH="$(CURDIR)/$(BIN):$$PATH" scripts/check --slow

clean:
	rm -rf $(VENV) demo.kg dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "error: $(PYTHON): older than Python 3.11 or absent; name another with: make PYTHON=/path/to/python3.11" >&2; exit 3; }
	@$(PYTHON) -m venv $(VENV) || \
		{ echo "error: $(PYTHON): cannot make a virtual environment; on Debian and Ubuntu: apt install python3-venv" >&2; exit 3; }
	@touch $@

# An editable install has all that a plain one has; whichever came last is the one in use.
$(VENV)/installed: $(VENV)/created pyproject.toml
	@test -e $(VENV)/developed || $(PIP) install .
	@touch $@

$(VENV)/developed: $(VENV)/created pyproject.toml
	@$(PIP) install --editable '.[dev]'
	@touch $@
