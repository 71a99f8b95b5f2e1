"""What the hook reads off MkDocs' settings besides what is MkDocs' own: wishes, and files already made.

Whoever starts a build puts them into ``extra``, as a trainer can in ``mkdocs.yml``.
"""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from training_site.offline_copy import OfflineCopy


def workbooks_in(config: MkDocsConfig) -> dict[str, bytes]:
    """The PDFs that the command line made before the build, by their path in the site."""
    workbooks: dict[str, bytes] = config.extra.get("workbooks", {})
    return workbooks


def offline_copy_in(config: MkDocsConfig) -> dict[str, bytes]:
    """The copy to keep that the command line made before the build, by its path in the site."""
    copy: dict[str, bytes] = config.extra.get("offline_copy", {})
    return copy


def copy_for_pages(config: MkDocsConfig) -> OfflineCopy | None:
    """What pages say of the copy to keep; inside of it, that they are one."""
    if says(config, "from_disk"):
        return OfflineCopy(came_from=config.extra.get("came_from", ""))
    return next((OfflineCopy(path, len(made)) for path, made in offline_copy_in(config).items()), None)


def written_pages_in(config: MkDocsConfig) -> list[Path]:
    """The files of the pages written by hand."""
    return sorted(Path(config.docs_dir).glob("*.md"))


def says(config: MkDocsConfig, wish: str) -> bool:
    """Whether the settings, or whoever starts the build, wish for something."""
    return config.extra.get(wish, False) is True
