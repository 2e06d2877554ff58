#!/bin/sh
# Brings the Korean catalogues up to the words that the source marks, and compiles them. What is new or
# changed stands empty or fuzzy in locale/ko/LC_MESSAGES/*.po then: translate it, and run this again.
set -eu
cd "$(dirname "$0")/.."
command -v xgettext >/dev/null || { echo "This needs gettext (Debian: apt-get install gettext)." >&2 && exit 1; }
admin() { DJANGO_SETTINGS_MODULE=tests.settings .venv/bin/python manage.py "$@"; }
.venv/bin/python tools/vocabularies.py >tools/vocabulary_words.new
mv tools/vocabulary_words.new tools/vocabulary_words.py
.venv/bin/ruff format --quiet tools/vocabulary_words.py
for domain in django djangojs; do
    admin makemessages --locale ko --domain $domain --no-wrap --no-obsolete --add-location file \
        --ignore .venv --ignore var --ignore tests --ignore bench
done
admin compilemessages --locale ko --ignore .venv
