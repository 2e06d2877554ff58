"""Two editions of a piece: what changed, block by block, word by word."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from sejong_cms.pages import gone, page

from .compared import compared
from .contents import contents_of
from .models import Edition


@page
def compare(request, slug, a, b):
    """What the later of two released editions of a piece says otherwise than the earlier one."""
    history = (
        Edition.objects.numbered().filter(article__slug=slug).select_related("article__series")
    )
    history = {edition.number: edition for edition in history}
    numbers = min(a, b), max(a, b)
    if not history.keys() >= set(numbers):
        raise Http404
    before, after = (history[number] for number in numbers)
    live = next((edition for edition in history.values() if edition.is_live), None)
    for edition in (after, before):
        if not edition.is_released:
            return gone(request, "articles/withdrawn.html", {"edition": edition, "live": live})
    contents = contents_of({before, after})
    context = {
        "article": after.article,
        "before": before,
        "after": after,
        "live": live,
        "canonical": reverse("compare_editions", args=[after.article.slug, *numbers]),
        **compared(before, after, contents[before.pk], contents[after.pk]),
    }
    return render(request, "articles/comparison.html", context)
