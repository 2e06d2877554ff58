"""The one writer of the institution's pages, what every site begins with, and the links in the footer."""

import time

from django.db import connections, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import audit
from .audit import Action
from .institution_texts import beginnings
from .models import InstitutionPage, PageText
from .models.institution import FIXED

TEXT = ("title", "title_ko", "html", "html_ko")
FIELDS = (*TEXT, "is_published", "in_footer", "ordering")

#: Seconds for which a process shows the footer that it read last.
KEEP = 10
#: (until when it holds by the process's clock, the pages); None where it is to be read.
_footer = None


class Stale(Exception):
    """Somebody saved the page since it was read. `page` is what stands now, `text` who wrote it."""

    def __init__(self, page):
        super().__init__(_("The page was saved by somebody else meanwhile."))
        self.page = page
        self.text = page.texts.select_related("saved_by").first()


def save(page, *, version, by, at=None, detail=None):
    """Store the fields of `page`, which were read at `version` (0 for a new one), and keep them as a PageText.

    Raises Stale where another save came in between, and writes nothing. Returns the page. What else is
    kept of answers (`sejong_cms.kept`) holds nothing of these pages, so the log of changes is told nothing.
    """
    at = at or timezone.now()
    with transaction.atomic():
        if version:
            stored = InstitutionPage.objects.select_for_update(of=("self",)).get(pk=page.pk)
            if stored.version != version:
                raise Stale(stored)
            page.slug = stored.slug
        if page.is_fixed:
            page.is_published = True
        page.version, page.updated_at = version + 1, at
        page.full_clean()
        page.save(force_insert=not version)
        values = {name: getattr(page, name) for name in (*TEXT, "is_published")}
        PageText.objects.create(page=page, version=page.version, saved_at=at, saved_by=by, **values)
        action = Action.CHANGED if version else Action.ADDED
        audit.record(action, at=at, by=by, detail=detail, **audit.of(page))
        transaction.on_commit(forget_footer, robust=True)
    return page


def ensure_pages(sender, using, **kwargs):
    """After migrating: make those of the fixed pages that are missing. What is there stays as it is."""
    table = InstitutionPage._meta.db_table
    if table not in connections[using].introspection.table_names():
        return
    pages = InstitutionPage.objects.using(using)
    missing = set(FIXED) - set(pages.filter(slug__in=FIXED).values_list("slug", flat=True))
    at = timezone.now()
    for ordering, slug in enumerate(FIXED):
        if slug not in missing:
            continue
        text = beginnings()[slug]
        page = pages.create(
            slug=slug, is_published=True, ordering=ordering, version=1, updated_at=at, **text
        )
        PageText.objects.using(using).create(
            page=page, version=1, saved_at=at, is_published=True, **text
        )


def footer():
    """The further pages that the footer links to, as they stood at most `KEEP` seconds ago."""
    global _footer
    kept = _footer
    if kept is None or kept[0] < time.monotonic():
        pages = list(InstitutionPage.objects.in_footer().only("slug", "title", "title_ko"))
        kept = _footer = time.monotonic() + KEEP, pages
    return kept[1]


def forget_footer():
    """Read the footer anew at the next page; the site's other processes do so by themselves."""
    global _footer
    _footer = None
