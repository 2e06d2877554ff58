#!/bin/sh
# `start.sh development` or `start.sh production`: the environment, then the site until it is stopped.
set -eu
cd "$(dirname "$0")/.."

python=$(sh tools/python.sh)
"$python" tools/port.py "$1"
sh tools/environment.sh run
exec .venv/bin/python tools/supervise.py "$1"
