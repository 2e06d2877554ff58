"""`manage.py verify_editions`: recomputes every checksum; exit 1 and a line per mismatch."""

import hashlib

from django.core.management.base import BaseCommand

from articles.canonical import canonical, checksum
from articles.contents import contents_of
from articles.models import Edition

BATCH = 200


class Command(BaseCommand):
    help = "Recompute the checksum of every published edition, and of every image it shows."

    def handle(self, **options):
        count, wrong, last = 0, 0, 0
        while batch := self._after(last):
            last = batch[-1].pk
            contents = contents_of(batch)
            for edition in batch:
                count += 1
                for problem in _problems(edition, contents[edition.pk]):
                    wrong += 1
                    self.stdout.write(
                        f"{edition.article.slug}, edition {edition.number}: {problem}"
                    )
        self.stdout.write(f"{count} editions verified, {wrong} mismatches")
        if wrong:
            raise SystemExit(1)

    def _after(self, pk):
        rows = Edition.objects.numbered().filter(pk__gt=pk).select_related("article")
        return list(rows.order_by("pk")[:BATCH])


def _problems(edition, contents):
    if checksum(canonical(edition, contents)) != edition.checksum:
        yield "its text is not the one that was published"
    for figure in contents.of_kind("figure"):
        try:
            with figure.image.storage.open(figure.image.name) as file:
                intact = hashlib.file_digest(file, "sha256").hexdigest() == figure.sha256
        except OSError:
            yield f"the image {figure.image.name} is missing"
        else:
            if not intact:
                yield f"the image {figure.image.name} is not the one that was published"
