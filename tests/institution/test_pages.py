"""The institution's pages at the desk: who writes them, that no save is lost, and that every text stays."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from sejong_cms import institution
from sejong_cms.models import AuditEntry, InstitutionPage, PageText
from tests import builders as b

pytestmark = pytest.mark.django_db

ADD = reverse("admin:sejong_cms_institutionpage_add")
LIST = reverse("admin:sejong_cms_institutionpage_changelist")


def url(page, view="change"):
    return reverse(f"admin:sejong_cms_institutionpage_{view}", args=[page.pk])


def about():
    return InstitutionPage.objects.get(slug="about")


def typed(page, **fields):
    """What a browser sends of a page as it stands, but for `fields`."""
    names = institution.TEXT
    if not page.is_fixed:
        names = (*names, "ordering")
        fields = {"is_published": "on" if page.is_published else ""} | fields
    stored = {name: getattr(page, name) for name in names}
    return stored | {"read": page.version} | fields


@pytest.fixture
def desk(client):
    client.force_login(b.editor())
    return client


class TestEditing:
    def test_stores_the_text_and_keeps_the_one_before(self, desk):
        page = about()
        before = page.html

        answer = desk.post(url(page), typed(page, html="<p>We <script>x</script>write.</p>"))

        assert answer.status_code == 302
        page.refresh_from_db()
        assert (page.version, page.html) == (2, "<p>We write.</p>")
        assert [(t.version, t.html) for t in page.texts.all()] == [(2, page.html), (1, before)]
        assert page.texts.first().saved_by == b.get_user_model().objects.get()
        entry = AuditEntry.objects.get(kind="institutionpage")
        assert (entry.action, entry.key, entry.person) == (
            "changed",
            str(page.pk),
            page.texts.first().saved_by,
        )

    def test_that_changes_nothing_writes_nothing(self, desk):
        page = about()
        assert desk.post(url(page), typed(page)).status_code == 302
        assert PageText.objects.filter(page=page).count() == 1
        assert about().updated_at == page.updated_at

    def test_on_an_old_text_is_refused_with_what_was_typed_and_then_goes_through(self, desk):
        page, first = about(), b.editor(first_name="Min")
        institution.save(about(), version=1, by=first)

        answer = desk.post(url(page), typed(page, html="<p>Typed on the old one.</p>"))

        words = answer.content.decode()
        assert answer.status_code == 200
        assert f"{first.username} saved this page on" in words
        assert "Typed on the old one." in words
        assert PageText.objects.filter(page=page).count() == 2
        form = answer.context_data["adminform"].form
        assert form["read"].value() == "2"
        desk.post(url(page), typed(page, html="<p>Both.</p>", read=2))
        assert about().html == "<p>Both.</p>"
        assert PageText.objects.filter(page=page).count() == 3

    @pytest.mark.parametrize("version", ["", "0", "99", "x"])
    def test_without_the_version_that_was_read_is_refused(self, desk, version):
        page = about()
        answer = desk.post(url(page), typed(page, html="<p>New.</p>", read=version))
        assert answer.status_code == 200
        assert about().version == 1

    def test_the_writer_refuses_an_old_version_whoever_calls_it(self):
        page = about()
        institution.save(about(), version=1, by=None)
        page.html = "<p>Lost?</p>"
        with pytest.raises(institution.Stale) as refused:
            institution.save(page, version=1, by=None)
        assert refused.value.page.version == 2
        assert about().html != "<p>Lost?</p>"

    def test_an_earlier_text_is_shown_in_the_form_and_stored_by_a_save_alone(self, desk):
        page = about()
        first = page.html
        desk.post(url(page), typed(page, html="<p>Second.</p>"))

        answer = desk.get(url(page), {"text": 1})

        form = answer.context_data["adminform"].form
        assert form["html"].value() == first
        assert form["read"].value() == 2
        assert about().html == "<p>Second.</p>"
        desk.post(f"{url(page)}?text=1", typed(about(), html=first))
        assert (about().html, about().version) == (first, 3)

    @pytest.mark.parametrize("version", ["7", "x", "0", "-1"])
    def test_a_text_that_never_was_is_404(self, desk, version):
        assert desk.get(url(about()), {"text": version}).status_code == 404


class TestHistory:
    def test_shows_every_text_with_its_day_and_person(self, desk):
        page = about()
        desk.post(url(page), typed(page, html="<p>Second text.</p>"))

        words = desk.get(url(page, "history")).content.decode()

        assert "Second text." in words
        assert "Every edition" not in words or "numbered editions" in words
        assert words.index("Version 2") < words.index("Version 1")
        assert page.texts.first().saved_by.username in words
        assert f"{url(page)}?text=1" in words

    def test_is_never_overwritten(self):
        for change in (
            lambda: PageText.objects.update(html="<p>Other.</p>"),
            lambda: PageText.objects.all().delete(),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()
        assert PageText.objects.count() == 3

    @pytest.mark.parametrize("count", [1, 3])
    def test_costs_the_same_for_many_texts(self, desk, count, django_assert_num_queries):
        page = about()
        for version in range(1, count + 1):
            institution.save(about(), version=version, by=b.editor())
        desk.get(LIST)
        with django_assert_num_queries(7):
            desk.get(url(page, "history"))


class TestFurtherPages:
    FIELDS = {"title": "Policy", "slug": "policy", "html": "<p>So.</p>", "ordering": 0}

    def test_are_made_unpublished_and_keep_their_address(self, desk, client):
        desk.post(ADD, self.FIELDS)
        page = InstitutionPage.objects.get(slug="policy")
        assert (page.version, page.is_published) == (1, False)

        desk.post(url(page), typed(page, slug="other", is_published="on"))

        page.refresh_from_db()
        assert (page.slug, page.is_published) == ("policy", True)
        client.logout()
        assert client.get("/pages/policy/").status_code == 200

    @pytest.mark.parametrize("slug", ["", "about", "Policy", "a/b", "new", "12", "contact"])
    def test_need_an_address_of_their_own(self, desk, slug):
        answer = desk.post(ADD, self.FIELDS | {"slug": slug})
        assert answer.status_code == 200
        assert answer.context_data["errors"]
        assert InstitutionPage.objects.count() == 3

    def test_cannot_be_deleted_and_the_fixed_ones_not_be_hidden(self, desk):
        page = about()
        desk.post(url(page), typed(page, title="Us", is_published="", in_footer="on"))
        assert (about().title, about().is_published) == ("Us", True)
        assert desk.post(url(page, "delete"), {"post": "yes"}).status_code == 403
        with pytest.raises(DatabaseError), transaction.atomic():
            InstitutionPage.objects.filter(slug="about").update(is_published=False)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_is_searched_in_a_fixed_number_of_queries(desk, count, django_assert_num_queries):
    for number in range(count):
        page = InstitutionPage(slug=f"river-{number}", title=f"River {number}", title_ko="강")
        institution.save(page, version=0, by=None)
    desk.get(LIST)
    with django_assert_num_queries(7):
        answer = desk.get(LIST, {"q": "river"})
    assert len(answer.context_data["cl"].result_list) == count
