"""The adapter to MkDocs: loads the course for each build and hands its pages over.

In ``build`` a mistake of an author ends the build; in ``serve`` it never does: the last good
course is built again, or an empty one, with the problems in front. Everything it does is a call
of the core with values taken from MkDocs.
"""

import logging
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils.templates import TemplateContext

from training_site import mkdocs_shortcuts as shortcuts
from training_site import shares
from training_site.assets import Look, gather_look, is_workshop_file
from training_site.cache import Cache, cache_beside, digest_of_generator
from training_site.compiled_templates import CompiledTemplates
from training_site.finish import finish_site
from training_site.finish.policy import with_policy
from training_site.finish.worker import WORKER, worker_off
from training_site.garbage import look_at_rest
from training_site.hook_settings import copy_for_pages, offline_copy_in, says, workbooks_in, written_pages_in
from training_site.kept_frame import keep_frame
from training_site.kept_html import WholePages, base_of
from training_site.kept_pages import KeptPages
from training_site.kept_written import WrittenPages, written_pages
from training_site.load import Loaded, load_course
from training_site.model import Course
from training_site.moved import moved_addresses
from training_site.outlines import Outlines
from training_site.pages import navigation, render_pages
from training_site.printer import Page
from training_site.problems import Problem, errors
from training_site.report import as_text
from training_site.search_pages import search_of
from training_site.site_files import SiteFiles
from training_site.site_map import SiteMap
from training_site.surroundings import empty_course, problem_notes, surroundings
from training_site.templating import HEADING, keep_compiled

log = logging.getLogger("mkdocs.plugins.training_site")


