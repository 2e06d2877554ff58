#!/bin/sh
# Makes .venv hold exactly what a requirements file pins: `environment.sh run` or `environment.sh test`.
# Does nothing if it does already; mends one that was interrupted or whose Python has gone.
set -eu
cd "$(dirname "$0")/.."

kind=${1:-run}
case $kind in
run) file=requirements.txt ;;
test) file=requirements-dev.txt ;;
*) echo "environment.sh run|test" >&2 && exit 2 ;;
esac

# A stamp says which pins were installed to the end. The test tools' pins contain the others.
pins() { cksum <"$1"; }
stamped() { [ "$(cat ".venv/.installed-$1" 2>/dev/null)" = "$(pins "$2")" ]; }
alive() { .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1; }

if alive && stamped "$kind" "$file"; then exit 0; fi

# Two at once (make run beside make test) would undo each other's work.
if [ -z "${ENVIRONMENT_LOCKED:-}" ] && command -v flock >/dev/null 2>&1; then
    mkdir -p var
    ENVIRONMENT_LOCKED=1 exec flock var/environment.lock sh tools/environment.sh "$kind"
fi

python=$(sh tools/python.sh)
# Without a stamp the last installation was cut off, and what it left cannot be trusted.
if ! alive || ! ls .venv/.installed-* >/dev/null 2>&1; then
    echo "Making .venv with $python"
    "$python" -m venv --clear .venv
fi
echo "Installing $file (downloads only what is new)"
if [ "$kind" = run ] && [ -e .venv/.installed-test ]; then
    # The test tools are there and stay; their stamp must not outlive a change of the pins.
    stamped test requirements-dev.txt || rm -f .venv/.installed-test
fi
rm -f ".venv/.installed-$kind"
: >".venv/.installing"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
    --require-hashes -r "$file" || {
    rm -f .venv/.installed-*
    echo "The packages of $file could not be installed (see above); run the same command again." >&2
    exit 1
}
rm -f .venv/.installing
pins "$file" >".venv/.installed-$kind"
if [ "$kind" = test ]; then pins requirements.txt >.venv/.installed-run; fi
