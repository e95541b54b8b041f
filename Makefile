# Everything sets itself up: a fresh checkout needs only Python 3.11 or newer and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
WHEEL_VENV := .venv-wheel

.PHONY: run test quick lint check-wheel oracles bench shots schemas coverage soak fuzz clean

run: $(READY) ## start the program
	@$(BIN)/screencopilot $(ARGS)

test: lint check-wheel ## lint, types, arrows, then every test against the built wheel
	$(BIN)/python -m pytest -m checkout

quick: $(READY) ## every test on the checkout, without building
	$(BIN)/python -m pytest -n auto

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check-wheel: $(READY) ## the tests against the installed wheel, with src out of reach
	@rm -rf dist $(WHEEL_VENV)
	$(BIN)/python -m build --wheel --no-isolation --outdir dist . >/dev/null
	@$(PYTHON) -m venv $(WHEEL_VENV)
	@$(WHEEL_VENV)/bin/python -m pip install --quiet --disable-pip-version-check dist/*.whl -r requirements-test.txt
	tests/run_against_wheel $(WHEEL_VENV)/bin/python

oracles: $(READY) ## the statistics against large packages of others
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-oracles.txt
	$(BIN)/python -m pytest tests/analysis/test_agreement_oracles.py -rs

bench: $(READY) ## ratios against floors
	$(BIN)/python -m benchmarks

soak: $(READY) ## kills at random moments by the hundred, and what came of them
	$(BIN)/python -m tests.crash.soak --kills 200

shots: $(READY) ## the docs' pictures
	$(BIN)/python docs/make_shots.py

schemas: $(READY) ## the JSON Schemas for editors
	$(BIN)/python docs/make_schemas.py

coverage: $(READY) ## the table of which bank asks about what
	$(BIN)/python docs/make_coverage.py

fuzz: $(READY) ## hostile input by the million, for MINUTES; atheris where it installs, else Hypothesis
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary :all: atheris 2>/dev/null || true
	$(BIN)/python -m benchmarks.fuzz --minutes $(or $(MINUTES),10)

clean:
	rm -rf $(VENV) $(WHEEL_VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(READY): pyproject.toml requirements-test.txt requirements-dev.txt
	@echo "setting up $(VENV) (once)"
	@$(PYTHON) -c 'import sys; sys.exit("screencopilot needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt -e .
	@touch $(READY)
