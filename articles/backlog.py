"""The log of changes for what was written past it: all that is public, told as if it had been noted then.

For sites that are older than the log, and for a made-up corpus, which is written at once.
"""

import uuid
from itertools import chain

from sejong_cms.changes import Kind

from .enums import ChangeKind, EditionState

BATCH = 2000


def write(get_model):
    """Write the log of everything that is public into an empty one. Returns how many changes there are.

    `get_model(app label, name)`: the models as they are, or as they were at a migration.
    """
    change = get_model("sejong_cms", "Change")
    if change.objects.exists():
        return 0
    told = sorted(chain(_of_articles(get_model), _of_register(get_model)), key=lambda row: row[0])
    change.objects.bulk_create(
        (
            change(
                uid=uuid.uuid4(), place=place, at=at, kind=kind, key=key, name=name, edition=edition
            )
            for place, (at, kind, key, name, edition) in enumerate(told, start=1)
        ),
        batch_size=BATCH,
    )
    return len(told)


def _of_articles(get_model):
    slugs = dict(get_model("articles", "Article").objects.values_list("pk", "slug"))
    for edition in _numbered(get_model):
        corrects = edition["change_kind"] == ChangeKind.CORRECTION
        kind = Kind.CORRECTED if corrects else Kind.PUBLISHED
        key = edition["article"]
        yield edition["published_at"], kind, key, slugs[key], None
        if edition["state"] == EditionState.WITHDRAWN:
            # What went with the live edition is the whole article's.
            was_live = edition["live_until"] >= edition["withdrawn_at"]
            number = None if was_live else edition["number"]
            yield edition["withdrawn_at"], Kind.WITHDRAWN, key, slugs[key], number
    former = get_model("issues", "FormerSlug").objects.filter(kind="article")
    for key, at in former.values_list("entry_id", "changed_at"):
        yield at, Kind.MOVED, key, slugs[key], None


def _of_register(get_model):
    published = {edition["pk"]: edition["published_at"] for edition in _numbered(get_model)}
    issues = get_model("issues", "Issue").objects.filter(public_since__isnull=False)
    slugs = dict(issues.values_list("pk", "slug"))
    advice = get_model("issues", "Recommendation").objects.filter(public_since__isnull=False)
    uids = dict(advice.values_list("pk", "uid"))
    about = dict(advice.values_list("pk", "issue"))
    cited = get_model("articles", "RecommendationBlock").objects.filter(parent__in=published)
    cited = set(cited.values_list("parent", "recommendation"))
    treated = get_model("articles", "Assessment").objects.filter(parent__in=published)
    treated = set(treated.values_list("parent", "issue"))
    treated |= {(edition, about.get(pk)) for edition, pk in cited}
    first = {}
    for edition, pk in cited:
        yield published[edition], Kind.RECOMMENDATION, pk, str(uids[pk]), None
    for edition, pk in treated:
        if pk in slugs:
            first[pk] = min(published[edition], first.get(pk, published[edition]))
            yield published[edition], Kind.ISSUE, pk, slugs[pk], None
    for model in ("StatusChange", "Rename"):
        for pk, at in get_model("issues", model).objects.values_list("issue", "recorded_at"):
            if pk in first and at > first[pk]:
                yield at, Kind.ISSUE, pk, slugs[pk], None
    developments = get_model("issues", "Development").objects
    for pk, at in developments.values_list("issue", "recorded_at"):
        if pk in first:
            yield max(at, first[pk]), Kind.DEVELOPMENT, pk, slugs[pk], None
    steps = get_model("issues", "Step").objects
    for pk, at in steps.values_list("recommendation", "recorded_at"):
        if pk in uids:
            yield at, Kind.RECOMMENDATION, pk, str(uids[pk]), None


def _numbered(get_model):
    rows = get_model("articles", "Edition").objects.filter(state__in=EditionState.numbered())
    columns = "pk article number state change_kind published_at withdrawn_at live_until".split()
    return rows.order_by("pk").values(*columns)
