"""Digests: everything that happened, once, to those who follow it, in their language."""

import datetime as dt

import pytest
import time_machine

from articles import workflow
from articles.following import digests, subscribing
from articles.models import Mail, Subscriber
from issues import tracking
from issues.clock import start_of
from tests import builders as b

MONDAY = dt.date(2026, 3, 2)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
MARGIN = digests.MARGIN

pytestmark = pytest.mark.django_db


def seoul(days=0, hours=0):
    """So many days and hours after the beginning of the Monday in Seoul."""
    return start_of(MONDAY) + days * DAY + hours * HOUR


def on(days=0, hours=0):
    return time_machine.travel(seoul(days, hours), tick=False)


def follower(address="reader@example.org", *, at=None, frequency="daily", language="en", **what):
    at = at or seoul(0, 1)
    subscribing.subscribe(address, at=at, frequency=frequency, language=language, **what)
    subscriber = Subscriber.objects.get(address=address)
    keep = list(subscriber.subscriptions.values_list("pk", flat=True))
    subscribing.confirm(subscriber.token, keep=keep, at=at)
    Mail.objects.exclude(subscriber=None).all().delete()
    subscriber.refresh_from_db()
    return subscriber


def development(title, issue, at):
    tracking.add_development(
        issue, title=title, occurred_on=MONDAY, text="It was.", source_kind="press", by=None, at=at
    )


def known_issue(title="Example issue"):
    return b.issue(title, public_since=seoul(-50))


def texts():
    return [mail.text for mail in Mail.objects.exclude(subscriber=None).order_by("pk")]


@pytest.mark.parametrize(
    ("at", "daily", "weekly"),
    [
        (seoul(2, 6), seoul(1, 6), seoul(0, 6)),
        (seoul(2, 6) + MARGIN - dt.timedelta(seconds=1), seoul(1, 6), seoul(0, 6)),
        (seoul(2, 6) + MARGIN, seoul(2, 6), seoul(0, 6)),
        (seoul(2, 23), seoul(2, 6), seoul(0, 6)),
        (seoul(7, 6), seoul(6, 6), seoul(0, 6)),
        (seoul(7, 6) + MARGIN, seoul(7, 6), seoul(7, 6)),
    ],
)
def test_boundaries_are_mornings_in_seoul_told_of_a_little_later(at, daily, weekly):
    assert digests.boundary("daily", at) == daily
    assert digests.boundary("weekly", at) == weekly


def test_a_digest_tells_what_happened_and_how_to_leave():
    subscriber = follower()
    with on(0, 3):
        b.published(
            "A new piece",
            authors=[b.author("A. Author")],
            subtitle="About  it &\nall",
            blocks=[b.passage()],
        )
    development("A summit", known_issue("Troop costs"), seoul(0, 4))

    assert digests.write_digests(seoul(0, 7)) == 1

    (mail,) = Mail.objects.exclude(subscriber=None).all()
    assert (mail.to, mail.subject) == (
        "reader@example.org",
        "Sejong Focus: A new piece, and 1 more",
    )
    page = f"http://testserver/follow/{subscriber.token}/"
    assert mail.headers["List-Unsubscribe"] == f"<{page}>"
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail.text == (
        "Sejong Focus: what happened to what you follow, from 2 March 2026 to 2 March 2026.\n"
        "\n\n"
        "NEW PIECES\n"
        "\n"
        "A new piece\n"
        "2 March 2026 · A. Author. About it & all\n"
        "http://testserver/articles/a-new-piece/\n"
        "\n\n"
        "DEVELOPMENTS\n"
        "\n"
        "Troop costs: A summit\n"
        "2 March 2026 · It was.\n"
        "http://testserver/issues/troop-costs/\n"
        "\n\n"
        "-- \n"
        "You follow:\n"
        "- everything\n"
        "Change this, or leave with one click:\n"
        f"{page}\n"
        "Sejong Institute\n"
    )


