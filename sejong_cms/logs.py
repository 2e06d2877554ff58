import logging
import re

#: Addresses with a secret in them: of one reader, or of those to whom a draft is shown.
_SECRET = re.compile(r"/(follow|preview)/[A-Za-z0-9_-]{20,}")


class OneLine(logging.Formatter):
    """A traceback or a client's line feed must not begin a line that looks like another event."""

    def format(self, record):
        return super().format(record).replace("\r", "\\r").replace("\n", "\\n")


class HideTokens(logging.Filter):
    """Whoever reads the log must not be able to act for a reader."""

    def filter(self, record):
        message = record.getMessage()
        hidden = _SECRET.sub(r"/\1/…", message)
        if hidden != message:
            record.msg, record.args = hidden, ()
        return True
