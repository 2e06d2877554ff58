"""`manage.py import_piece FILE…`: files become draft editions, each in a transaction of its own."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from articles.contents import contents_of_one
from articles.errors import Refused
from articles.importing import apply, plan, text
from articles.importing.document import Unreadable
from articles.matching import proposals
from articles.models import Edition, Series

READERS = {"text": text.read}
#: Bytes; a file is looked at before it is read into memory. Readers may allow less.
LARGEST = 10 * 1024 * 1024


class Command(BaseCommand):
    help = "Make draft editions of files. Exits with 1 if any file failed; the others still go in."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--series", metavar="SLUG", help="the series, whatever the file says")
        parser.add_argument("--format", choices=["auto", *READERS], default="auto")
        parser.add_argument(
            "--publish", action="store_true", help="make first editions live as of their own date"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would be done")
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *, files, series, format, publish, dry_run, json: bool, **options):
        if Edition._meta.db_table not in connection.introspection.table_names():
            raise CommandError("The database is not set up yet: run “manage.py migrate” first.")
        chosen = self._series(series)
        reports = []
        for name in files:
            report, edition = self._import(name, chosen, format, publish=publish, dry_run=dry_run)
            reports.append(report)
            if not json:
                self._tell(report)
                self._tell_likenesses(report, edition)
        if json:
            self._print_json(reports)
        if any(report["status"] == "failed" for report in reports):
            raise SystemExit(1)

    def _series(self, slug):
        if slug is None:
            return None
        try:
            return Series.objects.get(slug=slug)
        except Series.DoesNotExist:
            raise CommandError(f"There is no series “{slug}”.") from None

    def _import(self, name, series, format, *, publish, dry_run):
        edition = None
        report = {
            "file": name,
            "status": "failed",
            "article": None,
            "edition": None,
            "error": None,
            "piece": None,
            "warnings": [],
        }
        try:
            data = _bytes_of(name)
            kind = "text" if format == "auto" else format
            piece = plan.plan(READERS[kind](data, name))
            piece = apply.prepare(piece, series)
            report["piece"] = piece.as_json()
            report["warnings"] = [warning.as_json() for warning in piece.warnings]
            source = apply.Source(Path(name).name, data, kind)
            if dry_run:
                result = apply.plan_only(piece, source, series)
            else:
                result = apply.apply(piece, source, series=series, publish=publish)
        except (Unreadable, apply.Failed, Refused) as problem:
            report["error"] = {"code": problem.code, "message": problem.message}
        except DatabaseError as problem:
            # One file that the database refuses must not take the others with it.
            line = (
                str(problem).strip().splitlines()[0] if str(problem).strip() else "no reason given"
            )
            report["error"] = {"code": "database", "message": f"The database refused it: {line}"}
        else:
            report["status"], edition = result.status, result.edition
            if edition is not None:
                report["article"] = edition.article.slug
                report["edition"] = result.number
        return report, edition

    def _tell(self, report):
        if report["status"] == "failed":
            self.stderr.write(f"{report['file']}: {report['error']['message']}")
            return
        where = f" {report['article']}, edition {report['edition']}" if report["article"] else ""
        self.stdout.write(f"{report['file']}: {report['status']}{where}")
        for warning in report["warnings"]:
            self.stdout.write(f"  {warning['code']} ({warning['where']}): {warning['message']}")

    def _tell_likenesses(self, report, edition):
        """What of a new draft looks like earlier advice; its screen links the two."""
        if report["status"] != "imported":
            return
        for proposal in proposals(contents_of_one(edition)):
            earlier = proposal.advice
            self.stdout.write(
                f"  “{proposal.block}” looks like “{earlier.wording}”"
                f" ({earlier.first_made_on}, {earlier.status.label})"
            )

    def _print_json(self, reports):
        self.stdout.write(json.dumps(reports, ensure_ascii=False, indent=2))


def _bytes_of(name):
    path = Path(name)
    try:
        if path.is_dir():
            raise Unreadable("not_a_file", "is a folder, not a file")
        if not path.exists():
            raise Unreadable("no_file", "does not exist")
        if not path.is_file():
            raise Unreadable("not_a_file", "is not a regular file")
        if path.stat().st_size > LARGEST:
            raise Unreadable("too_large", "is larger than 10 MB")
        return path.read_bytes()
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        raise Unreadable("no_file", f"cannot be read: {reason}") from None
