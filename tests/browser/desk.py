"""The desk as a person uses it in a browser: short ways that the tests of this folder share."""

PASSWORD = "a long password"


def log_in(page, user):
    page.context.clear_cookies()
    page.goto("/admin/login/?next=/admin/articles/article/")
    fill_login(page, user)
    page.wait_for_url("**/admin/articles/article/")
    return page


def fill_login(page, user):
    page.get_by_label("Username").fill(user.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()


def open_edition(page, edition):
    edition.refresh_from_db()
    page.goto(f"/admin/articles/edition/{edition.pk}/change/")
    if edition.is_editable:
        page.locator(".desk-adding").wait_for()


def add(page, kind):
    page.get_by_role("button", name=kind, exact=True).click()


def save(page):
    # The page before may say so of an earlier save.
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved.", exact=True).wait_for()


def type_into(page, place, text):
    """Type at the end of a rich text box."""
    box = page.locator(f"#{place} [contenteditable=true]").first
    box.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def move(page, label, **fields):
    """Open the form of a verb, fill it in and send it."""
    page.locator("summary", has_text=label).click()
    panel = page.locator(".desk-move[open]")
    for name, value in fields.items():
        field = panel.locator(f"[name={name}]")
        if field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    panel.get_by_role("button").click()
