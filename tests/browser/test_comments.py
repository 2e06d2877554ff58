"""Comments beside the text, as colleagues write them."""

import pytest
from playwright.sync_api import expect

from articles import commenting, workflow
from articles.models import Comment, Thread
from tests import builders as b
from tests.browser.desk import open_edition, save, type_into


@pytest.fixture
def writer(transactional_db):
    return b.author_user(name="kim", first_name="Min", last_name="Kim")


@pytest.fixture
def edition(writer):
    return b.draft(
        by=writer,
        abstract="Told.",
        blocks=[
            b.passage("The talks rest for now.", heading="Head"),
            b.assessment(question="Will they go on?"),
        ],
    )


def threads(page):
    return page.locator(".desk-thread")


def select_words(page, place, words):
    """Select `words` in a rich text box, and wait until the screen has seen it."""
    box = page.locator(f"#{place} [contenteditable=true]").first
    box.click()
    box.evaluate(
        """(box, words) => {
            const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT)
            while (!walker.nextNode().data.includes(words));
            const from = walker.currentNode.data.indexOf(words)
            const node = walker.currentNode
            document.getSelection().setBaseAndExtent(node, from, node, from + words.length)
        }""",
        words,
    )
    page.locator(".desk-comment-here").wait_for()


def test_a_stretch_is_commented_on_and_found_again(login, edition, writer):
    page = login(b.editor())
    open_edition(page, edition)
    select_words(page, "passages-0", "rest for now")
    page.locator(".desk-comment-here").click()
    expect(threads(page).locator("blockquote")).to_have_text("rest for now")
    page.keyboard.type("Who says? @ki")
    page.get_by_role("option", name="Min Kim").wait_for()
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")
    expect(threads(page).locator(".desk-comment-text")).to_have_text("Who says? @kim")

    thread = Thread.objects.get()
    assert (thread.block, thread.field) == (edition.passages.get().uid, "html")
    assert (thread.quote, thread.prefix, thread.suffix.strip()) == (
        "rest for now",
        "The talks ",
        ".",
    )
    assert list(thread.comments.get().mentioned.all()) == [writer]
    badge = page.locator("#passages-0 .desk-comment-badge")
    expect(badge).to_have_text("Comment 1")

    # Words around it change, and it is found; it changes itself, and says what it was.
    type_into(page, "passages-0", " More.")
    save(page)
    expect(threads(page).locator("blockquote")).to_have_text("rest for now")
    threads(page).get_by_role("button", name="Head", exact=True).click()
    expect(page.locator("#passages-0 [contenteditable=true]")).to_be_focused()
    marked = "[...(CSS.highlights.get('desk-comment') || [])].map(String)"
    assert page.evaluate(marked) == ["rest for now"]
    select_words(page, "passages-0", "rest")
    page.keyboard.type("pause")
    save(page)
    expect(threads(page).locator("blockquote")).to_have_text("The text was: rest for now")


def test_a_field_is_commented_on_by_keyboard(login, edition):
    page = login(b.editor())
    open_edition(page, edition)
    field = page.locator("#id_assessments-0-question")
    field.focus()
    field.evaluate("e => e.setSelectionRange(5, 9)")
    page.keyboard.press("Control+Alt+m")
    page.keyboard.type("Which talks?")
    page.keyboard.press("Control+Enter")
    expect(threads(page).locator(".desk-comment-text")).to_have_text("Which talks?")
    thread = Thread.objects.get()
    assert (thread.field, thread.quote, thread.prefix) == ("question", "they", "Will ")


def test_a_stretch_in_a_box_with_empty_lines_is_shown_where_it_stands(login, edition):
    b.write(edition, blocks=[b.advice("Talk first.\n\n\nThen  meet in the spring.")])
    block = edition.recommendationblocks.get()
    where = {"block": block.uid, "field": "wording", "quote": "meet in the"}
    commenting.open_thread(edition, by=b.editor(), text="Why then?", **where)
    page = login(b.editor())
    open_edition(page, edition)
    page.locator("#desk-comments-toggle").click()
    threads(page).locator(".desk-comment-place button").click()
    field = page.locator("#id_recommendationblocks-0-wording")
    expect(field).to_be_focused()
    selected = field.evaluate("e => e.value.slice(e.selectionStart, e.selectionEnd)")
    assert selected == "meet in the"


