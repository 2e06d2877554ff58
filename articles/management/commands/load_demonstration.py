import logging

from django.core.management.base import BaseCommand

from articles.demonstration.load import load


class Command(BaseCommand):
    help = "Loads the demonstration content into a site that has no article yet."

    def handle(self, **options):
        # A line for each of some seventy moves would bury what the caller has to say.
        log = logging.getLogger("articles.workflow")
        level = log.level
        log.setLevel(logging.WARNING)
        try:
            count = load()
        finally:
            log.setLevel(level)
        if count:
            self.stdout.write(f"Loaded the demonstration content: {count} articles.")
        else:
            self.stdout.write("There are articles already: nothing was loaded.")
