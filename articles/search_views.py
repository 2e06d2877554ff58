"""The page of search."""

from django.http import JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from sejong_cms import params
from sejong_cms.pages import page, paginated

from .search import finding, suggesting


@page
def search(request):
    """What was found for `?q=`, in its context, and what narrows it. Without words, where to begin."""
    wanted = finding.wanted_from(request.GET)
    found = finding.find(wanted)
    shown = paginated(request, found)
    context = {
        "wanted": wanted,
        "found": found,
        "page": shown,
        "hits": list(finding.hits(shown.object_list, found.query)),
        "facets": _facets(request.GET, found),
        "narrowed": _narrowed(request.GET, wanted),
    }
    return render(request, "search/search.html", context)


@page
def suggest(request):
    """What `?q=` may become: {"suggestions": [{"kind", "words", "page", "language"}]}, for the box of search."""
    text = params.words(params.single(request.GET, "q", blank=True) or "", "q")
    rows = [row._asdict() for row in suggesting.suggestions(text)]
    return JsonResponse({"suggestions": rows}, json_dumps_params={"ensure_ascii": False})


def _facets(query, found):
    """[(parameter, [(label, how many, address)])] of those that would narrow what was found."""
    return [
        (name, [(label, count, _address(query, **{name: value})) for value, label, count in rows])
        for name, rows in finding.facets(found).items()
        if len(rows) > 1 and not query.get(name)
    ]


def _narrowed(query, wanted):
    """[(what it is narrowed to, the address without)]."""
    values = {name: getattr(wanted, name) for name in finding.NARROWS}
    return [
        (value.label if name == "kind" else value, _address(query, **{name: None}))
        for name, value in values.items()
        if value
    ]


def _address(query, **changes):
    """This search with other parameters, from its first page on."""
    changed = QueryDict(mutable=True)
    for name in ("q", *finding.NARROWS):
        value = changes.get(name, query.get(name)) if name in changes else query.get(name)
        if value:
            changed[name] = value
    return reverse("search", query=changed)
