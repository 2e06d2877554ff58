"""Quotation marks that do not pair. Apostrophes look like closing marks and must not count."""

import re

_PAIRS = {"“": "”", "「": "」", "『": "』", "《": "》", "〈": "〉"}
_CLOSERS = {closer: opener for opener, closer in _PAIRS.items()}
_MARK = re.compile(r"[“”「」『』《》〈〉]")
# Single marks that open: at a word's beginning, and no '90s and no 'tis.
_SINGLE_OPENS = re.compile(
    r"(?:(?<!\w)‘|(?<![\w.,!?’”)])['](?=\w))(?![0-9]{2}s|tis\b|twas\b|em\b|n\b)"
)
# What may close: a mark that no letter follows; between letters it is an apostrophe.
_SINGLE_CLOSES = re.compile(r"(?<=\S)[’'](?![A-Za-z0-9])")
_CONTEXT = 40


def unbalanced(text: str, following: str | None = None) -> str | None:
    """The text around the first mark without a partner, or None.

    A quotation that runs over paragraphs opens each of them anew and closes only the last, so an
    opening mark may stay open where the `following` paragraph opens with one too.
    """
    at = _double(text, following)
    if at is None:
        at = _single(text)
    return None if at is None else text[max(0, at - 10) : at + _CONTEXT].strip()


def _double(text: str, following: str | None) -> int | None:
    open_at: list[tuple[str, int]] = []
    for match in _MARK.finditer(text):
        mark = match[0]
        if mark in _PAIRS:
            open_at.append((mark, match.start()))
        elif open_at and open_at[-1][0] == _CLOSERS[mark]:
            open_at.pop()
        else:
            return match.start()
    if open_at:
        runs_on = open_at[-1][0] == "“" and following is not None and following.startswith("“")
        return None if runs_on else open_at[-1][1]
    straight = [match.start() for match in re.finditer('"', text)]
    # After a figure it may be a measure, as in a 5" pipe.
    measures = any(at and text[at - 1].isdigit() for at in straight)
    return straight[-1] if len(straight) % 2 and not measures else None


def _single(text: str) -> int | None:
    if "‘" not in text and "'" not in text:
        return None
    closers = [match.start() for match in _SINGLE_CLOSES.finditer(text)]
    openers = [match.start() for match in _SINGLE_OPENS.finditer(text)]
    used = 0
    for opener in openers:
        while used < len(closers) and closers[used] <= opener:
            used += 1
        if used == len(closers):
            return opener
        used += 1
    return None
