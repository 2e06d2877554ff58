"""What became of a likelihood: the one writer of resolutions."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from issues.clock import day_of
from issues.recording import add, allow, check_day, last_of, tell
from sejong_cms.audit import Action

from .models import Article, Assessment, Resolution
from .outcomes import refusal, scored


def resolve(
    article,
    assessment_uid,
    *,
    outcome,
    occurred_on,
    text,
    by,
    source_url="",
    corrects=None,
    at=None,
):
    """Record what became of the likelihood of the article's assessment. Returns the Resolution.

    Scored is what `outcomes.scored` says; `outcomes.refusal` says which day an outcome can have. An
    assessment has one resolution that counts; a further one names it in `corrects`. Raises
    NotAllowed, or ValidationError naming the field.
    """
    at = at or timezone.now()
    allow(by)
    with transaction.atomic():
        row = Article.objects.locked().get(pk=article.pk)
        likelihood = _scored(row, assessment_uid, at)
        check_day(occurred_on, at)
        if problem := refusal(
            outcome=outcome,
            occurred_on=occurred_on,
            source_url=source_url,
            horizon=likelihood.horizon,
        ):
            raise ValidationError(problem, code="horizon")
        siblings = row.resolutions.filter(assessment_uid=assessment_uid)
        if corrects is None and last_of(siblings) is not None:
            raise ValidationError(
                {"corrects": _("This has been resolved; name the entry that you correct.")},
                code="resolved",
            )
        resolution = add(
            Resolution(article=row, assessment_uid=assessment_uid, outcome=outcome),
            siblings,
            occurred_on=occurred_on,
            text=text,
            source_url=source_url,
            corrects=corrects,
            by=by,
            at=at,
        )
        told = {"after": outcome, "assessment": assessment_uid}
        tell(Action.RESOLVED, row, by=by, at=at, event=resolution, **told)
    return resolution


def _scored(article, uid, at):
    """The Scored likelihood of an assessment; raises ValidationError where none can be scored."""
    versions = Assessment.objects.filter(parent__article=article, uid=uid)
    passed = scored(versions, until=day_of(at) - dt.timedelta(days=1))
    if found := passed.get((article.pk, uid)):
        return found
    if scored(versions, until=dt.date.max):
        problem = _("Its horizon has not passed yet.")
    else:
        problem = _("No likelihood of it was live at the end of its horizon’s day.")
    raise ValidationError({"assessment_uid": problem}, code="not_scored")
