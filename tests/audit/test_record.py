"""One entry as it is written: by whom, of what, from where; and that it stays."""

import re

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from sejong_cms import audit
from sejong_cms.middleware import KnowClient
from sejong_cms.models import AuditEntry
from tests import builders as b

UUID = re.compile(r"[0-9a-f]{32}")


def answered(**meta):
    """(request as the view saw it, its answer)."""
    seen = []

    def view(request):
        seen.append(request)
        return HttpResponse("inside")

    response = KnowClient(view)(RequestFactory().get("/", **meta))
    return seen[0], response


class TestIdentity:
    def test_a_well_formed_one_is_kept_and_answered(self):
        request, response = answered(HTTP_X_REQUEST_ID="front-1.7_a9")
        assert request.identity == response["X-Request-ID"] == "front-1.7_a9"

    @pytest.mark.parametrize(
        "given",
        [
            "",
            "short",
            "a" * 65,
            "has space in it",
            "line\nfeed-1",
            "코리아코리아코리아",
            "a;b;c;d;e",
        ],
    )
    def test_any_other_is_replaced(self, given):
        request, response = answered(HTTP_X_REQUEST_ID=given)
        assert UUID.fullmatch(response["X-Request-ID"])
        assert request.identity == response["X-Request-ID"]

    def test_every_answer_bears_one_even_a_refusal(self, client, db):
        for path in ("/", "/nothing/here/", "/search/?q=%00", "/api/v1/articles/?x=1"):
            assert UUID.fullmatch(client.get(path)["X-Request-ID"]), path


class TestAddress:
    @pytest.mark.parametrize(
        ("proxies", "forwarded", "found"),
        [
            (0, "203.0.113.9", "10.0.0.1"),
            (1, "203.0.113.9", "203.0.113.9"),
            (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
            (2, "198.51.100.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
            (3, "203.0.113.9", "203.0.113.9"),
            (1, "2001:db8::7", "2001:db8::7"),
            (1, "no address", None),
            (1, "fe80::1%eth0", None),
            (1, "", "10.0.0.1"),
        ],
    )
    def test_is_counted_back_from_the_end_by_our_front_servers(
        self, settings, proxies, forwarded, found
    ):
        settings.PROXIES = proxies
        request, _answer = answered(REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)
        assert request.client_address == found

    def test_none_is_known_behind_a_socket(self):
        request, _answer = answered(REMOTE_ADDR="")
        assert request.client_address is None


@pytest.mark.django_db
class TestRecord:
    def test_keeps_who_what_when_and_from_where(self):
        person, at = b.editor(), timezone.now()
        request = RequestFactory().get(
            "/", REMOTE_ADDR="192.0.2.3", HTTP_X_REQUEST_ID="front-00007"
        )
        issue = b.issue("Cost-sharing")
        with audit.asked_by(request):
            entry = audit.record(
                "rename", at=at, by=person, before="A", after="B", **audit.of(issue)
            )
        entry.refresh_from_db()
        assert (entry.at, entry.person, entry.name) == (at, person, person.username)
        assert (entry.kind, entry.key, entry.subject) == ("issue", str(issue.pk), "Cost-sharing")
        assert (entry.before, entry.after, entry.detail) == ("A", "B", {})
        assert (entry.address, entry.request) == ("192.0.2.3", "front-00007")

    def test_nobody_is_the_system_and_has_no_address(self):
        entry = audit.record("publish", at=timezone.now())
        assert (entry.person, entry.name, entry.address, entry.request) == (
            None,
            "the system",
            None,
            "",
        )

    def test_what_one_request_did_is_not_said_of_the_next(self):
        with audit.asked_by(RequestFactory().get("/")):
            pass
        assert not audit.under_way()
        assert audit.record("publish", at=timezone.now()).address is None

    def test_an_act_is_recorded_however_long_or_odd_its_words(self):
        entry = audit.record(
            "x" * 99,
            at=timezone.now(),
            name="\0" * 200,
            subject="제목\r\n\x1b" * 200,
            before="a\0b",
        )
        entry.refresh_from_db()
        assert (len(entry.action), len(entry.name), len(entry.subject)) == (40, 150, 300)
        assert entry.before == "a b"

    def test_goes_with_the_transaction_of_the_act(self):
        before = AuditEntry.objects.count()

        def break_down():
            with transaction.atomic():
                audit.record("publish", at=timezone.now())
                raise RuntimeError

        with pytest.raises(RuntimeError):
            break_down()
        assert AuditEntry.objects.count() == before


@pytest.mark.django_db
def test_the_database_refuses_to_change_or_delete_entries(subtests):
    entry = audit.record("publish", at=timezone.now(), subject="As it was")
    table = AuditEntry._meta.db_table
    statements = [
        f"UPDATE {table} SET subject = 'x' WHERE id = {entry.pk}",
        f"UPDATE {table} SET at = at WHERE id = {entry.pk}",
        f"DELETE FROM {table} WHERE id = {entry.pk}",
    ]
    if connection.vendor == "postgresql":
        statements.append(f"TRUNCATE {table}")
        with connection.cursor() as cursor:
            # Or it is refused for checks that still wait.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    else:
        statements.append(f"REPLACE INTO {table} SELECT * FROM {table} WHERE id = {entry.pk}")
    for statement in statements:
        with (
            subtests.test(statement),
            pytest.raises(IntegrityError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEntry.objects.update(subject="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEntry.objects.all().delete()
    entry.refresh_from_db()
    assert entry.subject == "As it was"