def _end_at_a_warning() -> None:
    """A copy's warnings would be counted by nobody, so it ends, and its share is done where they are."""

    class NoWarning(logging.LogRecord):
        def __init__(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401
            super().__init__(*arguments, **named)
            if self.levelno >= logging.WARNING:
                os._exit(1)

    logging.setLogRecordFactory(NoWarning)


shares.in_every_copy.append(_end_at_a_warning)

Command = Literal["build", "gh-deploy", "serve"]


@dataclass
class SiteHook:
    """MkDocs calls its methods in order, once a build; it remembers only the last good course."""

    command: Command = "build"
    last_good: Course | None = None
    loaded: Loaded | None = None
    course: Course = field(default_factory=empty_course)
    look: Look = field(default_factory=lambda: Look({}, {}))
    pages: dict[str, Page] = field(default_factory=dict)
    """The pages that the generator hands over as finished HTML, by their paths."""
    handed_over: tuple[Loaded, Cache, str] | None = None
    """What whoever starts the build has loaded already, so that it is not loaded twice, and with what."""
    known: Outlines | None = None
    """What is known of modules; a preview remembers it from one build to the next."""
    last_site: Path | None = None
    """The site of the last build, from which unchanged files are taken over."""
    site_files: SiteFiles | None = None
    """Where files go; of a preview the same in all its builds."""
    cache: Cache = field(default_factory=Cache)
    generator: str = ""
    """The hash of the code that builds."""
    files: shortcuts.PlacedFiles | None = None
    nav: Navigation = field(default_factory=lambda: Navigation([], []))
    lists: shortcuts.ShortLists | None = None
    whole: WholePages | None = None
    written: WrittenPages | None = None
    shortened: bool = False
    """Whether shortcuts are taken."""

    def on_startup(self, *, command: Command, dirty: bool) -> None:  # noqa: ARG002
        """Note whether this is a build or a preview."""
        self.command = command

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Load the course and fill in what the theme needs of it."""
        root = Path(config.config_file_path or "mkdocs.yml").parent
        overrides = Path(config.theme.custom_dir or root / "overrides")
        self.look = gather_look(overrides, in_lms=says(config, "in_lms"))
        self.shortened = shortcuts.may_shorten(config)
        self.site_files = self._site_files(Path(config.site_dir)) if self.shortened else None
        if self.shortened:
            shortcuts.pass_over_hidden_folders(config)
        if self.handed_over:
            self.loaded, self.cache, self.generator = self.handed_over
            self.handed_over = None
        else:
            self.cache = self.cache if self.cache.path else cache_beside(root / "mkdocs.yml")
            self.generator = digest_of_generator()
            if self.known is None or self.known.generator != self.generator:
                self.known = Outlines(self.cache, self.generator, in_memory=self._previewing)
            self.loaded = load_course(root / "modules", known=self.known).for_pages()
        self.course = self._course_to_build(self.loaded)
        copy = copy_for_pages(config)
        config.nav = navigation(self.course, list(config.nav or ()), with_copy=copy is not None)
        config.extra.update(surroundings(self.course))
        config.extra["has_copy_page"] = copy is not None
        if self._previewing or says(config, "in_lms"):
            config.extra["offline_reading"] = False  # a preview must never be stale
        config.extra["problems"] = problem_notes(self.loaded) if self._previewing else []
        return config

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Add the pages and the joined assets, say where pages are edited, take out what is no page."""
        broken = {problem.path.resolve() for problem in errors(self.loaded.problems if self.loaded else ())}
        for file in list(files):
            if is_workshop_file(file.src_uri) or (broken and _place_of(file) in broken):
                files.remove(file)
            elif file.is_documentation_page():
                file.edit_uri = f"{Path(config.docs_dir).name}/{file.src_uri}"
        pages = self._pages(config)
        self.pages = {page.path: page for page in pages} if self.shortened else {}
        for page in pages:
            text = "" if page.path in self.pages else page.markdown
            added = File.generated(config, page.path, content=text)
            added.edit_uri = f"modules/{page.source}" if page.source else None
            _replace(files, added)
        made: dict[str, str | bytes] = {
            **self.look.files,
            **self._search(pages, config),
            **workbooks_in(config),
            **offline_copy_in(config),
        }
        if self._previewing:
            made[WORKER] = worker_off()  # whoever read a built site at this address would see it still
        if self.site_files is None:
            for path, content in made.items():
                _replace(files, File.generated(config, path, content=content))
            return files
        self.files = shortcuts.PlacedFiles(files, self.site_files)
        for path, content in made.items():
            self.files.put(path, content)
        return self.files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Find the pages that are known from an earlier build, before MkDocs reads any."""
        self.nav, self.lists, self.whole, self.written = nav, None, None, None
        if self.site_files:
            self.written = written_pages(self.cache, self.generator, config, files)
            self.lists = shortcuts.ShortLists(nav)
            base = base_of(config, f"{self.command}{self.generator}", written_pages_in(config))
            self.whole = WholePages(self.cache, base, nav, self.pages, self.site_files) if base else None
        if self.whole:
            shortcuts.pass_over_known_pages()
            pages = [file.page or MkDocsPage(None, file, config) for file in self._files(files)]
            date = self._date
            for page in pages:
                page.update_date = date
            self.whole.find(pages)
        return nav

    def on_page_context(self, context: TemplateContext, *, page: MkDocsPage, **_: object) -> TemplateContext:
        """Open the lists around the page."""
        if self.lists:
            self.lists.open_for(page)
        return context

    def on_page_markdown(self, markdown: str, *, page: MkDocsPage, **_: object) -> str:
        """Date the page by the last review, so that two builds give the same bytes; hand over its text."""
        page.update_date = self._date
        ours = self.pages.get(page.file.src_uri)
        if ours is None:
            if self.written:
                self.written.keep(page, markdown)
            return markdown
        page.meta = dict(ours.meta)
        if ours.finished is None:
            return ours.body.replace(HEADING, "")
        later = self.whole is not None and page.file.inclusion.value > InclusionLevel.DRAFT.value
        shortcuts.give_html(page, ours.finished, later=later)
        return ""

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Make all pages that are different from those of an earlier build."""
        if self.shortened:
            env.bytecode_cache = CompiledTemplates(self.cache, self.generator)
        if self.whole:
            keep_frame(env)
            listed = files.documentation_pages()
            pages = [file.page for file in self._files(files) if file.page]

            def make(page: MkDocsPage) -> str:
                ours = self.pages.get(page.file.src_uri)
                finished = ours.finished if ours else None
                return shortcuts.make_page(page, finished, config, listed, self.nav, env)

            self.whole.make(pages, make)
        return env

    def on_post_page(self, output: str, *, config: MkDocsConfig, **_: object) -> str:
        """Give the page its policy; a preview has none, because MkDocs reloads it by an inline script."""
        return output if self._previewing else with_policy(output, from_disk=says(config, "from_disk"))

    def on_post_template(self, output: str, *, template_name: str, config: MkDocsConfig, **_: object) -> str:
        """Give the page for wrong addresses its policy too."""
        return self.on_post_page(output, config=config) if template_name.endswith(".html") else output

    def on_post_build(self, config: MkDocsConfig) -> None:
        """Keep what was made for the next build, and finish the built folder; a preview only tidies it."""
        self.cache.save()
        if self._previewing:
            if self.site_files and self.files:
                self.site_files.keep_only(self.files.built_paths(config))
            look_at_rest()
        else:
            if self.site_files:
                self.site_files.drop_empty_folders()
            root = Path(config.config_file_path or "mkdocs.yml").parent
            hosting = Path(config.extra.get("hosting_dir", root / "build" / "hosting"))
            moved = moved_addresses(self._site_map(config))
            from_disk = says(config, "from_disk")
            finish_site(
                Path(config.site_dir),
                hosting,
                config.site_url or "",
                moved,
                from_disk=from_disk,
                offline_reading=says(config, "offline_reading"),
                done=self.whole.allowed if self.whole else {},
                sums=self.site_files.sums if self.site_files else {},
            )

    @property
    def _date(self) -> str:
        """The day of the last review, so that two builds give the same bytes."""
        return max((module.last_reviewed for module in self.course.modules), default="2026-01-01")

    def _site_files(self, folder: Path) -> SiteFiles:
        if self._previewing and self.site_files and self.site_files.folder == folder:
            return self.site_files
        if self._previewing or self.last_site:  # else there may be anything in it
            shortcuts.keep_folder(str(folder))
        return SiteFiles(folder, self.last_site)

    def _files(self, files: Files) -> list[File]:
        """The files of all pages that are published; drafts are marked by MkDocs."""
        return list(files.documentation_pages(inclusion=InclusionLevel.is_included))

    @property
    def _previewing(self) -> bool:
        return self.command == "serve"

    def _course_to_build(self, loaded: Loaded) -> Course:
        broken = errors(loaded.problems)
        if broken or loaded.course is None:
            self._tell(loaded, loaded.problems, logging.ERROR)
            if not self._previewing:
                raise PluginError(f"{len(broken)} to mend in modules/ before the site can be built.")
            return self.last_good or empty_course()
        if loaded.problems:  # warnings, which never end a build: a draft may hold them
            self._tell(loaded, loaded.problems, logging.INFO)
        self.last_good = loaded.course
        return loaded.course if self._previewing else loaded.course.published()

    def _tell(self, loaded: Loaded, problems: tuple[Problem, ...], level: int) -> None:
        log.log(level, "\n%s", as_text(problems, loaded.texts))

    def _site_map(self, config: MkDocsConfig) -> SiteMap:
        written = tuple(path.name for path in written_pages_in(config))
        return SiteMap(
            self.course,
            written,
            directory_urls=config.use_directory_urls,
            in_lms=says(config, "in_lms"),
            from_disk=says(config, "from_disk"),
        )

    def _pages(self, config: MkDocsConfig) -> tuple[Page, ...]:
        kept = KeptPages(self.cache, self.generator) if self.shortened else None
        if self.shortened:
            keep_compiled(CompiledTemplates(self.cache, self.generator))
        workbooks, components = tuple(workbooks_in(config)), self.look.components
        return render_pages(
            self._site_map(config),
            self.look.drawings,
            workbooks,
            components,
            copy=copy_for_pages(config),
            kept=kept,
        )

    def _search(self, pages: tuple[Page, ...], config: MkDocsConfig) -> dict[str, str]:
        made = {page.path for page in pages}
        written = {
            path.name: path.read_text(encoding="utf-8-sig", errors="replace")
            for path in written_pages_in(config)
            if path.name not in made
        }
        return search_of(
            pages,
            written,
            directory_urls=config.use_directory_urls,
            cache=self.cache if self.shortened else None,
            generator=self.generator,
        )


def _place_of(file: File) -> Path | None:
    return Path(file.abs_src_path).resolve() if file.abs_src_path else None


def site_hook(config: MkDocsConfig) -> SiteHook | None:
    """The hook among the hooks of these settings."""
    parts = (part for hook in config.plugins.values() for part in getattr(hook, "__dict__", {}).values())
    return next((part for part in parts if isinstance(part, SiteHook)), None)


def _replace(files: Files, file: File) -> None:
    if existing := files.get_file_from_path(file.src_uri):
        files.remove(existing)
    files.append(file)
