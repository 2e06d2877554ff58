"""An edition's screen: its text in the block editor, its verbs as buttons, its history."""

from content_editor.admin import ContentEditor
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.csp import CSP
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods, require_safe

from .. import drafting, rules, working
from ..article_fields import article_fields_for
from ..article_fields import write as write_article
from ..enums import ChangeKind
from ..errors import NotAllowed, Refused, Stale
from ..forms import UNBOUND, EditionForm, series_field
from ..models import Article, Edition
from . import comments, compare, previews, screen, under_way
from .blocks import INLINES
from .choices import ChoicesView, choice_field
from .history import history_view, source_view
from .matching import matching_view
from .meeting import ASKED, BASE, Undecided, decided, meet
from .rows import number
from .saves import make_recommendations, make_traits, write
from .under_way import OtherPerson, as_sent, copy_named, tabs_in
from .verbs import verb_view

# The block editor and the text boxes make style elements by script; without these rules spaces
# that were typed are stored as others. Scripts stay as strict as everywhere.
EDITOR_CSP = {**settings.SECURE_CSP, "style-src": [CSP.SELF, CSP.UNSAFE_INLINE]}

PEOPLE = ("created_by", "saved_by", "submitted_by", "approved_by", "published_by")
GONE = ("withdrawn_by", "discarded_by")


class _Save:
    """One POST of the screen: the door it passes, and what came of it."""

    def __init__(self, edition):
        self.edition = edition
        self.accepted = False
        self.unchanged = False


