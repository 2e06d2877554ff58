from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("Publication")

    def ready(self):
        from . import system_checks  # noqa: F401  registers them
        from .roles import ensure_groups

        post_migrate.connect(ensure_groups, sender=self)
