# Needs make and Python 3.11 or newer, nothing else: everything goes into .venv, and pip's cache into .cache.
# Another interpreter: make test PYTHON=/opt/python3.12/bin/python3

SHELL := /bin/sh
PY := .venv/bin/python
INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check

# What a login shell sets must not lead an installation or a run elsewhere. Indexes, proxies and certificates stay.
unexport PYTHONPATH PYTHONHOME PYTHONSTARTUP PYTHONOPTIMIZE PYTHONDONTWRITEBYTECODE VIRTUAL_ENV
unexport PIP_TARGET PIP_PREFIX PIP_ROOT PIP_PYTHON PIP_REQUIREMENT PIP_EDITABLE PIP_NO_DEPS PIP_DRY_RUN PIP_LOG
unexport PIP_QUIET PIP_VERBOSE PIP_REQUIRE_HASHES PIP_IGNORE_INSTALLED PIP_NO_BUILD_ISOLATION PIP_REPORT
unexport TSK_HOME TSK_DB TSK_SITE TSK_RULES TSK_USER TSK_NOW TSK_DEBUG TSK_NOTIFY TSK_NOTIFY_SECONDS
unexport TSK_KEY_FILE TSK_KEY_COMMAND TSK_KEY_SECONDS TSK_NEW_KEY_FILE TSK_TEST_ENCRYPTED TSK_TEST_SERVER
export PIP_USER := 0
export PIP_ROOT_USER_ACTION := ignore
export PIP_CACHE_DIR := $(CURDIR)/.cache/pip

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help demo test test-server soak check docs bench bench-million bench-worktime bench-classification bench-forecast bench-encrypted bench-importing bench-server clean

help:
	@echo "make demo            a day at the complaint desk, from the first call to the report"
	@echo "make test            all tests"
	@echo "make test-server     the tests on PostgreSQL, and the walk-throughs and the store's tests a second time on it"
	@echo "make soak            crashes, crowds and random walks for long (TSK_SOAK_SECONDS=900 longer, TSK_SOAK_SEED=8 others)"
	@echo "make check           lint, format and types"
	@echo "make docs            what the documents take from the program, written anew: console blocks, references, tables"
	@echo "make bench           what a command costs beside the least that it could cost"
	@echo "make bench-million   what a command costs on a million complaints (20 minutes, 13 GB in the temporary folder)"
	@echo "make bench-worktime  what a deadline costs beside three other libraries, and who gets it right"
	@echo "make bench-classification  how often words suggest the right category (needs the two sets in ../shared/data)"
	@echo "make bench-forecast  how often what the forecast says came true (needs the incident log in ../shared/data)"
	@echo "make bench-encrypted  what a command costs on an encrypted desk beside a plain one"
	@echo "make bench-importing  what an import costs beside a plain insert, and what it makes of the files in ../shared/data"
	@echo "make bench-server    what a command costs on a PostgreSQL beside a file, and many writers at once (2 hours, 30 GB in TMPDIR)"
	@echo "make clean           remove the environment and everything generated"

demo: .venv/.runtime
	@$(PY) examples/demo.py

test: .venv/.test
	@$(PY) -m pytest -n 2

# What goes over desks on a server too: the walk-throughs, and the tests of what the store does. Of these, the mark
# `on_file` leaves out what is about files alone: backups, bytes in the file, SQL that only SQLite knows.
ON_SERVER := tests/server tests/walks tests/finding tests/crowd \
  $(addprefix tests/life/test_,transitions.py random_walk.py model_walk.py daily.py escalation.py escalation_once.py \
    search.py incidents.py measures.py merge.py undo.py rights.py) \
  $(addprefix tests/cli/test_,verify.py two_at_once.py) \
  $(addprefix tests/data/test_,anchors.py masking.py exporting.py anonymise.py anonymise_figures.py rebuild.py) \
  $(addprefix tests/importing/test_,taking_in.py round_trip.py imports_at_once.py) \
  $(addprefix tests/supervision/test_,report.py overdue.py load_and_flow.py)

