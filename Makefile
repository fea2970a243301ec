# Kesu 客诉. `make run` and `make test` do everything from a clean clone; nothing but Python and make is needed.

# Which Python makes .venv: the first of these that fits, or the one named by `make run PYTHON=...`.
PYTHON ?= python3 python3.13 python3.12 python3.11
# Test processes: one per core, or as many as named. ARGS goes to pytest.
WORKERS ?= auto
ARGS ?=
# `make lock LOCK_ARGS=--upgrade` takes newer releases; without it the lock keeps what it has.
LOCK_ARGS ?=

BIN := .venv/bin
APP_READY := .venv/.app-installed
DEV_READY := .venv/.dev-installed
# --no-deps: the lock is whole. Without it pip takes the newest of what a package wants "with extras", lock or no lock.
INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes --no-deps -r
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header $(LOCK_ARGS)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test check fmt lock translations screenshots mutants clean

help:  ## what can be done here
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "make %-14s%s\n", $$1, $$2}' Makefile

run: $(APP_READY)  ## set up what is missing, then serve the demo company on SQLite; Ctrl-C stops it
	@exec $(BIN)/python run.py start

test: $(DEV_READY)  ## set up what is missing, then run the whole suite (ARGS="-k dispatch" for a part of it)
	@scripts/with-postgres.sh $(BIN)/python -m pytest -n $(WORKERS) $(ARGS)

check: $(DEV_READY)  ## lint, format, imports, types
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/pyright

fmt: $(DEV_READY)  ## format, and mend what the linter can mend
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

lock: $(DEV_READY)  ## write requirements*.txt from requirements*.in, with hashes, for every Python we run on
	$(COMPILE) requirements.in -o requirements.txt
	$(COMPILE) requirements-dev.in -o requirements-dev.txt

translations: $(DEV_READY)  ## bring translations/zh up to date with the msgids in app/; then fill in what is empty
	@$(BIN)/python -m scripts.translations

mutants: $(DEV_READY)  ## put defects into app/policy one by one; the tests have to notice them. ARGS="counting --seconds 600"
	@nice $(BIN)/python -m scripts.mutants $(ARGS)

screenshots: $(DEV_READY)  ## take the pictures of docs/images anew, then every screen into var/screenshots (ARGS=docs: not those)
	@$(BIN)/python -m scripts.screenshots $(ARGS)

clean:  ## remove the venv and caches; var/ with the data stays
	rm -rf .venv .pytest_cache .ruff_cache .hypothesis .import_linter_cache htmlcov .coverage
	find app tests migrations -name __pycache__ -prune -exec rm -rf {} +

# find-python.sh answers with an absolute path, or with one sentence that says what is wrong.
$(BIN)/python:
	$(eval FOUND := $(shell sh scripts/find-python.sh $(PYTHON)))
	$(if $(filter /%,$(firstword $(FOUND))),,$(error $(FOUND)))
	@echo "Making .venv with $(FOUND)"
	@"$(FOUND)" -m venv --clear .venv

$(APP_READY): requirements.txt | $(BIN)/python
	@echo "Installing what Kesu needs"
	@$(INSTALL) $<
	@touch $@

$(DEV_READY): requirements-dev.txt requirements.txt | $(BIN)/python
	@echo "Installing what Kesu and its tests need"
	@$(INSTALL) $<
	@touch $(APP_READY) $@
