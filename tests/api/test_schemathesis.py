"""The API against its own description: what it foresees and what it forbids, asked in three roles.

Schemathesis reads the description alone and knows no code. `FUZZ_EXAMPLES=2000` in the environment asks each
operation so often, differently at each run, and asks in each role what is on the edges of what is described.
"""

import os
from itertools import islice

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.core import NOT_SET
from schemathesis.specs.openapi import checks

from articles.models import Author, Edition, Series
from issues.models import Actor, Issue, Recommendation, Trait
from sejong_cms import changes
from sejong_cms.api import description
from sejong_cms.models import Change
from sejong_cms.tokens import Scope
from tests import builders as b

from . import worlds
from .writing import Program

pytestmark = pytest.mark.django_db

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", 6))
IS_LONG = "FUZZ_EXAMPLES" in os.environ
LEFT_OUT = [
    # Many rules are of meaning and in no schema: whether a row is there, in what state, who may do what.
    checks.positive_data_acceptance,
]
#: Besides those that Schemathesis takes for refusals by itself: 410, 412 and 428.
REFUSALS = [400, 401, 403, 404, 405, 406, 409, 410, 412, 415, 422, 428]
CHECKS = {
    "negative_data_rejection": {"expected-statuses": REFUSALS},
    "missing_required_header": {"expected-statuses": REFUSALS},
}


def described():
    """The operations of the description, called in this process."""
    config = schemathesis.Config.from_dict({"checks": CHECKS})
    schema = schemathesis.openapi.from_dict(description(), config=config)
    schema.app = WSGIHandler()
    return [found.ok() for found in schema.get_all_operations()]


class Known:
    """What is there to be asked for: made-up names alone would meet nothing but 404."""

    KINDS = {"actors": Actor, "authors": Author, "issues": Issue, "series": Series, "traits": Trait}

    def __init__(self):
        worlds.followed(worlds.everything())
        b.withdrawn("Gone", blocks=[b.passage()])
        b.approved("Approved", blocks=[b.passage()])
        draft = worlds.everything("Draft", to=lambda edition: edition)
        changes.settle()
        slugs = {
            kind: list(model.objects.values_list("slug", flat=True))
            for kind, model in self.KINDS.items()
        }
        slugs["articles"] = list(Edition.objects.values_list("article__slug", flat=True))
        recommendations = [str(row.uid) for row in Recommendation.objects.all()]
        editions = Edition.objects.order_by("-pk")
        self.tags = {str(e.pk): f'"{e.pk}.{e.version}-{"0" * 32}"' for e in editions}
        self.slugs = slugs
        #: {name of a parameter or field: values that lead somewhere}.
        self.values = {
            "actor": slugs["actors"],
            "addressee": slugs["actors"],
            "article": slugs["articles"],
            "author": slugs["authors"],
            "issue": slugs["issues"],
            "original": slugs["articles"],
            "parent": slugs["issues"],
            "recommendation": recommendations,
            "series": slugs["series"],
            "since": [str(row.uid) for row in Change.objects.exclude(place=None)],
            "trait": slugs["traits"],
            "uid": [str(block.uid) for block in draft.passages.all()],
        }
        self.parts = {"id": list(self.tags), "uid": recommendations, "number": ["1"]}

    def of_path(self, operation):
        """{name of a part of the operation's address: values that lead somewhere}."""
        kind = operation.path.removeprefix("/api/v1/").partition("/")[0]
        parts = self.parts | {"slug": self.slugs.get(kind, ())}
        return {parameter.name: parts[parameter.name] for parameter in operation.path_parameters}


@st.composite
def cases(draw, operation, known, headers):
    """A request that fits the description, or one that does not; half of them ask for what is there."""
    mode = draw(st.sampled_from(list(GenerationMode)))
    if draw(st.booleans()):
        return draw(operation.as_strategy(mode, headers=headers))
    path = {name: draw(st.sampled_from(some)) for name, some in known.of_path(operation).items()}
    headers = headers | ({"If-Match": known.tags[path["id"]]} if "id" in path else {})
    query = {
        parameter.name: draw(st.sampled_from(known.values[parameter.name]))
        for parameter in operation.query
        if parameter.name in known.values and draw(st.booleans())
    }
    case = draw(operation.as_strategy(mode, headers=headers, path_parameters=path, query=query))
    if mode.is_positive and case.body is not NOT_SET:
        case.body = with_known(draw, case.body, known.values)
    return case


def with_known(draw, value, values):
    """`value`, JSON, with names of what is there in the fields that name something."""
    if isinstance(value, list):
        return [with_known(draw, part, values) for part in value]
    if not isinstance(value, dict):
        return value
    return {
        name: draw(st.sampled_from(values[name]))
        if name in values and isinstance(part, str)
        else with_known(draw, part, values)
        for name, part in value.items()
    }


def ask(case, headers):
    """Ask within a transaction that is taken back, so that each request meets the same world."""
    with transaction.atomic():
        # Called within this process, answers are not unpacked for it as they are over a network.
        plain = headers | {"Accept-Encoding": "identity"}
        case.call_and_validate(headers=plain, excluded_checks=LEFT_OUT)
        transaction.set_rollback(True)


def anybody():
    return {}


def editor():
    return bearer(b.editor(), *Scope.values)


def reading_publisher():
    return bearer(b.publisher(), Scope.READ)


def bearer(person, *scopes):
    return {"Authorization": f"Bearer {Program(person, *scopes).secret}"}


@pytest.fixture(autouse=True)
def one_connection(db):
    """The application answers within the test's transaction, as it does to Django's own test client."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


roles = pytest.mark.parametrize("role", [anybody, editor, reading_publisher])


@roles
def test_every_answer_is_as_described(role, subtests):
    known, headers = Known(), role()
    for operation in described():

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            derandomize=not IS_LONG,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        )
        @given(cases(operation, known, headers))
        def run(case):
            ask(case, headers)

        with subtests.test(operation.label):
            run()


@roles
def test_so_it_is_on_the_edges_of_what_is_described(role, subtests):
    """The longest and one more, each word of a list and another, each field left out, each method."""
    if role is not editor and not IS_LONG:
        pytest.skip("only where FUZZ_EXAMPLES asks for much")
    known, headers = Known(), role()
    for operation in described():
        # In short, what writes; a draft is started with the fields that it is changed with.
        if not IS_LONG and (operation.method == "get" or operation.path == "/api/v1/drafts/"):
            continue
        config = operation.schema.config.generation_for(operation=operation)
        edges = operation.schema.iter_coverage_cases(
            operation, generation_modes=list(GenerationMode), generation_config=config
        )
        with subtests.test(operation.label):
            for case in islice(edges, 0, None, 1 if IS_LONG else 2):
                ask(led_somewhere(case, operation, known), headers)


def led_somewhere(case, operation, known):
    """`case` at an address that is there, with the tag of what stands there, unless these are its point."""
    meta = case.meta.phase.data
    if getattr(meta, "parameter_location", None) not in (None, "body"):
        return case
    for name, some in known.of_path(operation).items():
        case.path_parameters[name] = some[0]
    if "id" in case.path_parameters and "If-Match" in case.headers:
        case.headers["If-Match"] = known.tags[case.path_parameters["id"]]
    return case