test-server: .venv/.test
	@$(PY) tests/postgres.py $(PY) -m pytest -n 2 $(ON_SERVER)

soak: .venv/.test
	@TSK_SOAK=1 $(PY) -m pytest -n 2 -m soak
	@TSK_TEST_ENCRYPTED=1 $(PY) -m pytest -n 2 tests/walks tests/crash

check: .venv/.check
	@$(PY) -m ruff check --quiet .
	@$(PY) -m ruff format --check --quiet . || { $(PY) -m ruff format --check .; exit 1; }
	@$(PY) -m mypy --strict --no-error-summary tsk
	@echo "Lint, format and types are in order."

docs: .venv/.runtime
	@$(PY) tests/docs/references.py
	@$(PY) tests/docs/refill.py

bench: .venv/.runtime
	@$(PY) bench/startup.py

bench-worktime: .venv/.bench
	@$(PY) bench/worktime.py

bench-classification: .venv/.bench
	@$(PY) bench/classification.py

bench-encrypted: .venv/.runtime
	@$(PY) bench/encrypted.py

bench-importing: .venv/.bench
	@$(PY) bench/importing.py --rows 20000

bench-million: .venv/.runtime
	@$(PY) bench/million.py

bench-server: .venv/.test
	@$(PY) bench/server.py

bench-forecast: .venv/.runtime
	@$(PY) bench/forecast.py

clean:
	@rm -rf .venv .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist
	@find . -name .git -prune -o -type d -name __pycache__ -prune -exec rm -rf {} +

# ── the environment ──────────────────────────────────────────────────────────────────────────────────

# The first of these that runs and passes the test $(1). Each is really started, wherever it stands on the PATH: a name
# may be the shim of a version manager with nothing behind it, and hide a good one.
define first_python
$$({ command -v "$(PYTHON)"; for name in python3.11 python3.12 python3.13 python3; do \
  printf '%s\n' "$$PATH" | tr ':' '\n' | sed "s|$$|/$$name|"; done; } 2>/dev/null | while read -r python; do \
  [ -x "$$python" ] && "$$python" -c $(1) >/dev/null 2>&1 </dev/null && printf '%s' "$$python" && break; done)
endef
NEW_ENOUGH := 'import sys; sys.exit(sys.version_info < (3, 11))'
COMPLETE := 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))'

# A copied or moved checkout starts afresh: its environment would still run the code of the old place.
ifneq ($(wildcard .venv/.runtime),)
ifneq ($(shell $(PY) -c pass 2>/dev/null && cat .venv/.runtime),$(CURDIR))
$(shell rm -rf .venv)
endif
endif

.venv/.runtime: pyproject.toml
	@python="$(call first_python,$(COMPLETE))"; \
	if [ -z "$$python" ] && [ -n "$(call first_python,$(NEW_ENOUGH))" ]; then \
	  echo "This Python cannot make environments: install its venv package (Debian, Ubuntu: apt install python3-venv)." >&2; \
	  exit 1; \
	elif [ -z "$$python" ]; then \
	  echo "tsk needs Python 3.11 or newer, and there is none on the PATH." >&2; \
	  echo "Install one, or say where it is: make $(or $(MAKECMDGOALS),test) PYTHON=/path/to/python3" >&2; \
	  exit 1; \
	fi; \
	echo "Making .venv with $$python …"; \
	rm -rf .venv && "$$python" -m venv .venv && $(INSTALL) --editable . && printf '%s' "$(CURDIR)" > $@

# pip learned `--group` late (25.1); the groups of pyproject.toml are read here instead.
.venv/.%: .venv/.runtime
	@echo "Installing the group \`$*\` of pyproject.toml …"
	@$(PY) -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["dependency-groups"]["$*"], sep="\n")' > $@.txt
	@$(INSTALL) --requirement $@.txt
	@touch $@
