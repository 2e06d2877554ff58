"""The outbox: a mail for a change that was committed, once, whatever happens to server and sender."""

import datetime as dt
import os
import smtplib
import subprocess
import sys
import threading
from email.policy import SMTP

import pytest
from django.core import mail as mails
from django.core.mail.backends import locmem
from django.db import connection, transaction

from articles import outbox
from articles.models import Mail
from issues.clock import database_now
from sejong_cms import posting

AT = dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC)


def write(key="one", *, at=AT, **fields):
    with transaction.atomic():
        return outbox.enqueue(
            key=key,
            **{"to": "reader@example.org", "subject": "News", "text": "Words.", "at": at} | fields,
        )[0]


def sent():
    return [message.subject for message in mails.outbox]


def again(mail):
    mail.refresh_from_db()
    return mail


class Failing(locmem.EmailBackend):
    """A mail server that fails as the test says: `problem` at sending, `unreachable` at all."""

    problem = unreachable = None

    def open(self):
        if self.unreachable:
            raise self.unreachable

    def send_messages(self, messages):
        if problem := type(self).problem:
            raise problem
        return super().send_messages(messages)


@pytest.fixture
def server(settings, monkeypatch):
    settings.MAILERS = {"default": {"BACKEND": f"{__name__}.Failing"}}
    monkeypatch.setattr(Failing, "problem", None)
    monkeypatch.setattr(Failing, "unreachable", None)
    return Failing


@pytest.mark.django_db(transaction=True)
def test_a_mail_is_written_within_a_transaction_only():
    with pytest.raises(RuntimeError):
        outbox.enqueue(key="one", to="a@example.org", subject="News", text="Words.", at=AT)

    assert Mail.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_what_was_rolled_back_sends_nothing():
    with transaction.atomic():
        write()
        transaction.set_rollback(True)

    assert outbox.send_due(AT) == 0
    assert sent() == []


@pytest.mark.django_db
def test_a_key_makes_one_mail():
    first, second = write("one", subject="First"), write("one", subject="Second")

    assert first == second
    assert outbox.send_due(AT) == 1
    assert sent() == ["First"]


@pytest.mark.django_db
def test_a_mail_is_sent_once_and_says_so():
    mail = write(headers={"Auto-Submitted": "auto-generated"})

    assert [outbox.send_due(AT), outbox.send_due(AT)] == [1, 0]

    (message,) = mails.outbox
    assert (message.to, message.subject, message.body) == (
        ["reader@example.org"],
        "News",
        "Words.",
    )
    assert message.message()["Message-ID"] == outbox.message_id("one")
    assert message.message()["Auto-Submitted"] == "auto-generated"
    again(mail)
    assert (mail.sent_at, mail.attempts, mail.claim) == (AT, 1, None)


@pytest.mark.django_db
def test_a_mail_that_is_not_due_waits():
    write(due_at=AT + dt.timedelta(minutes=10))

    assert outbox.send_due(AT) == 0
    assert outbox.send_due(AT + dt.timedelta(minutes=10)) == 1


@pytest.mark.django_db
def test_the_longest_waiting_goes_first():
    write("late", subject="Late", due_at=AT)
    write("early", subject="Early", due_at=AT - dt.timedelta(hours=1))

    outbox.send_due(AT)

    assert sent() == ["Early", "Late"]


@pytest.mark.django_db
def test_addresses_in_list_headers_stay_readable_however_long():
    address = f"<https://focus.of.a.very.long.institution.example.org/follow/{'A' * 43}/>"
    write(headers={"List-Unsubscribe": address}, subject="제목 " * 30)

    outbox.send_due(AT)

    for policy in (SMTP, SMTP.clone(linesep="\n")):
        told = mails.outbox[0].message(policy=policy).as_bytes()
        assert f"List-Unsubscribe: {address}{policy.linesep}".encode() in told
        others = [line for line in told.split(b"\n") if not line.startswith(b"List-")]
        assert max(len(line) for line in others) <= 78 + len(policy.linesep)


