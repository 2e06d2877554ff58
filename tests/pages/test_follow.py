"""Following by e-mail as readers and mail programs do it: without a cookie, without a script."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from articles.models import Mail, Subscriber
from tests import builders as b

ASK = {"address": "reader@example.org", "what": "everything", "frequency": "daily"}


@pytest.fixture(autouse=True)
def fresh_counts():
    cache.clear()


@pytest.fixture
def client(db):
    """A browser that insists on CSRF tokens, as in production."""
    return Client(enforce_csrf_checks=True)


def entries(count):
    for number in range(count):
        b.published(
            f"Piece {number}",
            authors=[b.author(f"Author {number}")],
            blocks=[b.assessment(b.issue(f"Issue {number}"))],
        )


def options(html):
    return re.findall(r'<option value="([^"]*)"', html)


def asked(client, **fields):
    response = client.post("/follow/", ASK | fields)
    return Subscriber.objects.filter(address=(ASK | fields)["address"]).first(), response


def page(subscriber):
    return f"/follow/{subscriber.token}/"


def confirmed(client, **fields):
    subscriber, _response = asked(client, **fields)
    keep = [row.pk for row in subscriber.subscriptions.all()]
    client.post(page(subscriber), {"do": "confirm", "keep": keep})
    subscriber.refresh_from_db()
    assert subscriber.confirmed_at is not None
    return subscriber


@pytest.mark.parametrize("count", [1, 3])
def test_the_form_offers_what_is_public_in_a_fixed_number_of_queries(
    client, count, django_assert_num_queries
):
    entries(count)
    b.published(blocks=[b.assessment(b.issue("Public"))], authors=[])
    b.draft("Hidden", blocks=[b.assessment(b.issue("Hidden"))], authors=[b.author("Hidden")])

    with django_assert_num_queries(4):
        response = client.get("/follow/")

    names = [f"issue:issue-{n}" for n in range(count)], [f"author:author-{n}" for n in range(count)]
    assert options(response.text) == ["everything", *names[0], "issue:public", *names[1]]
    assert "idden" not in response.text


def test_an_address_chooses_what_to_follow(client):
    entries(2)

    for query, chosen in (
        ("issue=issue-1", "issue:issue-1"),
        ("author=author-0", "author:author-0"),
    ):
        html = client.get(f"/follow/?{query}&utm_source=x").text
        assert re.findall(r'<option value="([^"]*)" selected', html) == [chosen]


@pytest.mark.parametrize("query", ["issue=no-issue", "issue=hidden", "author=hidden"])
def test_what_is_hidden_is_refused_like_what_does_not_exist(client, query):
    b.draft("Hidden", blocks=[b.assessment(b.issue("Hidden"))], authors=[b.author("Hidden")])

    response, absent = client.get(f"/follow/?{query}"), client.get("/follow/?issue=no-such")

    assert response.status_code == absent.status_code == 400
    assert "idden" not in response.text


def test_nobody_subscribes_to_what_is_hidden(client):
    b.draft("Hidden", blocks=[b.assessment(b.issue("Hidden"))])

    subscriber, response = asked(client, what="issue:hidden")

    assert (subscriber, response.status_code) == (None, 400)


def test_a_merged_issue_is_followed_where_it_went(client):
    kept, gone = (b.issue(title, public_since=timezone.now()) for title in ("Kept", "Gone"))
    gone.status, gone.merged_into = "merged", kept
    gone.save()

    html = client.get("/follow/?issue=gone").text

    assert re.findall(r'<option value="([^"]*)" selected', html) == ["issue:kept"]


def test_subscribing_answers_the_same_whether_the_address_is_known_or_not(client):
    confirmed(client, address="known@example.org")
    Mail.objects.update(sent_at=timezone.now())
    answers = []
    for address in ("known@example.org", "fresh@example.org", "known@example.org"):
        _subscriber, response = asked(client, address=address)
        told = response.text.replace(address, "…")
        answers.append((response.status_code, told, b.headers(response)))

    assert answers[0] == answers[1] == answers[2]
    assert answers[0][0] == 200


def test_no_page_sets_a_cookie(client):
    subscriber, response = asked(client)

    for answer in (response, client.get("/follow/"), client.get(page(subscriber))):
        assert answer.cookies == {}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"sec-fetch-site": "none"}, 200),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"origin": "http://testserver"}, 200),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://testserver.evil.example", "sec-fetch-site": "cross-site"}, 403),
    ],
)
def test_a_form_on_another_site_asks_nobody(client, headers, status):
    response = client.post("/follow/", ASK, headers=headers)

    assert response.status_code == status
    assert Mail.objects.exclude(subscriber=None).count() == (status == 200)


@pytest.mark.parametrize(
    "fields",
    [{"address": "reader"}, {"what": "issue:no-issue"}, {"what": ""}, {"frequency": "hourly"}],
)
def test_a_form_that_is_not_in_order_is_shown_again_as_typed(client, fields):
    subscriber, response = asked(client, **fields)

    assert (subscriber, response.status_code) == (None, 400)
    assert 'role="alert"' in response.text
    assert f'value="{(ASK | fields)["address"]}"' in response.text


def test_one_client_asks_ten_times_an_hour(client):
    statuses = [asked(client, address=f"r{n}@example.org")[1].status_code for n in range(12)]

    assert statuses == [200] * 10 + [429] * 2
    assert Mail.objects.exclude(subscriber=None).count() == 10
    refused = client.post("/follow/", ASK)
    assert 0 < int(refused.headers["Retry-After"]) <= 3601


def test_a_mailbox_is_not_asked_under_ever_new_names(client):
    for number in range(10):
        response = client.post(
            "/follow/",
            ASK | {"address": f"me+{number}@example.org"},
            REMOTE_ADDR=f"192.0.2.{number}",
        )
        assert response.status_code == 200

    assert Mail.objects.exclude(subscriber=None).count() == 8


def test_the_addresses_of_one_network_count_as_one_client(client):
    statuses = [
        client.post("/follow/", ASK, REMOTE_ADDR=f"2001:db8:1:2::{n}").status_code
        for n in range(1, 12)
    ]

    assert statuses == [200] * 10 + [429]
    other = client.post("/follow/", ASK, REMOTE_ADDR="2001:db8:1:3::1")
    assert other.status_code == 200


def test_opening_the_link_shows_one_button_and_confirms_nothing(client):
    subscriber, _response = asked(client)

    html = client.get(page(subscriber)).text
    client.head(page(subscriber))

    subscriber.refresh_from_db()
    assert subscriber.confirmed_at is None
    assert html.count("<button") == 1


def test_the_button_confirms_and_the_page_then_changes_things(client):
    entries(1)
    subscriber, _response = asked(client, what="issue:issue-0")
    (keep,) = re.findall(r'name="keep" value="(\d+)"', client.get(page(subscriber)).text)

    response = client.post(page(subscriber), {"do": "confirm", "keep": keep})
    assert response.status_code == 200
    saved = client.post(page(subscriber), {"do": "save", "keep": keep, "frequency": "weekly"})

    assert saved.status_code == 200
    subscriber.refresh_from_db()
    assert subscriber.frequency == "weekly"
    assert subscriber.subscriptions.get().confirmed_at is not None


@pytest.mark.parametrize("count", [1, 3])
def test_what_one_follows_is_shown_in_a_fixed_number_of_queries(
    client, count, django_assert_num_queries
):
    entries(count)
    for number in range(count):
        subscriber, _response = asked(client, what=f"author:author-{number}")
        subscriber, _response = asked(client, what=f"issue:issue-{number}")

    with django_assert_num_queries(2):
        html = client.get(page(subscriber)).text

    assert len(re.findall('name="keep"', html)) == 2 * count


@pytest.mark.parametrize("content_type", [None, "application/x-www-form-urlencoded"])
def test_the_one_click_of_a_mail_program_ends_everything(client, content_type):
    subscriber = confirmed(client)
    other = confirmed(client, address="other@example.org")
    # RFC 8058: no cookie, no referrer, no page seen before; as multipart or urlencoded.
    body = {"List-Unsubscribe": "One-Click"}
    mail_program = Client(enforce_csrf_checks=True)
    if content_type:
        response = mail_program.post(
            page(subscriber), "List-Unsubscribe=One-Click", content_type=content_type
        )
    else:
        response = mail_program.post(page(subscriber), body)

    assert response.status_code == 200
    assert list(Subscriber.objects.all()) == [other]
    assert {mail.to for mail in Mail.objects.exclude(subscriber=None).all()} == {
        "other@example.org"
    }
    assert mail_program.post(page(subscriber), body).status_code == 200


def test_the_button_to_leave_does_the_same(client):
    subscriber = confirmed(client)

    assert client.post(page(subscriber), {"do": "leave"}).status_code == 200

    assert Subscriber.objects.count() == 0
    assert client.get(page(subscriber)).status_code == 404


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({}, 400),
        ({"do": "else"}, 400),
        ({"do": "save"}, 400),
        ({"do": "save", "frequency": "daily"}, 400),
        ({"do": "save", "frequency": "hourly", "keep": "1"}, 400),
        ({"do": "save", "frequency": "daily", "keep": ["x", "²", "9" * 40, "-1"]}, 400),
    ],
)
def test_what_the_page_does_not_send_changes_nothing(client, sent, status):
    subscriber = confirmed(client)

    assert client.post(page(subscriber), sent).status_code == status

    assert subscriber.subscriptions.count() == 1
    subscriber.refresh_from_db()
    assert subscriber.frequency == "daily"


@pytest.mark.parametrize("do", ["confirm", "save"])
def test_a_token_that_is_nobodys_finds_nobody(client, do):
    path = f"/follow/{'A' * 43}/"

    assert client.get(path).status_code == 404
    sent = client.post(path, {"do": do, "frequency": "daily", "keep": "1"})
    assert sent.status_code == 404


def test_pages_behind_a_token_are_kept_found_and_named_nowhere(client):
    subscriber = confirmed(client)
    answers = [
        client.get(page(subscriber)),
        client.post(page(subscriber), {"do": "save"}),
        client.get(f"/follow/{'A' * 43}/"),
    ]

    for answer in answers:
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert '<meta name="robots" content="noindex">' in answer.text


def test_words_that_an_address_or_an_entry_brings_are_no_markup(client):
    issue = b.issue("<b>Bold</b> & co")
    b.published(blocks=[b.assessment(issue)], authors=[b.author("A <i>B</i>")])
    subscriber = confirmed(client, what=f"issue:{issue.slug}")

    for path in ("/follow/", page(subscriber)):
        assert "<b>Bold" not in client.get(path).text
    assert "<b>Bold</b> & co" in Mail.objects.exclude(subscriber=None).get().text
