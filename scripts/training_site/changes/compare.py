"""Compares two versions of one thing field by field, as the model lists them: a new field is in by itself."""

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from training_site.changes.plain import as_words, list_of_words, plain, words_changed
from training_site.changes.said import Said, Section, say
from training_site.changes.words import NOTES_STAY, key, label, thing
from training_site.indexes import reflections_of
from training_site.model import Block, Choice, Module, Question, Reflection, SharedPage, Unit
from training_site.model.text import Value

IGNORED = {"former_ids", "id"}
"""What readers never see; a changed id is told where the thing is known again."""

RUNNING = ("text", "own_observation")
"""Kinds of block that flow into one another on a page."""

BlockKey = tuple[str, str]


@dataclass(frozen=True)
class Homes:
    """Where the blocks of a module stood and stand, to tell a move from a loss."""

    old: Mapping[BlockKey, tuple[str, Value]] = field(default_factory=dict)
    new: Mapping[BlockKey, tuple[str, Value]] = field(default_factory=dict)


def homes_of(old: Module, new: Module) -> Homes:
    """The blocks with an id of both versions of a module, each with its unit's title."""
    return Homes(*(dict(_homes(module)) for module in (old, new)))


def _homes(module: Module) -> Iterator[tuple[BlockKey, tuple[str, Value]]]:
    for unit in module.units:
        for block in unit.blocks:
            if isinstance(block.content, Value) and key(block.content):
                yield (block.kind, key(block.content)), (unit.title, block.content)


NOWHERE = Homes()


def differences(old: Value, new: Value, homes: Homes = NOWHERE) -> Section:
    """Everything that differs between two versions of one thing."""
    lines: list[Said] = []
    inner: list[Section] = []
    for name in type(new).model_fields:
        before, after = getattr(old, name), getattr(new, name)
        if before == after or name in IGNORED:
            continue
        if isinstance(new, Question) and isinstance(old, Question) and name == "choices":
            lines += _right_answer(old, new)
        if isinstance(before, Value) and after is None:
            lines.append(removed(before))
        elif isinstance(after, Value) and before is None:
            lines.append(added(after))
        elif isinstance(before, Value) and isinstance(after, Value):
            inner.append(changed(before, after, homes))
        elif _all_are(Block, before, after):
            more, sections = blocks(before, after, homes)
            lines += more
            inner += sections
        elif _all_are(Value, before, after):
            more, sections = members(before, after, name, homes)
            lines += more
            inner += sections
        else:
            lines.append(plain(type(new), name, before, after))
    return Section(thing(new), tuple(filter(None, lines)), tuple(filter(None, inner)))


def changed(before: Value, after: Value, homes: Homes = NOWHERE) -> Section:
    """The differences of two versions that are known to differ; never nothing."""
    return differences(before, after, homes) or Section(thing(after), (say("It has changed."),))


def _all_are(wanted: type[Value], before: object, after: object) -> bool:
    both = [*_items(before), *_items(after)]
    return bool(both) and all(isinstance(item, wanted) for item in both)


