# Everything a person needs: `make demo`, `make test`, `make lint`. Each makes .venv by itself.
PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11,\
	$(shell $(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(name))))
VENV := .venv
RUN := $(VENV)/bin/python
PIP := $(RUN) -m pip --quiet --disable-pip-version-check

.PHONY: demo test lint format docs clean

demo: $(VENV)/.ready
	$(VENV)/bin/warraq demo

# Where there is a C compiler the reader's busiest modules are compiled first; the tests then run on these.
test: $(VENV)/.dev-ready
	@$(RUN) -m bench.compile_reader
	$(RUN) -m pytest -n 2

lint: $(VENV)/.dev-ready
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

format: $(VENV)/.dev-ready
	$(VENV)/bin/ruff format .
	$(VENV)/bin/ruff check --fix .

docs: $(VENV)/.dev-ready
	$(RUN) -m pipeline.store.schema_docs > docs/archive-schema.md
	$(RUN) -m pipeline.sites.docs > docs/configuration.md

# The pip of Debian 12 (23.0) searches for many minutes among our pinned versions; a current one takes seconds.
# A Debian or Ubuntu python3 comes without ensurepip: python3-venv is fetched once when it is missing.
$(VENV)/bin/python: | constraints.txt
	@test -n "$(PYTHON)" || { echo "Warraq needs Python 3.11 or newer: apt-get install python3"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { \
		echo "python3-venv is missing; installing it"; \
		SUDO=$$(test "$$(id -u)" = 0 || echo sudo); \
		$$SUDO apt-get update -qq && $$SUDO apt-get install -y -qq $$($(PYTHON) -c \
			'import sys; print("python%d.%d-venv" % sys.version_info[:2])'); }
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --constraint constraints.txt --upgrade pip

$(VENV)/.ready: $(VENV)/bin/python pyproject.toml constraints.txt
	$(PIP) install --constraint constraints.txt --editable '.[browse]'
	@touch $@

$(VENV)/.dev-ready: $(VENV)/.ready
	$(PIP) install --constraint constraints.txt --editable '.[browse,dev,notify,parquet]'
	@touch $@

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
