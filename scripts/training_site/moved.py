"""Old addresses: where a page was before its module or unit got another id, and where it is today.

Pure lookups over a Course. Knows addresses, and nothing of how a server or a page sends people on.
"""

from training_site.model import Module
from training_site.site_map import (
    SiteMap,
    address_of,
    answers_path,
    check_path,
    guide_path,
    overview_path,
    unit_path,
)


def moved_addresses(site: SiteMap) -> dict[str, str]:
    """Every former address of a page with today's, both below the site's root."""
    moved: dict[str, str] = {}
    for module in site.course.modules:
        for name in (module.id, *module.former_ids):
            for former, today in _pages_under(module, name):
                if former != today:
                    moved[_address(site, former)] = _address(site, today)
    return moved


def _pages_under(module: Module, name: str) -> list[tuple[str, str]]:
    """Every page of a module as it was named while the module had this id, with its path today."""
    known_as = module.model_copy(update={"id": name})
    pages = [(path(known_as), path(module)) for path in (overview_path, check_path, answers_path, guide_path)]
    for unit in module.units:
        for former in (unit.id, *unit.former_ids):
            unit_then = unit.model_copy(update={"id": former})
            pages.append((unit_path(known_as, unit_then), unit_path(module, unit)))
    return pages


def _address(site: SiteMap, path: str) -> str:
    return address_of(path, directory_urls=site.directory_urls)
