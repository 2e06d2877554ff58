"""Atom feeds of the register."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from articles.appearances import issue_entries
from sejong_cms.feeds import LENGTH, AtomFeed, text
from sejong_cms.pages import absolute, page

from .models import Issue
from .timeline import merged, register_entries


class IssueFeed(AtomFeed):
    """An issue's timeline, newest first."""

    def get_object(self, request, slug):
        return get_object_or_404(Issue.objects.public(), slug=slug)

    def title(self, issue):
        return issue.local_title

    def subtitle(self, issue):
        return issue.local_summary or None

    def path(self, issue):
        return issue.get_absolute_url()

    def items(self, issue):
        entries = merged(register_entries(issue), issue_entries(issue))
        newest = sorted(entries, key=lambda entry: entry.recorded_at, reverse=True)[:LENGTH]
        return [(issue, entry) for entry in newest]

    def item_title(self, item):
        _issue, entry = item
        return text(_("%(kind)s: %(title)s") % {"kind": entry.kind.label, "title": entry.title})

    def item_description(self, item):
        return text(item[1].text)

    def item_link(self, item):
        issue, entry = item
        return absolute(entry.page or issue.get_absolute_url())

    def item_guid(self, item):
        issue, entry = item
        row = getattr(entry.subject, "edition", entry.subject)
        return f"urn:uuid:{issue.uid}#{entry.kind}-{row.pk}-{entry.recorded_at:%Y%m%d%H%M%S%f}"

    def item_pubdate(self, item):
        return item[1].recorded_at

    def item_updateddate(self, item):
        return item[1].recorded_at


issue = page(IssueFeed())
