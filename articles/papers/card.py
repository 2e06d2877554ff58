"""The picture that shows an edition where its address is shared: 1200 by 630 pixels, as OpenGraph wants it.

Drawn with fonts of the machine that have every letter of the words; where there is no such font, or no fontconfig
to ask for one, there is no card.
"""

import io
import shutil
import subprocess
from functools import lru_cache

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.formats import date_format
from django.utils.translation import override
from PIL import Image, ImageDraw, ImageFont

from ..metadata import CARD

WIDTH, HEIGHT = CARD
#: Part of the file's name: another drawing is another file.
VERSION = 1
MARGIN = 80
_GROUND, _INK, _INK_2, _ACCENT = "#ffffff", "#141c1b", "#485553", "#0b5e57"
#: From the largest size that a title is tried in to the smallest, in which it is cut at the last line.
_SIZES = range(72, 35, -4)
_LINES = 5
#: Families in the order in which they are taken, titles' first; others come last.
_SERIF = ("Noto Serif", "Noto Serif CJK KR", "Liberation Serif", "DejaVu Serif", "Nanum Myeongjo")
_SANS = ("Noto Sans", "Noto Sans CJK KR", "Liberation Sans", "DejaVu Sans", "Nanum Gothic")


class NoFont(Exception):
    """No font of this machine has all the letters."""


def offered():
    """Whether this machine can look for fonts."""
    return shutil.which("fc-list") is not None


def card_of(edition):
    """The PNG (bytes) of a released edition with its bylines; drawn once, then read. Raises NoFont."""
    name = f"cards/{edition.pk}-{VERSION}.png"
    if default_storage.exists(name):
        with default_storage.open(name) as file:
            return file.read()
    drawn = draw(edition)
    # Two who ask at once draw the same; the copy under another name is never read.
    default_storage.save(name, ContentFile(drawn))
    return drawn


def draw(edition):
    """The same, drawn. Raises NoFont."""
    article = edition.article
    with override(article.language):
        day = date_format(edition.published_on)
        series = article.series.local_name if article.series else ""
        head = " · ".join(filter(None, (series, article.number, day)))
    names = ", ".join(byline.name for byline in edition.bylines.all())
    image = Image.new("RGB", (WIDTH, HEIGHT), _GROUND)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, WIDTH, 16), fill=_ACCENT)
    width = WIDTH - 2 * MARGIN
    small = _font(_letters(head + names + settings.INSTITUTION), _SANS, 30)
    pen.text((MARGIN, 70), _cut(head, small, width), font=small, fill=_INK_2)
    title, lines = _fitted(edition.title, width)
    step = int(title.size * 1.25)
    for number, line in enumerate(lines):
        pen.text((MARGIN, 140 + number * step), line, font=title, fill=_INK)
    pen.text((MARGIN, HEIGHT - 140), _cut(names, small, width), font=small, fill=_INK)
    pen.text((MARGIN, HEIGHT - 90), settings.INSTITUTION, font=small, fill=_ACCENT)
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


def _fitted(title, width):
    """(font, lines) of the largest size in which the title fits its place."""
    letters = _letters(title)
    for size in _SIZES:
        font = _font(letters, _SERIF, size, bold=True)
        lines = _wrapped(title, font, width)
        if len(lines) * size * 1.25 <= HEIGHT - 300 and len(lines) <= _LINES:
            return font, lines
    return font, [*lines[: _LINES - 1], _cut(" ".join(lines[_LINES - 1 :]), font, width)]


def _wrapped(text, font, width):
    """`text` in lines no wider than `width`, broken between words; within one only where it is wider itself."""
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if font.getlength(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        while font.getlength(word) > width:
            fits = next(n for n in range(len(word), 0, -1) if font.getlength(word[:n]) <= width)
            lines.append(word[:fits])
            word = word[fits:]
        line = word
    return [*lines, line] if line else lines


def _cut(text, font, width):
    """`text`, or as much of it as fits with an ellipsis."""
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(text + "…") > width:
        text = text[:-1]
    return text.rstrip() + "…"


def _letters(text):
    return "".join(sorted({letter for letter in text + "…·" if letter.isprintable()}))


def _font(letters, families, size, *, bold=False):
    path, index = _face(letters, families, bold)
    return ImageFont.truetype(path, size, index=index)


@lru_cache(maxsize=200)
def _face(letters, families, bold):
    """(file, index) of the first of the fonts that have all `letters`. Raises NoFont."""
    charset = " ".join(f"{ord(letter):x}" for letter in letters)
    pattern = f":charset={charset}:scalable=true"
    command = ["fc-list", pattern, "--format", "%{family[0]}\t%{style[0]}\t%{index}\t%{file}\n"]
    try:
        found = subprocess.run(command, capture_output=True, text=True, timeout=10, check=True)
    except (OSError, subprocess.SubprocessError) as problem:
        raise NoFont from problem
    wanted = "Bold" if bold else "Regular"
    faces = []
    for line in found.stdout.splitlines():
        family, style, index, path = line.split("\t", 3)
        # A named instance of a variable font has its number in the upper half.
        if int(index) < 2**16:
            place = families.index(family) if family in families else len(families)
            faces.append((place, style != wanted, style, path, int(index)))
    if not faces:
        raise NoFont
    *_rank, path, index = min(faces)
    return path, index
