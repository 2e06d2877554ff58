"""The drawing of a Calibration: what was said of each step against how often it happened.

SVG made on the server from numbers and labels alone; the table beside it has the same.
"""

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

# Lengths in the units of the drawing.
WIDTH, HEIGHT = 640, 300
LEFT, RIGHT, TOP, FOOT = 48, 12, 12, 46
_STRIP = 30


def drawing(steps):
    """The SVG of `steps` (of a Calibration): bands as bars, observed shares as dots with intervals."""
    column = (WIDTH - LEFT - RIGHT) / len(steps)
    drawn = format_html_join("", "{}", ((_step(s, column, n),) for n, s in enumerate(steps)))
    lines = format_html_join(
        "",
        '<path class="lane" d="M{} {}H{}"/><text class="share" x="{}" y="{}">{} %</text>',
        (
            (LEFT, y, WIDTH - RIGHT, LEFT - 6, y + 4, percent)
            for percent in (0, 25, 50, 75, 100)
            for y in [_y(percent)]
        ),
    )
    return format_html(
        '<svg class="reliability" viewBox="0 0 {} {}" role="img" '
        'aria-labelledby="reliability-title reliability-desc">'
        '<title id="reliability-title">{}</title><desc id="reliability-desc">{}</desc>{}{}</svg>',
        WIDTH,
        HEIGHT,
        _("How often what we said happened"),
        _(
            "For each step of likelihood, its band and the share that happened, with its "
            "interval of 95 per cent. The table below has the same."
        ),
        lines,
        drawn,
    )


def _y(percent):
    return round(TOP + (HEIGHT - TOP - FOOT) * (100 - percent) / 100, 1)


def _step(step, column, place):
    middle = round(LEFT + column * (place + 0.5), 1)
    low, high = step.band
    band = format_html(
        '<rect class="band" x="{}" y="{}" width="{}" height="{}"/>{}',
        middle - _STRIP / 2,
        _y(high),
        _STRIP,
        round(_y(low) - _y(high), 1),
        _name(step.likelihood.label, middle),
    )
    if not step.count:
        return band
    least, most = step.interval
    return format_html(
        '{}<path class="interval" d="M{} {}V{}"/><circle class="seen" cx="{}" cy="{}" r="5"/>',
        band,
        middle,
        _y(most),
        _y(least),
        middle,
        _y(step.share),
    )


def _name(label, x):
    """The step's name under its column, a word or two a line."""
    first, _space, rest = label.partition(" ")
    lines = [first, rest] if rest else [first]
    return format_html_join(
        "",
        '<text class="name" x="{}" y="{}">{}</text>',
        ((x, HEIGHT - FOOT + 18 + 13 * n, line) for n, line in enumerate(lines)),
    )
