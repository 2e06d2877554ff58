"""Who sees which editions, and the named sets of rows that pages, feeds and API are made from.

Public code reaches editions only through `published`, `released`, `withdrawn` or `visible_to`; a test
walks the source and fails on any other way.
"""

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q

from issues.clock import end_of
from issues.duplicates import all_of
from issues.merges import families, members
from issues.querysets import SluggedQuerySet

from . import rules
from .enums import EditionState


def live_at(at, recorded_by=None, prefix=""):
    """The condition 'live at the moment `at`', None meaning now, as far as was recorded by then.

    What had not been published here by `recorded_by` does not count, nor does an end that came later:
    what the institute knew then was live without one. `prefix` leads from the queried row to its
    edition, such as 'parent__'.
    """
    if at is None and recorded_by is None:
        return Q(**{f"{prefix}state": EditionState.PUBLISHED})
    condition = Q(**{f"{prefix}state__in": EditionState.released()})
    # An end is recorded when it comes: the next edition is published, never pre-dated.
    seen = min(moment for moment in (at, recorded_by) if moment is not None)
    condition &= Q(**{f"{prefix}live_until__isnull": True}) | Q(**{f"{prefix}live_until__gt": seen})
    if at is not None:
        condition &= Q(**{f"{prefix}live_from__lte": at})
    if recorded_by is not None:
        condition &= Q(**{f"{prefix}published_at__lte": recorded_by})
    return condition


def was_live(edition, at, recorded_by=None):
    """What `live_at` says of an edition that had begun, and had been published here, by then."""
    if edition.state not in EditionState.released():
        return False
    seen = min((moment for moment in (at, recorded_by) if moment is not None), default=None)
    if seen is None:
        return edition.state == EditionState.PUBLISHED
    return edition.live_until is None or edition.live_until > seen


class ArticleQuerySet(SluggedQuerySet):
    def published(self, at=None):
        """Articles with a live edition, now or at the moment `at`."""
        from .models import Edition

        return self.filter(Exists(Edition.objects.published(at).filter(article=OuterRef("pk"))))

    def visible_to(self, user):
        """Articles with an edition that `user` may see."""
        from .models import Edition

        return self.filter(Exists(Edition.objects.visible_to(user).filter(article=OuterRef("pk"))))

    def locked(self):
        """The rows locked until the transaction ends: the first step of every verb."""
        return self.select_for_update(of=("self",))


class EditionQuerySet(models.QuerySet):
    """Editions. The default manager hides nothing; callers say what they want."""

    def published(self, at=None, *, recorded_by=None):
        """Live editions: those that readers get now, or got at the moment `at`.

        `recorded_by` (a moment) leaves out what had not been published by then. What was withdrawn
        since is in neither.
        """
        return self.filter(live_at(at, recorded_by))

    def released(self):
        """Editions whose text readers can reach, each at its own address: live and superseded."""
        return self.filter(state__in=EditionState.released())

    def withdrawn(self):
        """Editions that answer with a notice instead of their text."""
        return self.filter(state=EditionState.WITHDRAWN)

    def numbered(self):
        """Editions that were published at some time: released and withdrawn ones."""
        return self.filter(state__in=EditionState.numbered())

    def visible_to(self, user):
        """What `user` may open behind the desk: editors all, authors their own, others none."""
        if rules.may_see_all(user):
            return self.all()
        if not rules.may_write(user):
            return self.none()
        from .models import Edition

        own = Edition.invited.through.objects.filter(edition=OuterRef("pk"), user=user)
        return self.filter(Q(created_by=user) | Exists(own))

    def open(self):
        """Editions on the way to readers."""
        return self.filter(state__in=EditionState.open())

    def due(self, at):
        """Scheduled editions whose moment has come by `at`, the longest waiting first."""
        return self.filter(state=EditionState.SCHEDULED, due_at__lte=at).order_by("due_at", "id")

    def newest_first(self):
        """By the date printed on the piece, then by when it went live."""
        return self.order_by("-published_on", "-live_from", "-id")

    def treating(self, issue):
        """Editions with an assessment that counts for `issue`, or advice on it. One query more."""
        from .models import Assessment, RecommendationBlock

        issues = members(issue.pk, families())
        return self.filter(
            Exists(Assessment.objects.filter(parent=OuterRef("pk"), issue__in=issues))
            | Exists(
                RecommendationBlock.objects.filter(
                    parent=OuterRef("pk"), recommendation__issue__in=issues
                )
            )
        )

    def describing(self, actor):
        """Editions that ascribe a trait to `actor` or to a duplicate of it, or advise one of them.

        One query more.
        """
        from .models import RecommendationBlock, TraitBlock

        actors = all_of(actor)
        return self.filter(
            Exists(TraitBlock.objects.filter(parent=OuterRef("pk"), trait__actor__in=actors))
            | Exists(
                RecommendationBlock.objects.filter(
                    parent=OuterRef("pk"), recommendation__addressee__in=actors
                )
            )
        )

    def by_author(self, author):
        """Editions that credit `author`, or a duplicate. One query more."""
        from .models import Byline

        authors = all_of(author)
        return self.filter(
            Exists(Byline.objects.filter(edition=OuterRef("pk"), author__in=authors))
        )

    def of_article(self, slug):
        """Of the article that has this slug, or had it while readers knew it."""
        from .models import Article

        return self.filter(article__in=Article.objects.with_slug(slug))

    def for_lists(self):
        """With the article, its series and the bylines: what a line of a list shows."""
        return self.select_related("article__series").prefetch_related(credits("bylines"))


class BlockQuerySet(models.QuerySet):
    """Blocks of editions that are live, released, or an editor's to see."""

    def published(self, at=None, *, recorded_by=None):
        """Blocks of live editions; see EditionQuerySet.published."""
        return self.filter(live_at(at, recorded_by, "parent__"))

    def released(self):
        """Blocks of every edition that readers can reach."""
        return self.filter(parent__state__in=EditionState.released())

    def found_before(self, keys):
        """Those rows again that one of these sets gave just now: by key alone, without the join."""
        return self.filter(pk__in=keys)

    def visible_to(self, user):
        """Blocks of the editions that `user` may open behind the desk."""
        from .models import Edition

        return self.filter(parent__in=Edition.objects.visible_to(user))

    def numbered(self):
        """Blocks of every edition that was ever published. For notices: never show their text."""
        return self.filter(parent__state__in=EditionState.numbered())

    def newest_first(self):
        """The assessment that counts as current comes first (see `current` in the API)."""
        return self.order_by("-parent__published_on", "-parent__live_from", "-ordering", "-id")

    def oldest_first(self):
        return self.order_by("parent__live_from", "parent_id", "ordering", "id")

    def with_edition(self):
        """With the edition, its article and bylines: what an entry of a list shows."""
        return self.select_related("parent__article__series").prefetch_related(
            credits("parent__bylines")
        )


def credits(path):
    """What prefetches the bylines at `path`, each with its author. One query."""
    from .models import Byline

    return Prefetch(path, Byline.objects.select_related("author"))


def as_of(rows, day=None, recorded_by=None):
    """`rows` (of editions or blocks) live at the end of `day`, as recorded by the end of a day."""
    return rows.published(
        None if day is None else end_of(day),
        recorded_by=None if recorded_by is None else end_of(recorded_by),
    )
