"""Authors and series on the desk."""

import pytest
from django.urls import reverse

from articles.models import Author, Series
from tests import builders as b

pytestmark = pytest.mark.django_db


def test_an_author_gets_a_slug_in_the_script_of_the_name(client):
    client.force_login(b.editor())
    client.post(reverse("admin:articles_author_add"), {"name": "문 아다"})
    assert Author.objects.get().slug == "문-아다"


def test_an_author_who_is_credited_cannot_be_deleted(client):
    author = b.author("Ada Mun")
    b.draft("Signed", authors=[author])
    client.force_login(b.editor())
    response = client.post(
        reverse("admin:articles_author_delete", args=[author.pk]), {"post": "yes"}
    )
    assert response.status_code == 200
    assert "protected" in response.content.decode()
    assert Author.objects.filter(pk=author.pk).exists()


def test_a_series_keeps_its_disclaimers(client):
    client.force_login(b.editor())
    client.post(
        reverse("admin:articles_series_add"),
        {"name": "River Notes", "disclaimer": "Ours alone.", "disclaimer_ko": "사견입니다."},
    )
    series = Series.objects.get()
    assert (series.slug, series.disclaimer, series.disclaimer_ko) == (
        "river-notes",
        "Ours alone.",
        "사견입니다.",
    )


def test_authors_of_pieces_read_and_do_not_write(client):
    hidden = b.author("Hidden Hand")
    client.force_login(b.author_user())
    page = client.get(reverse("admin:articles_author_changelist")).content.decode()
    assert "Hidden Hand" not in page
    assert client.post(reverse("admin:articles_author_add"), {"name": "New"}).status_code == 403
    assert list(Author.objects.all()) == [hidden]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("model", "make"), [("author", b.author), ("series", b.series)])
def test_lists_take_as_many_queries_for_one_row_as_for_three(
    client, model, make, count, django_assert_num_queries
):
    for n in range(count):
        make(f"Example {n}")
    client.force_login(b.editor())
    url = reverse(f"admin:articles_{model}_changelist")
    client.get(url)
    with django_assert_num_queries(7):
        client.get(url)


class TestPeople:
    @pytest.mark.parametrize("role", [b.author_user, b.editor, b.publisher])
    @pytest.mark.parametrize("screen", ["auth_user", "auth_group"])
    def test_are_managed_by_superusers_alone(self, client, role, screen):
        client.force_login(role())
        for view in ("changelist", "add"):
            assert client.get(reverse(f"admin:{screen}_{view}")).status_code == 403
        client.force_login(b.user(is_staff=True, is_superuser=True))
        assert client.get(reverse(f"admin:{screen}_changelist")).status_code == 200

    def test_who_acted_cannot_be_deleted(self, client, django_user_model):
        person = b.author_user()
        b.draft(by=person)
        client.force_login(b.user(is_staff=True, is_superuser=True))
        response = client.post(reverse("admin:auth_user_delete", args=[person.pk]), {"post": "yes"})
        assert response.status_code == 200
        assert django_user_model.objects.filter(pk=person.pk).exists()


def test_the_site_bears_its_own_name(client, settings):
    client.force_login(b.editor())
    assert f"{settings.SITE_NAME} desk" in client.get(reverse("admin:index")).content.decode()
