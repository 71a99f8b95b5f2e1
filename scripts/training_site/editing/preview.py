"""A page as the built site will show it, made from values that may not be saved yet.

Knows MkDocs: it renders one page with the site's own theme, and hands out the styles and pictures
that the page asks for, and nothing else. No script is among them.
"""

import mimetypes
import os
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from training_site.assets import Look, gather_look
from training_site.model import Course, LearningPath, Module
from training_site.model.text import Value
from training_site.pages import navigation, render_pages
from training_site.site_map import SiteMap, address_of
from training_site.surroundings import surroundings

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File

PICTURES_AND_STYLES = {".css", ".svg", ".png", ".jpg", ".webp", ".woff2", ".woff"}


@dataclass
class Preview:
    """Renders pages of the course that it was shown last."""

    config_file: Path
    course: Course | None = None
    _files: "dict[str, File]" = field(default_factory=dict)

    def page(self, address: str) -> str | None:
        """The HTML of the page at an address such as ``glossary/``; None when there is no such page."""
        if self.course is None:
            return None
        from mkdocs.commands.build import get_context
        from mkdocs.structure.files import File, Files, get_files
        from mkdocs.structure.nav import get_navigation

        config = self._config
        written = tuple(path.name for path in sorted(Path(config.docs_dir).glob("*.md")))
        site = SiteMap(self.course, written, directory_urls=True)
        empty = render_pages(site, self._look.drawings, only="")
        wanted = next((page.path for page in empty if address_of(page.path) == address), "")
        config.nav = navigation(self.course, list(self._frame))
        config.extra.update(surroundings(self.course))
        config.extra["problems"] = []
        files: Files = get_files(config)
        files.add_files_from_theme(self._environment, config)
        for page in render_pages(site, self._look.drawings, only=wanted) if wanted else empty:
            files.append(File.generated(config, page.path, content=page.markdown))
        shared = get_navigation(files, config)
        file = next((file for file in files.documentation_pages() if file.url == (address or "./")), None)
        if file is None or file.page is None:
            return None
        file.page.read_source(config)
        file.page.render(config, files)
        context = get_context(shared, files, config, file.page)
        self._files = {each.dest_uri: each for each in files if not each.is_documentation_page()}
        return str(
            self._environment.get_template(file.page.meta.get("template", "main.html")).render(context)
        )

    def asset(self, path: str) -> tuple[bytes, str] | None:
        """A style, font or picture of the site with its type; None for anything else."""
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        if Path(path).suffix not in PICTURES_AND_STYLES:
            return None
        if path in self._look.files:
            return self._look.files[path].encode(), kind
        file = self._files.get(path)
        return (file.content_bytes, kind) if file else None

    def show(self, name: str, value: Value) -> None:
        """Put the values of one file, unsaved perhaps, in the place of what the course holds."""
        if self.course is not None:
            self.course = _with_file(self.course, name, value)

    @cached_property
    def _config(self) -> "MkDocsConfig":
        os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
        from mkdocs.config import load_config

        config = load_config(config_file=str(self.config_file))
        config.plugins.on_startup(command="serve", dirty=False)
        return config

    @cached_property
    def _frame(self) -> tuple[object, ...]:
        return tuple(self._config.nav or ())

    @cached_property
    def _environment(self) -> "Environment":
        return self._config.theme.get_env()

    @cached_property
    def _look(self) -> Look:
        _ = self._frame  # before the navigation is filled in
        return gather_look(Path(self._config.theme.custom_dir or self.config_file.parent / "overrides"))


def address_for(name: str, place: list[object], values: dict[str, Any]) -> str | None:
    """The address of the page where a part of a file shows; None when it shows on no page of its own."""
    shared = {
        "glossary": "glossary/",
        "references": "references/",
        "passages": "article/",
        "safety": "safety-spine/",
    }
    part = place[0] if place else ""
    number = place[1] if len(place) > 1 and isinstance(place[1], int) else None
    if name in shared:
        return shared[name]
    if name == "avoid":
        return None
    if name == "course":
        return {
            "post_test": "post-test/",
            "facilitator_guide": "facilitator/",
            "situations": "at-hand/",
            "shared_pages": f"{_id_at(values, 'shared_pages', number)}/",
            "handouts": f"handouts/{_id_at(values, 'handouts', number)}/",
        }.get(str(part), "")
    return {
        "units": f"{name}/{_id_at(values, 'units', number)}/",
        "knowledge_check": f"{name}/knowledge-check/",
        "facilitator_guide": f"facilitator/{name}/",
    }.get(str(part), f"{name}/")


def _id_at(values: dict[str, Any], key: str, number: int | None) -> str:
    listed = values.get(key) or []
    return str(listed[number].get("id", "")) if number is not None and number < len(listed) else ""


def _with_file(course: Course, name: str, value: Value) -> Course:
    parts = {key: getattr(course, key) for key in Course.model_fields}
    if isinstance(value, Module):
        parts["modules"] = tuple(value if module.id == name else module for module in course.modules)
    elif isinstance(value, LearningPath):
        by_id = {module.id: module for module in course.modules}
        parts |= {"path": value, "modules": tuple(by_id[each] for each in value.modules if each in by_id)}
    elif name in parts:
        parts[name] = value
    return Course.model_construct(**parts)  # a new one, so that nothing worked out of the old file stays
