"""What is a person's own at the desk: their notices, and how they want the desk."""

from django import forms
from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from .. import noticing
from ..models import Account, Edition, Notice

PER_PAGE = 50


class AccountForm(forms.ModelForm):
    class Meta:
        model = Account
        fields = ("language", "mails")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def notices(request):
    """The person's notices, the newest first; POST notes that all were seen."""
    mine = Notice.objects.filter(person=request.user)
    if request.method == "POST":
        noticing.seen(mine, at=timezone.now())
        return HttpResponseRedirect(reverse("admin_notices"))
    # What was told once may be about a piece that the person may not open any more.
    mine = mine.filter(edition__in=Edition.objects.visible_to(request.user)).select_related(
        "edition", "transition__moved_by", "comment__written_by"
    )
    page = Paginator(mine, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **admin.site.each_context(request),
        "title": _("Notices"),
        "page": page,
        "rows": [(notice, noticing.words_of(notice)) for notice in page],
    }
    return TemplateResponse(request, "admin/front/notices.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def account(request):
    """Language of the desk, and whether notices are mailed too."""
    mine = Account.objects.filter(person=request.user).first() or Account(person=request.user)
    form = AccountForm(request.POST or None, instance=mine)
    if request.method == "POST" and form.is_valid():
        Account.objects.update_or_create(person=request.user, defaults=form.cleaned_data)
        with translation.override(mine.language):
            messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("admin_account"))
    context = {**admin.site.each_context(request), "title": _("Account"), "form": form}
    return TemplateResponse(request, "admin/front/account.html", context)
