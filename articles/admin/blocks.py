"""The parts of an edition on its screen: one inline for each kind, and what belongs to it."""

from content_editor.admin import ContentEditorInline
from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.utils.translation import gettext_lazy as _

from issues.models import Recommendation, Trait
from issues.rules import may_edit_register
from sejong_cms.forms import PlainHidden

from ..models import (
    Assessment,
    Byline,
    Figure,
    Note,
    Passage,
    RecommendationBlock,
    TraitBlock,
)
from ..models.edition import CONTENT
from .choices import KnownChoiceField, KnownFormSet, choice_field
from .rows import MOST_ROWS, identity_of


class KnownForm(forms.ModelForm):
    """A form of a row whose foreign keys its formset has read."""

    def _get_validation_exclusions(self):
        # The form has found these rows among those it knows; the model would ask for each again.
        known = (n for n, field in self.fields.items() if isinstance(field, KnownChoiceField))
        return super()._get_validation_exclusions().union(known)


class IdentityField(forms.CharField):
    """Says which part of the text a form was read from, so that it is known even when that is gone.

    It is never written, whatever a request says, and no change of it counts.
    """

    widget = PlainHidden

    def has_changed(self, initial, data):
        return False


class IdentifiedForm(KnownForm):
    """A form that says by `identity` which row it was read from."""

    identity = IdentityField(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # A row that is not stored has an identity only once it is.
        self.initial["identity"] = None if self.instance.pk is None else identity_of(self.instance)


class BlockForm(IdentifiedForm):
    """A block's form. The block editor's script needs the region; there is one, and it is fixed."""

    region = forms.CharField(widget=PlainHidden, initial=CONTENT.key, required=False, disabled=True)

    class Meta:
        exclude = ("region",)  # noqa: DJ006  the screen names the fields; this one it may not


class TraitForm(BlockForm):
    """Without a trait, an editor makes one in the register: of an actor, by the published name."""

    user = None

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("trait") or "trait" in self.errors:
            return cleaned
        if not may_edit_register(self.user):
            self.add_error("trait", _("Choose a trait; an editor adds those that are missing."))
        elif not cleaned.get("actor") or not cleaned.get("name"):
            self.add_error(
                "trait", _("Choose a trait, or give a name and an actor to make a new one.")
            )
        return cleaned


class RecommendationForm(BlockForm):
    """Without a recommendation, the wording makes one in the register."""

    def clean(self):
        cleaned = super().clean()
        chosen, addressee = cleaned.get("recommendation"), cleaned.get("addressee")
        if chosen is None and "recommendation" not in self.errors and not cleaned.get("wording"):
            self.add_error("wording", _("Write the recommendation, or choose one."))
        if chosen and addressee and chosen.addressee_id != addressee.pk:
            self.add_error(
                "addressee",
                _("The chosen recommendation keeps its own addressee; leave this empty."),
            )
        return cleaned


class OrderedForm(KnownForm):
    """A row of a table that is ordered: a new one comes last unless it says otherwise."""

    LAST = 1_000_000

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.initial["ordering"] = None
        self.fields["ordering"].required = False

    def clean_ordering(self):
        ordering = self.cleaned_data["ordering"]
        return self.LAST if ordering is None else ordering


class PartInline:
    """What all parts share: foreign keys as search boxes that cost no query for each row."""

    formset = KnownFormSet
    extra = 0
    max_num = MOST_ROWS
    #: The foreign keys that are chosen from a search, and what is said beside those that need not be.
    searched = ()
    optional = {}

    def get_formset(self, request, obj=None, **kwargs):
        # A request that claims more is refused before its rows are read.
        return super().get_formset(request, obj, absolute_max=self.max_num, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name in self.searched:
            # Nobody deletes an entry of the register from within a text.
            field.widget.can_delete_related = field.widget.can_view_related = False
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.searched:
            return choice_field(
                db_field,
                request.user,
                required=db_field.name not in self.optional,
                help_text=self.optional.get(db_field.name, ""),
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class BlockInline(PartInline, ContentEditorInline):
    form = BlockForm
    template = "admin/articles/edition/blocks.html"
    exclude = ("region",)

    def get_queryset(self, request):
        if not self.has_view_or_change_permission(request):
            return self.model.objects.none()
        return self.model.get_queryset()

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "ordering":
            field.widget = PlainHidden()
        if field is not None and isinstance(field.widget, AdminTextareaWidget):
            field.widget.attrs["rows"] = 3
        return field


class PassageInline(BlockInline):
    model = Passage
    icon = "notes"
    fieldsets = [(None, {"fields": ("heading", "html", "ordering", "region", "identity")})]


class TraitInline(BlockInline):
    model = TraitBlock
    form = TraitForm
    icon = "person"
    searched = ("trait",)
    optional = {"trait": ""}
    fieldsets = [
        (
            None,
            {
                "fields": (
                    ("trait", "stance"),
                    ("name", "actor"),
                    "html",
                    "ordering",
                    "region",
                    "identity",
                )
            },
        )
    ]

    def get_formset(self, request, obj=None, **kwargs):
        actor = choice_field(
            Trait._meta.get_field("actor"),
            request.user,
            label=_("Actor of a new trait"),
            help_text=_("Only where no trait is chosen."),
        )
        form = type("TraitForm", (self.form,), {"actor": actor, "user": request.user})
        return super().get_formset(request, obj, form=form, **kwargs)


class AssessmentInline(BlockInline):
    model = Assessment
    icon = "help_outline"
    searched = ("issue",)
    fieldsets = [
        (
            None,
            {
                "fields": (
                    ("issue", "number"),
                    "question",
                    "answer",
                    "html",
                    ("outlook", "likelihood", "horizon"),
                    "change_reason",
                    "ordering",
                    "region",
                    "identity",
                )
            },
        )
    ]


class RecommendationInline(BlockInline):
    model = RecommendationBlock
    form = RecommendationForm
    icon = "campaign"
    searched = ("recommendation",)
    optional = {"recommendation": _("Left empty, a new one is made from the wording.")}
    fieldsets = [
        (
            None,
            {
                "fields": (
                    "wording",
                    ("recommendation", "stance"),
                    "addressee",
                    "ordering",
                    "region",
                    "identity",
                )
            },
        )
    ]

    def get_formset(self, request, obj=None, **kwargs):
        addressee = choice_field(
            Recommendation._meta.get_field("addressee"),
            request.user,
            label=_("Addressee of a new recommendation"),
        )
        form = type("RecommendationForm", (self.form,), {"addressee": addressee})
        return super().get_formset(request, obj, form=form, **kwargs)


class FigureInline(BlockInline):
    model = Figure
    icon = "image"
    fieldsets = [
        (
            None,
            {"fields": ("image", "alt", ("caption", "credit"), "ordering", "region", "identity")},
        )
    ]


class RowForm(OrderedForm, IdentifiedForm):
    """A byline or a note: ordered as a row, known by its identity."""


class BylineFormSet(KnownFormSet):
    """Nobody is credited twice."""

    def clean(self):
        super().clean()
        seen = set()
        for form in self.forms:
            author = getattr(form, "cleaned_data", {}).get("author")
            if author is None or form in self.deleted_forms:
                continue
            if author in seen:
                form.add_error("author", _("%s is credited already.") % author)
            seen.add(author)


class BylineInline(PartInline, admin.TabularInline):
    model = Byline
    form = RowForm
    formset = BylineFormSet
    fields = ("author", "name", "position", "affiliation", "ordering", "identity")
    searched = ("author",)
    classes = ("desk-ordered",)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("author")


class NoteInline(PartInline, admin.TabularInline):
    model = Note
    form = RowForm
    fields = ("html", "ordering", "identity")
    classes = ("desk-ordered",)


INLINES = (
    BylineInline,
    PassageInline,
    TraitInline,
    AssessmentInline,
    RecommendationInline,
    FigureInline,
    NoteInline,
)
