"""Imports run downwards; public code reaches editions only through the sets made for it."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TOP = (
    "views",
    "follow_views",
    "preview_views",
    "search_views",
    "showing",
    "follow_up",
    "recommendations",
    "actors",
    "history",
    "chart",
    "dossiers",
    "paper_views",
    "selection",
    "turning",
    "course",
    "comparing",
    "method",
    "due",
    "reliability",
    "rows",
    "urls",
    "feeds",
    "sitemaps",
    "api",
    "admin",
    "management",
    "forms",
    "templatetags",
    "language",
)
#: Per app, modules below the top, from the lowest layer up. A module may import its own layer and lower.
LAYERS = {
    "issues": (
        {
            "enums",
            "slugs",
            "naming",
            "plain",
            "clock",
            "rules",
            "querysets",
            "models",
            "migrations",
        },
        {"merges", "renames", "duplicates"},
        {"changed", "recording", "tracking", "entering", "renaming", "merging", "timeline"},
        {"apps"},
    ),
    "articles": (
        {
            "enums",
            "moves",
            "backlog",
            "triggers",
            "html",
            "images",
            "wording",
            "errors",
            "rules",
            "querysets",
            "models",
            "migrations",
        },
        {
            "contents",
            "canonical",
            "snapshots",
            "rendering",
            "article_fields",
            "checks",
            "standing",
            "board",
            "around",
            "papers",
            "current",
            "moved",
            "days",
            "advice",
            "ascribed",
            "matching",
            "dossier",
            "appearances",
            "comparison",
            "compared",
            "corrections",
            "addresses",
            "citations",
            "metadata",
            "narrowing",
            "expertise",
            "archive",
            "outcomes",
            "calibration",
            "reading",
            "front",
            "audited",
            "changed",
        },
        {
            "drafting",
            "citing",
            "working",
            "repeating",
            "restoring",
            "sides",
            "commenting",
            "previews",
            "resolving",
            "workflow",
            "roles",
            "outbox",
            "noticing",
            "clock",
            "following",
            "search",
        },
        {"importing", "demonstration", "corpus", "apps", "system_checks"},
    ),
}


def modules(app):
    return sorted(p for p in (ROOT / app).rglob("*.py") if "__pycache__" not in p.parts)


def part(path):
    """The module or package directly below the app that a file belongs to."""
    inner = path.relative_to(ROOT).parts[1:]
    return inner[0].removesuffix(".py")


def imports(path):
    """(app, part or '') of every import of ours within a file, wherever it stands."""
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    if path.name == "__init__.py":
        package = path.relative_to(ROOT).parts[:-1]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names = [alias.name.split(".") for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = list(package[: len(package) - node.level + 1]) if node.level else []
            base += node.module.split(".") if node.module else []
            names = [[*base, alias.name] for alias in node.names] if len(base) < 2 else [base]
        else:
            continue
        for name in names:
            if name[0] in ("issues", "articles", "sejong_cms", "tests"):
                yield name[0], name[1] if len(name) > 1 else ""


def layer(app, name):
    for height, names in enumerate(LAYERS[app]):
        if name in names:
            return height
    return len(LAYERS[app]) if name in TOP or name == "__init__" else None


@pytest.mark.parametrize("app", LAYERS)
def test_every_module_has_a_layer(app):
    strange = {part(path) for path in modules(app) if layer(app, part(path)) is None}
    assert strange == set()


@pytest.mark.parametrize("app", LAYERS)
def test_imports_run_downwards(app):
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(app)
        for other, name in imports(path)
        if other == app and name and layer(app, name) is not None
        if layer(app, name) > layer(app, part(path))
    ]
    assert wrong == []


def test_the_register_knows_nothing_of_articles_below_its_top():
    wrong = [
        str(path.relative_to(ROOT))
        for path in modules("issues")
        # A migration of dated events lifts the triggers, and one module makes them for both apps.
        if part(path) not in (*TOP, "migrations")
        and any(app == "articles" for app, _ in imports(path))
    ]
    assert wrong == []


def test_what_stands_below_the_top_of_articles_reads_nothing_of_the_registers_top():
    wrong = [
        f"{path.relative_to(ROOT)} imports issues.{name}"
        for path in modules("articles")
        if part(path) not in TOP
        for other, name in imports(path)
        if other == "issues" and name in TOP
    ]
    assert wrong == []


def test_the_product_needs_nothing_of_the_tests():
    wrong = [
        str(path.relative_to(ROOT))
        for app in ("issues", "articles", "sejong_cms")
        for path in modules(app)
        if any(other == "tests" for other, _ in imports(path))
    ]
    assert wrong == []


#: Ways from a model to rows that say nothing of whether readers may see them.
OPEN_DOORS = {"all", "filter", "get", "exclude", "values", "values_list", "in_bulk", "order_by"}
GUARDED = {
    "Edition",
    "Passage",
    "TraitBlock",
    "Assessment",
    "RecommendationBlock",
    "Figure",
    "Note",
    "Byline",
    "Article",
    "Snapshot",
    "Transition",
    "ImportSource",
}
#: What a chain must pass through before its rows are read.
DOORS = {
    "none",
    "published",
    "released",
    "withdrawn",
    "numbered",
    "visible_to",
    "as_of",
    "found_before",
}
PUBLIC = [
    ROOT / "sejong_cms",
    *(
        ROOT / app / name
        for app in ("issues", "articles")
        for name in (
            "api",
            "views.py",
            "feeds",
            "follow_up.py",
            "recommendations.py",
            "actors.py",
            "history.py",
            "comparing.py",
        )
    ),
    *(ROOT / app / "sitemaps.py" for app in ("issues", "articles")),
    ROOT / "articles" / "follow_views.py",
    ROOT / "articles" / "preview_views.py",
    ROOT / "articles" / "showing.py",
    ROOT / "articles" / "following",
    ROOT / "articles" / "standing.py",
    ROOT / "articles" / "board.py",
    ROOT / "articles" / "moved.py",
    ROOT / "articles" / "days.py",
    ROOT / "articles" / "advice.py",
    ROOT / "articles" / "ascribed.py",
    ROOT / "articles" / "dossier.py",
    ROOT / "articles" / "appearances.py",
    ROOT / "articles" / "corrections.py",
    ROOT / "articles" / "citations.py",
    ROOT / "articles" / "narrowing.py",
    ROOT / "articles" / "expertise.py",
    ROOT / "articles" / "outcomes.py",
    ROOT / "articles" / "calibration.py",
    ROOT / "articles" / "method.py",
    ROOT / "articles" / "search",
    ROOT / "articles" / "search_views.py",
]


def public_files():
    for place in PUBLIC:
        yield from place.rglob("*.py") if place.is_dir() else [place] if place.exists() else []


def open_chains(tree):
    """Lines where a guarded model's rows are taken by a chain of calls that passes no door."""
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        start = (
            isinstance(node, ast.Attribute)
            and node.attr in ("objects", "_default_manager", "_base_manager", "get_queryset")
            and isinstance(node.value, ast.Name)
            and node.value.id in GUARDED
        )
        if not start:
            continue
        passed, top = set(), node
        while isinstance(parents.get(top), ast.Attribute | ast.Call):
            top = parents[top]
            if isinstance(top, ast.Attribute):
                passed.add(top.attr)
            elif top.func is not node and node not in ast.walk(top.func):
                break
        around = parents.get(top)
        if isinstance(top, ast.Call) and isinstance(top.func, ast.Name):
            passed.add(top.func.id)
        if isinstance(around, ast.Call) and isinstance(around.func, ast.Name):
            passed.add(around.func.id)
        yield node.lineno, passed


#: Functions that themselves pass a door for the rows they are given.
TAKERS = {"as_of", "appearances"}


def test_public_code_reaches_editions_only_through_the_sets_made_for_it():
    wrong = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in public_files()
        for line, passed in open_chains(ast.parse(path.read_text()))
        if not passed & (DOORS | TAKERS)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("code", "caught"),
    [
        ("Edition.objects.filter(pk=1)", True),
        ("Edition.objects.all()", True),
        ("Assessment.get_queryset().filter(issue=issue)", True),
        ("Edition.objects.filter(pk=1).published()", False),
        ("Edition.objects.published(at).filter(pk=1)", False),
        ("as_of(Assessment.objects.filter(pk=1), day)", False),
    ],
)
def test_the_walk_finds_what_it_looks_for(code, caught):
    found = [passed for _, passed in open_chains(ast.parse(code)) if not passed & (DOORS | TAKERS)]
    assert bool(found) == caught
