"""Nothing typed is lost: networks, sessions, tabs and colleagues come and go."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from articles.contents import contents_of_one
from articles.models import Edition, WorkingCopy
from tests import builders as b
from tests.browser.desk import add, fill_login, log_in, open_edition, save, type_into

KEPT = re.compile("Kept at")


@pytest.fixture
def edition(transactional_db):
    return b.draft("A piece", blocks=[b.passage("One.", heading="First"), b.passage("Two.")])


def status(page):
    return page.locator(".desk-status")


def texts_of(edition):
    return [block.html for block in contents_of_one(edition).blocks]


def test_what_is_typed_is_kept_within_seconds_and_moves_nothing(login, edition):
    page = login(b.editor())
    open_edition(page, edition)
    type_into(page, "passages-0", " More words.")
    expect(status(page)).to_have_text(KEPT)
    assert "More words." in WorkingCopy.objects.get().content["passages-0-html"][0]
    assert Edition.objects.get().version == edition.version
    save(page)
    assert texts_of(edition)[0] == "<p>One. More words.</p>"
    assert not WorkingCopy.objects.exists()


def test_save_that_is_pressed_twice_saves_once(login, edition):
    page = login(b.editor())
    open_edition(page, edition)
    add(page, "Passage")
    type_into(page, "passages-2", "Three.")
    sent = []
    page.on("request", lambda each: sent.append(each) if _is_save(each) else None)
    page.get_by_role("button", name="Save", exact=True).dblclick()
    page.get_by_text("Saved.", exact=True).wait_for()
    assert len(sent) == 1
    assert texts_of(edition) == ["<p>One.</p>", "<p>Two.</p>", "<p>Three.</p>"]


def _is_save(request):
    return request.method == "POST" and request.url.endswith("/change/")


def test_a_tab_that_was_closed_is_offered_again(login, edition):
    page = login(b.editor())
    open_edition(page, edition)
    type_into(page, "passages-1", " Unsaved words.")
    expect(status(page)).to_have_text(KEPT)
    page.goto("about:blank")
    open_edition(page, edition)
    page.get_by_role("link", name="Open it").click()
    expect(page.locator("#passages-1 [contenteditable=true]")).to_contain_text("Unsaved words.")
    save(page)
    assert texts_of(edition)[1] == "<p>Two. Unsaved words.</p>"
    open_edition(page, edition)
    expect(page.get_by_text("never saved")).to_be_hidden()


def test_without_a_network_the_browser_keeps_it_and_sends_it_later(login, edition):
    page = login(b.editor())
    open_edition(page, edition)
    page.context.set_offline(True)
    type_into(page, "passages-0", " Typed in a tunnel.")
    expect(status(page)).to_have_text(re.compile("No connection"))
    page.get_by_role("button", name="Save", exact=True).click()
    expect(status(page)).to_have_text(re.compile("Nothing was saved"))
    expect(page.locator("#passages-0 [contenteditable=true]")).to_contain_text("tunnel")
    page.context.set_offline(False)
    expect(status(page)).to_have_text(KEPT)
    save(page)
    assert texts_of(edition)[0] == "<p>One. Typed in a tunnel.</p>"


def test_a_browser_that_crashed_without_a_network_has_it_still(login, edition):
    page = login(b.editor())
    open_edition(page, edition)
    page.context.set_offline(True)
    type_into(page, "passages-0", " Before the crash.")
    expect(status(page)).to_have_text(re.compile("No connection"))
    # Left by an address, a page may live on behind the next and send it after all.
    crashed, page = page, page.context.new_page()
    crashed.close()
    page.context.set_offline(False)
    assert not WorkingCopy.objects.exists()
    open_edition(page, edition)
    page.get_by_role("button", name="Open it").click()
    expect(page.locator("#passages-0 [contenteditable=true]")).to_contain_text("Before the crash.")
    save(page)
    assert texts_of(edition)[0] == "<p>One. Before the crash.</p>"


@pytest.fixture
def logged_out(login, edition):
    """A page with typed text whose session ended meanwhile, and its person."""
    person = b.editor()
    page = login(person)
    open_edition(page, edition)
    Session.objects.all().delete()
    type_into(page, "passages-0", " After the session.")
    page.get_by_role("dialog").get_by_text("Your session has ended").wait_for()
    return page, person


def test_an_ended_session_is_begun_anew_in_place(logged_out, edition):
    page, person = logged_out
    fill_login(page, person)
    expect(page.locator(".desk-login")).to_have_count(0)
    expect(status(page)).to_have_text(KEPT)
    save(page)
    assert texts_of(edition)[0] == "<p>One. After the session.</p>"


def test_a_wrong_password_is_said_and_asked_for_again(logged_out):
    page, person = logged_out
    page.get_by_label("Username").fill(person.username)
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Log in").click()
    page.locator(".desk-login .errornote").wait_for()
    fill_login(page, person)
    expect(page.locator(".desk-login")).to_have_count(0)


def test_nothing_is_saved_under_another_person(logged_out, edition):
    page, person = logged_out
    fill_login(page, b.editor())
    page.get_by_text("Somebody else is logged in now").first.wait_for()
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_timeout(500)
    assert texts_of(edition)[0] == "<p>One.</p>"
    assert not WorkingCopy.objects.exists()
    # It is still there for the one who typed it, and for nobody else.
    open_edition(page, edition)
    expect(page.get_by_text("never saved")).to_be_hidden()
    log_in(page, person)
    open_edition(page, edition)
    expect(page.get_by_role("button", name="Open it")).to_be_visible()


def test_two_browsers_in_conflict_lose_nothing(browser, live_server, login, edition):
    mine = login(b.editor())
    open_edition(mine, edition)
    context = browser.new_context(base_url=live_server.url, locale="en")
    theirs = log_in(context.new_page(), b.editor(name="Rival"))
    open_edition(theirs, edition)
    type_into(theirs, "passages-0", " Theirs.")
    theirs.locator("#id_passages-1-heading").fill("A heading of theirs")
    save(theirs)
    context.close()

    type_into(mine, "passages-0", " Mine.")
    expect(mine.locator(".desk-moved-on")).to_contain_text("Rival has changed this edition")
    mine.get_by_role("button", name="Save", exact=True).click()
    choice = mine.locator(".desk-choice")
    expect(choice).to_have_count(1)
    expect(choice).to_contain_text("Theirs.")
    expect(mine.locator("#id_passages-1-heading")).to_have_value("A heading of theirs")
    mine.get_by_role("button", name="Save", exact=True).click()
    expect(mine.locator("[role=alert]").first).to_contain_text("Choose")
    mine.get_by_label("Yours").check()
    save(mine)
    assert texts_of(edition)[0] == "<p>One. Mine.</p>"
    assert contents_of_one(edition).blocks[1].heading == "A heading of theirs"


def test_colleagues_see_each_other(browser, live_server, login, edition):
    context = browser.new_context(base_url=live_server.url, locale="en")
    theirs = log_in(context.new_page(), b.editor(name="Rival"))
    open_edition(theirs, edition)
    expect(theirs.locator(".desk-people")).not_to_contain_text("Rival")
    mine = login(b.editor())
    open_edition(mine, edition)
    expect(mine.locator(".desk-people")).to_contain_text("Rival has it open")
    context.close()
