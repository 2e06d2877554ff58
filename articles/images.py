"""Uploaded images: decoded, checked and written anew, so that only pixels come through."""

import hashlib
import io

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

#: The decoders that are tried; everything else, SVG included, is refused.
FORMATS = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp"}
MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 40_000_000
# Twice the widest column on a dense display; more only costs readers time.
MAX_SIDE = 2400


class FigureStorage(FileSystemStorage):
    """Files named by their own content: one that is there already is never written again."""

    def __init__(self):
        # Two uploads of one image at the same moment write the same bytes.
        super().__init__(allow_overwrite=True)

    def _save(self, name, content):
        return name if self.exists(name) else super()._save(name, content)


def figure_storage():
    return FigureStorage()


def figure_path(figure, filename):
    """Where a figure's file lies: its own SHA-256, so that nobody guesses it before release."""
    return f"figures/{figure.image.file.sha256}.{figure.image.file.extension}"


def checked(upload):
    """`upload` (a file) re-encoded without metadata, as a file with `sha256` and `extension`.

    Raises ValidationError, code `invalid_image`, for what is not a whole PNG, JPEG or WebP within
    the limits.
    """
    if upload.size > MAX_BYTES:
        raise _refused(_("The image is larger than 20 MB."))
    try:
        upload.seek(0)
        with Image.open(upload, formats=tuple(FORMATS)) as image:
            if image.width * image.height > MAX_PIXELS:
                raise _refused(_("The image has more than 40 million pixels."))
            kind = image.format
            image.load()
            pixels = ImageOps.exif_transpose(image)
    except ValidationError:
        raise
    except Exception as problem:
        # Pillow's decoders raise many kinds of errors on damaged files; all mean the same here.
        raise _refused(_("This is not a whole PNG, JPEG or WebP image.")) from problem
    if pixels.mode == "P":
        pixels = pixels.convert("RGBA" if "transparency" in pixels.info else "RGB")
    pixels.thumbnail((MAX_SIDE, MAX_SIDE))
    pixels.info = {}
    if kind == "JPEG" and pixels.mode not in ("L", "RGB"):
        pixels = pixels.convert("RGB")
    elif pixels.mode not in ("L", "LA", "RGB", "RGBA"):
        pixels = pixels.convert("RGBA")
    buffer = io.BytesIO()
    options = {"PNG": {"optimize": True}, "JPEG": {"quality": 88}, "WEBP": {"quality": 88}}
    pixels.save(buffer, kind, **options[kind])
    data = buffer.getvalue()
    file = ContentFile(data, name=f"image.{FORMATS[kind]}")
    file.sha256 = hashlib.sha256(data).hexdigest()
    file.extension = FORMATS[kind]
    return file


def _refused(message):
    return ValidationError(message, code="invalid_image")
