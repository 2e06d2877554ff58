"""What vocabularies say of themselves, for `make words`, which makes this file; never run."""

from django.utils.translation import gettext as _

WORDS = [
    _("Whether an issue is being followed (house rule)."),
    _("noticed, not yet pressing; assessed when something moves."),
    _("pressing; assessed at every review."),
    _("nothing moves; kept in case it does."),
    _("the question has been settled in the world."),
    _("another issue took its place; its page leads there."),
    _(
        "The direction of an issue for the institute's country since the last assessment (house rule)."
    ),
    _("moving towards what the country wants."),
    _("no clear movement."),
    _("moving away from it."),
    _("signs point both ways, or too little is known."),
    _(
        "How likely what the question asks is to happen by the horizon, in the seven steps of Intelligence Community Directive 203 (Analytic Standards, 2 January 2015, D.6.e(2)(a))."
    ),
    _("1 to 5 %."),
    _("5 to 20 %."),
    _("20 to 45 %."),
    _("45 to 55 %."),
    _("55 to 80 %."),
    _("80 to 95 %."),
    _("95 to 99 %."),
    _("What became of a likelihood once its horizon had passed (house rule)."),
    _("what the question asked came about by the horizon."),
    _("it did not, or an event had made it impossible before."),
    _("the question could not be answered, or events removed it."),
    _(
        "What became of a recommendation, judged by outcome and not by intent (house rule, after the follow-up practice of audit offices: an announcement is no adoption)."
    ),
    _("made, nothing known since."),
    _("the addressee has publicly taken it up."),
    _("part of what was advised has been done."),
    _("what was advised has been done."),
    _("the addressee has publicly decided against it."),
    _("events have removed the question."),
    _("the institute no longer advises it."),
    _("What a block does with a recommendation of the register (house rule)."),
    _("says it for the first time."),
    _("says it again."),
    _("asks for less than before."),
    _("asks for more."),
    _("advises against what was advised."),
    _("What a block says of a trait (house rule)."),
    _("the actor has it."),
    _("has it within limits that the block names."),
    _("does not have it, or no longer."),
    _(
        "What an edition is to the one before it (house rule, after the correction practice of the scholarly record: NISO RP-8-2008, Journal Article Versions, and COPE's guidance on corrections)."
    ),
    _("the first edition."),
    _("spelling, layout; no statement changes."),
    _("the same statement, said more clearly."),
    _("a statement was wrong and is put right."),
    _("the authors' judgement or the facts have moved on."),
    _("What sort of source an event rests on (house rule, nearest to the event first)."),
    _("the body that acted says so (gazette, statement, treaty text)."),
    _("a public record or statistic."),
    _("a news report."),
    _("an analysis or data set of others."),
]
