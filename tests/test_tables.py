"""CSV to take along: spreadsheets read it as text."""

import csv
import datetime as dt
import io

import pytest

from sejong_cms.tables import cell, csv_response


def sent(*args):
    return b"".join(csv_response(*args)).decode()


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "＝1",
        "＋1",
        "－1",
        "＠A",
        "  =1",
        "\u3000=1",
    ],
)
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text):
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        ("", ""),
        ("a = b", "a = b"),
        ("협상안", "협상안"),
        (0, 0),
        (-2, -2),
        (True, "yes"),
        (False, "no"),
        (dt.date(2024, 5, 1), "2024-05-01"),
        (dt.datetime(2024, 5, 1, 12, tzinfo=dt.UTC), "2024-05-01T12:00:00+00:00"),
    ],
)
def test_other_values_are_themselves(value, shown):
    assert cell(value) == shown


def test_a_table_is_read_back_as_it_was_given():
    rows = [["a, b", 'say "so"'], ["two\nlines", "협상안"]]

    text = sent("board.csv", ["one", "two"], rows)

    assert text.startswith("\ufeffone,two\r\n")
    assert list(csv.reader(io.StringIO(text[1:], newline="")))[1:] == rows
    assert text.endswith("\r\n")


def test_the_answer_is_a_download_under_its_name():
    response = csv_response("판.csv", ["one"], [])

    assert response.streaming
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == "attachment; filename*=UTF-8''%ED%8C%90.csv"
