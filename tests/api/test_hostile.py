"""What no program should send: each is refused in the one shape of errors, and leaves no trace.

Every body here is one that is taken (see `test_each_is_taken_as_it_is`) with one thing wrong in it.
`FUZZ_EXAMPLES=2000` in the environment tries so many in each operation.
"""

import codecs
import copy
import gzip
import itertools
import json
import os
import unicodedata

import pytest
from django.db import connection
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from articles.models import Edition
from issues.models import Development, Issue
from tests import builders as b

from . import worlds
from .described import BASE, check
from .writing import Program

pytestmark = pytest.mark.django_db

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", 25))
VERBS = "submit return_to_draft approve schedule unschedule reopen publish withdraw discard".split()
WITH_FIELDS = "start change new_edition issue development step".split()
#: The operations that take a body. A DELETE has none, and looks at none.
NAMES = [*WITH_FIELDS, *VERBS]
#: Of the verbs, which are read by one view, two stand for all where the document is at fault.
SOME = NAMES if "FUZZ_EXAMPLES" in os.environ else [*WITH_FIELDS, "submit", "schedule"]


class House:
    """A program that may write everything, and what stands there to be written on."""

    def __init__(self):
        self.live = worlds.everything()
        self.issue = worlds.followed(self.live)
        self.draft = worlds.everything("Draft", to=lambda edition: edition)
        advice = self.live.recommendationblocks.get().recommendation
        self.program = Program(b.editor())
        self.path = self.program.open(self.draft)
        self.blocks = self.program.get(self.path)["blocks"]
        self.paths = {
            "start": ("post", "drafts/"),
            "change": ("patch", self.path),
            "new_edition": ("post", "articles/word-title/new_edition/"),
            "issue": ("post", "issues/"),
            "development": ("post", f"issues/{self.issue.slug}/developments/"),
            "step": ("post", f"recommendations/{advice.uid}/steps/"),
            **{verb: ("post", f"{self.path}{verb}/") for verb in VERBS},
        }
        tables = connection.introspection.table_names()
        counts = ", ".join(f"(SELECT count(*) FROM {connection.ops.quote_name(t)})" for t in tables)
        self.count = f"SELECT {counts}"

    def body(self, name):
        """What the operation takes, with every field that it knows."""
        head = {
            "subtitle": "Second",
            "abstract": "Short.",
            "disclaimer": "Ours.",
            "published_on": "2025-03-02",
            "series": "word-series",
            "number": "8",
            "language": "en",
            "original": None,
            "authors": [{"slug": "word-author", "name": "W.", "position": "P", "affiliation": "A"}],
            "notes": [{"html": "<p>A note.</p>"}],
        }
        event = {
            "on": "2025-05-02",
            "text": "They met again.",
            "source_url": "https://example.org/",
            "source_kind": "press",
            "corrects": None,
        }
        blocks = [
            {"kind": "passage", "heading": "First", "html": "<p>Words.</p>"},
            {"kind": "trait", "trait": "word-trait", "stance": "asserts", "html": "<p>T.</p>"},
            {
                "kind": "assessment",
                "issue": "word-issue",
                "number": 1,
                "question": "Q?",
                "answer": "A.",
                "outlook": "steady",
                "change_reason": "",
                "likelihood": "likely",
                "horizon": "2030-01-31",
                "html": "<p>X.</p>",
            },
            {"kind": "recommendation", "issue": "word-issue", "wording": "Do.", "stance": "makes"},
        ]
        passage, *others = (block["uid"] for block in self.blocks)
        changed = [{"uid": passage, "heading": "Changed", "html": "<p>Changed.</p>"}]
        move = {"comment": "Why."}
        bodies = {
            "start": {"title": "A piece", **head, "slug": "a-piece", "blocks": blocks},
            "change": {
                "title": "Another",
                **head,
                "slug": "another",
                "blocks": [*changed, *blocks],
                "remove": others[-1:],
                "order": [passage, *others[:-1]],
            },
            "new_edition": {"change_kind": "correction", "change_note": "A comma."},
            "issue": {
                "title": "New question",
                "title_ko": "새 질문",
                "summary": "S.",
                "summary_ko": "요약",
                "slug": "new-question",
                "aliases": ["The new one"],
                "parent": "word-issue",
                "review_interval_days": 90,
            },
            "development": {**event, "title": "A meeting", "prompts_assessment": True},
            "step": {**event, "status": "adopted", "quote": "We will."},
            "schedule": {**move, "at": "2030-01-01T09:00:00+09:00"},
            "withdraw": {"reason": "Wrong."},
        }
        return copy.deepcopy(bodies.get(name, move))

    def send(self, name, body, kind="application/json", **headers):
        """The answer to raw bytes; whatever it is, the description foresees it."""
        method, path = self.paths[name]
        secret = {"Authorization": f"Bearer {self.program.secret}", "If-Match": self.program.tag}
        answer = self.program.client.generic(
            method.upper(), BASE + path, body, content_type=kind, headers=secret | headers
        )
        check(BASE + path, answer, method)
        return answer

    def state(self):
        """How many rows each table has, and the draft to the letter."""
        with connection.cursor() as cursor:
            cursor.execute(self.count)
            return cursor.fetchone(), self.program.ask("get", self.path).content

    def refuses(self, name, body, statuses=range(400, 500), **more):
        """Send what is refused and look that nothing came of it; returns {attr: code}."""
        if not hasattr(self, "before"):
            self.before = self.state()
        tag = self.program.tag
        answer = self.send(name, body, **more)
        self.program.tag = tag
        said = (name, body[:300], answer.status_code, answer.content[:300])
        assert answer.status_code in statuses, said
        errors = answer.json()["errors"]
        assert errors, said
        assert self.state() == self.before, said
        return {error["attr"]: error["code"] for error in errors}


