# Alles wat een mens hier typt. `make` zonder meer toont de lijst.
SHELL := /bin/sh
PYTHON ?= python3
PY := .venv/bin/python
STAP := $(PYTHON) tools/stap.py
FRONT := $(shell find static/src tools/front -type f 2>/dev/null) package.json
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help demo demo-reset leeg manage test check bench locks stop clean chromium

help: ## deze lijst
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1|/' | \
		while IFS='|' read -r doel uitleg; do printf '  make %-12s %s\n' "$$doel" "$$uitleg"; done

demo: .venv/klaar static/dist/.klaar ## het portaal met het voorbeeldjaar; Ctrl-C stopt alles
	@$(PY) -m tools.demo demo

demo-reset: .venv/klaar ## gooi de gegevens van de demo weg en begin opnieuw
	@$(PY) -m tools.demo wis
	@$(MAKE) --no-print-directory demo

leeg: .venv/klaar static/dist/.klaar ## dezelfde services met alleen organisaties, rollen en tarieven
	@$(PY) -m tools.demo leeg

manage: .venv/klaar ## een opdracht op de laatste set: make manage ARGS="verifieer"
	@$(PY) -m tools.demo manage $(ARGS)

test: .venv/klaar static/dist/.klaar chromium ## alle tests, of make test ARGS=tests/maatwerk
	@$(PY) -m pytest $(ARGS)

check: .venv/klaar static/dist/.klaar ## opmaak, lint, typen, contracten, migraties, sjablonen, instellingen
	@$(PY) -m tools.check

bench: .venv/klaar static/dist/.klaar ## meet bij 1.000, 10.000 en 100.000 aanvragen (ARGS=--miljoen voor meer)
	@$(PY) -m tools.bench $(ARGS)

locks: ## leg de afhankelijkheden van pyproject.toml opnieuw vast, met hashes
	@$(PYTHON) -m venv .run/uv && .run/uv/bin/pip install --quiet --disable-pip-version-check uv
	@for lock in productie:productie ontwikkel:dev; do \
		.run/uv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
			--no-emit-index-url --no-header --extra $${lock#*:} pyproject.toml \
			-o requirements/$${lock%:*}.txt || exit 1; \
	done

stop: ## stop PostgreSQL en Valkey van alle sets
	@test ! -x $(PY) || $(PY) -m tools.demo stop

clean: stop ## gooi alles weg wat hier gemaakt is, ook de gegevens
	@test ! -x $(PY) || $(PY) -m tools.services wis
	@rm -rf .run .venv node_modules requirements/chromium/node_modules static/dist
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

chromium: .venv/klaar
	@$(PY) -m tools.chromium > /dev/null

.venv/klaar: requirements/ontwikkel.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'Dit portaal vraagt Python 3.11 of nieuwer. Wijs hem aan met: make PYTHON=python3.12 …'; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo 'Python mist venv. Installeer op Debian of Ubuntu het pakket python3-venv.'; exit 1; }
	@$(STAP) 'Python-omgeving maken' $(PYTHON) -m venv .venv
	@$(STAP) 'Python-pakketten installeren' .venv/bin/pip install --quiet --no-compile --no-input \
		--disable-pip-version-check --require-hashes -r requirements/ontwikkel.txt
	@touch $@

node_modules/.klaar: package-lock.json
	@command -v npm > /dev/null || { echo 'npm ontbreekt. Installeer Node 20 of nieuwer.'; exit 1; }
	@$(STAP) 'Onderdelen van de voorkant installeren' npm ci --no-progress
	@touch $@

static/dist/.klaar: node_modules/.klaar $(FRONT)
	@$(STAP) 'Voorkant bouwen' npm run --silent build
	@touch $@