def test_a_thread_is_answered_changed_and_resolved(login, edition, writer):
    editor = b.editor()
    commenting.open_thread(edition, by=editor, text="Wyh?")
    page = login(editor)
    open_edition(page, edition)
    expect(page.locator(".desk-comments-count")).to_have_text("1")
    page.locator("#desk-comments-toggle").click()
    threads(page).get_by_role("button", name="Change", exact=True).click()
    threads(page).get_by_role("combobox").first.fill("Why?")
    threads(page).get_by_role("button", name="Keep the change").click()
    expect(threads(page).locator(".desk-comment-text")).to_have_text("Why?")
    threads(page).get_by_role("combobox").fill("I see.")
    threads(page).get_by_role("button", name="Reply").click()
    expect(threads(page).locator(".desk-comment-text")).to_have_text(["Why?", "I see."])
    threads(page).get_by_role("button", name="Resolve").click()
    expect(threads(page)).to_have_count(0)
    expect(page.locator(".desk-comments-count")).to_have_text("")
    page.get_by_label("Show resolved ones (1)").check()
    threads(page).get_by_role("button", name="Reopen").click()
    expect(page.locator(".desk-comments-count")).to_have_text("1")
    assert not Thread.objects.get().is_resolved


def test_what_was_not_sent_is_kept(login, edition, page):
    page = login(b.editor())
    open_edition(page, edition)
    page.locator("#passages-0 .desk-comment-badge").click()
    page.keyboard.type("Half a thou")
    open_edition(page, edition)
    box = threads(page).get_by_role("combobox")
    expect(box).to_have_value("Half a thou")

    page.context.set_offline(True)
    box.press("Control+Enter")
    expect(threads(page).get_by_role("alert")).to_contain_text("could not be reached")
    expect(box).to_have_value("Half a thou")
    page.context.set_offline(False)
    box.press("Control+Enter")
    expect(threads(page).locator(".desk-comment-text")).to_have_text("Half a thou")
    assert Thread.objects.get().block == edition.passages.get().uid


def test_a_refusal_is_said_beside_the_words(login, edition):
    page = login(b.editor())
    open_edition(page, edition)
    page.locator("#desk-comments-toggle").click()
    page.get_by_role("button", name="Comment on the piece as a whole").click()
    page.keyboard.type("@somebody look")
    page.keyboard.press("Control+Enter")
    expect(threads(page).get_by_role("alert")).to_contain_text("Nobody called “somebody”")
    expect(threads(page).get_by_role("combobox")).to_have_value("@somebody look")
    assert not Comment.objects.exists()


def test_markup_in_a_comment_is_text(login, edition):
    words = "<img src=x onerror=alert(1)> & <b>bold</b>"
    commenting.open_thread(edition, by=b.editor(), text=words)
    page = login(b.editor())
    open_edition(page, edition)
    page.locator("#desk-comments-toggle").click()
    expect(threads(page).locator(".desk-comment-text")).to_have_text(words)


def test_an_approved_text_is_commented_on_too(login, edition):
    uid = edition.passages.get().uid
    workflow.submit(edition, by=b.editor())
    edition = workflow.approve(edition, by=b.editor())
    page = login(b.editor())
    open_edition(page, edition)
    page.locator(f"#b-{uid} [data-field=html] p").click(click_count=3)
    page.locator(".desk-comment-here").click()
    page.keyboard.type("Last words.")
    page.keyboard.press("Control+Enter")
    expect(threads(page).locator(".desk-comment-text")).to_have_text("Last words.")
    thread = Thread.objects.get()
    assert (thread.block, thread.field, thread.quote) == (uid, "html", "The talks rest for now.")


def test_a_colleagues_comment_appears_with_the_next_pulse(login, edition):
    page = login(b.editor())
    open_edition(page, edition)
    page.locator("#desk-comments-toggle").click()
    expect(page.locator(".desk-comments-none")).to_be_visible()
    commenting.open_thread(edition, by=b.editor(), text="Just now.")
    page.evaluate(
        "document.dispatchEvent(new CustomEvent('desk:pulse', {detail: {comments: {count: 1}}}))"
    )
    expect(threads(page).locator(".desk-comment-text")).to_have_text("Just now.")