@pytest.fixture
def house():
    return House()


def dumped(value):
    return json.dumps(value).encode()


bounded = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize="FUZZ_EXAMPLES" not in os.environ,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)


def test_each_is_taken_as_it_is(house):
    """Else what follows would be refused for another reason than the one that it shows."""
    for name in WITH_FIELDS:
        assert house.send(name, dumped(house.body(name))).status_code in (200, 201)


# --- One value in one field

HUGE = [10**30, -(10**30), 10**400, 2**63, 1e308, -1.5]
NOT_TEXT = [0, 5, True, {}, [], ["a"], {"a": "b"}, *HUGE]
NO_TEXT = ["a\0b", "\0", "\ud800", "a\udfffb", "x" * 200_001, "\udc00\ud800"]
DAYS = [
    *("0000-01-01", "0001-01-01", "1899-12-31", "9999-12-31", "10000-01-01", "2025-02-30"),
    *(
        "2025-13-01",
        "2025-00-10",
        "2025-1-1",
        "20250101",
        "2025-W01-1",
        "２０２５-01-01",
        " 2025-01-01",
    ),
    *("2025-01-01T00:00:00Z", "today", "", "-2025-01-01", "+2025-01-01"),
]
MOMENTS = [
    *("2030-01-01T09:00:00", "2030-01-01", "0001-01-01T00:00:00+14:00", "0000-01-01T00:00:00Z"),
    *("9999-12-31T23:59:59-14:00", "10000-01-01T00:00:00Z", "2030-02-30T00:00:00Z"),
    *("2030-01-01T24:00:00Z", "2030-01-01T23:59:60Z", "2030-01-01T09:00:00.1234567Z"),
    *("2030-01-01T09:00:00+24:00", "2030-01-01 09:00:00Z", "2001-01-01T00:00:00Z", "now", ""),
]
UIDS = ["x", "0" * 32, "{00000000-0000-0000-0000-000000000000}", "urn:uuid:" + "0" * 32, ""]
WRONG = {
    str: [*NOT_TEXT, *NO_TEXT],
    bool: [0, 1, "true", "yes", "", None, [], {}, *HUGE],
    int: ["5", "", True, [], {}, "NaN", *HUGE],
    list: ["a", "", 5, True, {}, {"0": "a"}, [[]], [None], [5.5], None],
    dict: ["a", 5, True, None, [], [{}]],
    # Where null may stand, only what is no text: whether a name is known is another question.
    type(None): [*NOT_TEXT, "a\0b", "\ud800"],
}
BY_NAME = {"on": DAYS, "published_on": DAYS, "horizon": DAYS, "at": MOMENTS, "uid": UIDS}


