"""Entering an issue without a piece that treats it yet: editors may, by program too."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sejong_cms.audit import Action

from .models import Issue, IssueAlias
from .naming import key_of
from .recording import allow, tell
from .renaming import refuse_another
from .slugs import refuse_taken, validate_slug, with_free_slug


def enter_issue(*, title, by, slug="", aliases=(), **fields):
    """Add an issue, which readers know of from the first piece on that treats it. Returns it.

    `fields` are columns of Issue. Without a slug one is made of the title. Raises NotAllowed, or
    ValidationError naming the field: a title or alias by which another issue is known.
    """
    allow(by)
    errors = {}
    for check in (
        lambda: refuse_another(Issue(), title=title, title_ko=fields.get("title_ko", "")),
        lambda: slug and _check_slug(slug),
        lambda: _refuse_known(aliases),
    ):
        try:
            check()
        except ValidationError as problem:
            errors |= problem.error_dict
    if errors:
        raise ValidationError(errors)

    def make(slug):
        row = Issue(title=title, slug=slug, **fields)
        row.full_clean()
        row.save(force_insert=True)
        return row

    with transaction.atomic():
        row = make(slug) if slug else with_free_slug(Issue, title, make)
        for name in dict.fromkeys(aliases):
            IssueAlias.objects.create(issue=row, name=name)
        tell(Action.ADDED, row, by=by, at=timezone.now())
    return row


def _check_slug(slug):
    try:
        validate_slug(slug)
    except ValidationError as problem:
        raise ValidationError({"slug": problem.messages}) from problem
    refuse_taken(Issue, slug)


def _refuse_known(aliases):
    keys = [key_of(name) for name in aliases]
    if len(set(keys)) < len(keys) or IssueAlias.objects.filter(key__in=keys).exists():
        raise ValidationError({"aliases": _("Another issue is already known by this name.")})