@pytest.mark.django_db
def test_a_failure_is_tried_again_with_growing_pauses_and_given_up_visibly(server):
    server.problem = OSError("no route to reader@example.org")
    mail, at, waits = write(), AT, []
    while again(mail).failed_at is None:
        assert outbox.send_due(at) == 0
        if again(mail).failed_at is None:
            waits.append(mail.due_at - at)
            assert outbox.send_due(mail.due_at - dt.timedelta(seconds=1)) == 0
            at = mail.due_at

    minutes = [wait // dt.timedelta(minutes=1) for wait in waits]
    assert minutes == [1, 2, 4, 8, 16, 32, 64, 128, 256] + [360] * 20
    assert dt.timedelta(days=5) < at - AT < dt.timedelta(days=6)
    assert (mail.attempts, mail.failed_at, mail.sent_at) == (30, at, None)
    assert mail.last_error == "OSError: no route to …"

    server.problem = None
    assert outbox.send_due(at + dt.timedelta(days=30)) == 0
    assert posting.try_again(Mail.objects.all(), at=at) == 1
    assert outbox.send_due(at) == 1
    assert (again(mail).sent_at, mail.failed_at, mail.last_error) == (at, None, "")


@pytest.mark.django_db
def test_an_address_that_the_server_refuses_is_given_up_at_once_and_others_go_on(server):
    refused = smtplib.SMTPRecipientsRefused({"reader@example.org": (550, b"no such user")})
    server.problem = refused
    mail = write()
    outbox.send_due(AT)
    server.problem = None
    write("two", subject="Other")

    assert outbox.send_due(AT) == 1
    assert sent() == ["Other"]
    assert again(mail).failed_at == AT
    assert "reader@example.org" not in mail.last_error


@pytest.mark.django_db
def test_a_refusal_for_now_is_none_for_good(server):
    server.problem = smtplib.SMTPRecipientsRefused({"reader@example.org": (451, b"later")})
    mail = write()

    outbox.send_due(AT)

    assert (again(mail).failed_at, mail.due_at) == (None, AT + dt.timedelta(minutes=1))


@pytest.mark.django_db
def test_while_the_server_is_down_no_mail_uses_up_a_try_and_then_all_go(server):
    written = [write(str(number)) for number in range(3)]
    server.unreachable = ConnectionRefusedError("down")
    for day in range(30):
        with pytest.raises(OSError, match="down"):
            outbox.send_due(AT + dt.timedelta(days=day))
    assert {(again(mail).attempts, mail.claim, mail.failed_at) for mail in written} == {
        (0, None, None)
    }

    server.unreachable = None
    assert outbox.send_due(AT + dt.timedelta(days=31)) == 3
    assert len(sent()) == 3


@pytest.mark.django_db
def test_one_mail_that_cannot_be_built_does_not_keep_the_others_back():
    bad = write("bad", headers={"X-Odd": "two\nlines"}, due_at=AT - dt.timedelta(hours=1))
    write("good", subject="Good")

    assert outbox.send_due(AT) == 1
    assert sent() == ["Good"]
    assert again(bad).attempts == 1
    assert bad.last_error != ""


@pytest.mark.django_db
def test_what_a_dead_sender_had_in_hand_is_sent_when_its_lease_ends_and_only_then():
    mail = write()
    assert posting.claim(Mail, AT, outbox.PATIENCE) == mail  # and here the sender dies

    assert outbox.send_due(AT) == 0
    assert outbox.send_due(AT + posting.LEASE - dt.timedelta(seconds=1)) == 0
    assert outbox.send_due(AT + posting.LEASE) == 1
    assert outbox.send_due(AT + 2 * posting.LEASE) == 0
    assert sent() == ["News"]


@pytest.mark.django_db
def test_a_mail_that_kills_its_senders_is_given_up():
    mail, at = write(), AT
    for _try in range(outbox.PATIENCE.tries):
        assert posting.claim(Mail, at, outbox.PATIENCE) is not None
        at += posting.LEASE

    assert outbox.send_due(at) == 0
    assert (again(mail).failed_at, mail.claim) == (at, None)
    assert sent() == []


@pytest.mark.django_db
def test_a_late_failure_says_nothing_of_a_mail_that_another_has_in_hand():
    mail = write()
    slow = posting.claim(Mail, AT, outbox.PATIENCE)
    posting.claim(Mail, AT + posting.LEASE, outbox.PATIENCE)

    outbox._failed(slow, OSError("time-out"), AT + posting.LEASE)

    assert again(mail).claim is not None
    assert mail.last_error == ""


@pytest.mark.django_db
def test_sent_mails_are_kept_for_a_while_and_others_as_long_as_it_takes(server):
    write("sent")
    outbox.send_due(AT)
    server.problem = OSError("down")
    write("waiting")
    outbox.send_due(AT)

    outbox.tidy(AT + outbox.KEEP)
    assert Mail.objects.count() == 2
    outbox.tidy(AT + outbox.KEEP + dt.timedelta(seconds=1))
    assert [mail.key for mail in Mail.objects.all()] == ["waiting"]


@pytest.mark.django_db
def test_a_stop_leaves_the_rest_for_later():
    for number in range(3):
        write(str(number))
    asked = iter([False, True])

    assert outbox.send_due(AT, stop=lambda: next(asked)) == 1
    assert outbox.send_due(AT) == 2


@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_send_each_mail_once():
    for number in range(20):
        write(str(number), subject=str(number))
    start, counts = threading.Barrier(2), []

    def send():
        try:
            start.wait()
            counts.append(outbox.send_due(AT))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    # A thread that sees nothing but what the other holds ends early; the next round has the rest.
    counts.append(outbox.send_due(AT))
    assert sum(counts) == 20
    assert sorted(sent(), key=int) == [str(number) for number in range(20)]
    assert set(Mail.objects.values_list("attempts", flat=True)) == {1}


SEND = """
import sys, time, django
django.setup()
from articles import outbox
print("ready", flush=True)
sys.stdin.readline()
print(outbox.send_due())
"""
HANG = """
import sys, time, django
django.setup()
from articles import outbox
class Hanging:
    open = close = lambda self: None
    def send_messages(self, messages):
        print("in hand", flush=True)
        time.sleep(600)
outbox.mailers = type("Mailers", (), {"default": Hanging()})
outbox.send_due()
"""


def run(code, environment):
    return subprocess.Popen(
        [sys.executable, "-c", code],
        env=environment | {"PYTHONPATH": os.getcwd()},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.django_db(transaction=True)
def test_processes_at_once_send_each_mail_once(database_environment, tmp_path):
    environment = database_environment | {"EMAIL_URL": f"file://{tmp_path}"}
    at = database_now()
    for number in range(15):
        write(str(number), at=at)
    runs = [run(SEND, environment) for _ in range(3)]
    for process in runs:
        assert process.stdout.readline() == "ready\n"
    for process in runs:
        process.stdin.write("go\n")
        process.stdin.flush()
    counts = [int(process.communicate(timeout=60)[0]) for process in runs]

    told = "".join(path.read_text() for path in tmp_path.iterdir())
    assert [process.returncode for process in runs] == [0, 0, 0]
    assert sum(counts) == 15
    assert sorted(told.count(outbox.message_id(str(number))) for number in range(15)) == [1] * 15


@pytest.mark.django_db(transaction=True)
def test_a_sender_that_is_killed_with_a_mail_in_hand_neither_loses_nor_doubles_it(
    database_environment,
):
    mail = write(at=database_now())
    process = run(HANG, database_environment)
    try:
        assert process.stdout.readline() == "in hand\n"
    finally:
        process.kill()
        process.communicate()

    now = database_now()
    assert outbox.send_due(now) == 0
    assert outbox.send_due(now + posting.LEASE) == 1
    assert outbox.send_due(now + 2 * posting.LEASE) == 0
    assert sent() == ["News"]
    assert again(mail).attempts == 2
