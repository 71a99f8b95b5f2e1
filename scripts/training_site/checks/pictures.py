"""Pictures whose words for people who cannot see them say nothing.

That the words are there at all is the model's business; that they say something is looked at here.
"""

import re
from collections.abc import Iterator

from training_site.author_text import plain_text
from training_site.checks.written import Written
from training_site.model import Figure
from training_site.problems import Problem
from training_site.reading.tree import Mapping, Scalar
from training_site.shape.naming import name_of

_KIND = r"(?:image|picture|photo(?:graph)?|drawing|diagram|figure|illustration|screenshot|chart|icon)"
_EMPTY_WORDS = re.compile(rf"(?:an?|the|this)? ?{_KIND}s?(?: (?:of|with|for) ?\w*)?[ \d.]*", re.IGNORECASE)
_FILE_NAME = re.compile(r"[\w-]+\.(?:png|jpe?g|webp|svg|gif)", re.IGNORECASE)


def check_pictures(written: Written) -> Iterator[Problem]:
    """Every figure whose `alt` is a file's name, a kind of picture, or the caption again."""
    for place in written.file.places:
        if place.model is not Figure or place.name != "alt" or not isinstance(place.node, Scalar):
            continue
        owner = place.owner.node if place.owner else None
        fields = {
            key: node.text
            for key in ("caption", "drawing", "image")
            if isinstance(owner, Mapping) and isinstance(node := owner.get(key), Scalar)
        }
        words = place.node.text.strip().strip(".")
        if fault := _fault(words, fields):
            yield written.warn(
                place,
                "empty-alt",
                f"In {name_of(place)}, `alt` {fault}.",
                "Say what it shows, as you would on the phone: what is in it, and what that means here.",
            )


def _fault(words: str, fields: dict[str, str]) -> str:
    plain = words.lower()
    if _FILE_NAME.fullmatch(words) or plain.replace(" ", "-") == fields.get("drawing", "").lower():
        return "is the name of a file, which tells nothing to someone who cannot see the picture"
    if _EMPTY_WORDS.fullmatch(words):
        return "says only that there is a picture, and not what it shows"
    if plain == plain_text(fields.get("caption", "")).strip().strip(".").lower():
        return "is the caption again, so someone who listens hears it twice and learns nothing more"
    return ""
