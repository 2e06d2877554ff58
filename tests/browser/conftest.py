"""A real browser on the live server. Tests in this folder run in a process of their own:

Playwright keeps an event loop running in the main thread, where Django takes it for asynchronous code
and refuses the database; the variable below says that it is none.
"""

import os
import shutil

import pytest

from tests.browser.desk import log_in

_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium():
    """The path of an installed Chromium, or None."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="session")
def browser():
    path = chromium()
    if not path:
        pytest.skip("no Chromium is installed")
    from playwright.sync_api import sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, headless=True, args=_FLAGS)
        yield running
        running.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(browser, live_server):
    """A fresh visitor's page on the live server; relative addresses go there.

    Fails the test afterwards if the page broke its own Content-Security-Policy or its scripts failed.
    """
    context = browser.new_context(base_url=live_server.url, locale="en")
    context.set_default_timeout(10_000)
    page = context.new_page()
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console",
        lambda message: (
            faults.append(message.text) if "Content Security Policy" in message.text else None
        ),
    )
    yield page
    context.close()
    assert faults == []


@pytest.fixture
def login(page, transactional_db):
    """login(user): the page of that person, on the list of articles."""
    return lambda user: log_in(page, user)
