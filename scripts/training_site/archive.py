"""A ZIP whose bytes depend on what is in it and on nothing else: no clock, order or rights of a machine."""

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first date that a ZIP can hold."""

READABLE_FILE = 0o100644 << 16
MADE_ON_UNIX = 3


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The files by their paths as a ZIP, in the order of the paths."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(files):
            entry = ZipInfo(path, EARLIEST)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = MADE_ON_UNIX
            entry.external_attr = READABLE_FILE
            archive.writestr(entry, files[path])
    return made.getvalue()
