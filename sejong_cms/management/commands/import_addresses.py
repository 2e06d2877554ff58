"""`manage.py import_addresses FILE`: addresses of an earlier site and where they lead, from a CSV table."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from sejong_cms import earlier_import
from sejong_cms.models import EarlierAddress


class Command(BaseCommand):
    help = "Take in a table of earlier addresses, whole or not at all. Exits with 1 if a row is refused."

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done")
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *, file, dry_run, json, **options):
        if EarlierAddress._meta.db_table not in connection.introspection.table_names():
            raise CommandError("The database is not set up yet: run “manage.py migrate” first.")
        try:
            path = Path(file)
            if path.stat().st_size > earlier_import.LARGEST:
                raise CommandError(f"{file} is larger than 4 MB; take it apart.")
            lines = earlier_import.read(path.read_bytes())
        except (OSError, earlier_import.Unreadable) as problem:
            raise CommandError(f"{file}: {problem}") from problem
        report = earlier_import.take_in(lines, by=None, dry_run=dry_run)
        self._tell(report, as_json=json)
        if report.refused:
            raise SystemExit(1)

    def _tell(self, report, *, as_json):
        if as_json:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
            return
        for line in report.lines:
            why = f" ({line.why})" if line.why else ""
            told = f"{line.number}: {line.outcome} {line.address} → {line.target}{why}"
            self.stdout.write(told)
        counts = ", ".join(f"{value} {count}" for value, _label, count in report.counts)
        self.stdout.write(f"{counts}; {'written' if report.done else 'nothing was written'}")
