# The two commands are `make demo` and `make test`; `make help` lists the others.
PYTHON ?= python3
PORT   ?= 8000
DATA   ?=
DEMO_LANGUAGE ?=
BIN    := .venv/bin
READY  := $(PYTHON) tools/bootstrap.py
READY_DEV := $(READY) --dev
PYTEST := $(BIN)/python -m pytest -rs
REMEMBERING := $(PYTEST) -o "addopts=-q --strict-markers --strict-config -p no:schemathesis --import-mode=importlib"
PARALLEL ?= -n 2 --dist worksteal
LOCK := uv pip compile --quiet --no-strip-extras --universal --generate-hashes --no-header --python-version 3.11 \
  pyproject.toml --extra postgres
COSTS := $(BIN)/python tools/costs.py
# A container may forbid Python to keep what it compiled; the tests start hundreds of processes, and each would compile it all anew.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help figures kills demo serve test check bench i18n docs lock clean lint types quick generated migrations changes release test-sqlite test-postgres test-browser test-spark machine

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## start Tongxin on 127.0.0.1:8000 with demo data, or a folder of CRM exports: make demo DATA=FOLDER, in DEMO_LANGUAGE=en
	@$(READY)
	@exec $(BIN)/tongxin demo --port $(PORT) $(if $(DATA),--data "$(DATA)") $(if $(DEMO_LANGUAGE),--language $(DEMO_LANGUAGE))

serve: ## start Tongxin on 127.0.0.1:8000 with the data it has
	@$(READY)
	@exec $(BIN)/tongxin serve --port $(PORT)

test: ## run every check and every test, on SQLite, on PostgreSQL and in Chromium
	@$(READY_DEV)
	@rm -rf .cache/costs
	@$(MAKE) --no-print-directory machine check test-sqlite test-postgres test-browser
	@$(COSTS) report

quick: ## check a change before it is committed: its linters, and the tests it may break
	@$(READY_DEV)
	@$(BIN)/python tools/quick.py

machine: # what the tests need of the machine
	@$(READY_DEV)
	@$(BIN)/python tools/machine.py

test-sqlite: ## run the tests on SQLite and measure their coverage; then what visits every address, without
	@$(READY_DEV)
	$(COSTS) run sqlite -- $(PYTEST) $(PARALLEL) -m "not browser and not sweep" --cov --cov-report=term:skip-covered
	$(BIN)/python tools/coverage_gate.py
	$(COSTS) run sweeps -- $(PYTEST) $(PARALLEL) -m "sweep and not browser"

test-postgres: ## run what uses a database on a PostgreSQL started for it
	@$(READY_DEV)
	COVERAGE_FILE=.coverage-postgres $(COSTS) run postgres -- $(BIN)/python tools/postgres.py run -- $(PYTEST) $(PARALLEL) \
	  -m "not browser" --cov=src/tongxin/common/locks --cov=src/tongxin/search/engines --cov-report= --cov-fail-under=0
	$(BIN)/python tools/coverage_gate.py --engine postgres --data .coverage-postgres

test-browser: ## run the tests that drive Chromium
	@$(READY_DEV)
	@# A browser on a busy machine may be late once; what is wrong fails again, alone.
	$(COSTS) run browser -- $(REMEMBERING) $(PARALLEL) tests/browser \
	  || $(REMEMBERING) tests/browser --last-failed --last-failed-no-failures none

figures: ## write docs/reference/tests.md from the last make test, and measure how it grows
	@$(READY_DEV)
	$(BIN)/python tools/tests_page.py

test-spark: ## ask the market's questions by DuckDB and by Spark, and compare the answers
	@$(READY_DEV)
	$(BIN)/python tools/spark.py

check: ## run the linters, the type checker and the import contracts
	@$(READY_DEV)
	@$(COSTS) run check -- $(MAKE) --no-print-directory lint types

lint: # everything that reads the source without types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache
	$(BIN)/python tools/template_lint.py
	$(BIN)/djlint --quiet --lint src/tongxin
	$(BIN)/python tools/own_rules.py
	$(BIN)/python tools/i18n.py check

types:
	$(BIN)/mypy

kills: ## kill writing, backups, restores and migrations 200 times on each engine, and write what was left to docs/reference
	@$(READY_DEV)
	$(BIN)/python -m tests.trust.measure kills
	$(BIN)/python tools/postgres.py run -- $(BIN)/python -m tests.trust.measure kills
	$(BIN)/python tools/reliability_page.py

bench: ## measure pages and library, write docs/reference/*performance.md
	@$(READY_DEV)
	$(BIN)/python tools/postgres.py run -- $(BIN)/python -m tests.bench
	PYTHONPATH=src:. $(BIN)/python -m tests.bench.kamkit
	PYTHONPATH=src:. $(BIN)/python -m tests.bench.contacts --page
	OPENBLAS_NUM_THREADS=1 PYTHONPATH=src:. $(BIN)/python -m tests.bench.models

i18n: ## bring the message catalogues to the source and list what is untranslated
	@$(READY_DEV)
	@$(BIN)/python tools/i18n.py extract
	@$(BIN)/python tools/i18n.py untranslated

generated: ## write every generated file anew: reference pages, decisions, openapi.json, catalogues
	@$(READY_DEV)
	@$(BIN)/python tools/generated.py

docs: generated # the older name

migrations: ## write the migrations that the models ask for, in line after those of main
	@$(READY_DEV)
	@DJANGO_SETTINGS_MODULE=tests.settings PYTHONPATH=.:src $(BIN)/python -m django makemigrations
	@$(BIN)/python tools/migrations_in_line.py

changes: ## show what the next release will say
	@$(READY_DEV)
	@$(BIN)/towncrier build --draft --version next

release: ## put docs/changes into CHANGELOG.md: make release VERSION=0.2.0
	@$(READY_DEV)
	$(BIN)/towncrier build --yes --version $(VERSION)

lock: ## resolve the requirements again (needs uv); what runs is what was tested, so the larger lock comes first
	$(LOCK) --group dev -o requirements/dev.txt
	$(LOCK) -c requirements/dev.txt -o requirements/runtime.txt
	uv pip compile --quiet --no-strip-extras --universal --generate-hashes --no-header --python-version 3.11 requirements/spark.in -c requirements/runtime.txt -o requirements/spark.txt

clean: ## remove what the other targets made, but not the data under var/
	rm -rf .venv dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache htmlcov .coverage*
	find src -name '*.mo' -delete
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
