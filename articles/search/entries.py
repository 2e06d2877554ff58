"""What is public, as rows to be found: unsaved SearchEntry rows of editions, recommendations and issues."""

from django.db import models
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from issues.clock import day_of
from issues.enums import IssueStatus
from issues.models import Issue, Recommendation

from .. import advice
from ..contents import contents_of
from ..enums import Language
from ..html import to_text
from ..models import Edition, SearchEntry
from ..querysets import credits
from .text import terms


class Kind(models.TextChoices):
    PIECE = "piece", _("Pieces")
    ASSESSMENT = "assessment", _("Assessments")
    RECOMMENDATION = "recommendation", _("Recommendations")
    ISSUE = "issue", _("Issues")


#: Characters of a text that are looked in; no piece comes near it, PostgreSQL takes no more at once.
LONGEST = 400_000


def of_articles(keys):
    """The rows of the live editions of these articles: each piece, and each of its assessments."""
    editions = list(Edition.objects.published().filter(article__in=keys).select_related("article"))
    contents = contents_of(editions)
    for edition in editions:
        parts = contents[edition.pk]
        yield _row(
            Kind.PIECE,
            edition.pk,
            edition=edition,
            on=edition.published_on,
            language=edition.article.language,
            head=edition.title,
            text="\n".join(_piece(edition, parts)),
            more_head=" ".join([edition.subtitle, *(byline.name for byline in parts.bylines)]),
        )
        for block in parts.of_kind("assessment"):
            yield _row(
                Kind.ASSESSMENT,
                block.pk,
                edition=edition,
                issue=block.issue,
                on=edition.published_on,
                language=edition.article.language,
                head=block.question,
                text=f"{block.answer}\n{to_text(block.html)}",
            )


def _piece(edition, parts):
    """The texts of a piece, in their order."""
    yield from (edition.subtitle, edition.abstract)
    for block in parts.blocks:
        match block.kind:
            case "passage":
                yield from (block.heading, to_text(block.html))
            case "trait":
                yield from (block.name, to_text(block.html))
            case "assessment":
                yield from (block.question, block.answer, to_text(block.html))
            case "recommendation":
                yield block.wording
            case "figure":
                yield block.caption
    yield from (to_text(note.html) for note in parts.notes)


def of_recommendations(keys):
    """The rows of those of these recommendations that readers can read, as the newest edition words them."""
    known = Recommendation.objects.public().filter(pk__in=keys)
    for shown in advice.shown(list(known.values_list("pk", flat=True))):
        if not shown.wording:
            continue
        row = shown.recommendation
        yield _row(
            Kind.RECOMMENDATION,
            row.pk,
            issue=row.issue if row.issue_id and row.issue.is_public else None,
            on=shown.first_made_on,
            language=_language(shown.wording),
            head=shown.wording,
        )


def of_issues(keys):
    """The rows of those of these issues that readers know of; a merged one is found by what it went into."""
    rows = Issue.objects.public().filter(pk__in=keys).exclude(status=IssueStatus.MERGED)
    merged = Issue.objects.filter(status=IssueStatus.MERGED)
    rows = rows.prefetch_related("aliases", Prefetch("merged_from", merged, "gone"))
    for issue in rows:
        names = [issue.title_ko, *(alias.name for alias in issue.aliases.all())]
        names += [other.title for other in issue.gone]
        yield _row(
            Kind.ISSUE,
            issue.pk,
            issue=issue,
            on=day_of(issue.public_since),
            language=_language(issue.title),
            head=issue.title,
            text="\n".join(filter(None, [issue.summary, issue.summary_ko, " · ".join(names)])),
            more_head=" ".join(names),
        )


def _row(kind, key, *, head, text="", more_head="", **columns):
    text = text[:LONGEST]
    return SearchEntry(
        kind=kind,
        key=key,
        head=head,
        text=text,
        head_terms=terms(f"{head}\n{more_head}"),
        terms=terms(text),
        **columns,
    )


def _language(text):
    return Language.KOREAN if any("가" <= letter <= "힣" for letter in text) else Language.ENGLISH


def credited(editions):
    """`editions` as hits name them: with article, series and bylines."""
    rows = editions.select_related("article__series")
    return rows.prefetch_related(credits("bylines"))
