"""The page that explains every scale, both clocks, and how well likelihoods turned out."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from issues.enums import IssueStatus, RecommendationStatus, SourceKind
from issues.models import Issue
from sejong_cms import params
from sejong_cms.pages import page
from sejong_cms.vocabularies import introduction, terms

from .calibration import FEW, calibration
from .enums import ChangeKind, Likelihood, Outcome, Outlook, RecommendationStance, TraitStance
from .reliability import drawing

#: (fragment, heading, vocabulary) of every scale that readers meet.
SCALES = (
    ("issue-status", _("Status of an issue"), IssueStatus),
    ("outlook", _("Outlook"), Outlook),
    ("likelihood", _("Likelihood"), Likelihood),
    ("outcome", _("Outcome of a likelihood"), Outcome),
    ("recommendation-status", _("Status of a recommendation"), RecommendationStatus),
    ("recommendation-stance", _("What a piece does with a recommendation"), RecommendationStance),
    ("trait-stance", _("What a piece says of a trait"), TraitStance),
    ("change-kind", _("Kind of edition"), ChangeKind),
    ("source-kind", _("Kind of source"), SourceKind),
)


@page
def method(request):
    """Every scale in the words of its vocabulary, and the calibration as of a day."""
    limits = params.limits_from(request.GET, blank=True)
    found = calibration(**limits.kwargs)
    context = {
        "limits": limits,
        "today": timezone.localdate(),
        "scales": [
            (fragment, heading, introduction(vocabulary), terms(vocabulary))
            for fragment, heading, vocabulary in SCALES
        ],
        "contents": [
            ("clocks", _("Two clocks")),
            *((fragment, heading) for fragment, heading, _vocabulary in SCALES),
            ("current", _("Which assessment is current")),
            ("due", _("When a review is due")),
            ("calibration", _("How our likelihoods turned out")),
        ],
        "review_days": Issue._meta.get_field("review_interval_days").default,
        "calibration": found,
        "few": FEW,
        "drawing": drawing(found.steps) if found.count else "",
    }
    return render(request, "articles/method.html", context)
