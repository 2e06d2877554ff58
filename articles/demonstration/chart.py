"""The demonstration's only picture: the likelihoods of a piece as bars from 0 to 100 per cent."""

import io

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFont

from ..enums import Likelihood

WIDTH, ROW, LEFT, RIGHT, TOP, BOTTOM = 1600, 84, 640, 70, 40, 90
INK, FAINT, PAPER, BAR = "#1b1b1b", "#d4d4d0", "#ffffff", "#1f4e79"


def likelihoods(assessments):
    """A PNG file with a bar for each of `assessments`: the span of its likelihood in per cent."""
    spans = Likelihood.percent()
    rows = [(str(row.issue.title), spans[row.likelihood]) for row in assessments if row.likelihood]
    height = TOP + ROW * len(rows) + BOTTOM
    image = Image.new("RGB", (WIDTH, height), PAPER)
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(size=30)
    for percent in range(0, 101, 25):
        x = _x(percent)
        draw.line((x, TOP, x, height - BOTTOM), fill=FAINT, width=2)
        draw.text((x, height - BOTTOM + 14), f"{percent} %", fill=INK, font=font, anchor="ma")
    for place, (title, (low, high)) in enumerate(rows):
        middle = TOP + ROW * place + ROW // 2
        draw.text((LEFT - 30, middle), title, fill=INK, font=font, anchor="rm")
        draw.rectangle((_x(low), middle - 18, _x(high), middle + 18), fill=BAR)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return ContentFile(buffer.getvalue(), name="likelihoods.png")


def _x(percent):
    return LEFT + (WIDTH - LEFT - RIGHT) * percent / 100
