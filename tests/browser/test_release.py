"""The way of a piece to its readers, on the screens of those who send it."""

import datetime as dt
import io
import re

import time_machine
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from tests import builders as b
from tests.browser.desk import move, open_edition, save, type_into


def test_a_piece_is_scheduled_and_goes_out_when_it_is_due(login, transactional_db):
    publisher = b.publisher()
    edition = b.approved("Ferry lines", blocks=[b.passage("Words for readers.")])
    due = timezone.localtime() + dt.timedelta(hours=15, minutes=30)
    page = login(publisher)
    open_edition(page, edition)
    page.locator("summary", has_text="Schedule").click()
    entered = page.get_by_label("Date and time in Seoul")
    entered.fill(due.strftime("%Y-%m-%dT%H:%M"))
    words = rf"{due:%A},? {due.day} {due:%B %Y} at {due:%H:%M} in Seoul, in 15 hours"
    expect(page.locator(".desk-move[open] output")).to_have_text(re.compile(words))
    page.locator(".desk-move[open]").get_by_role("button").click()
    sentence = page.locator(".desk-sentence")
    expect(sentence).to_contain_text(
        f"To be published on {due:%A} {due.day} {due:%B %Y}, {due:%H:%M} in Seoul, in 15 hours"
    )
    page.goto("/admin/")
    expect(page.locator(".front-calendar")).to_contain_text("Ferry lines")
    assert page.goto("/articles/ferry-lines/").status == 404

    with time_machine.travel(due + dt.timedelta(minutes=2)):
        call_command("publish_due", stdout=io.StringIO())
    assert page.goto("/articles/ferry-lines/").status == 200
    expect(page.get_by_text("Words for readers.")).to_be_visible()


def test_a_live_piece_is_corrected_and_readers_are_told(login, transactional_db):
    live = b.published("Ferry lines", blocks=[b.passage("Six ships sail.")])
    page = login(b.editor())
    open_edition(page, live)
    move(
        page,
        "Start a new edition",
        change_kind="correction",
        change_note="The number of ships was wrong.",
    )
    page.locator(".desk-adding").wait_for()
    type_into(page, "passages-0", " Seven, to be exact.")
    save(page)
    move(page, "Submit for review")
    page.get_by_text(re.compile("In review since")).first.wait_for()
    address = page.url
    assert "Seven" not in page.request.get("/articles/ferry-lines/").text()

    page = login(b.editor())
    page.goto(address)
    page.get_by_role("link", name="What changed").click()
    # Who has not looked at it yet is shown what differs from what readers get.
    expect(page.locator(".desk-compare ins").last).to_have_text(" Seven, to be exact.")
    page.get_by_role("link", name="Back to the edition").click()
    move(page, "Approve")
    page.get_by_text(re.compile("waiting to be published")).first.wait_for()

    page = login(b.publisher())
    page.goto(address)
    move(page, "Publish")
    page.get_by_text(re.compile("Edition 2: live since")).first.wait_for()
    page.goto("/articles/ferry-lines/")
    expect(page.get_by_text("Six ships sail. Seven, to be exact.")).to_be_visible()
    expect(page.get_by_text("The number of ships was wrong.").first).to_be_visible()
    page.goto("/articles/ferry-lines/editions/1/")
    expect(page.get_by_text("Six ships sail.", exact=True)).to_be_visible()
