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

# The stamp holds the checksums of the files that were installed to the end; it is taken away while
# something is being installed, so without it the last installation was cut off and is not trusted.
stamp=.venv/.installed
pins() { cksum <"$1"; }
alive() { .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1; }

if alive && grep -qxF "$(pins "$file")" "$stamp" 2>/dev/null; then exit 0; fi

# Two at once (make run beside make test) would undo each other's work.
if [ -z "${ENVIRONMENT_LOCKED:-}" ] && command -v flock >/dev/null 2>&1; then
    mkdir -p var
    ENVIRONMENT_LOCKED=1 exec flock var/environment.lock sh tools/environment.sh "$kind"
fi

python=$(sh tools/python.sh)
if ! alive || ! [ -e "$stamp" ]; then
    echo "Making .venv with $python"
    "$python" -m venv --clear .venv
fi
rm -f "$stamp"
echo "Installing what $file pins"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
    --require-hashes -r "$file" || {
    echo "The packages of $file could not be installed (see above); run the same command again." >&2
    exit 1
}
pins "$file" >"$stamp"
# The test tools' file contains the other one.
if [ "$kind" = test ]; then pins requirements.txt >>"$stamp"; fi
