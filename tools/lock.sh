#!/bin/sh
# Compiles the short lists of pyproject.toml into pinned, hashed requirements for Linux and macOS
# from Python 3.12 on. Pins stay unless UPGRADE=1.
set -eu
cd "$(dirname "$0")/.."
compile() {
    .venv/bin/uv pip compile --quiet --universal --python-version 3.12 --generate-hashes \
        --no-emit-index-url --no-header ${UPGRADE:+--upgrade} "$@"
}
compile pyproject.toml -o requirements.txt
compile pyproject.toml --group dev --constraint requirements.txt -o requirements-dev.txt
