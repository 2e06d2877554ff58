"""A forgotten password."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from tests import builders as b

pytestmark = pytest.mark.django_db

ASK = reverse("admin_password_reset")


def test_the_login_page_leads_to_it(client):
    assert f'href="{ASK}"' in client.get(reverse("admin:login")).content.decode()


def test_a_link_is_mailed_and_sets_a_new_password_once(client, settings):
    person = b.editor()
    client.post(ASK, {"email": person.email}, headers={"host": "testserver"})
    (letter,) = mail.outbox
    assert letter.to == [person.email]
    (link,) = re.findall(r"https?://\S+", letter.body)
    assert link.startswith(f"{settings.SITE_URL}/admin/reset/")
    form = client.get(link, follow=True)
    new = {"new_password1": "river ferry lamp 7", "new_password2": "river ferry lamp 7"}
    done = client.post(form.redirect_chain[-1][0], new)
    assert done.url == reverse("password_reset_complete")
    assert client.login(username=person.username, password="river ferry lamp 7")
    client.logout()
    assert "invalid" in client.get(link, follow=True).content.decode()


def test_an_unknown_address_gets_the_same_answer_and_no_mail(client):
    person = b.editor()
    answers = [
        client.post(ASK, {"email": email}, follow=True)
        for email in (person.email, "nobody@desk.example")
    ]
    assert [letter.to for letter in mail.outbox] == [[person.email]]
    assert answers[0].redirect_chain == answers[1].redirect_chain
    first, second = (re.sub(rb'nonce="[^"]*"', b"", answer.content) for answer in answers)
    assert first == second


def test_a_disabled_person_gets_no_mail(client):
    person = b.editor(is_active=False)
    client.post(ASK, {"email": person.email})
    assert mail.outbox == []


def test_the_host_that_a_request_names_is_not_mailed(client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    client.post(ASK, {"email": b.editor().email}, headers={"host": "evil.example"})
    assert "evil.example" not in mail.outbox[0].body
    assert settings.SITE_URL in mail.outbox[0].body
