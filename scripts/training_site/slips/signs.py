"""Characters that look like others or like nothing, with their names in plain words.

They come with text pasted from a word processor, a web page or a chat. It knows nothing of lines.
"""

import unicodedata

UNSEEN = "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u2060"
"""What takes up no room."""

BLANK = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
"""What looks like a space and is none."""

FOREIGN = UNSEEN + BLANK

PICTURES = "\u2190-\u21ff\u2460-\u24ff\u25a0-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff"
"""Ranges of arrows, boxes, ticks and emoji, which stand in front of lists too."""

COLONS = "\uff1a\ufe55\u2236\ua789\ufe13"
"""What looks like a colon and is none."""

DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\u00ad"
"""What looks like the dash of a list and is none."""

BULLETS = "\u2022\u00b7\u2219\u25cf\u25cb\u25aa\u25ab\u25e6\u2023\u27a2\u27a4\u25ba\u00a7*+"
"""What word processors put before an entry of a list."""

QUOTES = {"“": "”", "‘": "’", "„": "“", "«": "»", "‚": "‘", "”": "”", "’": "’"}
"""Typographic quotes that open, each with the one that closes."""

CLOSING = set("”’“‘»")

_NAMES = {
    "\t": "a tab",
    "\u2010": "a typographic hyphen",
    "\u2011": "a no-break hyphen",
    "\u2013": "an en dash (–)",
    "\u2014": "an em dash (—)",
    "\u200e": "a left-to-right mark",
    "\u200f": "a right-to-left mark",
    "\uff1a": "a wide colon (：)",
    "=": "an equals sign (=)",
    ";": "a semicolon (;)",
    "\u00a0": "a no-break space",
    "\u202f": "a narrow no-break space",
    "\u00ad": "a soft hyphen",
    "\u200b": "a zero-width space",
    "\u2212": "a minus sign (−)",
    "*": "an asterisk (*)",
    "+": "a plus sign (+)",
    "\u2022": "a bullet (•)",
    "\u00b7": "a middle dot (·)",
}


def name_sign(character: str) -> str:
    """The character in words, with its article; one that can be seen is shown."""
    known = _NAMES.get(character)
    if known:
        return known
    if character not in FOREIGN:
        return f"“{character}”"
    name = unicodedata.name(character, f"U+{ord(character):04X}").lower()
    return f"{'an' if name[0] in 'aeio' else 'a'} {name}"


def without_foreign(text: str) -> str:
    """The text with ordinary spaces for those that look like them, and nothing for what is not seen."""
    seen = "".join(character for character in text if character not in UNSEEN)
    return "".join(" " if character in BLANK or character == "\t" else character for character in seen)


def first_foreign(text: str) -> str:
    """The first character of a text that only looks like a space, or like nothing."""
    return next((character for character in text if character in FOREIGN or character == "\t"), "")
