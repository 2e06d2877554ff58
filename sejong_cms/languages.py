"""The languages of addresses: English at the root, Korean under /ko/, whatever a browser asks for."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language_from_path


class LanguageOfAddress:
    """Activates the language that a request's address names; without a prefix, English.

    Django's own LocaleMiddleware would make answers vary by Accept-Language, which none here does.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with translation.override(language_of(request.path_info)):
            return self.get_response(request)


def language_of(path):
    """The language of the interface at `path`."""
    return get_language_from_path(path) or settings.LANGUAGE_CODE


def in_language(path, language):
    """The address of the same page in another language of the interface, its query and fragment kept.

    `path` is that of a page, with or without a prefix, as `reverse` gives it in any language.
    """
    root = path.removeprefix(f"/{language_of(path)}")
    return root if language == settings.LANGUAGE_CODE else f"/{language}{root}"


def versions(path):
    """[(language, path)] of a page in every language of the interface."""
    return [(code, in_language(path, code)) for code, _name in settings.LANGUAGES]
