"""An issue's chart: assessments by outlook and likelihood on an axis of time, and what happened.

Drawn as SVG on the server from numbers and names of classes alone; whatever people wrote is in the
table beside it. Places are told apart by height and shape, so colour only repeats them.
"""

import datetime as dt
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.enums import Likelihood, Outlook

from .timeline import Kind

# Lengths in the units of the drawing: 760 across, as wide as the page's text column.
WIDTH, LEFT, RIGHT = 760, 138, 14
LANE, STEP, GAP = 24, 15, 16
#: Marks nearer than this in one lane stand side by side.
NEAR = 9
MOST_LABELS = 9

_LANES = (Outlook.IMPROVING, Outlook.STEADY, Outlook.WORSENING, Outlook.UNCERTAIN)
_EVENTS = (Kind.DEVELOPMENT, Kind.STEP)


@dataclass(frozen=True, slots=True)
class Chart:
    """`svg` is ready for the page; `entries` are those drawn, oldest first, for the table."""

    svg: str
    entries: list


def chart_of(dossier, *, on):
    """The Chart of a Dossier up to the day `on`, or None where nothing could be drawn."""
    drawn = [entry for entry in dossier.entries if _is_drawn(entry)]
    if not drawn:
        return None
    return Chart(_Drawing(drawn, dossier.standing, on).svg(), drawn)


def _is_drawn(entry):
    if entry.kind in (Kind.ASSESSMENT, Kind.CORRECTION):
        block = entry.subject.block
        return block is not None and bool(block.outlook or block.likelihood)
    return entry.kind in _EVENTS


class _Drawing:
    def __init__(self, entries, standing, on):
        self.entries, self.standing = entries, standing
        said = [e for e in entries if e.kind not in _EVENTS]
        self.said = said
        self.first = min(entry.on for entry in entries)
        self.last = max(on, max(entry.on for entry in entries))
        self.parts = []
        # Height of every lane, top to bottom; a part without marks is left out.
        self.lanes, height = {}, 8
        if any(entry.subject.block.outlook for entry in said):
            height = self._add_lanes("outlook", _LANES, height, LANE)
        if any(entry.subject.block.likelihood for entry in said):
            height = self._add_lanes("likelihood", tuple(reversed(Likelihood)), height, STEP)
        kinds = tuple(kind for kind in _EVENTS if any(e.kind == kind for e in entries))
        if kinds:
            height = self._add_lanes("event", kinds, height, LANE)
        self.foot = height - GAP // 2
        self.taken = {}

    def _add_lanes(self, part, values, height, step):
        for place, value in enumerate(values):
            self.lanes[part, value] = height + step * place + step // 2
        return height + step * len(values) + GAP

    def svg(self):
        self._axis()
        self._names()
        for part in ("outlook", "likelihood"):
            self._trend(part)
            for entry in self.said:
                block = entry.subject.block
                if value := getattr(block, part):
                    self._mark(part, value, entry.on, entry.kind == Kind.CORRECTION)
        for entry in self.entries:
            if entry.kind in _EVENTS:
                self._mark("event", entry.kind, entry.on, False)
        title = escape(_("Assessments and events over time"))
        # Safe because the parts are made here, of numbers and of words that were escaped.
        return mark_safe(
            f'<svg class="chart" viewBox="0 0 {WIDTH} {self.foot + 26}" role="img" '
            f'aria-labelledby="chart-title chart-desc"><title id="chart-title">{title}</title>'
            f'<desc id="chart-desc">{escape(self._summary())}</desc>{"".join(self.parts)}</svg>'
        )

    def _x(self, on):
        days = max((self.last - self.first).days, 1)
        return round(LEFT + 12 + (WIDTH - RIGHT - LEFT - 24) * (on - self.first).days / days, 1)

    def _axis(self):
        for on, words in _ticks(self.first, self.last):
            x = self._x(on)
            self.parts.append(
                f'<path class="tick" d="M{x} 4V{self.foot}"/>'
                f'<text class="when" x="{x}" y="{self.foot + 18}">{escape(words)}</text>'
            )

    def _names(self):
        for (part, value), y in self.lanes.items():
            self.parts.append(
                f'<path class="lane" d="M{LEFT} {y}H{WIDTH - RIGHT}"/>'
                f'<text class="name of-{part}" x="{LEFT - 8}" y="{y + 4}">{escape(value.label)}</text>'
            )

    def _trend(self, part):
        """A line through what stood then, each as the current one of its day."""
        points = [
            f"{self._x(max(appearance.on, self.first))} {self.lanes[part, value]}"
            for appearance in self.standing
            if (value := getattr(appearance.block, part)) and (part, value) in self.lanes
            if value != Outlook.UNCERTAIN
        ]
        if len(points) > 1:
            self.parts.append(f'<path class="trend" d="M{"L".join(points)}"/>')

    def _mark(self, part, value, on, corrected):
        y, x = self.lanes[part, value], self._x(on)
        last = self.taken.get((part, value))
        # Several at one time stand side by side, as long as the day can still be read.
        if last is not None and x - last < NEAR:
            x = min(last + NEAR, x + 3 * NEAR, WIDTH - 6)
        self.taken[part, value] = x
        if corrected:
            self.parts.append(f'<circle class="corrected" cx="{x}" cy="{y}" r="7.5"/>')
        self.parts.append(
            f'<path class="mark of-{part} is-{value}" d="{_shape(part, value, x, y)}"/>'
        )

    def _summary(self):
        count = len(self.said)
        words = [
            ngettext("%(count)s assessment", "%(count)s assessments", count) % {"count": count}
        ]
        for kind, one, many in (
            (Kind.DEVELOPMENT, _("one development"), _("%(count)s developments")),
            (Kind.STEP, _("one step of a recommendation"), _("%(count)s steps of recommendations")),
        ):
            count = sum(entry.kind == kind for entry in self.entries)
            if count:
                words.append(one if count == 1 else many % {"count": count})
        return _("%(what)s, from %(first)s to %(last)s. The table below has the same.") % {
            "what": ", ".join(words),
            "first": date_format(self.first),
            "last": date_format(self.last),
        }


def _shape(part, value, x, y):
    """The outline of a mark: up, down, level and open for outlooks, a dot for a likelihood."""
    match value:
        case Outlook.IMPROVING:
            return f"M{x} {y - 5}l5 9h-10z"
        case Outlook.WORSENING:
            return f"M{x} {y + 5}l5 -9h-10z"
        case Kind.DEVELOPMENT:
            return f"M{x - 4} {y - 4}h8v8h-8z"
        case Outlook.UNCERTAIN | Kind.STEP:
            return f"M{x} {y - 5}l5 5l-5 5l-5 -5z"
    return f"M{x - 4} {y}a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z"


def _ticks(first, last):
    """(day, words) of the marks on the axis: years, or months where there is less than two years."""
    months = (last.year - first.year) * 12 + last.month - first.month
    if months >= 24:
        years = range(first.year + 1, last.year + 1)
        step = -(-len(years) // MOST_LABELS)
        return [(dt.date(year, 1, 1), str(year)) for year in years[::step]]
    step = -(-(months + 1) // MOST_LABELS)
    found = []
    for n in range(1, months + 1, step):
        year, month = divmod(first.year * 12 + first.month - 1 + n, 12)
        on = dt.date(year, month + 1, 1)
        found.append((on, date_format(on, "YEAR_MONTH_FORMAT")))
    return found
