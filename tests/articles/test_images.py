"""Only pixels come through."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from articles import images
from articles.images import checked
from articles.models import Figure
from tests import builders as b


def upload(data, name="x.png"):
    return SimpleUploadedFile(name, data)


def picture(kind, mode="RGB", size=(30, 20), **options):
    buffer = io.BytesIO()
    Image.new(mode, size).save(buffer, kind, **options)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("kind", "mode", "extension"),
    [
        ("PNG", "RGB", "png"),
        ("PNG", "RGBA", "png"),
        ("PNG", "P", "png"),
        ("PNG", "1", "png"),
        ("PNG", "I;16", "png"),
        ("JPEG", "RGB", "jpg"),
        ("JPEG", "CMYK", "jpg"),
        ("JPEG", "L", "jpg"),
        ("WEBP", "RGBA", "webp"),
    ],
)
def test_a_good_image_is_written_anew_and_named_by_its_content(kind, mode, extension):
    file = checked(upload(picture(kind, mode)))
    assert file.extension == extension
    assert len(file.sha256) == 64
    assert Image.open(file).size == (30, 20)


def test_metadata_does_not_come_through():
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    data = picture("JPEG", exif=exif)
    assert b"secret place" in data
    assert b"secret place" not in checked(upload(data)).read()


def test_a_turned_photograph_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    assert Image.open(checked(upload(picture("JPEG", exif=exif)))).size == (20, 30)


def test_transparency_of_a_palette_is_kept():
    image = Image.new("P", (4, 4), 0)
    buffer = io.BytesIO()
    image.save(buffer, "PNG", transparency=0)
    assert Image.open(checked(upload(buffer.getvalue()))).mode == "RGBA"


def test_a_large_image_is_made_smaller():
    file = checked(upload(picture("PNG", size=(5000, 100))))
    assert Image.open(file).width == images.MAX_SIDE


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<html>not an image</html>",
        b"GIF89a" + b"\0" * 100,
        picture("BMP"),
        picture("TIFF"),
        picture("PNG")[:40],
        picture("JPEG", size=(400, 400))[:-200],
    ],
    ids=["empty", "svg", "html", "gif", "bmp", "tiff", "cut png", "cut jpeg"],
)
def test_everything_else_is_refused(data):
    with pytest.raises(ValidationError) as refused:
        checked(upload(data))
    assert refused.value.code == "invalid_image"


def test_too_many_pixels_are_refused_before_they_are_decoded(monkeypatch):
    monkeypatch.setattr(images, "MAX_PIXELS", 100)
    with pytest.raises(ValidationError):
        checked(upload(picture("PNG")))


@pytest.mark.django_db
def test_a_figure_knows_its_size_and_is_shared_by_the_next_edition():
    edition = b.published(blocks=[b.figure(b.png((40, 20)))])
    figure = edition.figures.get()
    assert (figure.width, figure.height) == (40, 20)
    assert figure.image.name == f"figures/{figure.sha256}.png"
    again = b.next_edition(edition).figures.get()
    assert (again.uid, again.image.name) == (figure.uid, figure.image.name)


@pytest.mark.django_db
def test_the_same_image_twice_is_one_file():
    b.draft(blocks=[b.figure(b.png(colour="green")), b.figure(b.png(colour="green"))])
    names = set(Figure.objects.values_list("image", flat=True))
    assert len(names) == 1
