"""Slugs: Unicode (a Korean title gives a Korean slug), never a word that an address uses."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

MAX_LENGTH = 120

#: Words that stand, or may come to stand, where a slug stands in an address.
RESERVED = frozenset(
    "add api as-of board board.csv changes compare confirm corrections dossier editions export feed"
    " feeds follow ko new page preview recommendations search steps timeline timemap traits".split()
)

# Zero-width characters and bidirectional controls make two addresses look the same.
_FORM = re.compile(r"[\w-]+\Z")


def validate_slug(value):
    """Refuse what cannot be one lower-case segment of an address."""
    if not _FORM.match(value) or value != unicodedata.normalize("NFC", value).lower():
        raise ValidationError(_("Use small letters, digits and hyphens only."), code="invalid_slug")
    if value in RESERVED or value.isdigit():
        raise ValidationError(
            _("“%(word)s” is a word that addresses use; choose another."),
            code="reserved_slug",
            params={"word": value},
        )


def slug_from(text, *, default, taken):
    """A slug for `text` that `taken(slug)` does not know yet; `default` where the text has none.

    `taken` is a callable: slug → bool. A number is appended until it says no.
    """
    base = slugify(unicodedata.normalize("NFC", text), allow_unicode=True)
    if len(base) > MAX_LENGTH - 8:
        base = base[: MAX_LENGTH - 8].rsplit("-", 1)[0]
    base = base.strip("-_") or default
    if base in RESERVED or base.isdigit():
        base = f"{default}-{base}"
    slug, n = base, 1
    while taken(slug):
        n += 1
        slug = f"{base}-{n}"
    return slug


def is_taken(model, slug, *, by=None):
    """Whether a row of `model` has this slug, or had it while readers knew it; `by` is a row to leave out.

    A former slug leads to its row for ever, so nothing else of the kind gets it.
    """
    from .models import FormerSlug

    rows = model.objects.filter(slug=slug)
    former = FormerSlug.objects.filter(kind=model._meta.model_name, slug=slug)
    if by is not None and by.pk is not None:
        rows, former = rows.exclude(pk=by.pk), former.exclude(entry_id=by.pk)
    return rows.exists() or former.exists()


def refuse_taken(model, slug, *, by=None):
    """Raise ValidationError naming `slug` where something else of the kind has it, or had it."""
    if is_taken(model, slug, by=by):
        raise ValidationError(
            {"slug": _("This address leads, or led, to another entry; choose another.")},
            code="taken",
        )


def free_slug(model, text, *, prefix=""):
    """A slug for `text` that nothing of `model` has or had; with `prefix` where `text` alone is taken."""
    default = model._meta.model_name

    def taken(slug):
        return is_taken(model, slug)

    if prefix and taken(slug_from(text, default=default, taken=lambda slug: False)):
        text = f"{prefix} {text}"
    return slug_from(text, default=default, taken=taken)


def with_free_slug(model, text, make, *, prefix=""):
    """What `make(slug)` makes with a free slug for `text`.

    Where somebody else takes that slug between the look and the write, it is called again with the next.
    """
    while True:
        slug = free_slug(model, text, prefix=prefix)
        try:
            with transaction.atomic():
                return make(slug)
        except IntegrityError:
            if not is_taken(model, slug):
                raise