def _items(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else ()


def members(
    before: Sequence[Value], after: Sequence[Value], name: str, homes: Homes = NOWHERE
) -> tuple[list[Said], list[Section]]:
    """What came into a list of things, what went, what moved, and what changed in the rest."""
    if not all(map(key, [*before, *after])):
        return unnamed(before, after, name)
    pairs = known_again(before, after)
    lines: list[Said] = []
    inner: list[Section] = []
    for value in before:
        if key(value) not in pairs.values():
            lines.append(removed(value))
    for value in after:
        if key(value) not in pairs:
            lines.append(added(value))
            continue
        old = next(one for one in before if key(one) == pairs[key(value)])
        if old != value:
            found = changed(old, value, homes)
            said = renamed(old, value)
            inner.append(Section(found.title, (*((said,) if said else ()), *found.lines), found.inner))
    lines += moved([pairs.get(key(value)) for value in after], [key(value) for value in before], after)
    return lines, inner


def known_again(before: Sequence[Value], after: Sequence[Value]) -> dict[str, str]:
    """For the key of each new thing the key that it had, by its former ids too."""
    had = [key(value) for value in before]
    pairs = {key(value): key(value) for value in after if key(value) in had}
    for value in after:
        former = [one for one in getattr(value, "former_ids", ()) if one in had and one not in pairs.values()]
        if key(value) not in pairs and former:
            pairs[key(value)] = former[0]
    return pairs


def renamed(old: Value, new: Value) -> Said | None:
    """That a thing has another id, if it has."""
    if key(old) == key(new) or "id" not in type(new).model_fields:
        return None
    return say(
        "Its id was `{}` and is now `{}`. Learners' notes and progress move along.", key(old), key(new)
    )


def added(value: Value) -> Said:
    """That a thing is new."""
    return _about("{} was added.", value)


def removed(value: Value) -> Said:
    """That a thing is gone."""
    written = isinstance(value, Reflection) or (
        isinstance(value, Unit | SharedPage) and reflections_of(value)
    )
    return _about(f"{{}} was removed. {NOTES_STAY}" if written else "{} was removed.", value)


def _about(words: str, value: Value, *given: str) -> Said:
    named = thing(value)
    return Said(words.replace("{}", named.words, 1), (*named.given, *given))


def moved(pairs: Sequence[str | None], had: Sequence[str], after: Sequence[Value]) -> Iterator[Said]:
    """The things of a list that stand elsewhere among those that stayed."""
    order = [one for one in pairs if one is not None]
    usual = [one for one in had if one in order]
    stayed = difflib.SequenceMatcher(None, usual, order, autojunk=False).get_matching_blocks()
    kept = {order[block.b + step] for block in stayed for step in range(block.size)}
    for place, (value, one) in enumerate(zip(after, pairs, strict=True)):
        if one is not None and one not in kept:
            if place:
                yield _about("{} moved; it now comes after “{}”.", value, label(after[place - 1]))
            else:
                yield _about("{} moved to the start.", value)


def unnamed(before: Sequence[Value], after: Sequence[Value], name: str) -> tuple[list[Said], list[Section]]:
    """Changes of things without a name: as many gone as came are the same ones, changed."""
    came = [value for value in after if value not in before]
    went = [value for value in before if value not in after]
    if len(came) == len(went):
        sections = [changed(old, new) for old, new in zip(went, came, strict=True)]
        return ([] if sections else [say(f"The order of `{name}` has changed.")]), sections
    return [*map(removed, went), *map(added, came)], []


def blocks(before: Sequence[Block], after: Sequence[Block], homes: Homes) -> tuple[list[Said], list[Section]]:
    """What changed in the blocks of a page."""
    lines: list[Said] = []
    inner: list[Section] = []
    had, has = _named(before), _named(after)
    again: dict[BlockKey, BlockKey] = {}
    for wanted in dict.fromkeys(kind for kind, _ in [*had, *has]):
        again |= {
            (wanted, new): (wanted, old)
            for new, old in known_again(_of(had, wanted), _of(has, wanted)).items()
        }
    for block_key, value in had.items():
        if block_key not in again.values() and block_key not in homes.new:
            lines.append(removed(value))
    for block_key, value in has.items():
        there, old = homes.old.get(block_key, ("", None))
        if block_key in again:
            old = had[again[block_key]]
        elif old is not None:
            lines.append(_about("{} moved here from the unit “{}”.", value, there))
        else:
            lines.append(added(value))
        if old is not None and old != value:
            said = renamed(old, value)
            found = differences(old, value)
            inner.append(Section(found.title, (*((said,) if said else ()), *found.lines), found.inner))
    more, sections = _nameless(before, after)
    lines += more
    inner += sections
    usual = [block_key for block_key in had if block_key in again.values()]
    order = [again[block_key] for block_key in has if block_key in again]
    if order != usual or not (lines or inner):
        lines.append(say("The order of its parts has changed."))
    return lines, inner


def _named(all_blocks: Iterable[Block]) -> dict[BlockKey, Value]:
    found = ((block.kind, block.content) for block in all_blocks)
    return {(kind, key(value)): value for kind, value in found if isinstance(value, Value) and key(value)}


def _of(named: Mapping[BlockKey, Value], wanted: str) -> list[Value]:
    return [value for (kind, _), value in named.items() if kind == wanted]


def _nameless(before: Sequence[Block], after: Sequence[Block]) -> tuple[list[Said], list[Section]]:
    """Changes of text, headings and other blocks without an id."""
    lines: list[Said] = []
    inner: list[Section] = []
    running = tuple("\n\n".join(map(str, _contents(each, *RUNNING))) for each in (before, after))
    if running[0] != running[1]:
        lines.append(say(f"The running text has changed: {words_changed(*running)}."))
    elif _contents(before, "text") != _contents(after, "text"):
        lines.append(say("What is marked as our own observation has changed."))
    for name in Block.model_fields:
        old, new = _contents(before, name), _contents(after, name)
        if old == new or name in RUNNING:
            continue
        if name == "facilitator_note":
            lines.append(say("The notes for facilitators have changed."))
        elif all(isinstance(one, Value) for one in [*old, *new]):
            pair = ([one for one in each if isinstance(one, Value) and not key(one)] for each in (old, new))
            more, sections = _unnamed_blocks(*pair)
            lines += more
            inner += sections
        else:
            lines.append(
                list_of_words(
                    f"The {name.replace('_', ' ')}", tuple(map(as_words, old)), tuple(map(as_words, new))
                )
            )
    return lines, inner


def _unnamed_blocks(before: Sequence[Value], after: Sequence[Value]) -> tuple[list[Said], list[Section]]:
    return unnamed(before, after, "blocks") if list(before) != list(after) else ([], [])


def _contents(all_blocks: Iterable[Block], *kinds: str) -> list[object]:
    return [block.content for block in all_blocks if block.kind in kinds]


def _right_answer(old: Question, new: Question) -> Iterator[Said]:
    before, after = ([one for one in each.choices if one.correct] for each in (old, new))
    if [one.text for one in before] != [one.text for one in after]:
        yield say("The right answer was “{}” and is now “{}”.", _texts(before), _texts(after))


def _texts(choices: Sequence[Choice]) -> str:
    return ", ".join(" ".join(choice.text.split()) for choice in choices)
