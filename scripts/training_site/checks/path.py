"""The learning path: its modules and files, the order of prerequisites, objectives that nothing tests."""

from collections.abc import Iterator, Sequence

from training_site.checks.files import ReadFile, top_text, words
from training_site.checks.names import Names
from training_site.model import LearningPath, Module, Question, Reflection
from training_site.problems import Problem
from training_site.reading.tree import Mapping, Scalar
from training_site.shape.marks import Mark, problem_at
from training_site.shape.schema import Place


def check_path(files: Sequence[ReadFile], names: Names) -> Iterator[Problem]:
    """Whether the modules make a path that can be walked."""
    modules = {file.stem: file for file in files if file.model is Module}
    course = next((file for file in files if file.model is LearningPath), None)
    root = course.root if course else None
    order = [node.text for node in words(root.get("modules") if isinstance(root, Mapping) else None)]
    if order:
        yield from _left_out(modules, order)
    yield from _prerequisites(modules, order)
    if course and isinstance(root, Mapping):
        yield from _post_test(course, root, modules, order, names)
    for file in modules.values():
        if not file.checked:
            yield from _untested(file, names)


def _left_out(modules: dict[str, ReadFile], order: list[str]) -> Iterator[Problem]:
    for stem, file in modules.items():
        identity = top_text(file, "id")
        if stem in order or identity in order:
            continue
        node = file.root.get("id") if isinstance(file.root, Mapping) else None
        mark = Mark(node.line, node.column, len(node.text)) if isinstance(node, Scalar) else Mark(1, 1)
        yield problem_at(
            file.source,
            mark,
            "not-in-path",
            f"The learning path does not name this module, so no page is made of `{file.source.path.name}`.",
            f"In course.yml, add `- {stem}` to `modules`, at the place where learners should meet it."
            if file.root
            else "If it is no module, move the file out of this folder.",
            "warning" if file.is_draft else "error",
        )


def _prerequisites(modules: dict[str, ReadFile], order: list[str]) -> Iterator[Problem]:
    place = {name: number for number, name in reversed(list(enumerate(order)))}
    needs = {
        stem: words(file.root.get("prerequisites")) if isinstance(file.root, Mapping) else []
        for stem, file in modules.items()
    }
    named = {name: [node.text for node in nodes] for name, nodes in needs.items()}
    circling: set[str] = set()
    for stem in sorted(modules, key=lambda name: place.get(name, len(order))):
        circle = find_circle(stem, named)
        if circle and not circling & set(circle):
            yield _circle(modules[stem], next(n for n in needs[stem] if n.text == circle[1]), circle)
        circling |= set(circle)
    for stem, nodes in needs.items():
        for node in nodes:
            if node.text not in modules or (stem in circling and node.text in circling):
                continue
            if stem in place and node.text in place and place[node.text] > place[stem]:
                yield _at(
                    modules[stem],
                    node,
                    "prerequisite-later",
                    f"This module asks for `{node.text}` first, but the learning path puts it later.",
                    "Change the order of `modules` in course.yml, or take it out of `prerequisites`.",
                )
            if modules[node.text].is_draft and not modules[stem].is_draft:
                yield _at(
                    modules[stem],
                    node,
                    "leads-to-draft",
                    f"This module asks for `{node.text}` first, "
                    "which is a draft and left out of the published site.",
                    "Take it out until that module is ready, or remove `draft: true` from it.",
                )


def find_circle(start: str, needs: dict[str, list[str]]) -> list[str]:
    """The way from a module through its prerequisites back to itself; empty when there is none."""
    ways = [[start]]
    seen = set()
    while ways:
        way = ways.pop(0)
        for following in needs.get(way[-1], []):
            if following == start:
                return [*way, start]
            if following not in seen:
                seen.add(following)
                ways.append([*way, following])
    return []


def _circle(file: ReadFile, node: Scalar, circle: list[str]) -> Problem:
    if len(circle) == 2:
        message = f"The module `{circle[0]}` names itself as a prerequisite."
        return _at(file, node, "prerequisite-cycle", message, "Take it out of `prerequisites`.")
    chain = ", which needs ".join(f"`{name}`" for name in circle[1:])
    return _at(
        file,
        node,
        "prerequisite-cycle",
        f"These prerequisites go in a circle: `{circle[0]}` needs {chain}. Nobody could begin.",
        "Take one of them out of the `prerequisites` of its module.",
    )


def _post_test(
    course: ReadFile, root: Mapping, modules: dict[str, ReadFile], order: list[str], names: Names
) -> Iterator[Problem]:
    test = root.get("post_test")
    asked = test.get("questions") if isinstance(test, Mapping) else None
    by_name = {top_text(file, "id"): file for file in modules.values()} | modules
    files = [by_name[name] for name in order if name in by_name and not by_name[name].is_draft]
    if (
        not isinstance(asked, Scalar)
        or not asked.text.isdecimal()
        or any(names.may_hide("question", file.stem) for file in files)
    ):
        return
    held = sum(1 for file in files for place in file.places if _is_group(place, Question))
    if held < int(asked.text[:9]) and files:
        yield problem_at(
            course.source,
            Mark(asked.line, asked.column, len(asked.text)),
            "post-test",
            f"The post-test draws {asked.text} questions, but the published modules have only {held}.",
            f"Write {held} or fewer, or add questions to the modules.",
        )


def _untested(file: ReadFile, names: Names) -> Iterator[Problem]:
    if any(names.may_hide(kind, file.stem) for kind in ("question", "reflection", "learning objective")):
        return
    tested = set(_named(file, Question, "objective"))
    reflected = set(_named(file, Reflection, "learning_objectives"))
    if (tested | reflected) - set(names.of("learning objective", file.stem)):
        return  # a misspelled name is already a problem of its own
    for given in names.given_in(file):
        if given.kind != "learning objective" or given.name in tested:
            continue
        self_assessed = _is_self_assessed(file, given.node)
        if self_assessed and given.name in reflected:
            continue
        yield problem_at(
            file.source,
            Mark(given.node.line, given.node.column, len(given.name)),
            "unused-objective",
            f"Nothing lets learners see whether they reached the learning objective `{given.name}`.",
            f"Name it in a reflection: `learning_objectives: [{given.name}]`."
            if self_assessed
            else f"Name it in a question: `objective: {given.name}`. Or write `self_assessed: true` here "
            "and name it in the `learning_objectives` of a reflection.",
            "warning",
        )


def _is_self_assessed(file: ReadFile, node: Scalar) -> bool:
    for place in file.places:
        if isinstance(place.node, Mapping) and place.node.get("id") is node:
            flag = place.node.get("self_assessed")
            return isinstance(flag, Scalar) and flag.text.lower() in ("true", "yes", "on", "1")
    return False


def _is_group(place: Place, model: type) -> bool:
    return place.spec.kind == "group" and place.spec.model is model


def _named(file: ReadFile, model: type, field: str) -> Iterator[str]:
    for place in file.places:
        if place.model is model and place.name == field and isinstance(place.node, Scalar):
            yield place.node.text


def _at(file: ReadFile, node: Scalar, rule: str, message: str, hint: str) -> Problem:
    return problem_at(file.source, Mark(node.line, node.column, len(node.text)), rule, message, hint)
