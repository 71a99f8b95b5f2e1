"""What the docstrings below the fields of a class say, for editors and for the field reference.

pydantic would gather them while the classes are made, which every command would wait for.
"""

import ast
import inspect
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from itertools import pairwise

from pydantic import BaseModel


@cache
def words_of(model: type[BaseModel]) -> Mapping[str, str]:
    """The sentences below each field, by the field's name; a field without any is not there."""
    found: dict[str, str] = {}
    for owner in reversed(model.__mro__):
        if issubclass(owner, BaseModel) and owner.__module__ == model.__module__:
            found |= _below(owner)
    return found


def _below(owner: type[BaseModel]) -> dict[str, str]:
    body = _classes_in(owner.__module__)[owner.__name__].body
    return {
        field.target.id: inspect.cleandoc(words.value.value)
        for field, words in pairwise(body)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        if isinstance(words, ast.Expr) and isinstance(words.value, ast.Constant)
        if isinstance(words.value.value, str)
    }


@cache
def _classes_in(module: str) -> Mapping[str, ast.ClassDef]:
    source = inspect.getsource(import_module(module))
    return {part.name: part for part in ast.parse(source).body if isinstance(part, ast.ClassDef)}
