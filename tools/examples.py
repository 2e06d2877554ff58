"""`sejong_cms/examples.json` anew: real answers of the demonstration site, for the API's description.

    .venv/bin/python tools/examples.py

Made on a site of its own, which is thrown away. `tests/api/test_examples.py` holds them to what the site answers.
"""

import json
import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "sejong_cms" / "examples.json"
API = "/api/v1/"


def collect(client, person):
    """{operation's id: {"answer", and "sent" where something was}} on a site with the demonstration content.

    `client` is a test client of Django's; `person` an editor, in whose name something is written.
    """
    from sejong_cms import tokens

    secret = tokens.make(person, name="examples", scopes=tokens.Scope.values, by=person)[1]
    program = _Program(client, Authorization=f"Bearer {secret}")
    return {**_reading(_Program(client)), **_writing(program)}


def _reading(program):
    ask = program.ask
    found = {"index": ask(""), "changes_list": ask("changes/?page_size=2")}
    for name in "articles authors series actors traits issues assessments recommendations".split():
        found[f"{name}_list"] = ask(f"{name}/?page_size=1")
        [row] = found[f"{name}_list"]["answer"]["results"]
        if name != "assessments":
            found[f"{name}_retrieve"] = ask(f"{name}/{row.get('slug') or row['uid']}/")
    article = found["articles_retrieve"]["answer"]["slug"]
    found["articles_editions_list"] = ask(f"articles/{article}/editions/")
    found["articles_editions_retrieve"] = ask(f"articles/{article}/editions/1/")
    issue = found["issues_retrieve"]["answer"]["slug"]
    return found | {"issues_timeline_retrieve": ask(f"issues/{issue}/timeline/")}


def _writing(program):
    ask = program.ask
    issue = ask("issues/?page_size=1")["answer"]["results"][0]["slug"]
    advice = ask("recommendations/?page_size=1")["answer"]["results"][0]["uid"]
    block = {"kind": "passage", "heading": "In short", "html": "<p>The ferry sails again.</p>"}
    started = ask("drafts/", {"title": "A draft by program", "blocks": [block]})
    address = f"drafts/{started['answer']['id']}/"
    uid = started["answer"]["blocks"][0]["uid"]
    change = {"abstract": "A ferry, in short.", "blocks": [{"uid": uid, "heading": "At last"}]}
    return {
        "drafts_create": started,
        "drafts_retrieve": ask(address),
        "drafts_list": ask("drafts/?page_size=1"),
        "drafts_partial_update": ask(address, change, "patch"),
        "drafts_submit": ask(f"{address}submit/", {"comment": "Ready, I think."}),
        "issues_create": ask("issues/", {"title": "Ferry lines", "aliases": ["Ferries"]}),
        "issues_developments_create": ask(
            f"issues/{issue}/developments/",
            {"on": "2026-11-02", "title": "A round of talks", "text": "Both sides met in Seoul."},
        ),
        "recommendations_steps_create": ask(
            f"recommendations/{advice}/steps/",
            {"on": "2026-11-02", "status": "under_consideration", "text": "A hearing was held."},
        ),
    }


class _Program:
    def __init__(self, client, **headers):
        self.client, self.headers, self.tag = client, headers, None

    def ask(self, path, data=None, method=None):
        method = method or ("get" if data is None else "post")
        options = {} if data is None else {"data": data, "content_type": "application/json"}
        headers = self.headers | ({"If-Match": self.tag} if self.tag and method != "get" else {})
        response = getattr(self.client, method)(API + path, headers=headers, **options)
        if response.status_code not in (200, 201):
            raise RuntimeError(f"{path}: {response.status_code} {response.content.decode()[:500]}")
        if path.startswith("drafts/") and "?" not in path:
            # A change names the version of the last answer.
            self.tag = response.headers["ETag"]
        return {"answer": response.json()} | ({} if data is None else {"sent": data})


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DEBUG": "1",
            "DJANGO_SETTINGS_MODULE": "sejong_cms.settings",
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
            "MEDIA_ROOT": f"{folder}/media",
            "SITE_URL": "https://focus.example.org",
            "ALLOWED_HOSTS": "testserver",
        }
        sys.path.insert(0, str(ROOT))
        import django

        django.setup()
        from django.contrib.auth.models import Group, User
        from django.core.management import call_command
        from django.test import Client

        call_command("migrate", verbosity=0)
        call_command("load_demonstration")
        person = User.objects.create(username="editor", is_staff=True)
        person.groups.add(Group.objects.get(name="Editor"))
        found = collect(Client(), person)
    FILE.write_text(json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
