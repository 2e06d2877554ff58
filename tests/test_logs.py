import logging

from sejong_cms.logs import HideTokens, OneLine


def test_an_event_is_one_line_whatever_a_client_sent_and_whatever_was_raised():
    try:
        raise ValueError("broken")
    except ValueError as error:
        info = (type(error), error, error.__traceback__)
    record = logging.LogRecord(
        "site", logging.ERROR, "", 0, "GET %s", ("/\n2026 INFO forged",), info
    )

    line = OneLine("%(levelname)s %(message)s").format(record)

    assert line.startswith(r"ERROR GET /\n2026 INFO forged\nTraceback")
    assert "\n" not in line


def test_the_secret_of_an_address_is_in_no_line():
    record = logging.LogRecord(
        "django.server", logging.INFO, "", 0, '"GET %s" %s', (f"/follow/{'x' * 43}/", 200), None
    )

    assert HideTokens().filter(record)

    assert record.getMessage() == '"GET /follow/…/" 200'


def test_other_addresses_are_logged_as_they_are():
    record = logging.LogRecord("x", logging.INFO, "", 0, "%s", ("/follow/?issue=a",), None)

    HideTokens().filter(record)

    assert record.getMessage() == "/follow/?issue=a"
