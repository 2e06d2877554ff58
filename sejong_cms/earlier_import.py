"""A table of earlier addresses, taken in whole or not at all.

A file is CSV with a first line that names its columns, `address` and `target`; others are passed over.
Commas, semicolons or tabs, in UTF-8 or as Korean spreadsheets save it (CP949).
"""

import csv
import io
from dataclasses import asdict, dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from articles.addresses import own_path

from . import audit, earlier
from .audit import Action
from .models import EarlierAddress

#: Rows of one file, bytes of it.
MOST = 20_000
LARGEST = 4 * 2**20
_COLUMNS = ("address", "target")
_BATCH = 500


class Unreadable(ValueError):
    """A file that is no table of addresses. Its text says why."""


class Outcome(models.TextChoices):
    """What becomes of a row. unchanged: it says what stands already."""

    ADDED = "added", pgettext_lazy("row", "added")
    CHANGED = "changed", pgettext_lazy("row", "changed")
    UNCHANGED = "unchanged", pgettext_lazy("row", "unchanged")
    REFUSED = "refused", gettext_lazy("refused")


@dataclass
class Line:
    """A row of the file: its number there, what it says, what becomes of it and why, and what to know."""

    number: int
    address: str
    target: str
    outcome: str = ""
    why: str = ""

    @property
    def label(self):
        return Outcome(self.outcome).label


@dataclass
class Report:
    """What becomes of a file. `done` says whether it was written: never where a row is refused."""

    lines: list
    done: bool

    def count(self, outcome):
        return sum(line.outcome == outcome for line in self.lines)

    @property
    def counts(self):
        """[(outcome, its words, how many)]."""
        return [(each.value, each.label, self.count(each)) for each in Outcome]

    @property
    def refused(self):
        return self.count(Outcome.REFUSED)

    def as_json(self):
        return {
            "done": self.done,
            **{value: count for value, _label, count in self.counts},
            "rows": [asdict(line) for line in self.lines],
        }


def read(data):
    """The Lines of a file's bytes. Raises Unreadable."""
    if len(data) > LARGEST:
        raise Unreadable(_("The file is larger than 4 MB; take it apart."))
    text = _text_of(data)
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        names = [name.strip().lower() for name in next(rows, [])]
        if not set(_COLUMNS) <= set(names):
            raise Unreadable(_("The first line has to name the columns “address” and “target”."))
        places = [names.index(name) for name in _COLUMNS]
        lines = []
        for row in rows:
            if any(cell.strip() for cell in row):
                cells = [row[place].strip() if place < len(row) else "" for place in places]
                lines.append(Line(rows.line_num, *cells))
            if len(lines) > MOST:
                raise Unreadable(_("The file has more than 20,000 rows; take it apart."))
    except csv.Error as problem:
        raise Unreadable(_("The file is no CSV: %(why)s") % {"why": problem}) from problem
    if not lines:
        raise Unreadable(_("The file has no rows."))
    return lines


def _text_of(data):
    for encoding in ("utf-8-sig", "cp949"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise Unreadable(_("The file is neither UTF-8 nor CP949; save it as “CSV UTF-8”."))


def take_in(lines, *, by, dry_run=False, at=None):
    """Say what becomes of each of `lines` and do it, in one transaction; nothing if one is refused.

    Returns a Report. Two that enter the same address at one moment: the second finds it there.
    """
    at = at or timezone.now()
    try:
        return _take_in(lines, by=by, dry_run=dry_run, at=at)
    except IntegrityError:
        return _take_in(lines, by=by, dry_run=dry_run, at=at)


def _take_in(lines, *, by, dry_run, at):
    with transaction.atomic():
        wanted = _read_lines(lines)
        stored = _stored(wanted)
        new, changed = [], []
        for key, (line, path) in wanted.items():
            row = stored.get(key)
            if row is None:
                line.outcome = Outcome.ADDED
                new.append(
                    EarlierAddress(
                        address=line.address, key=key, path=path, added_at=at, added_by=by
                    )
                )
            elif path == row.path or (row.article_id and path == earlier.present_target(row)):
                line.outcome = Outcome.UNCHANGED
            else:
                line.outcome = Outcome.CHANGED
                line.why = _("It led to %(before)s.") % {
                    "before": row.path or own_path(row.article)
                }
                row.article, row.path = None, path
                changed.append(row)
        report = Report(lines, done=False)
        if dry_run or report.refused:
            return report
        EarlierAddress.objects.bulk_create(new, batch_size=_BATCH)
        EarlierAddress.objects.bulk_update(changed, ["article", "path"], batch_size=_BATCH)
        if new or changed:
            detail = {"added": len(new), "changed": len(changed)}
            audit.record(Action.ADDRESSES, at=at, by=by, kind="earlieraddress", detail=detail)
        report.done = True
        return report


def _read_lines(lines):
    """{key: (line, path)} of those that can be entered; the others are refused with the reason."""
    wanted, known = {}, {}
    for line in lines:
        line.outcome, line.why = Outcome.REFUSED, ""
        try:
            key = earlier.checked_address(line.address)
            path = earlier.checked_target(line.target)
        except ValidationError as problem:
            line.why = " ".join(problem.messages)
            continue
        if key in wanted:
            first, _path = wanted[key]
            line.why = _("Line %(number)s has the same address.") % {"number": first.number}
            continue
        line.outcome = ""
        if path not in known:
            known[path] = earlier.present_path(path) is not None
        if not known[path]:
            line.why = _("Readers find nothing there yet; until then nothing leads to it.")
        wanted[key] = line, path
    return wanted


def _stored(keys):
    """{key: its row}, locked in the order of their ids."""
    found, keys = {}, sorted(keys)
    for start in range(0, len(keys), _BATCH):
        rows = EarlierAddress.objects.filter(key__in=keys[start : start + _BATCH])
        locked = rows.select_related("article").select_for_update(of=("self",)).order_by("pk")
        found |= {row.key: row for row in locked}
    return found
