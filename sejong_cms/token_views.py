"""The desk's page of a person's own access tokens: made there, seen once, revoked."""

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from . import tokens


class TokenForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("What it is for"),
        max_length=100,
        widget=forms.TextInput({"class": "vTextField"}),
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What it may be used for"),
        choices=tokens.Scope.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.IntegerField(
        label=gettext_lazy("For how many days"),
        min_value=1,
        max_value=tokens.LONGEST,
        initial=tokens.USUAL,
    )


@never_cache
@sensitive_variables("secret")
@require_http_methods(["GET", "HEAD", "POST"])
def own_tokens(request):
    """The person's tokens, the newest first. A POST makes one, which the answer alone shows, or revokes one."""
    form, secret = TokenForm(), ""
    mine = request.user.access_tokens
    if request.method == "POST" and request.POST.get("do") == "revoke":
        key = request.POST.get("token", "")
        is_key = key.isascii() and key.isdigit() and len(key) < 19
        token = mine.filter(pk=key).first() if is_key else None
        if token is None:
            raise Http404
        tokens.revoke(token, by=request.user)
        messages.success(request, _("“%(name)s” opens nothing any more.") % {"name": token.name})
        return HttpResponseRedirect(reverse("admin_tokens"))
    if request.method == "POST":
        form = TokenForm(request.POST)
        if form.is_valid():
            try:
                _token, secret = tokens.make(request.user, by=request.user, **form.cleaned_data)
            except tokens.Refused as refusal:
                form.add_error(refusal.field or None, str(refusal))
            else:
                form = TokenForm()
    now = timezone.now()
    context = {
        **admin.site.each_context(request),
        "title": _("Access tokens"),
        "form": form,
        "secret": secret,
        "rows": [
            {
                "token": token,
                "scopes": [tokens.Scope(scope).label for scope in token.scopes],
                "works": tokens.is_working(token, now),
            }
            for token in mine.select_related("person")
        ],
    }
    return TemplateResponse(request, "admin/front/tokens.html", context)
