"""Templates as they were compiled for an earlier build: compiling all of them takes longer than a small edit.

Jinja holds each against its source. What is kept here is run, unlike all else that is kept, as what Python
keeps in ``__pycache__`` is. Knows neither whose templates they are nor what they show.
"""

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from training_site.cache import Cache, digest


class CompiledTemplates(BytecodeCache):
    """Jinja's own way to ask for a compiled template, answered from what is kept."""

    def __init__(self, cache: Cache, generator: str) -> None:
        """Know where they are kept, and the hash of the code and the libraries that compile them."""
        self._cache, self._generator = cache, generator

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """One hash of a template's name and place; Jinja's own knows no place that the language lacks."""
        return digest(name, filename or "")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Hand over what was compiled of the same source."""
        if (kept := self._cache.get(self._key(bucket))) is not None:
            bucket.bytecode_from_string(kept.encode("latin-1"))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._cache.put(self._key(bucket), bucket.bytecode_to_string().decode("latin-1"))

    def _key(self, bucket: Bucket) -> str:
        return digest("template", self._generator, bucket.key, bucket.checksum)
