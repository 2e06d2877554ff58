from django.apps import AppConfig


class SejongCmsConfig(AppConfig):
    """The site itself: its static files and its system checks."""

    name = "sejong_cms"

    def ready(self):
        from . import checks  # noqa: F401  registers them