def places(value, path=()):
    """The paths to everything within `value`, JSON."""
    inside = value.items() if isinstance(value, dict) else ()
    inside = enumerate(value) if isinstance(value, list) else inside
    for key, part in inside:
        yield (*path, key)
        yield from places(part, (*path, key))


def at(value, path):
    for key in path:
        value = value[key]
    return value


def put(value, path, part):
    at(value, path[:-1])[path[-1]] = part
    return value


@st.composite
def spoilt(draw, body):
    """`body` with a value of another type, or one that is none, in one place."""
    path = draw(st.sampled_from(list(places(body))))
    wrong = WRONG[type(at(body, path))]
    if named := BY_NAME.get(path[-1]):
        wrong = [*NOT_TEXT, *NO_TEXT, *named]
    return dumped(put(copy.deepcopy(body), path, draw(st.sampled_from(wrong))))


@pytest.mark.parametrize("name", NAMES)
def test_a_value_that_no_field_takes(house, name):
    @bounded
    @given(spoilt(house.body(name)))
    def run(body):
        house.refuses(name, body)

    run()


NO_NUMBERS = ["NaN", "Infinity", "-Infinity", "1e400", "-1e400", "5_0", "0x5"]


def test_numbers_that_json_does_not_have(house):
    for name in SOME:
        body = house.body(name)
        for field, word in zip(body, itertools.cycle(NO_NUMBERS), strict=False):
            spoilt = dumped(put(dict(body), (field,), "HERE")).replace(b'"HERE"', word.encode())
            assert house.refuses(name, spoilt) == {None: "parse_error"}


def test_more_than_anything_has(house):
    for name in NAMES:
        body = house.body(name)
        lists = [path for path in places(body) if isinstance(at(body, path), list)]
        for path in lists:
            for item in at(body, path)[:1] or ["x"]:
                assert house.refuses(
                    name, dumped(put(copy.deepcopy(body), path, [item] * 501)), [400]
                )


# --- Fields that are nobody's to write

PRIVATE = {
    "id": 1,
    "pk": 1,
    "state": "published",
    "status": "adopted",
    "published_at": "2025-01-01T00:00:00Z",
    "author": "word-author",
    "is_staff": True,
    "version": 9,
    "__proto__": {"a": 1},
    "": "",
    "title__startswith": "a",
}


def test_a_field_that_is_not_there_to_be_written(house):
    for name in NAMES:
        body = house.body(name)
        private = {field: value for field, value in PRIVATE.items() if field not in body}

        errors = house.refuses(name, dumped(body | private), [400])

        assert errors == dict.fromkeys(private, "unknown")


@pytest.mark.parametrize("name", ["start", "change"])
def test_nor_within_blocks_credits_and_notes(house, name):
    for part in ("blocks", "authors", "notes"):
        body = house.body(name)
        for place, item in enumerate(body[part]):
            errors = house.refuses(name, dumped(put(body, (part, place), item | PRIVATE)), [400])
            put(body, (part, place), item)
            assert errors == {f"{part}.{place}.{field}": "unknown" for field in PRIVATE}


# --- Documents

NESTED = [b"[" * depth + b"]" * depth for depth in (33, 1_000, 100_000)]
NO_OBJECT = [b"[]", b"[{}]", b"null", b"1", b'"a"', b"true", b"[" * 100_000, b'{"a":' * 1000]
NO_JSON = [
    b"{",
    b"{}{}",
    b"{'a': 1}",
    b"{a: 1}",
    b'{"a": 1,}',
    b"\x00",
    b"\xff",
    b"{} //",
    b" ",
    b"&",
]


def test_what_is_no_object_of_json(house):
    for name in SOME:
        for body in (*NESTED, *NO_OBJECT, *NO_JSON):
            house.refuses(name, body, [400])


def test_depth_within_a_field(house):
    for name in SOME:
        body = house.body(name)
        for field, nested in zip(body, itertools.cycle(NESTED), strict=False):
            spoilt = dumped(put(dict(body), (field,), "HERE")).replace(b'"HERE"', nested)
            house.refuses(name, spoilt, [400])


