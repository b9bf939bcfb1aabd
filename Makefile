# Two commands matter: `make run` and `make test`. Both set up what they need first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PERSONNES ?= 100000
UV := uv==0.13.9
export DO_NOT_TRACK = 1

GRAINE ?= 41

.PHONY: run serve test fuzz mutants audit preuve setup browser lock clean

run: setup
	$(BIN)/pilotage run --personnes $(PERSONNES) --mois 30 --dernier-mois 2026-06 --graine 1

serve: setup
	$(BIN)/pilotage serve

test: setup browser
	$(BIN)/pytest -n 2 --dist loadfile

fuzz: setup
	$(BIN)/python -m tests.fuzz.campagne --passes 10 --rapport docs/fuzzing.md

mutants: setup
	$(BIN)/python -m tests.dbt.mutation

audit: setup
	$(BIN)/python -m tests.unit.audit.repetition

preuve: setup
	rm -rf preuve && mkdir preuve && PILOTAGE_HOME=preuve $(BIN)/pilotage run --personnes 1500 --mois 30 --graine $(GRAINE)
	$(BIN)/python -m tests.independant.preuve preuve

setup: $(VENV)/.installed dbt_project/target/manifest.json

$(VENV)/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
		|| { echo "Python 3.11, 3.12 or 3.13 is needed: make run PYTHON=python3.12"; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check $(UV) \
		&& $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock \
		|| $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

dbt_project/target/manifest.json: $(VENV)/.installed $(shell find dbt_project -name target -prune -o \( -name '*.sql' -o -name '*.yml' -o -name '*.csv' \) -print)
	$(BIN)/dbt --quiet parse --project-dir dbt_project --profiles-dir dbt_project
	@touch $@

browser:
	@command -v chromium >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
		&& apt-get update -qq && apt-get install -y -qq chromium; } \
		|| echo "No chromium: the browser tests will be skipped. Install it with your package manager (Debian: apt install chromium)."

lock:
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
		--extra test --extra rooms-to-come --quiet pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV) dbt_project/target dbt_project/logs