def test_nothing_is_written_when_nothing_happened():
    subscriber = follower()

    assert digests.write_digests(seoul(0, 7)) == 0

    subscriber.refresh_from_db()
    assert subscriber.told_until == seoul(0, 6)
    assert Mail.objects.exclude(subscriber=None).count() == 0
    assert list(digests.digests_due(seoul(0, 7))) == []


def test_nobody_unconfirmed_is_told_anything():
    subscribing.subscribe("reader@example.org", at=seoul(0, 1), frequency="daily", language="en")
    Mail.objects.exclude(subscriber=None).all().delete()
    development("A summit", known_issue(), seoul(0, 4))

    assert digests.write_digests(seoul(0, 7)) == 0


def test_each_is_told_of_what_they_follow():
    issue, other = known_issue("Mine"), known_issue("Other")
    author = b.author("Mine")
    follower("issue@example.org", issue=issue)
    follower("author@example.org", author=author)
    follower("all@example.org")
    development("On mine", issue, seoul(0, 3))
    development("On other", other, seoul(0, 3))
    with on(0, 4):
        b.published("By mine", authors=[author], blocks=[b.passage()])
        b.published("On issue of mine", authors=[b.author()], blocks=[b.assessment(issue)])

    digests.write_digests(seoul(0, 7))

    names = ("On mine", "On other", "By mine", "On issue of mine")
    told = {
        mail.to: [name for name in names if name in mail.text]
        for mail in Mail.objects.exclude(subscriber=None).all()
    }
    assert told == {
        "issue@example.org": ["On mine", "On issue of mine"],
        "author@example.org": ["By mine"],
        "all@example.org": list(names),
    }


def test_one_who_follows_a_thing_twice_over_is_told_once():
    issue = known_issue()
    follower(issue=issue)
    follower()
    development("A summit", issue, seoul(0, 3))

    digests.write_digests(seoul(0, 7))

    assert [text.count("A summit") for text in texts()] == [1]


def test_a_merged_issue_counts_for_the_one_that_is_followed_and_its_followers_go_along():
    gone, kept = known_issue("Gone"), known_issue("Kept")
    follower("gone@example.org", issue=gone)
    follower("kept@example.org", issue=kept)
    development("Before", gone, seoul(0, 3))
    gone.status, gone.merged_into = "merged", kept
    gone.save()
    development("After", kept, seoul(0, 4))

    digests.write_digests(seoul(0, 7))

    assert [("Before" in text, "After" in text) for text in texts()] == [(True, True)] * 2


def test_an_author_entered_twice_is_followed_under_both():
    old, new = b.author("Old", public_since=seoul(-50)), b.author("New", public_since=seoul(-50))
    old.merged_into = new
    old.save()
    follower("old@example.org", author=old)
    follower("new@example.org", author=new)
    with on(0, 3):
        b.published("By old", authors=[old], blocks=[b.passage()])
        b.published("By new", authors=[new], blocks=[b.passage()])

    digests.write_digests(seoul(0, 7))

    assert [("By old" in text, "By new" in text) for text in texts()] == [(True, True)] * 2


def test_what_happened_before_somebody_followed_is_not_told():
    issue, later = known_issue("First"), known_issue("Later")
    subscriber = follower(issue=issue, frequency="weekly")
    for number, name in enumerate((issue, later)):
        development(f"Early {number}", name, seoul(1, 1))
    subscribing.subscribe(
        subscriber.address, issue=later, at=seoul(2), frequency="weekly", language="en"
    )
    keep = list(subscriber.subscriptions.values_list("pk", flat=True))
    subscribing.change(subscriber.token, keep=keep, frequency="weekly", at=seoul(2, 2))
    Mail.objects.exclude(subscriber=None).all().delete()
    for number, name in enumerate((issue, later)):
        development(f"Late {number}", name, seoul(3))

    digests.write_digests(seoul(7, 7))

    names = ("Early 0", "Early 1", "Late 0", "Late 1")
    assert [[name for name in names if name in text] for text in texts()] == [
        ["Early 0", "Late 0", "Late 1"]
    ]