def test_another_encoding_than_utf_8(house):
    for name in SOME:
        text = json.dumps(house.body(name))
        encoded = [text.encode(encoding) for encoding in ("utf-16", "utf-16-le", "utf-32")]
        for body in (
            codecs.BOM_UTF8 + text.encode(),
            *encoded,
            text.encode()[:-1] + b', "\xff": 1}',
        ):
            assert house.refuses(name, body, [400]) == {None: "parse_error"}


def test_a_name_that_stands_twice(house):
    for name in SOME:
        body = house.body(name)
        for field in body:
            twice = json.dumps(body)[:-1] + f", {json.dumps(field)}: {json.dumps(body[field])}}}"
            assert house.refuses(name, twice.encode(), [400]) == {None: "parse_error"}


CHARSETS = ["utf-7", "utf-16", "latin-1", "zlib_codec", "bz2", "hex", "idna", "x" * 99]
KINDS = [
    "",
    "text/plain",
    "text/json",
    "application/xml",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/merge-patch+json",
    *(f"application/json; charset={charset}" for charset in CHARSETS),
]


def test_another_kind_of_content(house):
    for name in SOME:
        for kind in KINDS:
            house.refuses(name, dumped(house.body(name)), [415], kind=kind)


def test_content_that_says_it_is_packed_is_not_unpacked(house):
    for name in SOME:
        packed = gzip.compress(b" " * 1_000_000 + dumped(house.body(name)))
        house.refuses(name, packed, [400], **{"Content-Encoding": "gzip"})


def test_nothing_at_all_is_an_object_without_fields(house):
    """So a move, all of whose fields are optional, needs no body; and a change changes nothing."""
    for name in WITH_FIELDS:
        if name != "change":
            assert "required" in house.refuses(name, b"", [400]).values()
    assert house.send("change", b"").status_code == 200
    assert house.program.get(house.path)["blocks"] == house.blocks


# --- Headers and cursors

#: What a server lets through of a header: any byte but controls.
HEADERS = st.text(st.characters(min_codepoint=32, max_codepoint=255, blacklist_categories=["Cc"]))
TAGS = ["", "*", '"', '""', 'W/""', '"*"', "a" * 10_000, '"a", ' * 1_000, "\xff", '"1.1-x"']


def test_a_tag_that_is_none(house):
    pk, digest = house.draft.pk, "0" * 32
    near = [
        f"{pk}.{house.draft.version}",
        f'"{pk}.{house.draft.version}-{digest}',
        f'W/"{pk}.{house.draft.version}-{digest}"',
        f'"{pk}.999999999-{digest}"',
        f'"{pk}.{"9" * 5_000}-{digest}"',
        f'"{pk}.-1-{digest}"',
        f'"{pk}.{house.draft.version}-{digest.upper()}A"',
        f'"{pk + 1}.{house.draft.version}-{digest}"',
        f'"{pk}.{chr(0xB2)}-{digest}"',
    ]

    @bounded
    @given(st.sampled_from(["change", *VERBS]), st.sampled_from([*TAGS, *near]) | HEADERS)
    def run(name, tag):
        codes = house.refuses(name, dumped(house.body(name)), [412, 428], **{"If-Match": tag})
        assert codes in ({None: "stale"}, {None: "precondition_required"})

    run()


def test_a_key_that_is_none(house):
    names = [name for name in NAMES if name != "change"]
    no_ascii = st.characters(min_codepoint=127, max_codepoint=255)
    spoilt = st.builds(lambda key, wrong: key + wrong, HEADERS, no_ascii)

    @bounded
    @given(st.sampled_from(names), st.sampled_from(["", "a" * 256, "a\tb", "\x7f"]) | spoilt)
    def run(name, key):
        body = dumped(house.body(name))
        codes = house.refuses(name, body, [400], **{"Idempotency-Key": key})
        assert codes == {"Idempotency-Key": "invalid"}

    run()


