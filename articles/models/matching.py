from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from issues.models import Recommendation


class KeptApart(models.Model):
    """An editor's judgement that a recommendation is another one than an earlier one that it looks
    like, so that the two are not proposed as one again.
    """

    recommendation = models.ForeignKey(
        Recommendation, models.CASCADE, related_name="+", verbose_name=_("recommendation")
    )
    other = models.ForeignKey(
        Recommendation, models.CASCADE, related_name="+", verbose_name=_("the other")
    )
    decided_at = models.DateTimeField(_("decided at"), editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("decided by"),
    )

    class Meta:
        verbose_name = _("pair kept apart")
        verbose_name_plural = _("pairs kept apart")
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "other"], name="a_pair_is_kept_apart_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(recommendation=models.F("other")),
                name="a_recommendation_is_not_apart_from_itself",
            ),
        ]

    def __str__(self):
        return f"{self.recommendation} ≠ {self.other}"
