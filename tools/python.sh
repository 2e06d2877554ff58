#!/bin/sh
# Prints the path of a Python that can run the project, or says in one sentence what to do.
# $PYTHON is taken at its word; else the version of .python-version comes first.
set -u

MINIMUM="3, 12"

# Answers 0 for a good one, 1 for none or an old one, 2 for one that cannot make environments.
judge() {
    "$1" -c "import sys; sys.exit(sys.version_info < ($MINIMUM))" >/dev/null 2>&1 || return 1
    "$1" -c "import ensurepip, venv" >/dev/null 2>&1 || return 2
}

version() {
    "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null
}

no_venv() {
    echo "$1 cannot make virtual environments: install its venv package" \
        "(on Debian: apt-get install python$(version "$1")-venv) and run this again." >&2
    exit 1
}

path() {
    "$1" -c 'import sys; print(sys.executable)'
}

if [ -n "${PYTHON:-}" ]; then
    judge "$PYTHON"
    case $? in
    0) path "$PYTHON" && exit 0 ;;
    2) no_venv "$PYTHON" ;;
    esac
    found=$(version "$PYTHON")
    if [ -n "$found" ]; then fault="Python $found, which is too old"; else fault="no Python that starts"; fi
    echo "PYTHON=$PYTHON is $fault: name one of version 3.12 or newer, or leave PYTHON unset." >&2
    exit 1
fi

chosen=$(cat .python-version 2>/dev/null || echo 3.13)
lacking=""
for candidate in "python$chosen" python3.13 python3.12 python3.14 python3 \
    "${PYENV_ROOT:-$HOME/.pyenv}"/versions/"$chosen"*/bin/python \
    "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.1[2-9]*/bin/python; do
    command -v "$candidate" >/dev/null 2>&1 || continue
    judge "$candidate"
    case $? in
    0) path "$candidate" && exit 0 ;;
    2) lacking=${lacking:-$candidate} ;;
    esac
done
[ -n "$lacking" ] && no_venv "$lacking"
found=$(version python3)
if [ -n "$found" ]; then fault="only $found was found"; else fault="none was found"; fi
echo "This needs Python 3.12 or newer and $fault: install one (on Debian 13: apt-get install python3" \
    "python3-venv; elsewhere: pyenv install $chosen) or name one with PYTHON=/path/to/python." >&2
exit 1
