"""The programs of docs/api.md do what it says, as they stand there."""

import datetime as dt
import re
import urllib.error
from pathlib import Path

import pytest
from django.conf import settings

from articles import workflow
from articles.models import Edition
from issues import renaming, tracking
from sejong_cms import tokens
from tests import builders as b

from . import worlds

pytestmark = pytest.mark.django_db(transaction=True)
GUIDE = Path(settings.BASE_DIR) / "docs" / "api.md"


@pytest.fixture
def run(live_server, monkeypatch, settings):
    """Runs the programs of the guide; `run(token)` returns what they define."""
    settings.SITE_URL = live_server.url

    def run(person=None):
        monkeypatch.setenv("FOCUS_API", f"{live_server.url}/api/v1/")
        if person is not None:
            secret = tokens.make(person, name="guide", scopes=tokens.Scope.values, by=person)[1]
            monkeypatch.setenv("FOCUS_TOKEN", secret)
        names = {}
        for program in re.findall(r"```python\n(.*?)```", GUIDE.read_text(), re.DOTALL):
            exec(compile(program, str(GUIDE), "exec"), names)
        return names

    return run


def test_a_mirror_of_all_articles_stays_up_to_date(run):
    first = b.published("One", blocks=[b.passage()])
    b.published("Two", blocks=[b.passage()])
    b.draft("Zq draft", blocks=[b.passage("Zq")])
    program = run()
    mirror, cursor = program["mirror"], program["cursor"]
    assert mirror.keys() == {"one", "two"}

    b.published("Three", blocks=[b.passage()])
    b.next_edition(first, change=lambda new: setattr(new, "title", "One, put right"))
    renaming.change_slug(first.article, slug="one-again", by=None)
    workflow.withdraw(Edition.objects.get(title="Two"), by=b.releaser(), reason="Wrong.")
    cursor = program["catch_up"](mirror, cursor)

    assert mirror.keys() == {"one-again", "three"}
    assert mirror["one-again"]["title"] == "One, put right"
    assert mirror == program["everything"]()
    assert program["catch_up"](mirror, cursor) == cursor


def test_one_issue_is_followed(run, capsys):
    issue = worlds.followed(worlds.everything())
    assert run()["follow"](issue.slug) == ("2025-03-01", "steady", "likely", "Word answer.")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "2025-03-01 assessment Word question?"
    assert "2025-05-01 development A meeting" in lines
    assert lines == sorted(lines, key=lambda line: line[:10])


def test_a_draft_is_written_once_and_submitted(run, capsys):
    write = run(b.author_user())["write"]
    draft = write("Ferry lines", [("First", "It begins."), ("Then", "It goes on.")], "today/1")
    assert (draft["state"], draft["blocks"][0]["heading"]) == ("in_review", "In short")
    told = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert "no_disclaimer" in told
    # Sent once more, the first call makes nothing new, and what follows is told that it is late.
    with pytest.raises(urllib.error.HTTPError) as refusal:
        write("Ferry lines", [("First", "It begins."), ("Then", "It goes on.")], "today/1")
    assert refusal.value.code == 412
    refusal.value.close()
    assert Edition.objects.count() == 1


def test_advice_to_an_actor_and_what_became_of_it(run):
    assembly, other = b.actor("National Assembly"), b.actor("Ministry")
    b.published(
        "One",
        on=dt.date(2025, 3, 1),
        blocks=[b.advice("Pass it.", to=assembly), b.advice("Wait.", to=assembly)],
    )
    b.published("Two", on=dt.date(2025, 3, 2), blocks=[b.advice("Act.", to=other)])
    [passed] = assembly.advice.filter(wording="Pass it.")
    tracking.add_step(
        passed, status="adopted", occurred_on=dt.date(2025, 4, 1), text="It passed.", by=None
    )
    assert sorted(run()["advice_to"]("national-assembly")) == [
        ("Pass it.", "2025-03-01", "adopted", "It passed."),
        ("Wait.", "2025-03-01", "proposed", None),
    ]


def test_the_board_on_a_day(run):
    issue = b.issue("Ferries")
    for month, outlook, reason in ((1, "worsening", ""), (6, "improving", "A new line.")):
        day = dt.date(2025, month, 1)
        block = b.assessment(issue, outlook=outlook, change_reason=reason)
        b.published(f"In {month}", on=day, blocks=[block])
    renaming.rename(
        issue, title="Ships", occurred_on=dt.date(2025, 8, 1), text="So called.", by=None
    )
    board = run()["board"]
    assert list(board("2024-12-31")) == []
    assert list(board("2025-03-01")) == [("Ferries", "active", False, "worsening")]
    assert list(board("2025-09-01")) == [("Ships", "active", False, "improving")]