CURSORS = [
    *(
        "0",
        "-1",
        "9" * 5_000,
        "cD1hYmM=",
        "bz0xMDAw",
        "null",
        "None",
        "..",
        "%",
        "a b",
        "\n",
        "\x7f",
    ),
    *("00000000-0000-0000-0000-000000000000", "{cursor}!", " {cursor}", "{cursor},{cursor}"),
    "urn:uuid:{cursor}",
    "{{{cursor}}}",
]


def test_a_cursor_that_the_log_does_not_know(house):
    cursor = house.program.get("changes/")["results"][0]["id"]
    known = [text.replace("{cursor}", cursor) for text in CURSORS]
    spelled = [cursor.upper(), cursor.replace("-", "")]
    spelled = [text for text in spelled if text != cursor]

    @bounded
    @given(st.sampled_from([*known, *spelled]) | st.text(min_size=1))
    def run(since):
        since = since.encode("utf-8", "surrogatepass")
        answer = house.program.client.get(f"{BASE}changes/", {"since": since})
        assert answer.status_code == 400
        errors = answer.json()["errors"]
        assert [error["attr"] for error in errors] in (["since"], [None])

    run()
    assert house.program.get(f"changes/?since={cursor}")["results"]


# --- Characters that mislead

BIDI = "\u202e\u2066\u2067\u202a\u202c\u2069"
NFD = unicodedata.normalize("NFD", "서울 café")
NFC = unicodedata.normalize("NFC", NFD)


def test_controls_of_direction_are_taken_out_and_letters_put_together(house):
    text = f"{NFD}{BIDI} gpj.exe"
    draft = house.program.post(
        "drafts/",
        {
            "title": text,
            "subtitle": text,
            "notes": [{"html": f"<p>{text}</p>"}],
            "blocks": [{"kind": "passage", "heading": text, "html": f"<p>{text}</p>"}],
        },
        201,
    )
    wanted = f"{NFC} gpj.exe"
    [block], [note] = draft["blocks"], draft["notes"]
    assert [draft["title"], draft["subtitle"], block["heading"]] == [wanted] * 3
    assert [block["html"], note["html"]] == [f"<p>{wanted}</p>"] * 2


def test_so_they_are_in_the_register(house):
    text = f"{NFD}{BIDI} gpj.exe"
    issue = {"title": text, "title_ko": text, "summary": text, "aliases": [f"Alias {text}"]}
    told = house.program.post("issues/", issue, 201)
    event = {"title": text, "text": text, "on": "2025-05-02"}
    house.program.post(f"issues/{house.issue.slug}/developments/", event, 201)

    row, wanted = Issue.objects.get(slug=told["slug"]), f"{NFC} gpj.exe"
    assert [row.title, row.title_ko, row.summary] == [wanted] * 3
    assert [alias.name for alias in row.aliases.all()] == [f"Alias {wanted}"]
    event = Development.objects.latest("pk")
    assert [event.title, event.text] == [wanted] * 2


def test_the_same_name_in_other_code_points_is_the_same_name(house):
    """Two pieces may have one title: then each has an address of its own. Two issues may not."""
    slugs = {house.program.post("drafts/", {"title": t}, 201)["article"] for t in (NFC, NFD)}
    assert slugs == {slug := "서울-café", f"{slug}-2"}

    house.program.post("issues/", {"title": NFC}, 201)
    assert house.program.errors("post", "issues/", {"title": NFD}) == {"title": "invalid"}


@pytest.mark.parametrize("title", [BIDI, "\u200b", "\u2060\ufeff", "\u00ad", "\u00a0 \u3000", "\t"])
def test_a_title_of_which_nothing_is_seen_is_blank(house, title):
    for name in ("start", "change", "issue", "development"):
        body = house.body(name) | {"title": title}
        assert house.refuses(name, dumped(body), [400]) == {"title": "blank"}


def test_a_title_is_as_long_as_it_will_be_stored(house):
    """NFC writes some letters with more code points than they came in."""
    longest = Edition._meta.get_field("title").max_length
    grows = "\u0958"
    assert len(unicodedata.normalize("NFC", grows)) == 2
    for name, bound in (("start", longest), ("issue", 200), ("development", 200)):
        body = dumped(house.body(name) | {"title": grows * bound})
        assert house.refuses(name, body, [400]) == {"title": "max_length"}
