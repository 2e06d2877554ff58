from django.apps import AppConfig


class SejongCmsConfig(AppConfig):
    """The site itself: its static files, its system checks, its audit."""

    name = "sejong_cms"

    def ready(self):
        from . import access, checks  # noqa: F401  registers the checks

        access.listen()
