"""The three groups that every site has, and what each may do. Roles are cumulative."""

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission

AUTHOR, EDITOR, PUBLISHER = "Author", "Editor", "Publisher"

# What the admin asks for, per model; what the workflow asks for stands in `articles.rules`.
_AUTHOR = (
    "articles.write_edition",
    "articles.view_article",
    "articles.add_article",
    "articles.change_article",
    "articles.view_edition",
    "articles.change_edition",
    *(
        f"articles.{action}_{model}"
        for model in (
            "byline",
            "passage",
            "traitblock",
            "assessment",
            "recommendationblock",
            "figure",
            "note",
        )
        for action in ("view", "add", "change", "delete")
    ),
    "articles.view_author",
    "articles.view_series",
    "issues.view_actor",
    "issues.view_issue",
    "issues.view_recommendation",
    "issues.view_trait",
)
_EDITOR = (
    *_AUTHOR,
    "articles.review_edition",
    "articles.add_author",
    "articles.change_author",
    "articles.delete_author",
    "articles.add_series",
    "articles.change_series",
    "articles.delete_series",
    "articles.view_resolution",
    "articles.add_resolution",
    "issues.edit_register",
    *(
        f"issues.{action}_{model}"
        for model in ("actor", "issue", "trait", "recommendation")
        for action in ("add", "change", "delete")
    ),
    *(
        f"issues.{action}_{model}"
        for model in ("actoralias", "issuealias", "theme", "traitalias")
        for action in ("view", "add", "change", "delete")
    ),
    *(
        f"issues.{action}_{model}"
        for model in ("development", "rename", "statuschange", "step")
        for action in ("view", "add")
    ),
    *(f"sejong_cms.{action}_institutionpage" for action in ("view", "add", "change")),
    *(f"sejong_cms.{action}_earlieraddress" for action in ("view", "add", "change", "delete")),
)
_PUBLISHER = (
    *_EDITOR,
    "articles.release_edition",
    "issues.merge_register",
    "sejong_cms.view_auditentry",
    *(f"sejong_cms.{action}_webhook" for action in ("view", "add", "change", "delete")),
    "sejong_cms.view_delivery",
)

ROLES = {AUTHOR: _AUTHOR, EDITOR: _EDITOR, PUBLISHER: _PUBLISHER}


def ensure_groups(sender, using, **kwargs):
    """After migrating: make the groups that are missing and give each what its role needs.

    Nothing is taken away, so that a site may grant a group more.
    """
    # Permissions of the other app may not be there yet: apps are handled one after the other.
    labels = ("issues", "articles", "sejong_cms")
    for label in labels:
        create_permissions(apps.get_app_config(label), verbosity=0, using=using)
    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.using(using)
        .filter(content_type__app_label__in=labels)
        .select_related("content_type")
    }
    for name, wanted in ROLES.items():
        group, _ = Group.objects.using(using).get_or_create(name=name)
        group.permissions.add(*(known[codename] for codename in set(wanted)))
