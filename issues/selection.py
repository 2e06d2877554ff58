"""What a reader asks of the board: which issues, in which order, under which headings."""

import re
from dataclasses import dataclass

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q
from django.db.models.enums import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.enums import Likelihood, Outlook
from sejong_cms import params

from .enums import IssueStatus
from .models import Issue, IssueAlias

_THEME = re.compile(r"[1-9]\d{0,8}", re.ASCII)


class Order(TextChoices):
    """The orders of the board; ties go by title.

    waiting: the longest past its review, or past the development that asked for one, first.
    outlook: worsening first. likelihood: the likeliest first. move: the most steps first, then the
    newest.
    """

    TITLE = "title", gettext_lazy("Title")
    ASSESSED = "assessed", gettext_lazy("Last assessed")
    WAITING = "waiting", gettext_lazy("Longest waiting for review")
    OUTLOOK = "outlook", gettext_lazy("Outlook, worst first")
    LIKELIHOOD = "likelihood", gettext_lazy("Likelihood, highest first")
    MOVE = "move", gettext_lazy("Biggest move")


class Grouping(TextChoices):
    """What the board's headings are: themes, the issues that others are part of, or nothing."""

    THEME = "theme", gettext_lazy("Theme")
    PARENT = "parent", gettext_lazy("Larger issue")
    NONE = "none", gettext_lazy("Nothing")


_WORST_FIRST = {
    outlook: place
    for place, outlook in enumerate(
        (Outlook.WORSENING, Outlook.UNCERTAIN, Outlook.STEADY, Outlook.IMPROVING)
    )
}
_LIKELIEST_FIRST = {step: place for place, step in enumerate(reversed(Likelihood))}


@dataclass(frozen=True)
class Selection:
    """What is asked for; None asks for nothing. `theme` is a theme's id."""

    q: str = ""
    status: str | None = None
    theme: int | None = None
    outlook: str | None = None
    likelihood: str | None = None
    stale: bool | None = None
    due: bool | None = None
    sort: str = Order.TITLE
    group: str | None = None

    @property
    def more(self):
        """Whether something is asked for that the page's form offers under 'more'."""
        asked = (self.likelihood, self.stale, self.due, self.group)
        return any(value is not None for value in asked) or self.sort != Order.TITLE

    def issues(self):
        """The issues that the board is made of; with `q`, each says whether it is `named` so."""
        if not self.q:
            return Issue.objects.all()
        return Issue.objects.annotate(named=_named(self.q))

    def of(self, rows, *, on):
        """Those of `rows` (of `articles.board`) that fit, in the order asked for."""
        found = [row for row in rows if self._fits(row)]
        # Twice, as sorting keeps the order of what is equal.
        found.sort(key=lambda row: (row.local_title.casefold(), row.pk))
        found.sort(key=lambda row: _KEYS[self.sort](row, on))
        return found

    def grouped(self, shown, rows):
        """[(heading, issues)] of `shown`, a list of some of `rows`: the whole board.

        A heading is a Theme, a row of the board, words for those that belong to none, or None where
        there are no headings. Without a wish for a grouping, themes are headings where there are any.
        """
        if self.group == Grouping.PARENT:
            return _by_parent(shown, rows)
        if self.group == Grouping.THEME or (
            self.group is None and any(row.theme_id for row in shown)
        ):
            return _by_theme(shown)
        return [(None, shown)] if shown else []

    def _fits(self, row):
        if (row.status == IssueStatus.MERGED) != (self.status == IssueStatus.MERGED):
            return False
        last = row.marks[-1] if row.marks else None
        return (
            self.status in (None, row.status)
            and (not self.q or row.named)
            and self.theme in (None, row.theme_id)
            and (self.outlook is None or (last is not None and last.outlook == self.outlook))
            and (
                self.likelihood is None or (last is not None and last.likelihood == self.likelihood)
            )
            and self.stale in (None, row.stale)
            and self.due in (None, row.due_since is not None)
        )


