"""Edits in the admin, as the audit is told of them: one entry for each change that changed something."""

from django.contrib import admin
from django.db import models
from django.utils import timezone

from .audit import Action, of, record

#: Private of a person: that it changed is told, never from what to what.
PRIVATE = ("email",)
LONGEST = 500


class Audited(admin.ModelAdmin):
    """A screen whose additions, changes and deletions are in the audit, with the fields that changed.

    `told_by_verbs` are fields whose change is a verb's, which tells of it itself.
    """

    told_by_verbs = ()

    def construct_change_message(self, request, form, formsets, add=False):
        skipped = () if add else self.told_by_verbs
        request.audited_changes = changes_of(form, formsets, skipped)
        return super().construct_change_message(request, form, formsets, add)

    def log_addition(self, request, obj, message):
        self._record(Action.ADDED, request, obj)
        return super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        if getattr(request, "audited_changes", None):
            self._record(Action.CHANGED, request, obj)
        return super().log_change(request, obj, message)

    def log_deletions(self, request, queryset):
        for row in queryset:
            record(Action.DELETED, at=timezone.now(), by=request.user, **of(row))
        return super().log_deletions(request, queryset)

    @staticmethod
    def _record(action, request, row):
        detail = request.__dict__.pop("audited_changes", None)
        record(action, at=timezone.now(), by=request.user, detail=detail, **of(row))


def changes_of(form, formsets, skipped=()):
    """What a form that was saved has changed: {field: [before, after]}, and what became of parts.

    Rows that are cited stand there by their keys.
    """
    changed = {
        name: None
        if name in PRIVATE
        else [_plain(form.initial.get(name)), _plain(form.cleaned_data.get(name))]
        for name in form.changed_data
        if name not in skipped
    }
    found = {"fields": changed} if changed else {}
    for formset in formsets or ():
        kind = formset.model._meta.model_name
        for what, rows in (
            ("added", formset.new_objects),
            ("changed", [row for row, _fields in formset.changed_objects]),
            ("deleted", formset.deleted_objects),
        ):
            if rows:
                found.setdefault(what, []).extend(f"{kind} {row}"[:LONGEST] for row in rows)
    return found


def _plain(value):
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, list | tuple | set | models.QuerySet):
        return [_plain(row) for row in value]
    if value is None or isinstance(value, bool | int):
        return value
    return str(value)[:LONGEST]
