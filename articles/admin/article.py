"""The one list of articles; each line leads to the edition that is to be worked on."""

from django.contrib import admin
from django.db.models import Exists, F, OuterRef, Prefetch, Q, Subquery
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.text import capfirst, smart_split, unescape_string_literal
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from issues.admin import MoveForm, action_view
from issues.clock import day_of
from issues.models import Issue

from .. import rules
from ..enums import EditionState, Language
from ..forms import StartForm, series_field
from ..models import Article, Assessment, Author, Byline, Edition, Series
from . import bulk


def _seen(request):
    """Editions that the person may open, of the article of the outer query."""
    return Edition.objects.visible_to(request.user).filter(article=OuterRef("pk"))


class _Filter(admin.SimpleListFilter):
    """A filter over the editions that the person may open; what they may not, it does not tell."""

    def queryset(self, request, queryset):
        value = self.value()
        if value not in {str(key) for key, _label in self.lookup_choices}:
            return queryset
        return queryset.filter(self.condition(request, value))


class StateFilter(_Filter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        hidden = EditionState.SUPERSEDED
        return [(state.value, state.label) for state in EditionState if state != hidden]

    def condition(self, request, value):
        return Exists(_seen(request).filter(state=value))


class SeriesFilter(_Filter):
    title = _("series")
    parameter_name = "series"

    def lookups(self, request, model_admin):
        articles = Article.objects.visible_to(request.user)
        rows = Series.objects.filter(Exists(articles.filter(series=OuterRef("pk"))))
        return [(str(row.pk), str(row)) for row in rows]

    def condition(self, request, value):
        return Q(series=value)


class _ChosenFilter(_Filter):
    """A filter of many choices: a box to choose from."""

    template = "admin/articles/article/choice_filter.html"

    def __init__(self, request, params, model, model_admin):
        super().__init__(request, params, model, model_admin)
        # The other filters and the search stay; the page begins anew.
        self.others = [
            (name, value)
            for name, value in request.GET.items()
            if name not in (self.parameter_name, "p", "e")
        ]


class AuthorFilter(_ChosenFilter):
    title = _("author")
    parameter_name = "author"

    def lookups(self, request, model_admin):
        seen = Edition.objects.visible_to(request.user)
        credits = Byline.objects.filter(author=OuterRef("pk"), edition__in=seen)
        return [(str(row.pk), str(row)) for row in Author.objects.filter(Exists(credits))]

    def condition(self, request, value):
        return Exists(_seen(request).filter(bylines__author=value))


class IssueFilter(_ChosenFilter):
    title = _("issue")
    parameter_name = "issue"

    def lookups(self, request, model_admin):
        seen = Edition.objects.visible_to(request.user)
        cited = Assessment.objects.filter(issue=OuterRef("pk"), parent__in=seen)
        return [(str(row.pk), row.local_title) for row in Issue.objects.filter(Exists(cited))]

    def condition(self, request, value):
        return Exists(_seen(request).filter(assessments__issue=value))


class StageFilter(_Filter):
    title = _("open or live")
    parameter_name = "stage"

    def lookups(self, request, model_admin):
        return [
            ("open", _("has an open edition")),
            ("live", _("is live")),
            ("both", _("is live, with unsent changes")),
        ]

    def condition(self, request, value):
        is_open = Exists(_seen(request).open())
        is_live = Exists(Edition.objects.published().filter(article=OuterRef("pk")))
        return {"open": Q(is_open), "live": Q(is_live), "both": Q(is_open) & Q(is_live)}[value]


class LanguageFilter(_Filter):
    title = _("language")
    parameter_name = "language"

    def lookups(self, request, model_admin):
        return Language.choices

    def condition(self, request, value):
        return Q(language=value)


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin):
    """Articles with an edition that the person may open. Adding one starts its first draft."""

    form = StartForm
    fields = ("title", "series", "number", "language")
    list_display = ("piece", "series", "byline", "open_edition", "live_since")
    list_display_links = None
    list_filter = (
        StateFilter,
        StageFilter,
        SeriesFilter,
        LanguageFilter,
        AuthorFilter,
        IssueFilter,
    )
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields = ("slug",)
    search_help_text = _("Words of the title, the slug or the author's name")
    actions = bulk.ACTIONS
    view_on_site = False

    def get_queryset(self, request):
        seen = _seen(request)
        lines = (
            Edition.objects.visible_to(request.user)
            .only("article", "title", "state", "number", "due_at")
            .prefetch_related("bylines")
            .order_by("-id")
        )
        live = Edition.objects.published().filter(article=OuterRef("pk"))
        return (
            super()
            .get_queryset(request)
            .visible_to(request.user)
            .select_related("series")
            .prefetch_related(Prefetch("editions", lines, to_attr="seen"))
            .annotate(
                touched_at=Subquery(seen.order_by("-saved_at").values("saved_at")[:1]),
                live_on=Subquery(live.values("live_from")[:1]),
            )
        )

    def get_ordering(self, request):
        return (F("touched_at").desc(), "-id")

    def get_search_results(self, request, queryset, search_term):
        for bit in smart_split(search_term):
            word = unescape_string_literal(bit) if bit[0] in "\"'" and bit[-1] == bit[0] else bit
            written = _seen(request).filter(
                Q(title__icontains=word)
                | Q(bylines__name__icontains=word)
                | Q(bylines__author__name_ko__icontains=word)
            )
            queryset = queryset.filter(Q(slug__icontains=word) | Exists(written))
        return queryset, False

    def has_add_permission(self, request):
        return rules.may_write(request.user)

    def has_view_permission(self, request, obj=None):
        return rules.may_write(request.user)

    def has_change_permission(self, request, obj=None):
        return rules.may_write(request.user)

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        move = self.admin_site.admin_view(self.move_view)
        moves = self.admin_site.admin_view(self.bulk_view)
        return [
            path("moves/<slug:verb>/", moves, name="articles_article_bulk"),
            path("<int:pk>/address/", move, name="articles_article_address"),
            *super().get_urls(),
        ]

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def move_view(self, request, pk):
        """Another address for a piece; the one that readers know redirects."""
        return action_view(self, request, self.get_object(request, str(pk)), MoveForm)

    def bulk_view(self, request, verb):
        return bulk.bulk_view(self, request, verb)

    def changelist_view(self, request, extra_context=None):
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    # --- Lines of the list

    @admin.display(description=_("title"))
    def piece(self, article):
        newest = article.seen[0]
        return format_html('<a href="{}">{}</a>', _url(newest), newest.title)

    @admin.display(description=_("byline"))
    def byline(self, article):
        return ", ".join(byline.name for byline in article.seen[0].bylines.all()) or None

    @admin.display(description=_("open edition"))
    def open_edition(self, article):
        for edition in article.seen:
            if edition.is_open:
                return format_html(
                    '<a href="{}">{}</a>', _url(edition), edition.get_state_display()
                )
        return None

    @admin.display(description=_("live since"), ordering="live_on")
    def live_since(self, article):
        return article.live_on and day_of(article.live_on)

    # --- Starting a piece; everything else is done on the edition's screen

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.base_fields["series"] = series_field(request.user, None)
        return form

    def change_view(self, request, object_id, form_url="", extra_context=None):
        article = self.get_object(request, object_id)
        if article is None:
            raise Http404
        return HttpResponseRedirect(_url(article.seen[0]))

    def history_view(self, request, object_id, extra_context=None):
        return self.change_view(request, object_id)

    def save_model(self, request, obj, form, change):
        obj.started = form.start(request.user)
        obj.pk = obj.started.article_id

    def response_add(self, request, obj, post_url_continue=None):
        return HttpResponseRedirect(_url(obj.started))


def _url(edition):
    return reverse("admin:articles_edition_change", args=[edition.pk])
