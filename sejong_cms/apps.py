from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SejongCmsConfig(AppConfig):
    """The site itself: its static files, its system checks, its audit."""

    name = "sejong_cms"
    verbose_name = _("Site")

    def ready(self):
        from django.db.models.signals import post_migrate

        from . import access, checks  # noqa: F401  registers the checks
        from .institution import ensure_pages

        access.listen()
        post_migrate.connect(ensure_pages, sender=self)
