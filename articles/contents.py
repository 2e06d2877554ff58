"""The blocks, bylines and notes of any number of editions in a fixed number of queries."""

from dataclasses import dataclass, field

from content_editor.contents import contents_for_items

from .models import BLOCKS, Byline, Note


@dataclass
class Contents:
    """Everything an edition is made of beside its own columns, each in order."""

    blocks: list = field(default_factory=list)
    bylines: list = field(default_factory=list)
    notes: list = field(default_factory=list)

    def of_kind(self, kind):
        return [block for block in self.blocks if block.kind == kind]

    def sections(self):
        """Blocks as a reader meets them: (block, [recommendation blocks under it])."""
        sections = []
        for block in self.blocks:
            if block.kind == "recommendation" and sections:
                sections[-1][1].append(block)
            else:
                sections.append((block, []))
        return sections


def contents_of(editions, kinds=BLOCKS):
    """{edition's id: Contents}: one query a kind of block, one for bylines, one for notes."""
    editions = list(editions)
    if not editions:
        return {}
    contents = {
        edition.pk: Contents(blocks=list(blocks))
        for edition, blocks in contents_for_items(editions, kinds).items()
    }
    ids = list(contents)
    for byline in Byline.objects.filter(edition__in=ids).select_related("author"):
        contents[byline.edition_id].bylines.append(byline)
    for note in Note.objects.filter(parent__in=ids):
        contents[note.parent_id].notes.append(note)
    return contents


def contents_of_one(edition):
    """The Contents of one edition."""
    return contents_of([edition])[edition.pk]
