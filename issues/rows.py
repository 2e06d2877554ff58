"""The board's rows as HTML: hundreds of them in few milliseconds, each one string made at once.

Whatever people wrote passes `escape`; words of ours and drawings are made once for a language.
"""

from functools import lru_cache
from html import escape

from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.enums import Likelihood, Outlook
from articles.rendering import likelihood_words
from articles.templatetags.pages import day

from .course import course, likelihood_move, outlook_move
from .enums import IssueStatus
from .models import Issue

#: As wide as the table in templates/issues/issues.html.
COLUMNS = 6

#: What templates/issues/_signs.html draws once: outlooks, and likelihoods as steps of their scale.
SIGNS = {
    "signs": Outlook.values,
    "scales": [
        (value, [(9 * place, step == value) for place, step in enumerate(Likelihood.values)])
        for value in Likelihood.values
    ],
}


class Rows:
    """Writes issues (rows of `articles.board`, with `current`) for a page in one language.

    `limits` are the days that the page shows; links to issues carry them on. Outlooks and
    likelihoods are drawn by reference: the page holds templates/issues/_signs.html once.
    """

    def __init__(self, limits):
        self.query = f"?{limits.query}" if limits else ""
        self.language = get_language()
        self.labels = {
            name: f'<span class="label">{words}</span>'
            for name, words in (
                ("outlook", _("Outlook")),
                ("likelihood", _("Likelihood")),
                ("assessed", _("Last assessed")),
                ("status", _("Status")),
            )
        }
        self.until = _("by %(until)s")
        self.edition = _("edition %(number)s")
        self.due = _("assessment due since %(day)s, after a development")
        self.stale = f' <span class="status stale">{_("review due")}</span>'
        self.absent = f'<span class="quiet">{_("not assessed")}</span>'

    def body(self, groups):
        """`groups` of a Selection as the <tbody>s of the board's table."""
        return mark_safe("".join(self._group(*group) for group in groups))

    def link(self, issue):
        """The issue's title, linked to its page on the day shown."""
        return mark_safe(f'<a href="{self._issue(issue)}">{escape(issue.local_title)}</a>')

    def said(self, block):
        """What an assessment answered and judged, by whom and when; for None that none was live."""
        if block is None:
            return mark_safe(f'<p class="quiet">{_("No assessment was live.")}</p>')
        judged = ""
        if block.outlook:
            judged = _outlook(block.outlook, self.language)
        if block.likelihood:
            likelihood = _likelihood(block.likelihood, self.language)
            judged += f"<span>{likelihood}{self._until(block)}</span>"
        return mark_safe(
            f'<p class="standing-answer" lang="{block.language}">'
            f"{escape(block.answer or block.question)}</p>"
            + (f'<p class="judgement">{judged}</p>' if judged else "")
            + f'<p class="quiet">{self._byline(block)}, {self._place(block)}'
            + (f", {self.edition % {'number': block.number}}" if block.number > 1 else "")
            + "</p>"
        )

    def _group(self, heading, issues):
        head = ""
        if heading is not None:
            head = (
                f'<tr class="group"><th scope="rowgroup" colspan="{COLUMNS}">'
                f"{self._named(heading)} <span>{len(issues)}</span></th></tr>\n"
            )
        return f"<tbody>\n{head}{''.join(map(self._row, issues))}</tbody>\n"

    def _named(self, heading):
        return self.link(heading) if isinstance(heading, Issue) else escape(str(heading))

    def _row(self, issue):
        current, move = issue.current, issue.move
        answer = horizon = ""
        if current is not None:
            if current.answer:
                words = escape(current.answer)
                answer = f'<span class="answer-line" lang="{current.language}">{words}</span>'
            horizon = self._until(current)
        outlook = self._judged("outlook", _outlook, current, outlook_move(move))
        shifted = likelihood_move(move)
        likelihood = self._judged("likelihood", _likelihood, current, shifted, horizon)
        return (
            f'<tr><th scope="row">{self.link(issue)}{answer}</th>'
            f'<td class="course-cell">{course(issue.marks, self.language)}</td>'
            f"<td>{outlook}</td><td>{likelihood}</td><td>{self._assessed(issue, current)}</td>"
            f"<td>{self.labels['status']}{_status(issue.status, self.language)}</td></tr>\n"
        )

    def _judged(self, name, write, current, move, more=""):
        value = current and getattr(current, name)
        if not value:
            return move
        return f"{self.labels[name]}{write(value, self.language)}{more} {move}"

    def _until(self, block):
        if not block.horizon:
            return ""
        words = self.until % {"until": _day(block.horizon, self.language)}
        return f' <span class="quiet">{words}</span>'

    def _assessed(self, issue, current):
        if current is None:
            words = self.absent
        else:
            words = (
                f"{self.labels['assessed']}{self._place(current)}"
                f' <span class="quiet">{self._byline(current)}</span>'
            )
        if issue.due_since is not None:
            since = self.due % {"day": _day(issue.due_since, self.language)}
            words += f' <span class="waiting">{since}</span>'
        return words + self.stale if issue.stale else words

    def _place(self, block):
        """The day of the piece, linked to the block in its edition."""
        return f'<a href="{block.page}">{_day(block.published_on, self.language)}</a>'

    def _byline(self, block):
        return ", ".join([self._credit(credit) for credit in block.credits])

    def _credit(self, credit):
        name, page = escape(credit.name), credit.page
        return f'<a href="{page}">{name}</a>' if page else name

    def _issue(self, issue):
        return issue.get_absolute_url() + escape(self.query)


@lru_cache(maxsize=8192)
def _day(value, language):
    return day(value)


@lru_cache(maxsize=64)
def _outlook(value, language):
    return (
        f'<span class="outlook outlook-{Outlook(value).value}"><svg class="sign" width="16" height="16"'
        f' aria-hidden="true"><use href="#sign-{value}"/></svg>{Outlook(value).label}</span>'
    )


@lru_cache(maxsize=64)
def _likelihood(value, language):
    return (
        '<span class="likelihood"><svg class="scale" width="61" height="10" aria-hidden="true">'
        f'<use href="#scale-{value}"/></svg><span>{likelihood_words(value)}</span></span>'
    )


@lru_cache(maxsize=64)
def _status(value, language):
    return f'<span class="status">{IssueStatus(value).label}</span>'
