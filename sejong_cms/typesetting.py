"""HTML to PDF, in a process of its own.

WeasyPrint takes hundreds of megabytes and a second or more for a piece, and what it is given was written by
people: so it runs in a child that has bounds of time and memory, can be killed, ends when it is done, and reads
nothing but what it is handed. A site without WeasyPrint's system libraries works, and offers no PDF.
"""

import ctypes.util
import importlib.util
import subprocess
import sys
from functools import cache
from pathlib import Path

#: Seconds that a document may take. A piece of six pages takes about one.
TIMEOUT = 60
#: Bytes of HTML, pictures included; what is larger is refused.
LONGEST = 60 * 2**20
#: Libraries that WeasyPrint opens, as linkers name them.
LIBRARIES = ("gobject-2.0", "pango-1.0", "pangoft2-1.0", "harfbuzz", "fontconfig")
#: The Debian packages that have them, and fonts for both languages.
PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk"


class CannotTypeset(Exception):
    """The document was not made; `reason` in English, for the log."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


@cache
def missing():
    """What this machine lacks for PDFs, by name; [] where nothing. Looked up once a process."""
    lacking = [] if importlib.util.find_spec("weasyprint") else ["weasyprint"]
    return lacking + [name for name in LIBRARIES if ctypes.util.find_library(name) is None]


def typeset(html, *, timeout=TIMEOUT):
    """The PDF (bytes) of a whole HTML document, everything it shows within it as data: addresses.

    Raises CannotTypeset: libraries missing, too long, too slow, too large, or not to be made.
    """
    if lacking := missing():
        raise CannotTypeset(f"missing: {', '.join(lacking)} (Debian: {PACKAGES})")
    data = html.encode()
    if len(data) > LONGEST:
        raise CannotTypeset(f"{len(data)} bytes of HTML are more than {LONGEST}")
    try:
        done = subprocess.run(
            [sys.executable, "-P", Path(__file__).with_name("typesetter.py"), str(timeout)],
            input=data,
            capture_output=True,
            timeout=timeout,
            # Nothing of the site's secrets.
            env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        )
    except subprocess.TimeoutExpired:
        raise CannotTypeset(f"not done in {timeout} s") from None
    if done.returncode or not done.stdout.startswith(b"%PDF-"):
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise CannotTypeset(said[-1] if said else f"the typesetter ended with {done.returncode}")
    return done.stdout
