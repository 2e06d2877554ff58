"""Foreign keys of many forms on one screen: chosen from a search, read in a fixed number of queries."""

from django import forms
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms.models import BaseInlineFormSet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst

from issues.enums import IssueStatus
from issues.models import Issue, Trait
from sejong_cms.forms import Errors, PlainHidden

from ..models import Article
from .rows import MOST_ROWS, place_in


def label_of(row):
    """How a row is called among choices: a trait with its actor, as traits of two share names."""
    return f"{row} ({row.actor})" if isinstance(row, Trait) else str(row)


def choices_for(model, user):
    """The rows of `model` that `user` may cite."""
    if model is Article:
        visible = Article.objects.visible_to(user)
        return Article.objects.filter(
            Q(pk__in=visible.values("pk")) | Q(pk__in=Article.objects.published().values("pk"))
        )
    rows = model.objects.visible_to(user)
    return rows.select_related("actor") if model is Trait else rows


class KnownSelect(AutocompleteSelect):
    """A search box whose chosen options come from what the form's field knows already."""

    def get_url(self):
        return reverse("admin:articles_edition_choices")

    def optgroups(self, name, value, attrs=None):
        field = self.choices.field
        if field.known is None:
            return super().optgroups(name, value, attrs)
        options = []
        if not self.is_required:
            options.append(self.create_option(name, "", "", False, 0))
        for pk in value:
            row = field.known.get(str(pk))
            if row is not None:
                label = field.label_from_instance(row)
                options.append(self.create_option(name, pk, label, True, len(options)))
        return [(None, options, 0)]


class KnownChoiceField(forms.ModelChoiceField):
    """A choice whose rows its formset has read: `known` maps their keys, as text, to them.

    With `known` None it is an ordinary choice, with a query of its own.
    """

    known = None

    def label_from_instance(self, row):
        return label_of(row)

    def to_python(self, value):
        if self.known is None:
            return super().to_python(value)
        if value in self.empty_values:
            return None
        try:
            return self.known[str(value)]
        except KeyError:
            raise ValidationError(
                self.error_messages["invalid_choice"],
                code="invalid_choice",
                params={"value": value},
            ) from None


def choice_field(db_field, user, **options):
    """The form field of the foreign key `db_field`, of whatever form."""
    options.setdefault("required", False)
    options.setdefault("label", capfirst(db_field.verbose_name))
    return KnownChoiceField(
        queryset=choices_for(db_field.remote_field.model, user),
        widget=KnownSelect(db_field, admin.site),
        **options,
    )


class ChoicesView(AutocompleteJsonView):
    """Answers the search boxes: only what the person may cite, and no issue that was merged."""

    def get_queryset(self):
        rows = choices_for(self.model_admin.model, self.request.user)
        if rows.model is Issue:
            rows = rows.exclude(status=IssueStatus.MERGED)
        found, doubled = self.model_admin.get_search_results(self.request, rows, self.term)
        return found.distinct() if doubled else found

    def serialize_result(self, row, to_field_name):
        return super().serialize_result(row, to_field_name) | {"text": label_of(row)}


class KnownFormSet(BaseInlineFormSet):
    """An inline formset that reads its rows once, and what they cite in one query a foreign key.

    A row's key is looked for among the parent's own rows only. Where the save was refused
    (`instance.refused`), rows that are gone from the database are shown as new ones, so that
    nothing which was typed disappears.
    """

    def __init__(self, data=None, files=None, instance=None, prefix=None, queryset=None, **kwargs):
        rows = None
        if data is not None and getattr(instance, "refused", False):
            present = {str(row.pk): row for row in queryset.filter(**{self.fk.name: instance})}
            data, rows = _gone_as_new(data, prefix or self.get_default_prefix(), present)
        kwargs.setdefault("error_class", Errors)
        super().__init__(data, files, instance=instance, prefix=prefix, queryset=queryset, **kwargs)
        if rows is not None:
            self._queryset = rows

    def add_fields(self, form, index):
        super().add_fields(form, index)
        name = self._pk_field.name
        field = KnownChoiceField(
            self.model.objects.none(),
            initial=form.fields[name].initial,
            required=False,
            widget=PlainHidden,
        )
        field.known = self._own
        form.fields[name] = field
        form.fields[self.fk.name].widget = PlainHidden()
        for name, known in self._known.items():
            form.fields[name].known = known

    @cached_property
    def _own(self):
        return {str(row.pk): row for row in self.get_queryset()}

    @cached_property
    def _known(self):
        return {
            name: self._known_of(name, field.queryset)
            for name, field in self.form.base_fields.items()
            if isinstance(field, KnownChoiceField)
        }

    def _known_of(self, name, queryset):
        cited = (getattr(row, name, None) for row in self.get_queryset())
        known = {str(row.pk): row for row in cited if row is not None}
        if self.is_bound:
            posted = {
                self.data.get(f"{self.prefix}-{place}-{name}", "")
                for place in range(self.total_form_count())
            }
            wanted = [pk for pk in posted - known.keys() if pk.isascii() and pk.isdigit()]
            if wanted:
                rows = queryset.filter(pk__in=[int(pk) for pk in wanted if len(pk) < 19])
                known |= {str(row.pk): row for row in rows}
        return known


def _gone_as_new(data, prefix, present):
    """`data` with the rows first that are still `present`, and those rows, in the same order."""
    try:
        total = min(int(data[f"{prefix}-TOTAL_FORMS"]), MOST_ROWS)
    except (KeyError, ValueError):
        return data, None
    sent = {place: {} for place in range(total)}
    others = data.copy()
    for key in data:
        place = place_in(key, prefix)
        if place in sent:
            sent[place][key.split("-", 2)[2]] = others.pop(key)
    keys = {place: row.get("id", [""])[-1] for place, row in sent.items()}
    kept = [place for place in sent if keys[place] in present]
    gone = [place for place in sent if keys[place] not in present]
    for new_place, place in enumerate(kept + gone):
        if place in gone:
            sent[place]["id"] = [""]
        for name, values in sent[place].items():
            others.setlist(f"{prefix}-{new_place}-{name}", values)
    others[f"{prefix}-TOTAL_FORMS"] = total
    others[f"{prefix}-INITIAL_FORMS"] = len(kept)
    return others, [present[keys[place]] for place in kept]
