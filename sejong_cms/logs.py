import logging


class OneLine(logging.Formatter):
    """A traceback or a client's line feed must not begin a line that looks like another event."""

    def format(self, record):
        return super().format(record).replace("\r", "\\r").replace("\n", "\\n")
