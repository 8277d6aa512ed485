# Two commands: make run, make test. Everything else is a part of them.
SHELL := /bin/sh
VENV := .venv
PY := $(VENV)/bin/python
export PYTHONPATH := $(CURDIR)/src
export PYTHONDONTWRITEBYTECODE :=
MARK := not browser and not crawl
JOBS := 2
YEAR := tests/browser/test_whole_year.py

.PHONY: run test quick setup check types style layers words docs unit unit-postgres browser year journeys crawl bench bench-long peers conformance clean messages

run: $(VENV)/run.stamp  ## set up, load the demonstration city if the database is empty, serve
	@./bina serve --demo

setup: $(VENV)/run.stamp

$(VENV)/run.stamp: requirements.txt tools/setup.sh
	@sh tools/setup.sh run

$(VENV)/dev.stamp: requirements-dev.txt requirements.txt tools/setup.sh
	@sh tools/setup.sh dev

test: $(VENV)/dev.stamp  ## everything that must hold; says what it had to leave out
	@sh tools/test.sh

quick: $(VENV)/dev.stamp  ## the everyday subset, under three minutes
	@$(MAKE) --no-print-directory style layers
	@$(PY) -m pytest -q -n $(JOBS) -m "not browser and not crawl and not slow and not postgres"

style: $(VENV)/dev.stamp
	@$(VENV)/bin/ruff check . && $(VENV)/bin/ruff format --check -q .

types: $(VENV)/dev.stamp
	@BINA_DATA=build/types $(VENV)/bin/mypy

layers: $(VENV)/dev.stamp
	@$(VENV)/bin/lint-imports --no-cache | tail -12

unit: $(VENV)/dev.stamp
	@$(PY) -m pytest -q -n $(JOBS) --dist worksteal -m "$(MARK) and not postgres"

unit-postgres: $(VENV)/dev.stamp  ## what asks the database once more, on PostgreSQL
	@$(PY) tools/with_postgres.py $(PY) -m pytest -q -n $(JOBS) --dist worksteal -m "$(MARK)" --only-database

browser: $(VENV)/dev.stamp  ## the whole year and, beside it, all other journeys: each has its own site
	@$(MAKE) --no-print-directory -k -j 2 --output-sync year journeys

year: $(VENV)/dev.stamp
	@$(PY) -m pytest -q -m browser $(YEAR)

journeys: $(VENV)/dev.stamp
	@$(PY) -m pytest -q -m browser --ignore $(YEAR)

crawl: $(VENV)/dev.stamp  ## every page as every role in Chromium: faults, axe, budgets
	@$(PY) -m pytest -q -m crawl

messages: $(VENV)/dev.stamp  ## collect texts into the translation files and compile them
	@$(PY) tools/messages.py

bench: $(VENV)/dev.stamp  ## figures as ratios into build/bench.json; ONLY=plan runs one group
	@$(PY) -m bench $(ONLY)

LONG := bench/allocation/results/$(shell date +%Y-%m).json
bench-long: $(VENV)/dev.stamp  ## the plan engine's public benchmark, about five hours on two idle cores; bench/allocation/README.md
	@$(PY) -m bench.allocation run --sizes 600 6000 --seeds 1 2 3 --seconds 300 --results $(LONG)
	@$(PY) -m bench.allocation run --sizes 60000 --seconds 1200 --solvers bina --results $(LONG)
	@$(PY) -m bench.allocation table --results $(LONG)

peers: $(VENV)/dev.stamp  ## OR-Tools and SCIP, which only bench-long uses
	@$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements-peers.txt

clean:
	rm -rf build .mypy_cache .ruff_cache .pytest_cache
