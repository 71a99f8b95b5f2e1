"""``training-site new``: start a module, a reflection or a question, and say what to do next."""

import argparse
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from training_site.report import as_text, shown_path
from training_site.starting.course import Beginning, Existing, try_out, write
from training_site.starting.exercise import (
    OPEN_REFLECTION,
    ChoiceWords,
    QuestionWords,
    ReflectionWords,
    is_draft,
    main_passage,
    missing_words,
    objectives_of,
    start_question,
    start_reflection,
    untested_objective,
)
from training_site.starting.module import LEVELS, ModuleWords, start_module
from training_site.starting.refusal import RefusalError

HELP = "Start a module, a reflection or a question, with comments that say what to write where."

MODULE_NEXT = """\
Made modules/{file}, a draft, and named it in modules/course.yml.

What to do next:
  1. See it, under a banner: ./scripts/serve and open http://127.0.0.1:8000/{id}/
  2. Replace every TODO with your own words. Fill in forms with ./scripts/edit,
     or open modules/{file} in a text editor: the comments say what goes where.
  3. .venv/bin/training-site check lists the TODOs that are left.
  4. When a colleague has read it, take the line `draft: true` away. From then on it is published.
"""
EXERCISE_NEXT = """\
Put the {kind} `{id}` into modules/{file}, at line {line}. No other line has changed.

What to do next: read it there, {todo}then look at it in the preview: ./scripts/serve
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``new``."""
    parser.add_argument(
        "kind",
        choices=("module", "reflection", "question"),
        metavar="module|reflection|question",
        help="what to start",
    )
    parser.add_argument(
        "name",
        nargs="?",
        default="",
        metavar="WHERE",
        help="a module's title; the MODULE/UNIT of a reflection; the MODULE of a question",
    )
    parser.add_argument("--modules", type=Path, default=Path("modules"), metavar="DIR", help="the folder")
    parser.add_argument("--id", default="", help="its id, if not made from the title")
    parser.add_argument("--after", default="", metavar="MODULE", help="where a module comes in the path")
    parser.add_argument("--summary", default="", help="what a module is about")
    parser.add_argument("--audience", default="", help="whom a module is for")
    parser.add_argument("--level", choices=LEVELS, default=LEVELS[0], help="how much experience it expects")
    parser.add_argument("--passage", default="", help="the passage of the article it grew from, such as p3")
    parser.add_argument("--title", default="", help="a reflection's short name")
    parser.add_argument("--prompt", default="", help="what a reflection or a question asks")
    parser.add_argument("--way-in", default="", help="a reflection's help for someone who is stuck")
    parser.add_argument("--sample-answer", default="", help="a reflection's invented answer")
    parser.add_argument("--how", default="", help="what in the passage a reflection takes up")
    parser.add_argument("--minutes", type=int, default=3, help="how long a reflection takes")
    parser.add_argument("--objective", default="", metavar="ID", help="the learning objective it serves")
    pair = ("ANSWER", "WHY")
    parser.add_argument("--right", nargs=2, metavar=pair, help="a question's right answer, explained")
    parser.add_argument(
        "--wrong", nargs=2, metavar=pair, action="append", default=[], help="a wrong one; give it again"
    )


def run(options: argparse.Namespace) -> int:
    """Start it; 2 when it cannot be, and then nothing has changed."""
    try:
        if not (options.modules / "course.yml").is_file():
            raise RefusalError(
                f"There is no course in a folder “{shown_path(options.modules)}” here. "
                "Name it with --modules DIR."
            )
        _start(options, Existing(options.modules))
    except RefusalError as refusal:
        print(f"{refusal}\nNothing was changed.", file=sys.stderr)
        return 2
    except (EOFError, KeyboardInterrupt):
        print("\nNothing was changed.", file=sys.stderr)
        return 2
    return 0


