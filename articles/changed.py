"""How the log of changes is told of editions, and of what they change in the register."""

from issues.merges import families
from issues.models import Development, Issue, Recommendation
from sejong_cms import changes
from sejong_cms.changes import Kind

from .enums import ChangeKind
from .models import Assessment, RecommendationBlock


def published(edition, *, before, new_issues):
    """`edition` went live at its `published_at`; `before` are the editions that it replaces.

    `new_issues` are ids of the issues that readers know of since then: with each they learn of what
    was written down of it before.
    """
    at = edition.published_at
    corrects = edition.change_kind == ChangeKind.CORRECTION
    changes.record(Kind.CORRECTED if corrects else Kind.PUBLISHED, [edition.article], at=at)
    _register([edition, *before], at=at)
    known = Development.objects.as_of().filter(issue__in=new_issues).select_related("issue")
    changes.record(Kind.DEVELOPMENT, [event.issue for event in known], at=at)


def withdrawn(edition, *, was_live):
    """The text of `edition` went; the article's, if it was live."""
    at = edition.withdrawn_at
    number = None if was_live else edition.number
    changes.record(Kind.WITHDRAWN, [edition.article], at=at, edition=number)
    _register([edition], at=at)


def rearranged(article, *, at):
    """Series, number or original of `article` changed; readers see it at once where they know it."""
    if article.is_public:
        changes.record(Kind.MOVED, [article], at=at)


def _register(editions, *, at):
    """What `editions` cite: where it stands may be another now."""
    treated = Assessment.objects.filter(parent__in=editions).values_list("issue", flat=True)
    cited = RecommendationBlock.objects.filter(parent__in=editions).order_by()
    advice = Recommendation.objects.public().filter(pk__in=cited.values("recommendation"))
    advice = list(advice.order_by("pk"))
    ids = {*treated, *(row.issue_id for row in advice)} - {None}
    if ids:
        roots = families()
        # A judgement on an issue that was merged counts for the other.
        ids |= {roots[pk] for pk in ids if pk in roots}
        known = Issue.objects.public().filter(pk__in=ids)
        changes.record(Kind.ISSUE, known.order_by("pk"), at=at)
    changes.record(Kind.RECOMMENDATION, advice, at=at)
