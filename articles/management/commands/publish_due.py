"""`manage.py publish_due`: publishes what is scheduled and due; safe twice, late, or in two places."""

from django.core.management.base import BaseCommand

from articles import workflow
from issues.clock import database_now


class Command(BaseCommand):
    help = "Publish every scheduled edition whose moment has come by the database's clock."

    def handle(self, **options):
        published, failed = workflow.publish_due(at=database_now())
        for edition in published:
            self.stdout.write(f"published {edition.article.slug}, edition {edition.number}")
        for edition in failed:
            self.stderr.write(f"not published: {edition.article.slug}; the log says why")
        if failed:
            raise SystemExit(1)