def _start(options: argparse.Namespace, existing: Existing) -> None:
    beginning = STARTERS[options.kind](options, existing)
    warnings = try_out(options.modules, beginning)
    write(options.modules, beginning)
    if options.kind == "module":
        print(MODULE_NEXT.format(file=beginning.file, id=beginning.id), end="")
    else:
        todo = (
            "replace every TODO, " if is_draft(Existing(options.modules), Path(beginning.file).stem) else ""
        )
        print(
            EXERCISE_NEXT.format(
                kind=options.kind, id=beginning.id, file=beginning.file, line=beginning.line, todo=todo
            ),
            end="",
        )
    if warnings:
        written = {
            path: (options.modules / path.name).read_text("utf-8") for path in {w.path for w in warnings}
        }
        print(f"\nThe checker has something to say about it:\n\n{as_text(warnings, written)}")


def _module(options: argparse.Namespace, existing: Existing) -> Beginning:
    title = options.name or _ask("The module's title")
    if not title.strip():
        raise RefusalError('A module needs a title: `training-site new module "The title"`.')
    words = ModuleWords(
        title,
        options.id,
        options.summary or _ask("What is it about, in a sentence or two?", later=True),
        options.audience or _ask("Who is it for?", later=True),
        options.level,
        options.passage or _choose("Which passage of the article did it grow from?", existing.passages),
        options.after,
    )
    return start_module(existing, words, date.today().isoformat())


def _reflection(options: argparse.Namespace, existing: Existing) -> Beginning:
    module, _, unit = options.name.partition("/")
    if not unit:
        raise RefusalError("Say where it goes: `training-site new reflection MODULE/UNIT`.")
    words = ReflectionWords(
        options.title,
        options.prompt,
        options.way_in,
        options.sample_answer,
        options.how,
        options.passage,
        options.minutes,
        options.id,
        options.objective,
    )
    later = is_draft(existing, module)
    for name in missing_words(words):
        words = replace(words, **{name: _ask(OPEN_REFLECTION[name], later=later)})  # type: ignore[arg-type]
    if not words.passage:
        usual = main_passage(existing, module)
        passage = _choose("Which passage of the article did it grow from?", existing.passages, usual)
        words = replace(words, passage=passage)
    return start_reflection(existing, module, unit, words)


def _question(options: argparse.Namespace, existing: Existing) -> Beginning:
    module = options.name
    if not module or "/" in module:
        raise RefusalError("Say where it goes: `training-site new question MODULE`.")
    later = is_draft(existing, module)
    prompt = options.prompt or _ask("A moment, and what to do next", later=later)
    right = ChoiceWords(*options.right) if options.right else _asked_choice("The right answer")
    wrong = [ChoiceWords(*pair) for pair in options.wrong]
    while right and _asking() and len(wrong) < 5 and not options.wrong:
        choice = _asked_choice("A wrong answer that tempts" + (", or Enter to end" if wrong else ""))
        if choice is None:
            break
        wrong.append(choice)
    objective = options.objective or _choose(
        "Which learning objective does it test?",
        objectives_of(existing, module),
        untested_objective(existing, module),
    )
    if right:
        right = replace(right, correct=True)
    return start_question(existing, module, QuestionWords(prompt, right, tuple(wrong), objective, options.id))


STARTERS: Mapping[str, Callable[[argparse.Namespace, Existing], Beginning]] = {
    "module": _module,
    "reflection": _reflection,
    "question": _question,
}


def _asking() -> bool:
    return sys.stdin.isatty()


def _ask(what: str, *, later: bool = False) -> str:
    """What a person types; nothing where nobody can be asked."""
    if not _asking():
        return ""
    return input(f"{what}{' (Enter: later)' if later else ''}\n> ").strip()


def _asked_choice(what: str) -> ChoiceWords | None:
    answer = _ask(what)
    return (
        ChoiceWords(answer, _ask("Why someone would choose it, and what is right or missing in it"))
        if answer
        else None
    )


def _choose(what: str, known: Mapping[str, str], usual: str = "") -> str:
    """One of several names; the usual one, or the first, where nobody can be asked or says nothing."""
    usual = usual or next(iter(known), "")
    if not _asking():
        return usual
    print(what)
    for name, title in known.items():
        print(f"  {name}: {title}")
    return input(f"(Enter: {usual})\n> ").strip() or usual