def test_digests_side_by_side_tell_everything_once():
    issue = known_issue()
    follower("daily@example.org")
    follower("weekly@example.org", frequency="weekly")
    for hours in range(2, 14 * 24, 5):
        development(f"Event {hours}.", issue, seoul(0, hours))
    for hour in range(1, 16 * 24):
        digests.write_digests(seoul(0, hour))

    for address, least in (("daily@example.org", 13), ("weekly@example.org", 3)):
        mails = Mail.objects.exclude(subscriber=None).filter(to=address)
        told = "".join(mail.text for mail in mails)
        assert mails.count() >= least
        assert [told.count(f"Event {hours}.") for hours in range(2, 14 * 24, 5)] == [1] * 67


def test_a_change_of_pace_skips_and_repeats_nothing():
    issue, subscriber = known_issue(), follower(frequency="daily")
    keep = [subscriber.subscriptions.get().pk]
    for days in range(21):
        development(f"Event {days}.", issue, seoul(days, 3))
        if days in (3, 12):
            pace = "weekly" if days == 3 else "daily"
            subscribing.change(subscriber.token, keep=keep, frequency=pace, at=seoul(days, 4))
        digests.write_digests(seoul(days, 7))

    told = "".join(texts())
    assert [told.count(f"Event {days}.") for days in range(21)] == [1] * 21


def test_what_is_committed_late_is_told_next_time():
    """Dated before the clock that writes the digest, committed after it: within the margin."""
    issue = known_issue()
    follower()
    boundary = seoul(0, 6)
    digests.write_digests(boundary + MARGIN - dt.timedelta(seconds=1))
    development("Late", issue, boundary - dt.timedelta(seconds=1))  # its transaction ends only now
    development("Next", issue, boundary + dt.timedelta(seconds=1))

    digests.write_digests(boundary + MARGIN)
    digests.write_digests(boundary + DAY + MARGIN)

    assert [("Late" in text, "Next" in text) for text in texts()] == [(True, False), (False, True)]


def test_hidden_and_withdrawn_words_are_in_no_digest():
    follower()
    hidden = b.issue("Zq hidden")
    with on(0, 3):
        b.draft("Zq draft", blocks=[b.assessment(hidden)], authors=[b.author("Zq author")])
        gone = b.published(
            "Zq title", subtitle="Zq subtitle", blocks=[b.assessment(question="Zq question?")]
        )
        workflow.withdraw(gone, by=b.publisher(), reason="Forged.")
    development("Zq development", hidden, seoul(0, 3))

    digests.write_digests(seoul(0, 7))

    (text,) = texts()
    assert "Forged." in text
    assert "Zq" not in text


def test_korean_readers_get_korean_names():
    issue = b.issue("Troop costs", title_ko="방위비 분담", public_since=seoul(-50))
    follower(language="ko")
    development("Summit", issue, seoul(0, 3))

    digests.write_digests(seoul(0, 7))

    (text,) = texts()
    assert "방위비 분담: Summit" in text
    assert Mail.objects.exclude(subscriber=None).get().headers["Content-Language"] == "ko"


def test_a_long_digest_says_how_much_it_leaves_out():
    issue = known_issue()
    follower()
    for number in range(digests.LONGEST_SECTION + 2):
        development(f"Event {number}.", issue, seoul(0, 3))

    digests.write_digests(seoul(0, 7))

    (text,) = texts()
    assert text.count("Event ") == digests.LONGEST_SECTION
    assert "… and 2 more on our pages." in text


@pytest.mark.parametrize("count", [1, 3])
def test_what_happened_is_looked_up_once_for_all(count, django_assert_num_queries):
    for number in range(count):
        follower(f"r{number}@example.org")
    development("A summit", known_issue(), seoul(0, 3))

    # One query to see who is due, 14 for what happened; for each reader five and two savepoints.
    with django_assert_num_queries(15 + 9 * count):
        assert digests.write_digests(seoul(0, 7)) == count
