"""The syntax trees of all modules: their imports and calls."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import git_secrets_py

ROOT = Path(git_secrets_py.__file__).parent
PACKAGE = "git_secrets_py"


class Import(NamedTuple):
    """An import in a module; ``for_types`` if it is only for type hints."""

    module: str
    imported: str
    line: int
    for_types: bool

    def __str__(self) -> str:
        return f"{self.module}:{self.line} imports {self.imported}"


@cache
def modules() -> dict[str, ast.Module]:
    """Return the syntax tree of each module, by its name within the package."""
    trees = {}
    for path in sorted(ROOT.rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        trees[name] = ast.parse(path.read_bytes(), str(path))
    return trees


@cache
def nodes_by_module() -> dict[str, list[ast.AST]]:
    """Return the statements and calls that these tests look at, of each module."""
    kinds = (ast.If, ast.Import, ast.ImportFrom, ast.Call, ast.FunctionDef, ast.ClassDef)
    return {
        module: [node for node in ast.walk(tree) if isinstance(node, kinds)]
        for module, tree in modules().items()
    }


@cache
def imports() -> list[Import]:
    return [one for module, nodes in nodes_by_module().items() for one in imports_of(module, nodes)]


def imports_of(module: str, nodes: list[ast.AST]) -> Iterator[Import]:
    for_types = {id(node) for guard in filter(is_type_guard, nodes) for node in ast.walk(guard)}
    for node in nodes:
        for imported in names_imported(node):
            yield Import(module, imported, node.lineno, id(node) in for_types)


def is_type_guard(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def names_imported(node: ast.AST) -> list[str]:
    """Return the modules, or the names in them, that a statement imports."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


@cache
def calls() -> list[tuple[str, str, int]]:
    """Return the module, the dotted name of the function called, and the line, of each call."""
    return [
        (module, ast.unparse(node.func), node.lineno)
        for module, nodes in nodes_by_module().items()
        for node in nodes
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute)
    ]