def selection_from(query):
    """The Selection that a QueryDict asks for; empty values, as forms send them, ask for nothing.

    Raises BadParameter.
    """

    def value(name):
        return params.single(query, name, blank=True)

    def choice(name, choices):
        given = value(name)
        return given and params.choice(given, name, choices)

    return Selection(
        q=params.words(value("q") or "", "q"),
        status=choice("status", IssueStatus),
        theme=_theme(value("theme")),
        outlook=choice("outlook", Outlook),
        likelihood=choice("likelihood", Likelihood),
        stale=_flag(value("stale"), "stale"),
        due=_flag(value("due"), "due"),
        sort=choice("sort", Order) or Order.TITLE,
        group=choice("group", Grouping),
    )


def themes_of(rows):
    """The themes of `rows` but the merged ones, in their order."""
    found = {row.theme_id: row.theme for row in rows if row.status != IssueStatus.MERGED}
    found.pop(None, None)
    return sorted(found.values(), key=_theme_key)


def days_waiting(row, on):
    """For how many days a row of the board has been waiting for a review on day `on`; or None."""
    since = []
    if row.stale:
        since.append((on - row.last_assessed_on).days - row.review_interval_days)
    if row.due_since is not None:
        since.append((on - row.due_since).days)
    return max(since, default=None)


_KEYS = {
    Order.TITLE: lambda row, on: 0,
    Order.ASSESSED: lambda row, on: -(row.marks[-1].on.toordinal() if row.marks else 0),
    Order.WAITING: lambda row, on: -(days if (days := days_waiting(row, on)) is not None else -1),
    Order.OUTLOOK: lambda row, on: _WORST_FIRST.get(row.marks[-1].outlook, 9) if row.marks else 9,
    Order.LIKELIHOOD: lambda row, on: (
        _LIKELIEST_FIRST.get(row.marks[-1].likelihood, 9) if row.marks else 9
    ),
    Order.MOVE: lambda row, on: (
        (-row.move.size, -row.move.now.on.toordinal()) if row.move else (0, 0)
    ),
}


def _named(words):
    """Whether an issue has `words` in its title or in another name of its."""
    aliases = IssueAlias.objects.filter(issue=OuterRef("pk"), name__icontains=words)
    return ExpressionWrapper(
        Q(title__icontains=words) | Q(title_ko__icontains=words) | Exists(aliases),
        output_field=BooleanField(),
    )


def _by_theme(shown):
    found = {}
    for row in shown:
        found.setdefault(row.theme_id, (row.theme, []))[1].append(row)
    nameless = found.pop(None, None)
    groups = sorted(found.values(), key=lambda group: _theme_key(group[0]))
    return _with_others(groups, nameless[1] if nameless else [])


def _theme_key(theme):
    return (theme.ordering, str(theme).casefold(), theme.pk)


def _by_parent(shown, rows):
    """Under the uppermost issue that readers knew of then; alone standing ones come last."""
    known = {row.pk: row for row in rows}
    parents = {pk: row.parent_id for pk, row in known.items() if row.parent_id in known}
    above = set(parents.values())
    found, alone = {}, []
    for row in shown:
        head, seen = row.pk, {row.pk}
        while (parent := parents.get(head)) is not None and parent not in seen:
            seen.add(head := parent)
        if head == row.pk and head not in above:
            alone.append(row)
        else:
            found.setdefault(head, []).append(row)
    groups = [(known[head], issues) for head, issues in found.items()]
    groups.sort(key=lambda group: (group[0].local_title.casefold(), group[0].pk))
    return _with_others(groups, alone)


def _with_others(groups, others):
    if not others:
        return groups
    return [*groups, (_("Other issues") if groups else None, others)]


def _theme(value):
    if value is None:
        return None
    if not _THEME.fullmatch(value):
        raise params.BadParameter("theme", _("Choose one of the themes."))
    return int(value)


def _flag(value, name):
    if value not in (None, "true", "false"):
        raise params.BadParameter(name, _("Give “true” or “false”."))
    return None if value is None else value == "true"
