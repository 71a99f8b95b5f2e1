"""What changed between two versions of a course, file by file, in the order a reader meets it.

It takes the values of the files that could be read, so that one broken file does not hide the rest.
"""

from collections.abc import Mapping, Sequence

from training_site.changes.compare import changed, homes_of, known_again, moved, renamed
from training_site.changes.said import Said, Section, say
from training_site.changes.words import NOTES_STAY
from training_site.indexes import reflections_of
from training_site.model import LearningPath, Module
from training_site.model.text import Value

Files = Mapping[str, Value]
"""What files hold, under their names without `.yml`."""

TITLES = {
    "course": "The course",
    "references": "References",
    "passages": "The article, passage by passage",
    "glossary": "Glossary",
    "safety": "Safety spine and crisis lines",
    "avoid": "Words to avoid (readers do not see this list)",
}
NOTHING = "Nothing has changed for readers."


def changes(old: Files, new: Files) -> tuple[Section, ...]:
    """All that changed, for readers first and then for those who write."""
    before, after = _modules(old), _modules(new)
    pairs = known_again(before, after)
    sections = [Section(say(TITLES["course"]), *_course(old, new, before, after, pairs))]
    drafts: list[Said] = []
    for module in after:
        was = next((one for one in before if one.id == pairs.get(module.id)), None)
        if was is None:
            if module.draft:
                drafts.append(say("The draft “{}” was started.", module.title))
        elif was.draft and module.draft:
            if was != module:
                drafts.append(say("The draft “{}” has changed.", module.title))
        elif was != module and not was.draft and not module.draft:
            sections.append(_module(was, module))
    gone = [one for one in before if one.draft and one.id not in pairs.values()]
    drafts += [say("The draft “{}” was taken away.", one.title) for one in gone]
    sections += [_shared(name, old, new) for name in TITLES if name != "course"]
    sections.append(Section(say("Drafts (readers do not see these)"), tuple(drafts)))
    return tuple(filter(None, sections))


def unread(old: Sequence[str], new: Sequence[str]) -> Section:
    """Files of which nothing can be said, because one of the versions has a mistake in them."""
    lines = [
        say(
            f"`{{}}` cannot be read as a whole in the {which} version, so its changes are not told.",
            f"{name}.yml",
        )
        for which, names in (("old", old), ("new", new))
        for name in names
    ]
    return Section(say("Not compared"), tuple(lines))


def _modules(files: Files) -> list[Module]:
    """The modules in the path's order, and then any that it does not name."""
    path = files.get("course")
    order = list(path.modules) if isinstance(path, LearningPath) else []
    found = {name: value for name, value in files.items() if isinstance(value, Module)}
    names = [*(name for name in order if name in found), *sorted(set(found) - set(order))]
    return [found[name] for name in names]


def _course(
    old: Files, new: Files, before: Sequence[Module], after: Sequence[Module], pairs: Mapping[str, str]
) -> tuple[tuple[Said, ...], tuple[Section, ...]]:
    was = {module.id: module for module in before}
    lines: list[Said] = []
    for module in after:
        former = was.get(pairs.get(module.id, ""))
        shown = not module.draft
        if shown and former is None:
            lines.append(say(f"The module “{{}}” is new: {_extent(module)}.", module.title))
        elif shown and former is not None and former.draft:
            lines.append(say(f"The draft “{{}}” is now published: {_extent(module)}.", module.title))
        elif former is not None and not shown and not former.draft:
            lines.append(
                say("The module “{}” was taken back as a draft: readers see it no more.", module.title)
            )
    for module in before:
        if module.id not in pairs.values() and not module.draft:
            notes = f" {NOTES_STAY}" if any(map(reflections_of, module.units)) else ""
            lines.append(say(f"The module “{{}}” was removed.{notes}", module.title))
    shown_after = [module for module in after if not module.draft]
    lines += moved(
        [pairs.get(module.id) for module in shown_after], [module.id for module in before], shown_after
    )
    took, takes = (sum(one.duration_minutes for one in all_of if not one.draft) for all_of in (before, after))
    if took != takes:
        lines.append(say(f"The whole course takes {takes} instead of {took} minutes."))
    first, second = old.get("course"), new.get("course")
    if not isinstance(first, LearningPath) or not isinstance(second, LearningPath):
        return tuple(lines), ()
    same_modules = first.model_copy(update={"modules": second.modules})
    if same_modules == second:
        return tuple(lines), ()
    rest = changed(same_modules, second)
    return (*lines, *rest.lines), rest.inner


def _extent(module: Module) -> str:
    counted = (
        (len(module.units), "unit"),
        (len(module.knowledge_check.questions), "question"),
        (module.duration_minutes, "minute"),
    )
    return ", ".join(f"{number} {word}{'' if number == 1 else 's'}" for number, word in counted)


def _module(was: Module, module: Module) -> Section:
    found = changed(was, module, homes_of(was, module))
    lines = [renamed(was, module)]
    if was.duration_minutes != module.duration_minutes:
        lines.append(
            say(f"It takes {module.duration_minutes} instead of {was.duration_minutes} minutes in all.")
        )
    told = [line for line in lines if line]
    return Section(say("Module “{}”", module.title), (*told, *found.lines), found.inner)


def _shared(name: str, old: Files, new: Files) -> Section:
    title = say(TITLES[name])
    before, after = old.get(name), new.get(name)
    if before == after or before is None or after is None:
        return Section(title)
    found = changed(before, after)
    return Section(title, found.lines, found.inner)
