"""What the desk's own pages show beside the admin's."""

from django import template
from django.forms.renderers import get_default_renderer
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import Truncator, capfirst
from django.utils.translation import ngettext

from issues import rules

from ..admin.front import front_context
from ..admin.resolutions import resolve_url
from ..due import waiting

register = template.Library()


@register.inclusion_tag("admin/front/desk.html", takes_context=True)
def desk_front(context):
    """What waits for the person, what goes out when, and what is late."""
    return front_context(context["request"].user, timezone.now())


@register.simple_tag
def blocks(inline):
    """The blocks of one kind in their form, `inline` being the admin's formset of them."""
    opts = inline.opts
    context = {
        "inline": inline,
        "kind": capfirst(opts.verbose_name),
        "kinds": capfirst(opts.verbose_name_plural),
    }
    return SafeString(get_default_renderer().render("desk/blocks.html", context))


@register.inclusion_tag("admin/what_is_due.html", takes_context=True)
def what_is_due(context):
    """What waits in the register, each with its next action; nothing for who may not write it."""
    if not rules.may_edit_register(context["request"].user):
        return {}
    found = waiting(timezone.now())
    return {
        "kinds": [
            {
                "words": words(found[name].count),
                "all": every(),
                "first": [(*show(due.subject), due.since) for due in found[name].first],
            }
            for name, words, every, show in _KINDS
            if found[name].count
        ]
    }


def _outcome(row):
    return resolve_url(row.article_id, row.uid, row.resolution_id), row.question


def _issue(row):
    return reverse("admin:issues_issue_change", args=[row.pk]), row.local_title


def _advice(row):
    address = f"{reverse('admin:issues_step_add')}?recommendation={row.pk}"
    return address, Truncator(row.wording).chars(120)


#: (what is due, how many in words, where all are listed, (address, words) of one).
_KINDS = (
    (
        "outcomes",
        lambda n: ngettext("%(n)s outcome", "%(n)s outcomes", n) % {"n": n},
        lambda: reverse("admin:articles_resolution_due"),
        _outcome,
    ),
    (
        "asked",
        lambda n: (
            ngettext(
                "%(n)s issue where a development asks for an assessment",
                "%(n)s issues where a development asks for an assessment",
                n,
            )
            % {"n": n}
        ),
        lambda: f"{reverse('issues')}?due=true",
        _issue,
    ),
    (
        "stale",
        lambda n: (
            ngettext(
                "%(n)s issue not assessed for longer than its review interval",
                "%(n)s issues not assessed for longer than their review interval",
                n,
            )
            % {"n": n}
        ),
        lambda: f"{reverse('issues')}?stale=true",
        _issue,
    ),
    (
        "advice",
        lambda n: (
            ngettext(
                "%(n)s open recommendation without a step for a year",
                "%(n)s open recommendations without a step for a year",
                n,
            )
            % {"n": n}
        ),
        lambda: f"{reverse('recommendations')}?news=none_for_1_year&sort=without_news",
        _advice,
    ),
)
