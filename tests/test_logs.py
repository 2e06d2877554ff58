import logging

from sejong_cms.logs import OneLine


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
