"""Explains YAML that cannot be read, from the text around the place."""

from typing import Any

import yaml

from training_site.problems import Problem
from training_site.reading.source import Source


def explain_syntax(source: Source, error: yaml.YAMLError) -> Problem:
    """What is wrong at the place where the parser gave up."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    line = min(line, len(source.lines))
    return Problem(source.path, line, column, "syntax", "This line, or the one above it, cannot be read as YAML.")


def explain_refusal(source: Source, reason: str, event: Any) -> Problem:
    """Why something that YAML allows is not allowed here."""
    return Problem(
        source.path, event.start_mark.line + 1, event.start_mark.column + 1, reason, f"refused: {reason}"
    )
