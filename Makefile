# Two commands matter: `make run` to see the site, `make test` before handing a change in.
# Variables: PYTHON (which interpreter), PORT, HOST, WORKERS; the README has the rest.

.PHONY: help run serve test setup lock format words
.DEFAULT_GOAL := help

help:
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 16

run: ## the site on http://127.0.0.1:8000 with demonstration content (PORT=… changes it)
	@exec sh tools/start.sh development

serve: ## as in production; refuses unsafe settings
	@exec sh tools/start.sh production

setup: ## the environment in .venv, with the test tools
	@exec sh tools/environment.sh test

test: setup ## style checks and every test, on SQLite and PostgreSQL
	@exec .venv/bin/python tools/check.py

format: setup ## what `make test` would complain of, mended where a tool can
	@.venv/bin/ruff check --fix . && .venv/bin/ruff format .
	@find templates -name '*.html' -exec .venv/bin/djade --target-version 6.1 {} +

words: setup ## the Korean catalogues brought up to the source, and compiled (needs gettext)
	@exec sh tools/words.sh

lock: setup ## requirements*.txt anew from pyproject.toml
	@exec sh tools/lock.sh
