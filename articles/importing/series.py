"""The series that a piece says it stands in."""

import re

_QUOTED = re.compile(
    r"(?<!\w)['‘\"“「『〈《<]\s*([^'‘’\"“”「」『』〈〉《》<>]{2,60}?)\s*['’\"”」』〉》>](?![A-Za-z])"
)
_PREFIX = re.compile(r"^\[([^\[\]]{2,80})\]\s*(?=\S)")
_NUMBER = re.compile(
    r"[\s,–-]*(?:No\.?|Vol\.?|Issue|#|제)?\s*((?:[0-9]{4}[-–])?[0-9]{1,4})\s*(?:호)?$",
    re.IGNORECASE,
)


def from_title(title: str) -> tuple[str | None, str | None, str]:
    """(series, number, title proper): '[Demo Focus No. 9] Title' names its series in front."""
    prefix = _PREFIX.match(title)
    if not prefix:
        return None, None, title
    name, number = prefix[1].strip(), None
    if numbered := _NUMBER.search(name):
        name, number = name[: numbered.start()].strip(), numbered[1]
    return name or None, number, title[prefix.end() :]


def from_disclaimer(disclaimer: str) -> str | None:
    """The name between quotation marks: 'The contents published on ‘Demo Focus’ are …'."""
    quoted = _QUOTED.search(disclaimer)
    return quoted[1] if quoted else None
