from django.core.management.base import BaseCommand

from articles.demonstration.load import load


class Command(BaseCommand):
    help = "Loads the demonstration content into a site that has no article yet."

    def handle(self, **options):
        if count := load():
            self.stdout.write(f"Loaded the demonstration content: {count} articles.")
        else:
            self.stdout.write("There are articles already: nothing was loaded.")
