"""What the verbs take when a program calls them."""

from rest_framework import serializers

from sejong_cms.exact import MomentField, TextField, WordField
from sejong_cms.writing import StrictSerializer

from ...enums import ChangeKind, Verb

LONGEST_COMMENT = 5_000
LATER_KINDS = [(kind.value, kind.label) for kind in ChangeKind.later()]


def words(**options):
    return TextField(required=False, allow_blank=True, max_length=LONGEST_COMMENT, **options)


class MoveInput(StrictSerializer):
    """`acknowledge` lists the codes of warnings that were seen: if given, others stop the move."""

    comment = words(help_text="For colleagues.")
    acknowledge = serializers.ListField(
        child=TextField(max_length=40), required=False, max_length=100
    )

    def arguments(self):
        """What the verb is called with."""
        return {name: value for name, value in self.validated_data.items() if name != "acknowledge"}


class ExplainedMoveInput(MoveInput):
    """A move that says why, in `comment`."""

    def arguments(self):
        return {"comment": "", **super().arguments()}


class ScheduleInput(MoveInput):
    """`at`: the moment to publish at, to come."""

    at = MomentField(required=False)

    def arguments(self):
        found = super().arguments()
        return {"due_at": found.pop("at", None), **found}


class WithdrawInput(MoveInput):
    """`reason`: what readers are told in place of the text."""

    comment = None
    reason = words()

    def arguments(self):
        return {"reason": "", **super().arguments()}


class ChangeInput(StrictSerializer):
    """What the new edition changes; readers see both."""

    change_kind = WordField(LATER_KINDS)
    change_note = TextField(max_length=LONGEST_COMMENT)


#: The verbs that a program may call, and what each takes.
VERBS = {
    Verb.SUBMIT: MoveInput,
    Verb.RETURN_TO_DRAFT: ExplainedMoveInput,
    Verb.APPROVE: MoveInput,
    Verb.SCHEDULE: ScheduleInput,
    Verb.UNSCHEDULE: MoveInput,
    Verb.REOPEN: ExplainedMoveInput,
    Verb.PUBLISH: MoveInput,
    Verb.WITHDRAW: WithdrawInput,
    Verb.DISCARD: MoveInput,
}
