"""Where a piece is found from outside the site: below the interface of its own language."""

from sejong_cms.languages import in_language
from sejong_cms.pages import absolute


def own_path(of):
    """The path of an article or edition below its own language's interface.

    The interface of either language shows it; where a machine or a citation points, there is one.
    """
    return in_language(of.get_absolute_url(), getattr(of, "article", of).language)


def own_address(of):
    """The one address of an article or edition for use outside the site."""
    return absolute(own_path(of))
