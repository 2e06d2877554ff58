"""How the audit is told of moves and saves: each once, by the row that logs it."""

from sejong_cms import audit


def moved(transition):
    """Record a Transition that was just written."""
    edition = transition.edition
    detail = {"version": transition.version}
    if edition.checksum:
        detail |= {"number": edition.number, "checksum": edition.checksum}
    if transition.comment:
        detail["comment"] = transition.comment
    audit.record(
        transition.verb,
        at=transition.moved_at,
        by=transition.moved_by,
        before=transition.from_state,
        after=transition.to_state,
        detail=detail,
        **audit.of(edition),
    )


def saved(snapshot):
    """Record the save whose Snapshot was just written. A save moves no state: `detail` has the version."""
    edition = snapshot.edition
    detail = {"version": snapshot.version} | ({"why": snapshot.why} if snapshot.why else {})
    audit.record(
        audit.Action.SAVED,
        at=snapshot.saved_at,
        by=snapshot.saved_by,
        before=edition.state,
        after=edition.state,
        detail=detail,
        **audit.of(edition),
    )
