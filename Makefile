# The same targets serve people and CI. Only Python >= 3.11 and make are needed.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed

.PHONY: serve test check format bench soak lock clean

serve: $(STAMP)
	$(BIN)/kg build
	$(BIN)/kg serve

test: $(STAMP)
	$(BIN)/python -m pytest -n auto -q

check: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m tests.turtle check
	$(BIN)/python -m kg.checks

format: $(STAMP)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/python -m tests.turtle write

$(STAMP): requirements.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Strategraf needs Python 3.11 or newer; set PYTHON=/path/to/python3")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $(STAMP)

bench: $(STAMP)
	$(BIN)/python -m benchmarks.peers
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks --http

# What is measured runs alone, so that no other test takes its time; it tells its figures at the end.
soak: $(STAMP)
	$(BIN)/python -m pytest -n auto -q --hypothesis-profile=soak --ignore=tests/reliability
	$(BIN)/python -m pytest -q --hypothesis-profile=soak tests/reliability

lock: $(STAMP)
	$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-find-links \
	  --all-extras --all-build-deps --output-file requirements.txt pyproject.toml

clean:
	rm -rf build dist $(VENV)
