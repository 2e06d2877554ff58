"""The forms of the verbs on entries: rename, merge, split, move, and undoing that."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import (
    AdminTextareaWidget,
    AdminTextInputWidget,
    AutocompleteSelect,
)
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from .. import merging, renaming, rules
from ..enums import IssueStatus
from ..models import Issue, Rename, StatusChange
from .actions import ActionForm


def _target():
    """A search box for another entry of the kind. Its model is set when the form is made."""
    return forms.ModelChoiceField(label=gettext_lazy("into"), queryset=Issue.objects.none())


def _aim(form):
    model = type(form.entry)
    field = form.fields["into"]
    # The search box offers the entry itself too: the verb says why that is nothing to choose.
    field.queryset = model.objects.all()
    field.widget = AutocompleteSelect(model._meta.get_field("merged_into"), admin.site)
    field.widget.choices = field.choices


class MoveForm(ActionForm, forms.Form):
    label = gettext_lazy("Change the address…")
    explains = gettext_lazy("The address that readers know leads to the new one for ever.")
    slug = forms.CharField(
        label=gettext_lazy("slug"),
        widget=AdminTextInputWidget,
        help_text=gettext_lazy("The last part of the page's address."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["slug"].initial = self.entry.slug

    @staticmethod
    def applies(entry):
        return entry.is_public

    def process(self):
        row = renaming.change_slug(self.entry, by=self.by, **self.cleaned_data)
        return _("Readers find it at %(address)s now.") % {"address": row.get_absolute_url()}


class RenameForm(ActionForm, forms.ModelForm):
    label = gettext_lazy("Rename…")
    explains = gettext_lazy(
        "Pages show the new title from its day on. What was published keeps the old one, and the old "
        "one goes on finding the issue."
    )

    class Meta:
        model = Rename
        fields = ("title", "title_ko", "occurred_on", "text", "source_url", "corrects")
        widgets = {"title": AdminTextInputWidget, "title_ko": AdminTextInputWidget}
        labels = {"text": gettext_lazy("why")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial |= {"title": self.entry.title, "title_ko": self.entry.title_ko}

    @staticmethod
    def applies(issue):
        return issue.is_public

    def correctable(self):
        return self.entry.renames.as_of()

    def process(self):
        row = renaming.rename(self.entry, by=self.by, **self.cleaned_data)
        return _("Renamed: %(rename)s") % {"rename": row}


class StatusForm(ActionForm, forms.ModelForm):
    """Of verbs that write a StatusChange."""

    may = staticmethod(rules.may_merge_register)

    class Meta:
        model = StatusChange
        fields = ("status", "occurred_on", "text", "source_url", "corrects")
        labels = {"text": gettext_lazy("why")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "status" in self.fields:
            self.fields["status"].choices = [
                choice for choice in IssueStatus.choices if choice[0] != IssueStatus.MERGED
            ]

    @staticmethod
    def applies(issue):
        return issue.status != IssueStatus.MERGED

    def correctable(self):
        return self.entry.status_changes.as_of()


class MergeForm(StatusForm):
    label = gettext_lazy("Merge…")
    explains = gettext_lazy(
        "From its day on the other issue stands for this one on the board, in lists and in counts. "
        "This one keeps its page, its names and its history, and says where it went."
    )
    into = _target()
    field_order = ("into",)

    class Meta(StatusForm.Meta):
        fields = ("occurred_on", "text", "source_url", "corrects")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _aim(self)

    def process(self):
        row = merging.merge(self.entry, by=self.by, **self.cleaned_data)
        return _("Merged into “%(other)s”.") % {"other": row.merged_into}


class UnmergeForm(StatusForm):
    label = gettext_lazy("Undo the merge…")
    explains = gettext_lazy(
        "Take the issue up again from a day on; or name the merge under “corrects”, with its own day, "
        "if it should never have been."
    )

    @staticmethod
    def applies(issue):
        return issue.status == IssueStatus.MERGED

    def process(self):
        merging.unmerge(self.entry, by=self.by, **self.cleaned_data)
        return _("The issue stands for itself again.")


class PartForm(forms.ModelForm):
    """One of the issues that another is split into."""

    required_css_class = "required"

    class Meta:
        model = Issue
        fields = ("title", "title_ko", "summary")
        widgets = {
            "title": AdminTextInputWidget,
            "title_ko": AdminTextInputWidget,
            "summary": AdminTextareaWidget(attrs={"rows": 2}),
        }


Parts = forms.formset_factory(PartForm, extra=4, max_num=10, validate_max=True, absolute_max=10)


class SplitForm(StatusForm):
    label = gettext_lazy("Split…")
    explains = gettext_lazy(
        "New issues go on in place of this one. Readers know each from the first piece that treats "
        "it; what was published stays with this one."
    )

    class Meta(StatusForm.Meta):
        fields = ("status", "occurred_on", "text", "source_url")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["status"] = IssueStatus.DORMANT
        self.parts = Parts(self.data if self.is_bound else None, prefix="parts")

    @staticmethod
    def applies(issue):
        return issue.is_public and issue.status != IssueStatus.MERGED

    def is_valid(self):
        # Both, so that everything that is wrong is said at once.
        return all([super().is_valid(), self.parts.is_valid()])

    def process(self):
        parts = [part.cleaned_data for part in self.parts if part.has_changed()]
        _change, made = merging.split(self.entry, parts=parts, by=self.by, **self.cleaned_data)
        names = ", ".join(f"“{issue}”" for issue in made)
        return _("Split into %(names)s.") % {"names": names}


class MergeDuplicatesForm(ActionForm, forms.Form):
    label = pgettext_lazy("duplicate", "Merge into…")
    explains = gettext_lazy(
        "For one that was entered twice: the other answers for both, on every day. This one keeps its "
        "page, which says so; its names become aliases of the other."
    )
    may = staticmethod(rules.may_merge_register)
    into = _target()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _aim(self)

    @staticmethod
    def applies(entry):
        return entry.merged_into_id is None

    def process(self):
        row = merging.merge_duplicates(self.entry, by=self.by, **self.cleaned_data)
        return _("“%(other)s” answers for it now.") % {"other": row.merged_into}


class PartDuplicatesForm(ActionForm, forms.Form):
    label = gettext_lazy("Undo the merge…")
    explains = gettext_lazy(
        "The two are not the same after all. Aliases stay with the other; take away there what is "
        "wrong."
    )
    may = staticmethod(rules.may_merge_register)

    @staticmethod
    def applies(entry):
        return entry.merged_into_id is not None

    def process(self):
        merging.part_duplicates(self.entry, by=self.by)
        return _("It answers for itself again.")