@admin.register(Edition)
class EditionAdmin(ContentEditor):
    """Editions are started, moved and listed elsewhere; here their text is written.

    What may be changed is decided by `articles.rules` and the edition's state; every save passes
    `drafting.saving`, which is entered before the forms are bound.
    """

    inlines = INLINES
    filter_horizontal = ("invited",)
    exclude = UNBOUND
    actions = None
    save_on_top = False
    view_on_site = False
    change_form_template = "admin/articles/edition/change_form.html"

    class Media:
        css = {"all": ["site/admin/desk.css"]}
        js = [f"site/admin/{name}.js" for name in ("desk", "login", "keeping", "outline")]

    # --- Who sees, who may

    def get_queryset(self, request):
        rows = super().get_queryset(request).visible_to(request.user)
        return rows.select_related("article__series", "article__original", *PEOPLE, *GONE)

    def get_object(self, request, object_id, from_field=None):
        save = getattr(request, "desk_save", None)
        found = getattr(request, "desk_edition", None) if save is None else save.edition
        if found is not None and str(found.pk) == object_id:
            return found
        return super().get_object(request, object_id, from_field)

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        raise Http404

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_view_permission(self, request, obj=None):
        return rules.may_write(request.user) if obj is None else self._may_see(request, obj)

    def has_change_permission(self, request, obj=None):
        if obj is None:
            return rules.may_write(request.user)
        # A refused save is shown as it was typed, whatever the edition's state is by now.
        return (obj.is_editable or hasattr(obj, "refused")) and self._may_see(request, obj)

    @staticmethod
    def _may_see(request, edition):
        # Asked for every inline; for an author it takes a query.
        if getattr(request, "desk_seen", None) != edition.pk:
            if not rules.may_see(request.user, edition):
                return False
            request.desk_seen = edition.pk
        return True

    def get_model_perms(self, request):
        # Editions are reached from the list of articles.
        return {}

    # --- Addresses

    def url_of(self, edition):
        return reverse("admin:articles_edition_change", args=[edition.pk])

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path(
                "choices/",
                wrap(ChoicesView.as_view(admin_site=self.admin_site)),
                name="articles_edition_choices",
            ),
            path("<int:pk>/moves/<slug:verb>/", wrap(self.verb_view), name="articles_edition_verb"),
            path("<int:pk>/matching/", wrap(self.matching_view), name="articles_edition_matching"),
            path(
                "<int:pk>/files/<int:source>/",
                wrap(self.source_view),
                name="articles_edition_source",
            ),
            *comments.urls(self),
            *compare.urls(self),
            *previews.urls(self),
            *under_way.urls(self),
            *super().get_urls(),
        ]

    def _edition(self, request, pk):
        edition = self.get_object(request, str(pk))
        if edition is None:
            raise Http404
        return edition

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def verb_view(self, request, pk, verb):
        return verb_view(self, request, self._edition(request, pk), verb)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def matching_view(self, request, pk):
        return matching_view(self, request, self._edition(request, pk))

    @method_decorator(require_safe)
    def source_view(self, request, pk, source):
        return source_view(self._edition(request, pk), source)

    @method_decorator(require_safe)
    def history_view(self, request, object_id, extra_context=None):
        return history_view(self, request, self._edition(request, unquote(object_id)))

    def changelist_view(self, request, extra_context=None):
        return HttpResponseRedirect(reverse("admin:articles_article_changelist"))

    # --- Saving

    @method_decorator(csp_override(EDITOR_CSP))
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if object_id is None:
            raise Http404
        edition = self._edition(request, unquote(object_id))

        def show():
            return super(EditionAdmin, self).changeform_view(
                request, object_id, form_url, extra_context
            )

        if request.method == "POST":
            return self._save(request, edition, show)
        request.desk_edition = edition
        copy = copy_named(request, edition)
        if copy is not None:
            request.desk_copy = copy
            typed = _typed(as_sent(copy))
            # Where both texts were shown already, what was not chosen then is asked for again.
            version = _version_in(typed, BASE) or copy.version
            return self._show_typed(request, edition, show, typed, version)
        return show()

    def _save(self, request, edition, show):
        request.POST = typed = _typed(request.POST)
        try:
            _check_person(request)
            with drafting.saving(edition, version=_version_in(typed), by=request.user) as door:
                request.desk_save = save = _Save(door.edition)
                if ASKED in typed:
                    request.POST = decided(*self._as_stored(request, door.edition), typed)
                response = show()
                if save.accepted:
                    working.forget(edition, by=request.user, tabs=tabs_in(typed))
                else:
                    door.abandon()
            return response
        except Refused as refusal:
            # As it stands by now: what was read before the lock may be another text.
            edition = self.model.objects.select_related("article__series").get(pk=edition.pk)
            version = _version_in(typed, BASE) or _version_in(typed)
            return self._show_typed(request, edition, show, typed, version, refusal)

    def _show_typed(self, request, edition, show, typed, version, refusal=None):
        """The screen with what was typed on top of `version`, not saved; with both texts where the
        edition has moved on since.
        """
        edition.refused = "" if refusal is None else str(refusal)
        stale = isinstance(refusal, Stale | Undecided) or edition.version != version
        if edition.is_editable and stale and version and not isinstance(refusal, NotAllowed):
            edition.meeting = meet(*self._as_stored(request, edition), typed, version)
            typed = edition.meeting.data
        request.desk_save = _Save(edition)
        request.FILES  # noqa: B018  Django reads files and fields together, once: before they are set
        method, request.method, request.POST = request.method, "POST", typed
        try:
            return show()
        finally:
            request.method = method

    def _as_stored(self, request, edition):
        """The screen's form and formsets as they would be shown of what is stored."""
        method, request.method = request.method, "GET"
        try:
            form = self.get_form(request, edition, change=True)(instance=edition)
            formsets, _inlines = self._create_formsets(request, edition, change=True)
            return form, formsets
        finally:
            request.method = method

    def save_model(self, request, obj, form, change):
        """The door saves the edition; the article, which is no part of it, is saved here."""
        changed = [name for name in form.article_fields if name in form.changed_data]
        if changed:
            article = form.changed_article()
            write_article(article, changed)
            obj.article = article

    def save_related(self, request, form, formsets, change):
        save = request.desk_save
        save.unchanged = not (form.has_changed() or any(f.has_changed() for f in formsets))
        if save.unchanged:
            return
        save.accepted = True
        make_traits(formsets)
        make_recommendations(formsets)
        if "invited" in form.changed_data:
            form.save_m2m()
        # Not by the block editor's own way: it copies any block that a request names.
        for formset in formsets:
            write(formset)

    def construct_change_message(self, request, form, formsets, add=False):
        """Nothing: see log_change."""

    def log_change(self, request, obj, message):
        """Saves and moves have logs of their own, which say more."""

    def response_change(self, request, obj):
        if request.desk_save.unchanged:
            messages.info(request, _("Nothing was changed, so nothing was saved."))
        else:
            messages.success(request, _("Saved."))
        if "_continue" in request.POST:
            return HttpResponseRedirect(self.url_of(obj))
        if "_preview" in request.POST:
            return HttpResponseRedirect(reverse("admin:articles_edition_preview", args=[obj.pk]))
        return HttpResponseRedirect(reverse("admin:articles_article_changelist"))

    # --- The form

    def get_form(self, request, obj=None, change=False, **kwargs):
        if not self.has_change_permission(request, obj):
            return super().get_form(request, obj, change, form=forms.ModelForm, **kwargs)
        names = self._article_fields(request, obj)
        declared = {"article_fields": names, "refusal": getattr(obj, "refused", None)}
        for name in names:
            field = Article._meta.get_field(name)
            if name == "series":
                declared[name] = series_field(request.user, obj.article.series_id)
            elif name == "original":
                declared[name] = choice_field(field, request.user, help_text=field.help_text)
            else:
                declared[name] = self.formfield_for_dbfield(field, request)
            # No save keeps what it was when it was read: the screen says so itself.
            declared[name].show_hidden_initial = True
        form = type("EditionForm", (EditionForm,), declared)
        return super().get_form(request, obj, change, form=form, **kwargs)

    @staticmethod
    def _article_fields(request, edition):
        # Asked for twice, and it takes a query.
        if not hasattr(edition, "desk_fields"):
            edition.desk_fields = article_fields_for(request.user, edition)
        return edition.desk_fields

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name == "invited":
            people = get_user_model().objects
            kwargs["queryset"] = people.filter(
                Q(is_active=True, is_staff=True) | Q(invited_editions__isnull=False)
            ).distinct()
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        field.show_hidden_initial = True
        return field

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in ("abstract", "disclaimer", "change_note"):
            field.widget.attrs["rows"] = 3
        if db_field.name in ("title", "subtitle", "slug"):
            field.widget.attrs["class"] = "desk-wide"
        return field

    def get_fieldsets(self, request, obj=None):
        text = ["title", "subtitle", "abstract"]
        if obj.change_kind != ChangeKind.FIRST:
            text += ["change_kind", "change_note"]
        printed = ["published_on", "disclaimer"]
        if not self.has_change_permission(request, obj):
            return [(None, {"fields": [*text, *printed]})]
        names = self._article_fields(request, obj)
        return [
            (None, {"fields": ["version", *text]}),
            (_("Date and disclaimer"), {"fields": printed, "classes": ["collapse"]}),
            *(
                [(_("Series and address"), {"fields": names, "classes": ["collapse"]})]
                if names
                else []
            ),
            (_("Who may write here"), {"fields": ["invited"], "classes": ["collapse"]}),
        ]

    def get_inlines(self, request, obj):
        return INLINES if self.has_change_permission(request, obj) else ()

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context |= screen.context_of(self, request, context, obj)
        # Without inlines there is nothing for the block editor's script to work on.
        base = super() if context["editable"] else super(ContentEditor, self)
        return base.render_change_form(
            request, context, add=add, change=change, form_url=form_url, obj=obj
        )


def _typed(data):
    """What a browser sent of the screen, made to be compared with what is stored and to be shown again."""
    data = data.copy()
    for key, values in data.lists():
        # Browsers send CRLF where the stored text has LF; as it is, every long text looks changed.
        data.setlist(key, [value.replace("\r\n", "\n") for value in values])
    # That nobody was invited is sent as nothing at all, for which Django would show those who were typed.
    data.setlistdefault("initial-invited", [])
    return data


def _version_in(data, name="version"):
    return number(data.get(name, ""), None)


def _check_person(request):
    """Refuse what somebody else typed in this browser before the present person logged in."""
    if request.POST.get("person", str(request.user.pk)) != str(request.user.pk):
        raise OtherPerson
