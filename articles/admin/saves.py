"""What a save of the edition's screen makes in the register before it writes the blocks."""

from ..citing import recommendation_worded, trait_called
from ..models import Assessment, Figure, RecommendationBlock, TraitBlock


def make_traits(formsets):
    """Find or make the trait of every block that has none: of its actor, by its name."""
    for form in _written(formsets, TraitBlock):
        if form.instance.trait_id is None:
            asked = form.cleaned_data
            form.instance.trait = trait_called(asked["name"], asked["actor"])


def make_recommendations(formsets):
    """Make the recommendation of every block that has none: in its words, on the issue of the
    assessment above it.
    """
    issue = None
    for form in _written(formsets, Assessment, RecommendationBlock):
        if isinstance(form.instance, Assessment):
            issue = form.instance.issue
        elif form.instance.recommendation_id is None:
            asked = form.cleaned_data
            form.instance.recommendation = recommendation_worded(
                asked["wording"], issue=issue, addressee=asked["addressee"]
            )


def write(formset):
    """Save what a formset brings: as its own `save` does, in one statement for all rows alike."""
    formset.save(commit=False)
    rows = formset.model.objects
    if formset.deleted_objects:
        rows.filter(pk__in=[row.pk for row in formset.deleted_objects]).delete()
    changed = [row for row, _names in formset.changed_objects]
    if formset.model is Figure:
        # Its file is stored by its own `save`.
        for row in (*changed, *formset.new_objects):
            row.save()
        return
    if changed:
        rows.bulk_update(changed, _columns(formset.model))
    if formset.new_objects:
        rows.bulk_create(formset.new_objects)


def _columns(model):
    return [field.name for field in model._meta.concrete_fields if not field.primary_key]


def _written(formsets, *kinds):
    """The forms of blocks of `kinds` that stay or become part of the edition, in its order."""
    written = [
        form
        for formset in formsets
        if formset.model in kinds
        for form in formset.forms
        if form not in formset.deleted_forms and (form.instance.pk or form.has_changed())
    ]
    # As the database orders them: kinds never share a place once a save has numbered them.
    return sorted(written, key=lambda form: form.cleaned_data["ordering"])
