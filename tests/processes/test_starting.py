"""Starting pieces at the same time."""

import pytest
from django.urls import reverse

from articles.models import Article, Edition
from tests import builders as b
from tests.agreeing import disagreements

pytestmark = pytest.mark.django_db(transaction=True)

ADD = reverse("admin:articles_article_add")


def test_twenty_pieces_of_one_title_get_addresses_of_their_own(forge, log_in):
    sessions = [log_in(b.editor()) for _ in range(20)]
    form = {"title": "Ferry lines", "language": "en", "number": ""}
    forge.warm("get", session=sessions[0], urls=[ADD])

    said = forge.together(
        *(
            ("start_piece", {"session": sessions[place], "url": ADD, "data": form})
            for place in range(20)
        )
    )

    assert {status for [status] in said} == {302}
    slugs = list(Article.objects.values_list("slug", flat=True))
    assert len(slugs) == len(set(slugs)) == 20
    assert all(slug.startswith("ferry-lines") for slug in slugs)
    for article in Article.objects.all():
        assert disagreements(article) == []


def test_a_button_pressed_ten_times_at_once_starts_one_piece(forge, log_in):
    session = log_in(b.editor())
    form = {"title": "Ferry lines", "language": "en", "number": ""}
    forge.warm("get", session=session, urls=[ADD])
    said = forge.together(*[("start_piece", {"session": session, "url": ADD, "data": form})] * 10)
    assert {status for [status] in said} == {302}
    assert Article.objects.count() == Edition.objects.count() == 1


def test_two_next_editions_at_one_moment_are_one(forge, log_in):
    live = b.published("Ferry lines", blocks=[b.passage()])
    sessions = [log_in(b.editor()) for _ in range(2)]
    url = reverse("admin:articles_edition_verb", args=[live.pk, "new_edition"])
    form = {"change_kind": "minor", "change_note": "Layout."}
    said = forge.together(
        *(("post", {"session": session, "url": url, "data": form}) for session in sessions)
    )
    assert sorted(levels for [[_status, levels]] in said) == [["error"], ["success"]]
    assert Edition.objects.filter(article=live.article).count() == 2
    assert disagreements(live.article) == []
