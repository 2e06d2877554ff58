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

from issues.rules import may_edit_register

from .. import drafting, rules
from ..checks import problems_of
from ..contents import contents_of_one
from ..enums import ChangeKind, Verb
from ..errors import Refused
from ..forms import UNBOUND, EditionForm, article_fields_for, series_field
from ..models import Article, Edition
from .blocks import INLINES
from .choices import ChoicesView, choice_field
from .history import history_view, source_view, sources_of
from .matching import matching_view, proposals_of
from .saves import make_recommendations, make_traits
from .verbs import moment, offers, person, sentence, verb_view

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
        js = ["site/admin/desk.js"]

    # --- Who sees, who may

    def get_queryset(self, request):
        rows = super().get_queryset(request).visible_to(request.user)
        return rows.select_related("article__series", "article__original", *PEOPLE, *GONE)

    def get_object(self, request, object_id, from_field=None):
        save = getattr(request, "desk_save", None)
        if save is not None and str(save.edition.pk) == object_id:
            return save.edition
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
        show = super().changeform_view
        if request.method != "POST":
            return show(request, object_id, form_url, extra_context)
        edition = self.get_object(request, unquote(object_id))
        if edition is None:
            raise Http404
        request.POST = _with_plain_newlines(request.POST)
        try:
            with drafting.saving(
                edition, version=_version_in(request.POST), by=request.user
            ) as door:
                request.desk_save = save = _Save(door.edition)
                response = show(request, object_id, form_url, extra_context)
                if not save.accepted:
                    door.abandon()
            return response
        except Refused as refusal:
            edition.refused = str(refusal)
            request.desk_save = _Save(edition)
            return show(request, object_id, form_url, extra_context)

    def save_model(self, request, obj, form, change):
        """The door saves the edition; the article, which is no part of it, is saved here."""
        if form.article_fields:
            article = form.changed_article()
            article.save(update_fields=form.article_fields)
            obj.article = article

    def save_related(self, request, form, formsets, change):
        save = request.desk_save
        save.unchanged = not (form.has_changed() or any(f.has_changed() for f in formsets))
        if save.unchanged:
            return
        save.accepted = True
        make_traits(formsets)
        make_recommendations(formsets)
        # Past the block editor's own: it copies any block that a request names.
        super(ContentEditor, self).save_related(request, form, formsets, change)

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
        return HttpResponseRedirect(reverse("admin:articles_article_changelist"))

    # --- The form

    def get_form(self, request, obj=None, change=False, **kwargs):
        if not self.has_change_permission(request, obj):
            return super().get_form(request, obj, change, form=forms.ModelForm, **kwargs)
        names = article_fields_for(request.user, obj)
        declared = {"article_fields": names, "refusal": getattr(obj, "refused", None)}
        for name in names:
            field = Article._meta.get_field(name)
            if name == "series":
                declared[name] = series_field(request.user, obj.article.series_id)
            elif name == "original":
                declared[name] = choice_field(field, request.user, help_text=field.help_text)
            else:
                declared[name] = self.formfield_for_dbfield(field, request)
        form = type("EditionForm", (EditionForm,), declared)
        return super().get_form(request, obj, change, form=form, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name == "invited":
            people = get_user_model().objects
            kwargs["queryset"] = people.filter(
                Q(is_active=True, is_staff=True) | Q(invited_editions__isnull=False)
            ).distinct()
        return super().formfield_for_manytomany(db_field, request, **kwargs)

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
        names = article_fields_for(request.user, obj)
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
        contents = contents_of_one(obj)
        problems = problems_of(obj, contents) if obj.is_editable else []
        places = _places(context["inline_admin_formsets"])
        context |= {
            "title": obj.title,
            "subtitle": None,
            "sentence": sentence(obj),
            "offers": offers(request.user, obj, problems),
            "problems": [(problem, places.get(problem.uid)) for problem in problems],
            "matches": [(found, places.get(found.block.uid)) for found in _best(obj, contents)],
            "last_move": _last_word(obj),
            "sources": sources_of(obj),
            "siblings": (siblings := self._siblings(request, obj)),
            "may_move": may_edit_register(request.user)
            and any(edition.number for edition in (obj, *(row["edition"] for row in siblings))),
            "editable": self.has_change_permission(request, obj),
            "refused": getattr(obj, "refused", ""),
            "here": self.url_of(obj),
            "contents": contents,
            "blocks": [(block._meta.verbose_name, block) for block in contents.blocks],
            "show_save_and_add_another": False,
        }
        if context["refused"]:
            # The page says it once, in full; what else is wrong stands beside its field.
            context["errors"] = ()
        # Without inlines there is nothing for the block editor's script to work on.
        base = super() if context["editable"] else super(ContentEditor, self)
        return base.render_change_form(
            request, context, add=add, change=change, form_url=form_url, obj=obj
        )

    def _siblings(self, request, edition):
        """The article's other editions that the person may open, newest first."""
        rows = self.model.objects.visible_to(request.user).filter(article=edition.article_id)
        return [
            {"edition": row, "url": self.url_of(row)}
            for row in rows.exclude(pk=edition.pk).order_by("-id").only("state", "number")
        ]


def _best(edition, contents):
    """The Proposal most like it for each block that has any."""
    best = {}
    for proposal in proposals_of(edition, contents):
        best.setdefault(proposal.block.uid, proposal)
    return best.values()


def _with_plain_newlines(data):
    """Browsers send CRLF where the stored text has LF; as it is, every long text looks changed."""
    data = data.copy()
    for key, values in data.lists():
        data.setlist(key, [value.replace("\r\n", "\n") for value in values])
    return data


def _version_in(data):
    try:
        return int(data.get("version", ""))
    except ValueError:
        return None


def _places(inline_admin_formsets):
    """{a block's uid: the id of its element on the page}."""
    return {
        form.instance.uid: f"{inline.formset.prefix}-{place}"
        for inline in inline_admin_formsets
        for place, form in enumerate(inline.formset.initial_forms)
        if hasattr(form.instance, "uid")
    }


#: Verbs whose comment the screen shows already: as reason, or as note on the change.
_SAID_ELSEWHERE = (Verb.START, Verb.NEW_EDITION, Verb.WITHDRAW)


def _last_word(edition):
    """What was said with the last move, if anything: the comment an author has to answer."""
    row = edition.transitions.select_related("moved_by").order_by("-moved_at", "-id").first()
    if row is None or not row.comment or row.verb in _SAID_ELSEWHERE:
        return None
    return {
        "verb": row.get_verb_display(),
        "at": moment(row.moved_at),
        "by": person(row.moved_by),
        "comment": row.comment,
    }
