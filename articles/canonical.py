"""The canonical JSON of an edition: what a snapshot keeps and a checksum seals.

It holds only what is the edition's own: its columns, names as printed, uids of register entries, the
SHA-256 of images, and a format number; never slugs or living titles, so that nothing that changes
later breaks a checksum.
"""

import hashlib
import json

#: Raised with every change of shape; a published edition is verified in the shape it was sealed in.
FORMAT = 1


def _passage(block):
    return {"heading": block.heading, "html": block.html}


def _trait(block):
    return {
        "trait": str(block.trait.uid),
        "name": block.name,
        "stance": block.stance,
        "html": block.html,
    }


def _assessment(block):
    return {
        "issue": str(block.issue.uid),
        "number": block.number,
        "question": block.question,
        "answer": block.answer,
        "html": block.html,
        "outlook": block.outlook or None,
        "change_reason": block.change_reason,
        "likelihood": block.likelihood or None,
        "horizon": block.horizon.isoformat() if block.horizon else None,
    }


def _recommendation(block):
    return {
        "recommendation": str(block.recommendation.uid),
        "wording": block.wording,
        "stance": block.stance,
    }


def _figure(block):
    return {
        "sha256": block.sha256,
        "alt": block.alt,
        "caption": block.caption,
        "credit": block.credit,
    }


SHAPES = {
    "passage": _passage,
    "trait": _trait,
    "assessment": _assessment,
    "recommendation": _recommendation,
    "figure": _figure,
}


def canonical(edition, contents):
    """The edition and its Contents as a JSON-ready dict."""
    return {
        "format": FORMAT,
        "number": edition.number,
        "title": edition.title,
        "subtitle": edition.subtitle,
        "abstract": edition.abstract,
        "published_on": edition.published_on.isoformat() if edition.published_on else None,
        "disclaimer": edition.disclaimer,
        "change_kind": edition.change_kind,
        "change_note": edition.change_note,
        "bylines": [
            {
                "author": str(byline.author.uid),
                "name": byline.name,
                "position": byline.position,
                "affiliation": byline.affiliation,
            }
            for byline in contents.bylines
        ],
        "blocks": [
            {"kind": block.kind, "uid": str(block.uid), **SHAPES[block.kind](block)}
            for block in contents.blocks
        ],
        "notes": [{"uid": str(note.uid), "html": note.html} for note in contents.notes],
    }


def checksum(content):
    """SHA-256 (hexadecimal) of a canonical dict: keys sorted, no white space, UTF-8."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
