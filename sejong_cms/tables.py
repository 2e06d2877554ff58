"""Tables to take along: CSV that spreadsheets read as text and never run.

RFC 4180, UTF-8 with a byte order mark, because Excel takes a file without one for the machine's own
encoding.
"""

import csv
import datetime as dt
from urllib.parse import quote

from django.http import StreamingHttpResponse

#: What makes a spreadsheet take a cell for a formula (OWASP, 'CSV injection'), and the full-width
#: forms, which some fold to the same. The apostrophe before them makes the cell text.
_DANGEROUS = tuple("=+-@\t\r\n＝＋－＠")
_MARK = "\ufeff"


class _Line:
    """A file of which `csv` writes one line at a time, and which keeps none."""

    def write(self, line):
        return line


def cell(value):
    """`value` as a cell: text, safe in a spreadsheet. None is empty; days and moments are ISO 8601.

    Numbers stay as they are: a negative one is no formula.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return value
    if isinstance(value, dt.date):
        return value.isoformat()
    text = str(value)
    # Leading blanks are skipped by spreadsheets, so they hide nothing.
    return f"'{text}" if text.lstrip(" \u3000\xa0").startswith(_DANGEROUS) else text


def csv_response(name, header, rows):
    """A download called `name` ('board.csv') of `header` and `rows`, iterables of values.

    `rows` are read as the answer is sent, so what they read from the database must have been chosen
    before. See `cell` for what a value becomes.
    """

    def lines():
        writer = csv.writer(_Line(), lineterminator="\r\n")
        yield _MARK + writer.writerow([cell(value) for value in header])
        for row in rows:
            yield writer.writerow([cell(value) for value in row])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
