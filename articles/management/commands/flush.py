"""Django's `flush`, through the door that guards published editions: an operator may empty a site."""

from django.core.management.commands.flush import Command as Flush

from articles.triggers import lifted


class Command(Flush):
    def handle(self, *, database, **options):
        with lifted(database):
            return super().handle(database=database, **options)
