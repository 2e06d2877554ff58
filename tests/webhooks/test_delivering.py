"""Webhooks: told once of what was committed, signed, tried again, never a private address."""

import base64
import datetime as dt
import hashlib
import hmac
import json
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.db import transaction

from sejong_cms import changes, outgoing, posting, webhooks
from sejong_cms.changes import Kind
from sejong_cms.models import Delivery, Webhook
from tests import builders as b

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC)


class Receiver:
    """Somebody else's program; `answers` are the statuses that it gives in turn, then 204.

    Each is given `pause` seconds after it was heard.
    """

    def __init__(self, pause=0):
        self.heard, self.answers = [], []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.heard.append((self.path, dict(self.headers), body))
                time.sleep(pause)
                self.send_response(receiver.answers.pop(0) if receiver.answers else 204)
                self.send_header("Location", "/elsewhere")
                self.end_headers()

            def log_message(self, *args):
                """Nothing on the tests' terminal."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook?for=us"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def receiver(settings):
    settings.WEBHOOKS_PRIVATE = True
    receiver = Receiver()
    yield receiver
    receiver.close()


def webhook(url="https://example.org/", kinds=None, **fields):
    """One that asks for every kind unless `kinds` says which."""
    fields |= {"kinds": Kind.told() if kinds is None else list(kinds)}
    secret = webhooks.new_secret()
    return Webhook.objects.create(name="Newsroom", url=url, secret=secret, **fields)


def happen(title="One"):
    edition = b.published(title, blocks=[b.passage()])
    changes.settle()
    return edition


class TestWhatIsTold:
    def test_a_change_to_each_that_asks_for_its_kind(self):
        wanting, other = webhook(), webhook(kinds=[Kind.ISSUE])
        webhook(is_active=False)
        happen()
        assert [d.webhook for d in Delivery.objects.all()] == [wanting]
        assert not other.deliveries.exists()

    def test_nothing_of_what_was_rolled_back(self):
        webhook()
        with transaction.atomic():
            happen()
            transaction.set_rollback(True)
        changes.settle()
        assert not Delivery.objects.exists()

    def test_nothing_of_what_is_under_way_or_of_other_names(self):
        webhook(kinds=Kind.values)
        b.draft("Zq draft", blocks=[b.passage()])
        with transaction.atomic():
            changes.record(Kind.NAMES, [b.author()], at=AT)
        changes.settle()
        assert set(Delivery.objects.values_list("change__kind", flat=True)) <= set(Kind.told())

    def test_settling_again_tells_nothing_again(self):
        webhook()
        happen()
        changes.settle()
        assert Delivery.objects.count() == 1


class TestSending:
    def test_it_is_signed_as_standard_webhooks_are(self, receiver, api):
        hook = webhook(receiver.url)
        happen()
        assert webhooks.send_due() == 1
        [(path, headers, body)] = receiver.heard
        assert path == "/hook?for=us"
        message = json.loads(body)
        assert message["type"] == "article.published"
        assert message["data"] == api.get("changes/")["results"][0]
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        key = base64.b64decode(hook.secret.removeprefix("whsec_"))
        expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        assert headers["webhook-signature"] == f"v1,{expected}"
        assert headers["Content-Type"] == "application/json"

    def test_it_is_sent_once(self, receiver):
        webhook(receiver.url)
        happen()
        assert [webhooks.send_due(), webhooks.send_due()] == [1, 0]
        delivery = Delivery.objects.get()
        assert (delivery.answer, delivery.attempts, bool(delivery.sent_at)) == (204, 1, True)

    @pytest.mark.parametrize("answer", [500, 404, 410, 301, 307])
    def test_what_was_not_heard_is_tried_again_with_the_same_identity(self, receiver, answer):
        webhook(receiver.url)
        happen()
        receiver.answers = [answer]
        now = Delivery.objects.get().due_at
        assert webhooks.send_due(now) == 0
        delivery = Delivery.objects.get()
        assert (delivery.answer, delivery.sent_at) == (answer, None)
        assert delivery.due_at == now + webhooks.PATIENCE.wait_after(1)
        assert webhooks.send_due(delivery.due_at - dt.timedelta(seconds=1)) == 0
        assert webhooks.send_due(delivery.due_at) == 1
        ids = [headers["webhook-id"] for _path, headers, _body in receiver.heard]
        assert ids == [str(delivery.uid)] * 2

    def test_it_is_given_up_after_some_days_and_repeated_on_request(self, receiver):
        webhook(receiver.url)
        happen()
        receiver.answers = [500] * webhooks.PATIENCE.tries
        began = at = Delivery.objects.get().due_at
        while Delivery.objects.filter(failed_at=None).exists():
            webhooks.send_due(at)
            at = Delivery.objects.get().due_at
        assert dt.timedelta(days=3) < at - began < dt.timedelta(days=6)
        assert len(receiver.heard) == webhooks.PATIENCE.tries
        assert webhooks.repeat(Delivery.objects.all(), at=at) == 1
        assert webhooks.send_due(at) == 1

    def test_a_dead_address_costs_one_try_and_keeps_nobody_else_waiting(self, receiver):
        with socket.socket() as nobody:
            nobody.bind(("127.0.0.1", 0))
            dead = webhook(f"http://127.0.0.1:{nobody.getsockname()[1]}/")
            webhook(receiver.url)
            for title in ("One", "Two", "Three"):
                happen(title)
            now = Delivery.objects.latest("due_at").due_at
            assert webhooks.send_due(now) == 3
        rows = dead.deliveries.all()
        assert sorted(row.attempts for row in rows) == [0, 0, 1]
        assert all(row.due_at > now for row in rows)

    def test_one_that_is_switched_off_is_told_nothing_more(self, receiver):
        hook = webhook(receiver.url)
        happen()
        Webhook.objects.filter(pk=hook.pk).update(is_active=False)
        assert webhooks.send_due() == 0
        assert receiver.heard == []
        assert Delivery.objects.get().failed_at

    def test_a_trial_says_nothing_of_the_site(self, receiver):
        webhooks.try_out(webhook(receiver.url), by=b.publisher())
        assert webhooks.send_due() == 1
        assert json.loads(receiver.heard[0][2])["data"] == {}

    def test_a_sender_that_dies_keeps_it_for_a_while_only(self, receiver):
        webhook(receiver.url)
        happen()
        now = Delivery.objects.get().due_at
        assert posting.claim(Delivery, now, webhooks.PATIENCE)
        assert webhooks.send_due(now + posting.LEASE - dt.timedelta(seconds=1)) == 0
        assert webhooks.send_due(now + posting.LEASE) == 1

    def test_what_was_sent_long_ago_is_forgotten(self, receiver):
        webhook(receiver.url)
        happen()
        webhooks.send_due()
        sent = Delivery.objects.get().sent_at
        webhooks.tidy(sent + webhooks.KEEP)
        assert Delivery.objects.exists()
        webhooks.tidy(sent + webhooks.KEEP + dt.timedelta(seconds=1))
        assert not Delivery.objects.exists()


class TestWhere:
    """Which addresses are called at all."""

    @pytest.fixture
    def called(self, monkeypatch):
        """Addresses that a connection was tried to."""
        found = []

        def connect(self, *args, **options):
            found.append(self.host)
            raise OSError

        monkeypatch.setattr("urllib3.connection.HTTPSConnection.connect", connect)
        return found

    def leads_to(self, monkeypatch, *addresses):
        rows = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, 443)) for a in addresses]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **options: rows)

    @pytest.mark.parametrize(
        "address",
        [
            "127.0.0.1",
            "10.0.0.1",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "::1",
            "fe80::1%eth0",
            "fc00::1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "2002:a00:1::",
            "2001:0:a00:1::",
        ],
    )
    def test_no_private_one_whatever_its_name(self, monkeypatch, called, address):
        self.leads_to(monkeypatch, address)
        with pytest.raises(outgoing.Unreachable, match="private"):
            outgoing.post("https://hook.example.org/", b"{}", {})
        assert called == []

    def test_not_if_one_of_several_is_private(self, monkeypatch, called):
        self.leads_to(monkeypatch, "93.184.215.14", "10.0.0.1")
        with pytest.raises(outgoing.Unreachable, match="private"):
            outgoing.post("https://hook.example.org/", b"{}", {})
        assert called == []

    def test_the_connection_goes_to_the_address_that_was_looked_at(self, monkeypatch, called):
        self.leads_to(monkeypatch, "93.184.215.14")
        with pytest.raises(outgoing.Unreachable):
            outgoing.post("https://hook.example.org/", b"{}", {})
        assert called == ["93.184.215.14"]

    @pytest.mark.parametrize(
        "url",
        [
            "http://example.org/",
            "https://user:pass@example.org/",
            "https://example.org:99999/",
            "https:///path",
            "https://127.0.0.1/",
            "https://2130706433/",
            "https://0x7f.1/",
            "https://[::1]/",
            "https://localhost/",
            f"https://{'a' * 64}.example/",
            "file:///etc/passwd",
        ],
    )
    def test_no_other_kind_of_address(self, called, url):
        with pytest.raises(outgoing.Unreachable):
            outgoing.post(url, b"{}", {})
        assert called == []
