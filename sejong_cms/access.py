"""What the audit is told of accounts: logging in and out, passwords, and rights.

Through Django's signals, so that the admin, the shell and commands are covered alike. Statements past
the models (`QuerySet.update`, `bulk_create`, SQL) send none, so nothing of ours writes accounts by them.
"""

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import connections
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from django.utils import timezone

from .audit import Action, of, record, under_way, whoever

RIGHTS = ("is_active", "is_staff", "is_superuser")
IDENTITY = ("username", "email")
_HEARD = {*RIGHTS, *IDENTITY, "password"}


def listen():
    """Connect everything below. Called once, when the apps are ready."""
    user = get_user_model()
    user_logged_in.connect(_logged_in, dispatch_uid="audit")
    user_logged_out.connect(_logged_out, dispatch_uid="audit")
    user_login_failed.connect(_login_failed, dispatch_uid="audit")
    pre_save.connect(_account_saving, sender=user, dispatch_uid="audit")
    post_save.connect(_account_saved, sender=user, dispatch_uid="audit")
    post_delete.connect(_account_deleted, sender=user, dispatch_uid="audit")
    pre_delete.connect(_group_deleting, sender=Group, dispatch_uid="audit")
    for owner, field in (
        (user, "groups"),
        (user, "user_permissions"),
        (Group, "permissions"),
    ):
        through = getattr(owner, field).through
        m2m_changed.connect(_Rights(owner, field), through, weak=False, dispatch_uid="audit")


def login_failed(name):
    """An attempt to log in as `name`, as it was typed."""
    record(Action.LOGIN_FAILED, at=timezone.now(), name=name)


def _logged_in(sender, user, **_kwargs):
    record(Action.LOGGED_IN, at=timezone.now(), by=user, **of(user))


def _logged_out(sender, user, **_kwargs):
    if user is not None:
        record(Action.LOGGED_OUT, at=timezone.now(), by=user, **of(user))


def _login_failed(sender, credentials, **_kwargs):
    # Django has put stars for everything that may be a secret.
    login_failed(credentials.get(get_user_model().USERNAME_FIELD) or "")


def _account_saving(sender, instance, raw, using, update_fields, **_kwargs):
    """Keep what the row was, as far as it may change."""
    instance._was = None
    heard = _HEARD if update_fields is None else _HEARD.intersection(update_fields)
    if heard and not raw and instance.pk is not None:
        rows = sender._base_manager.using(using).filter(pk=instance.pk)
        instance._was = rows.values(*heard).first()


def _account_saved(sender, instance, created, raw, using, update_fields, **_kwargs):
    if raw:
        return
    at, by, thing = timezone.now(), whoever(), of(instance)
    if created:
        rights = _rights({name: getattr(instance, name) for name in RIGHTS})
        record(Action.ACCOUNT_MADE, at=at, by=by, after=rights, using=using, **thing)
        return
    was = instance.__dict__.pop("_was", None) or {}
    changed = {name for name, value in was.items() if value != getattr(instance, name)}
    if changed.intersection(RIGHTS):
        before = {name: was.get(name, getattr(instance, name)) for name in RIGHTS}
        after = {name: getattr(instance, name) for name in RIGHTS}
        record(
            Action.RIGHTS,
            at=at,
            by=by,
            before=_rights(before),
            after=_rights(after),
            detail={"changed": sorted(changed.intersection(RIGHTS))},
            using=using,
            **thing,
        )
    if "password" in changed and not _is_upgrade(instance, update_fields):
        # Nobody is logged in where the link of a mail set it: whoever has the mailbox is the person.
        record(
            Action.PASSWORD,
            at=at,
            by=by or (instance if under_way() else None),
            using=using,
            **thing,
        )
    if fields := sorted(changed.intersection(IDENTITY)):
        renamed = "username" in changed
        record(
            Action.ACCOUNT_CHANGED,
            at=at,
            by=by,
            before=was["username"] if renamed else "",
            after=instance.username if renamed else "",
            detail={"changed": fields},
            using=using,
            **thing,
        )


def _rights(flags):
    return ", ".join(name.removeprefix("is_") for name in RIGHTS if flags[name])


def _is_upgrade(user, update_fields):
    """Whether the same password was only hashed anew, as Django does at a log-in when hashers change."""
    return user._password is None and update_fields == frozenset({"password"})


def _account_deleted(sender, instance, using, **_kwargs):
    record(Action.ACCOUNT_DELETED, at=timezone.now(), by=whoever(), using=using, **of(instance))


def _group_deleting(sender, instance, using, **_kwargs):
    """The rows that give its rights to people go without a signal of their own."""
    record(
        Action.DELETED,
        at=timezone.now(),
        by=whoever(),
        before=", ".join(sorted(_names(instance.permissions.all()))),
        detail={"people": sorted(u.get_username() for u in instance.user_set.using(using))},
        using=using,
        **of(instance),
    )


class _Rights:
    """Hears one many-to-many relation: `owner` (a user or a group) is given `field`.

    One entry for each owner whose rights changed, from whichever side it was done.
    """

    def __init__(self, owner, field):
        self.owner, self.field = owner, field
        self.other = owner._meta.get_field(field).related_model

    def __call__(self, sender, instance, action, reverse, pk_set, using, **_kwargs):
        if action not in ("post_add", "post_remove", "pre_clear"):
            return
        if self.owner is Group and not _is_ready(using):
            return
        if action == "pre_clear":
            mine, theirs = (field.attname for field in self._columns(sender, reverse))
            rows = sender._base_manager.using(using).filter(**{mine: instance.pk})
            pk_set = set(rows.values_list(theirs, flat=True))
        if not pk_set:
            return
        if reverse:
            owners, gained = (
                self.owner._base_manager.using(using).filter(pk__in=pk_set),
                {instance.pk},
            )
        else:
            owners, gained = [instance], pk_set
        touched = set(_names(self.other._base_manager.using(using).filter(pk__in=gained)))
        for owner in owners:
            has = set(_names(getattr(owner, self.field).using(using)))
            if action == "post_add":
                before, after = has - touched, has
            elif action == "post_remove":
                before, after = has | touched, has
            else:
                before, after = has, has - touched
            record(
                Action.RIGHTS,
                at=timezone.now(),
                by=whoever(),
                before=", ".join(sorted(before)),
                after=", ".join(sorted(after)),
                detail={"changed": [self.field]},
                using=using,
                **of(owner),
            )

    def _columns(self, through, reverse):
        """The columns of the relation's table: this side's, the other's."""
        of_owner, of_other = (
            next(f for f in through._meta.fields if f.related_model is model)
            for model in (self.owner, self.other)
        )
        return (of_other, of_owner) if reverse else (of_owner, of_other)


def _names(rows):
    """What groups or permissions are called, the latter as code asks for them."""
    if rows.model is Group:
        return rows.values_list("name", flat=True)
    pairs = rows.values_list("content_type__app_label", "codename")
    return [f"{app}.{codename}" for app, codename in pairs]


def _is_ready(using):
    """Whether there is an audit yet: on the way through the migrations rights are given before."""
    table = apps.get_model("sejong_cms", "AuditEntry")._meta.db_table
    return table in connections[using].introspection.table_names()
