"""How wide a file writes its paragraphs."""

from training_site.editing.wrap import NO_LIMIT

USUAL = 110
NARROWEST, WIDEST = 80, 120
_LONG = 120


def usual_width(text: str) -> int:
    """The width at which a file breaks its long lines, or no limit when it mostly leaves them long."""
    lengths = [len(line) for line in text.split("\n") if line.strip() and not line.lstrip().startswith("#")]
    long = sum(1 for length in lengths if length > _LONG + 10)
    filled = sorted(length for length in lengths if NARROWEST <= length <= WIDEST)
    if long > len(filled):
        return NO_LIMIT
    return filled[int(len(filled) * 0.98)] if len(filled) >= 20 else USUAL
