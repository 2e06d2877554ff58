"""What becomes of entries in a corpus: other titles and addresses, merges, splits, duplicates.

What the verbs would refuse does not happen. An issue is merged only into one that comes later in the
register and was never merged itself, so that no circle can close on any day; one that was ever merged
is not split.
"""

import datetime as dt

from issues.clock import day_of
from issues.enums import IssueStatus

from .happenings import Duplicate, Readdressed, Split
from .opening import HIDDEN

AFTER_A_SPLIT = (IssueStatus.DORMANT, IssueStatus.RESOLVED)


class Entries:
    def __init__(self, told, events, pieces):
        self.told, self.events, self.pieces = told, events, pieces
        self.rng, self.shares = told.rng, told.shares
        self.issues = {issue.uid: issue for issue in told.opening.issues}
        self.places = {uid: place for place, uid in enumerate(self.issues)}
        self.split = set()
        self.slugs = {}  # (model, entry) → the slugs that it has had
        self.answers = {}  # duplicate → what answers for it
        self.met = set()  # authors, actors and traits that readers know
        self.owners = {trait.uid: trait.fields["actor"] for trait in told.opening.traits}
        self.addressees = {}

    def plan(self):
        told, shares = self.told, self.shares
        for issue in list(self.issues):
            self._plan_issue(issue)
        for rows in (told.opening.actors[:-HIDDEN], told.opening.authors):
            for row in rows:
                told.by_chance(shares.duplicated, self._on_twin, row)
        for trait in told.opening.traits[: -2 * HIDDEN]:
            told.by_chance(shares.duplicated / 4, self._on_twin, trait)
        opening = told.opening
        for rows in (opening.series, opening.authors, opening.actors, opening.traits):
            for row in rows:
                self._plan_address(row)

    def _plan_issue(self, issue):
        rng, told, shares = self.rng, self.told, self.shares
        if rng.random() < shares.renamed:
            for _ in range(rng.choice((1, 1, 2))):
                told.later(told.some_day(), self._on_rename, issue)
        told.by_chance(shares.merged, self._on_merge, issue)
        told.by_chance(shares.split, self._on_split, issue)
        self._plan_address(self.issues[issue])

    def meet(self, piece, day, entered):
        """Readers know from `day` on what `piece` cites; `entered` are its new recommendations."""
        known = self.told.known
        self.addressees |= {row.uid: row.fields["addressee"] for row in entered}
        cited = {author for author, *_ in piece.bylines}
        for block in piece.blocks:
            if block["kind"] == "assessment":
                known[block["issue"]] = min(day, known.get(block["issue"], day))
            elif block["kind"] == "trait":
                cited |= {block["trait"], self.owners[block["trait"]]}
            elif block["kind"] == "recommendation":
                cited.add(self.addressees[block["recommendation"]])
        for entry in cited - self.met:
            while entry is not None:
                self.met.add(entry)
                entry = self.answers.get(entry)

    # Issues

    def _on_rename(self, at, issue):
        if issue in self.told.known:
            earliest = self.told.known[issue]
            on, fields = max(earliest, self.told.occurred(at)), self.events.new_title()
            yield from self.events.record(at, "Rename", issue, on, earliest, **fields)

    def _on_merge(self, at, issue):
        events, known, place = self.events, self.told.known, self.places[issue]
        among = [uid for uid in known if self.places[uid] > place and uid not in events.ever_merged]
        if issue not in known or issue in events.merged or not among:
            return
        into = self.rng.choice(among)
        earliest = max(known[issue], known[into], events.stood[issue])
        if issue in events.ever_merged:
            earliest += dt.timedelta(days=1)
        if earliest > day_of(at):
            return
        on = max(earliest, self.told.occurred(at))
        fields = {"status": IssueStatus.MERGED.value, "merged_into": into}
        yield from events.record(at, "StatusChange", issue, on, earliest, **fields)
        if self.rng.random() < 0.25:
            self.told.later(self.told.after(at, 100, 900), self._on_parting, issue)

    def _on_parting(self, at, issue):
        """An issue that was merged stands for itself again, perhaps until the next merge."""
        if issue not in self.events.merged:
            return
        _merge, since = self.events.merged[issue]
        on = max(since, day_of(at) - dt.timedelta(days=self.rng.choice((0, 0, 20))))
        status = IssueStatus.ACTIVE.value
        yield from self.events.record(at, "StatusChange", issue, on, on, status=status)
        if self.rng.random() < 0.4:
            self.told.later(self.told.after(at, 30, 900), self._on_merge, issue)

    def _on_split(self, at, issue):
        known, told = self.told.known, self.told
        if issue not in known or issue in self.events.ever_merged | self.split:
            return
        self.split.add(issue)
        parts = []
        for _ in range(self.rng.choice((2, 2, 3))):
            row = told.enter.part(at, self.issues[issue], next(told.events))
            self.issues[row.uid], self.places[row.uid] = row, len(self.places)
            parts.append(row.uid)
            yield row
        on = max(known[issue], told.occurred(at))
        fields = {"status": self.rng.choice(AFTER_A_SPLIT).value, "parts": tuple(parts)}
        yield from self.events.record(
            at, "StatusChange", issue, on, known[issue], made=Split, **fields
        )
        self.pieces.parts[issue] = parts
        for part in parts:
            told.later(told.after(at, 20, 600), self.events.on_development, part)
            if self.rng.random() < self.shares.merged:
                told.later(told.after(at, 300, 1500), self._on_merge, part)

    # Addresses

    def _plan_address(self, row):
        if self.rng.random() < self.shares.readdressed:
            self._plan_readdress(row.model, row.uid, row.fields["slug"], self.told.some_day())

    def plan_article(self, at, article, slug):
        if self.rng.random() < self.shares.readdressed:
            self._plan_readdress("Article", article, slug, self.told.after(at, 10, 1500))

    def _plan_readdress(self, model, entry, slug, at):
        self.slugs[model, entry] = [slug]
        self.told.later(at, self._on_readdress, model, entry)

    def _on_readdress(self, at, model, entry):
        """A new address, or the one before again."""
        slugs = self.slugs[model, entry]
        if len(slugs) > 1 and self.rng.random() < 0.5:
            slugs.append(slugs[-2])
        else:
            # A name stays a name: its address gets a number.
            named = model in ("Author", "Series")
            slugs.append(
                self.told.enter.slug(model, slugs[0] if named else self.told.text.heading())
            )
        yield Readdressed(at, model, entry, slugs[-1])
        if self.rng.random() < 0.3:
            self.told.later(self.told.after(at, 10, 1500), self._on_readdress, model, entry)

    # Duplicates

    def _on_twin(self, at, row):
        """`row` is entered a second time; pieces cite the one or the other until somebody sees it."""
        twins = list(self.told.enter.twins(at, row, self._traits_of(row)))
        yield from (twin for twin, _of in twins)
        for twin, of in twins:
            self.pieces.twins[of.uid] = twin
            if twin.model == "Trait":
                self.owners[twin.uid] = twin.fields["actor"]
        pairs = [(twin.model, twin.uid, of.uid) for twin, of in twins]
        self.told.later(self.told.after(at, 60, 1200), self._on_duplicate, pairs)
        if row.model == "Author" and self.rng.random() < 0.5:
            self.told.later(self.told.after(at, 10, 300), self._on_twin, twins[0][0])

    def _traits_of(self, row):
        if row.model != "Actor":
            return []
        return [trait for trait in self.told.opening.traits if trait.fields["actor"] == row.uid]

    def _on_duplicate(self, at, pairs):
        """Somebody sees it: the first entry answers for the second, of an actor's traits too."""
        merged = []
        for model, entry, into in pairs:
            while into in self.answers:
                into = self.answers[into]
            if entry in self.met and into not in self.met:
                break
            self.answers[entry] = into
            merged.append((model, entry))
            yield Duplicate(at, model, entry, into)
        if merged and self.rng.random() < 0.2:
            self.told.later(self.told.after(at, 10, 600), self._on_difference, merged)

    def _on_difference(self, at, merged):
        """They were two after all."""
        for model, entry in reversed(merged):
            del self.answers[entry]
            yield Duplicate(at, model, entry, None)
