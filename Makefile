# Live Well in one word each. Nothing needs installing first: every target prepares what it needs.

# Tests are read once and kept, even where somebody has told Python to keep nothing.
unexport PYTHONDONTWRITEBYTECODE

PYTHON = .venv/bin/python
LIVEWELL = .venv/bin/livewell

.PHONY: demo run test check bench assets lock migrations help

help: ## What there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

demo: ready ## A living, fictional Rushcliffe on http://127.0.0.1:8000 (PORT=8001 for another port)
	@LIVEWELL_DATA_DIR=$${LIVEWELL_DATA_DIR:-var/demo} $(LIVEWELL) demo

run: ready ## Serve without demo data; add the first manager with .venv/bin/livewell staff add
	@$(LIVEWELL) serve

test: check ## Everything that must hold
	$(PYTHON) -m pytest -n 2 --dist worksteal

check: ready-to-test ## Lint, types and who may import whom
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/lint-imports

bench: ready-to-test ## How fast: one JSON object a line
	$(PYTHON) -m bench

assets: ready ## The front-end files, from npm by lock file
	$(PYTHON) scripts/assets.py

migrations: ## Make the first migration again after a table changed
	$(PYTHON) scripts/remake_migrations.py

lock: ready-to-test ## New versions of everything, with hashes
	scripts/lock

.PHONY: ready ready-to-test
ready:
	@scripts/bootstrap

ready-to-test:
	@scripts/bootstrap --test
