"""Addresses of an earlier site at the desk, one by one and as a table, and by the command."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from sejong_cms import earlier_import
from sejong_cms.models import AuditEntry, EarlierAddress
from tests import builders as b

pytestmark = pytest.mark.django_db

ADD = reverse("admin:sejong_cms_earlieraddress_add")
LIST = reverse("admin:sejong_cms_earlieraddress_changelist")
IMPORT = reverse("admin:sejong_cms_earlieraddress_import")


@pytest.fixture
def desk(client):
    client.force_login(b.editor())
    return client


def stored():
    return dict(EarlierAddress.objects.values_list("key", "path"))


def outcomes(report):
    return [(line.number, str(line.outcome)) for line in report.lines]


def table(*rows, head="address,target"):
    return "\n".join([head, *rows]).encode()


def take_in(*rows, **options):
    return earlier_import.take_in(earlier_import.read(table(*rows)), by=None, **options)


class TestForm:
    def test_enters_an_address_that_leads_to_a_piece_or_a_path(self, desk):
        article = b.draft("Zq draft").article
        desk.post(ADD, {"address": "http://old.example.org/A.php?b=1", "article": article.pk})
        desk.post(ADD, {"address": "/c.php", "path": "/issues/"})

        rows = EarlierAddress.objects.order_by("key")
        assert [(row.key, row.article_id, row.path) for row in rows] == [
            ("/a.php?b=1", article.pk, ""),
            ("/c.php", None, "/issues/"),
        ]
        assert AuditEntry.objects.filter(kind="earlieraddress", action="added").count() == 2
        change = reverse("admin:sejong_cms_earlieraddress_change", args=[rows[0].pk])
        assert "what it leads to is not public" in desk.get(change).content.decode()

    @pytest.mark.parametrize(
        "fields",
        [
            {"address": "/new.php"},
            {"address": "/new.php", "path": "/issues/", "article": True},
            {"address": "/new.php", "path": "https://evil.example.org/"},
            {"address": "/about/", "path": "/issues/"},
            {"address": "https://OLD.example.org/Known.php/?utm_source=x", "path": "/issues/"},
            {"address": "", "path": "/issues/"},
            {"address": "/%00", "path": "/issues/"},
        ],
    )
    def test_refuses_what_cannot_lead_and_says_why(self, desk, fields):
        take_in("/known.php,/about/")
        if fields.get("article"):
            fields = fields | {"article": b.draft("Draft").article.pk}
        answer = desk.post(ADD, fields)
        assert answer.status_code == 200
        assert answer.context_data["errors"]
        assert stored() == {"/known.php": "/about/"}

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_list_is_searched_in_a_fixed_number_of_queries(
        self, desk, count, django_assert_num_queries
    ):
        for number in range(count):
            article = b.draft(f"Draft {number}").article
            desk.post(ADD, {"address": f"/river.php?n={number}", "article": article.pk})
        take_in("/other.php,/about/")
        desk.get(LIST)
        with django_assert_num_queries(7):
            answer = desk.get(LIST, {"q": "river"})
        assert len(answer.context_data["cl"].result_list) == count


class TestTable:
    def test_says_of_every_row_what_becomes_of_it(self, db):
        take_in("/a.php,/about/", "/b.php,/about/")

        report = take_in("/A.php,/about/", "/b.php,/contact/", "/c.php,/privacy/")

        assert outcomes(report) == [(2, "unchanged"), (3, "changed"), (4, "added")]
        assert report.done
        assert report.lines[1].why == "It led to /about/."
        assert stored() == {"/a.php": "/about/", "/b.php": "/contact/", "/c.php": "/privacy/"}
        assert AuditEntry.objects.filter(action="import_addresses").count() == 2

    def test_the_same_table_again_changes_nothing(self, db):
        rows = ("/a.php?x=1,/about/", '"/b.php?x=1,2",/about/')
        take_in(*rows)
        report = take_in(*rows)
        assert outcomes(report) == [(2, "unchanged"), (3, "unchanged")]
        assert AuditEntry.objects.filter(action="import_addresses").count() == 1

    def test_nothing_is_written_where_a_row_is_refused(self, db):
        report = take_in(
            "/a.php,/about/",
            "/about/,/contact/",
            "/b.php,https://evil.example.org/",
            "http://old.example.org/A.php,/contact/",
            ",/about/",
            "/c.php,",
            "/d.php",
        )

        assert [outcome for _n, outcome in outcomes(report)] == ["added", *["refused"] * 6]
        assert not report.done
        assert stored() == {}
        assert [bool(line.why) for line in report.lines] == [False, *[True] * 6]
        assert "Line 2" in report.lines[3].why

    def test_a_dry_run_says_the_same_and_writes_nothing(self, db):
        take_in("/a.php,/about/")
        rows = ("/a.php,/contact/", "/b.php,/about/")
        assert outcomes(take_in(*rows, dry_run=True)) == [(2, "changed"), (3, "added")]
        assert stored() == {"/a.php": "/about/"}

    def test_a_target_that_readers_do_not_know_is_taken_with_a_word(self, db):
        b.draft("Zq draft")
        b.published("Piece", blocks=[b.passage()])
        report = take_in("/a.php,/articles/zq-draft/", "/b.php,/articles/piece/")
        assert [bool(line.why) for line in report.lines] == [True, False]
        assert report.done

    def test_a_row_that_names_where_a_chosen_piece_stands_leaves_it(self, db):
        piece = b.published("Piece", blocks=[b.passage()])
        take_in("/a.php,/about/")
        EarlierAddress.objects.update(article=piece.article, path="")
        assert outcomes(take_in("/a.php,/articles/piece/")) == [(2, "unchanged")]
        assert outcomes(take_in("/a.php,/about/")) == [(2, "changed")]
        assert stored() == {"/a.php": "/about/"}

    def test_what_somebody_else_enters_meanwhile_is_found(self, db, monkeypatch):
        read = earlier_import._stored

        def late(keys):
            monkeypatch.setattr(earlier_import, "_stored", read)
            found = read(keys)
            take_in("/a.php,/contact/")
            return found

        monkeypatch.setattr(earlier_import, "_stored", late)
        report = take_in("/a.php,/about/", "/b.php,/about/")
        assert outcomes(report) in ([(2, "changed"), (3, "added")], [(2, "added"), (3, "added")])
        assert stored() == {"/a.php": "/about/", "/b.php": "/about/"}

    @pytest.mark.parametrize("count", [1, 3])
    def test_costs_the_same_for_many_rows(self, db, count, django_assert_num_queries):
        rows = [f"/a.php?n={number},/about/" for number in range(count)]
        with django_assert_num_queries(5):
            take_in(*rows)

    @pytest.mark.parametrize(
        "data",
        [
            table("/자료.asp,/about/"),
            table("/자료.asp,/about/").decode().encode("utf-8-sig"),
            table("/자료.asp,/about/").decode().encode("cp949"),
            table("/자료.asp;/about/", head="Address;Target"),
            table("/about/\t\t/자료.asp", head="target\tnote\taddress"),
            table("/자료.asp,/about/", "", ",").replace(b"\n", b"\r\n"),
        ],
    )
    def test_is_read_as_spreadsheets_save_it(self, db, data):
        earlier_import.take_in(earlier_import.read(data), by=None)
        assert stored() == {"/자료.asp": "/about/"}

    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"address,target\n",
            b"/a.php,/about/\n",
            b"address\n/a.php\n",
            b"\xff\xfe\x00",
            b"PK\x03\x04\x00\x00",
            b'address,target\n"/a.php,/about/\n',
            b"address,target\n" + b"/a.php,/about/\n" * 20_001,
            b"x" * (earlier_import.LARGEST + 1),
        ],
        ids=range(9),
    )
    def test_what_is_no_table_is_refused_whole(self, data):
        with pytest.raises(earlier_import.Unreadable) as refused:
            earlier_import.read(data)
        assert str(refused.value)


class TestScreen:
    def send(self, desk, data, **buttons):
        return desk.post(IMPORT, {"file": SimpleUploadedFile("t.csv", data), **buttons})

    def test_says_first_and_writes_with_its_button(self, desk):
        data = table("/a.php,/about/")
        words = self.send(desk, data, check="1").content.decode()
        assert "Nothing was written yet." in words
        assert stored() == {}

        words = self.send(desk, data, write="1").content.decode()

        assert "All rows are in." in words
        assert stored() == {"/a.php": "/about/"}
        assert EarlierAddress.objects.get().added_by.username.startswith("editor")

    def test_shows_every_row_that_is_refused_and_escapes_it(self, desk):
        data = table("<b>zq</b>,https://evil.example.org/", "/a.php,/about/")
        words = self.send(desk, data, write="1").content.decode()
        assert "Nothing was written, because 1 row is refused." in words
        assert "&lt;b&gt;zq&lt;/b&gt;" in words
        assert stored() == {}

    @pytest.mark.parametrize("data", [b"", b"no table", b"\x00\x01"])
    def test_says_what_is_wrong_with_a_file(self, desk, data):
        answer = self.send(desk, data, write="1")
        assert answer.status_code == 200
        assert answer.context_data["form"].errors["file"]

    def test_without_a_file_says_so(self, desk):
        assert desk.post(IMPORT, {"write": "1"}).context_data["form"].errors["file"]


class TestCommand:
    def run(self, tmp_path, capsys, data, *options):
        path = tmp_path / "table.csv"
        path.write_bytes(data)
        call_command("import_addresses", str(path), *options)
        return capsys.readouterr().out

    def test_reports_and_writes(self, db, tmp_path, capsys):
        out = self.run(tmp_path, capsys, table("/a.php,/about/"))
        assert "2: added /a.php → /about/" in out
        assert stored() == {"/a.php": "/about/"}

    def test_reports_as_json_without_writing(self, db, tmp_path, capsys):
        out = self.run(tmp_path, capsys, table("/a.php,/about/"), "--dry-run", "--json")
        row = {"number": 2, "address": "/a.php", "target": "/about/", "outcome": "added", "why": ""}
        assert json.loads(out) == {
            "done": False,
            "added": 1,
            "changed": 0,
            "unchanged": 0,
            "refused": 0,
            "rows": [row],
        }
        assert stored() == {}

    def test_exits_with_1_where_a_row_is_refused(self, db, tmp_path, capsys):
        with pytest.raises(SystemExit) as end:
            self.run(tmp_path, capsys, table("/about/,/contact/"))
        assert end.value.code == 1

    def test_says_in_a_line_what_is_wrong_with_a_file(self, db, tmp_path, capsys):
        with pytest.raises(CommandError, match="no rows"):
            self.run(tmp_path, capsys, table())
        with pytest.raises(CommandError, match=r"absent\.csv"):
            call_command("import_addresses", str(tmp_path / "absent.csv"))
