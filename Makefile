# From a bare clone, with python3 (3.11 or later), pip and make:
#   make run     sets up and serves the demonstration community
#   make test    sets up and passes the tests
# Both can be repeated; both work offline from the second time on.

SHELL := bash
.SHELLFLAGS := -e -o pipefail -c

VENV ?= .venv
HOST ?= 127.0.0.1
PORT ?= 8000
# Workers for the tests.
JOBS ?= 2
ARGS ?=

python := $(VENV)/bin/python
groundswell := $(python) -m groundswell
interpreter := $(firstword $(foreach name,python3 python3.13 python3.12 python3.11,$(shell \
  command -v $(name) >/dev/null 2>&1 && \
  $(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(name))))

# PostgreSQL for a second run of the tests: a URL, or the variables that psql knows.
ifdef PGHOST
TEST_DATABASE_URL ?= postgresql://$(or $(PGUSER),postgres)$(if $(PGPASSWORD),:$(PGPASSWORD))@$(PGHOST):$(or $(PGPORT),5432)/$(or $(PGDATABASE),postgres)
endif

export VENV HOST PORT
# Containers often set it. Here it would have every process of the tests compile everything anew.
unexport PYTHONDONTWRITEBYTECODE
.DEFAULT_GOAL := help
.PHONY: help run setup setup-dev test test-sqlite test-postgres lint fmt check ci docs bench lock demo need-python

help:  ## Say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# --- set up --------------------------------------------------------------------------------

need-python:
ifeq ($(interpreter),)
	@echo 'Groundswell needs Python 3.11 or later; python3 here is' \
	  "$$({ command -v python3 >/dev/null && python3 --version 2>&1; } || echo 'missing')." \
	  'On Debian 12 or Ubuntu 24.04: apt install python3 python3-pip python3-venv' >&2; exit 1
endif

setup: need-python  ## Install what a running community needs into .venv
	@$(interpreter) tools/bootstrap.py run

setup-dev: need-python  ## Install that and every development tool into .venv
	@$(interpreter) tools/bootstrap.py dev

# --- run -----------------------------------------------------------------------------------

run: export DEMO := true
run: setup  ## Serve the demonstration community
	@exec $(groundswell) run $(ARGS)

demo: setup  ## Put the demonstration community back to its beginning
	@DEMO=true $(groundswell) demo $(ARGS)

# --- test ----------------------------------------------------------------------------------

pytest := $(python) -m pytest --numprocesses $(JOBS)

test: test-sqlite test-postgres  ## Run the tests on SQLite, and on PostgreSQL when one is named

test-sqlite: setup-dev
	@echo 'Tests on SQLite.'
	@env -u DATABASE_URL -u REDIS_URL $(pytest) $(ARGS)

test-postgres: setup-dev
ifdef TEST_DATABASE_URL
	@echo 'Tests on PostgreSQL.'
	@env -u REDIS_URL DATABASE_URL='$(TEST_DATABASE_URL)' $(pytest) -m 'not browser' --second-database $(ARGS)
else
	@echo 'PostgreSQL was not named (TEST_DATABASE_URL or PGHOST), so the tests ran on SQLite alone.'
endif

bench: setup-dev  ## Measure pages, replies, search and live streams beside their budgets
	@$(python) -m benchmarks $(ARGS)
	@$(if $(BENCH_DATABASE_URL),$(python) -m benchmarks --database $(BENCH_DATABASE_URL) $(ARGS),:)
	@$(python) benchmarks/live_fanout.py

# --- gates ---------------------------------------------------------------------------------

bin := $(VENV)/bin
templates := $(wildcard groundswell/*/templates)

lint: setup-dev  ## Check format, lint, types, layers, templates and spelling
	@$(bin)/ruff format --check --quiet . || { echo 'Not formatted: run make fmt.'; exit 1; }
	@$(bin)/ruff check --quiet .
	@$(bin)/typos
	@said=$$($(bin)/lint-imports --no-cache --no-logo) || { echo "$$said"; exit 1; }
	@$(if $(templates),$(bin)/djlint --quiet --lint $(templates))
	@$(bin)/mypy
	@echo 'All gates passed.'

fmt: setup-dev  ## Put code and templates into their form
	@$(bin)/ruff check --quiet --fix-only .
	@$(bin)/ruff format --quiet .

check: setup-dev  ## Check the settings, the migrations and this installation
	@$(python) manage.py check --database default
	@$(python) manage.py makemigrations --check --dry-run

ci: lint check test  ## Everything that must pass

docs: setup-dev  ## Write docs/reference.md from what the code declares
	@$(python) tools/reference.py

lock: setup-dev  ## Resolve requirements/*.in into their locks (ARGS=--upgrade to renew)
	@UV=$(firstword $(wildcard $(bin)/uv) uv) tools/lock.sh $(ARGS)
