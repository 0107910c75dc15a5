"""The architecture: who may import whom, checked over the syntax tree.

Values import nothing; patterns import values; the engine imports patterns; ``scan`` joins them.
Git, sources, providers, the audit and reports are edges that the core never imports. Commands
import all of these, and only ``cli.main`` imports commands. No two modules import each other,
directly or through others.
"""

from __future__ import annotations

import ast
import configparser
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from syntax_trees import PACKAGE, ROOT, Import, calls, imports, modules, nodes_by_module

from git_secrets_py.audit import examination
from git_secrets_py.engine import hyperscan

VALUES = {
    "__version__",
    "background",
    "compact",
    "content",
    "cores",
    "digests",
    "engine_choice",
    "errors",
    "files",
    "findings",
    "memory",
    "model",
    "pattern_files",
    "spill",
    "temporary",
    "wording",
}
CORE = VALUES | {"patterns", "rules", "engine"}
DOMAINS = CORE | {
    "scan",
    "selection",
    "registry",
    "rule_files",
    "git",
    "sources",
    "providers",
    "audit",
    "report",
    "page",
    "packs",
}

# For each folder or module at the top: what it may import, type hints included. Each may import
# its own. ``cli.main`` is a layer of its own: the rest of ``cli`` is what commands build upon.
MAY_IMPORT = {
    # The API is imported only when one of its names is asked for: a hook does not pay for it.
    "__init__": {"api"},
    # The version, which the package itself has.
    "__version__": set(),
    "errors": set(),
    "background": set(),
    "compact": set(),
    "cores": set(),
    "memory": set(),
    "digests": set(),
    "engine_choice": {"errors"},
    "files": {"errors"},
    "content": set(),
    "model": {"digests"},
    "pattern_files": {"errors", "files", "model", "content"},
    "temporary": {"errors"},
    "spill": {"digests", "temporary"},
    "findings": {"content", "errors", "model", "spill"},
    "patterns": VALUES,
    "rules": VALUES,
    "engine": VALUES | {"patterns", "rules"},
    "scan": VALUES | {"engine"},
    "wording": set(),
    "git": VALUES,
    "sources": VALUES | {"git"},
    "providers": VALUES | {"patterns", "git"},
    "selection": VALUES | {"engine", "providers", "git"},
    "rule_files": CORE | {"git", "selection"},
    "registry": CORE | {"git", "selection", "rule_files"},
    "packs": VALUES,
    "audit": CORE | {"git", "registry", "packs"},
    "page": VALUES,
    "report": VALUES | {"patterns", "rules", "audit", "page"},
    "ci": VALUES | {"git"},
    "hook_install": VALUES | {"git"},
    "agents": VALUES | {"git", "hook_install", "report"},
    "explainer": DOMAINS | {"allowlist"},
    "allowlist": DOMAINS,
    "doctor": DOMAINS | {"agents", "hook_install"},
    "cli": DOMAINS | {"agents", "allowlist", "ci", "hook_install"},
    "migration": DOMAINS,
    "fleet": DOMAINS | {"cli"},
    "commands": DOMAINS
    | {"fleet", "cli", "ci", "hook_install", "explainer", "allowlist", "doctor", "migration"},
    "cli.main": DOMAINS | {"cli", "commands"},
    "api": DOMAINS,
    "__main__": {"cli.main"},
    "start": {"cli.main"},
}

# Nothing else may read files or the environment here.
CORE_AND_SCAN = {
    "content",
    "errors",
    "findings",
    "model",
    "pattern_files",
    "patterns",
    "rules",
    "engine",
    "scan",
}
EDGES_OF_THE_ENGINE = {"engine.hyperscan.__init__"}

# Those that may start a process.
# Dask starts the workers of a fleet.
STARTERS = {"git", "providers.command", "fleet.dask_cluster"}


def top(name: str) -> str:
    """Return the layer that ``name``, a module within the package, is in."""
    if name == "cli.main" or name.startswith("cli.main."):
        return "cli.main"
    return name.partition(".")[0]


def ours(imported: str) -> str:
    """Return the folder or module of ours that is imported, or nothing."""
    package, _, name = imported.partition(".")
    if package != PACKAGE:
        return ""
    return top(name) if top(name) in MAY_IMPORT else "__init__"


def names_defined(module: str) -> Iterator[str]:
    """Yield the names of the functions and classes of a module, and of its constants."""
    for node in nodes_by_module()[module]:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
    for statement in modules()[module].body:
        if isinstance(statement, ast.Assign | ast.AnnAssign):
            targets = getattr(statement, "targets", None) or [statement.target]
            yield from (target.id for target in targets if isinstance(target, ast.Name))


def test_every_name_is_used() -> None:
    sources = (path for path in ROOT.rglob("*.p*") if path.suffix in {".py", ".pyx", ".pxd"})
    words = Counter(re.findall(r"\w+", "\n".join(path.read_text("utf-8") for path in sources)))
    names = ((module, name) for module in modules() for name in names_defined(module))
    unused = {each for each in names if words[each[1]] == 1 and not each[1].startswith("__")}
    assert unused == set()


def test_the_table_knows_every_folder_and_module() -> None:
    assert {top(module) for module in modules()} <= MAY_IMPORT.keys()


def test_imports_go_in_one_direction() -> None:
    wrong = [
        str(each)
        for each in imports()
        if ours(each.imported) not in {"", top(each.module), *MAY_IMPORT[top(each.module)]}
    ]
    assert wrong == []


def test_no_module_imports_itself_through_others() -> None:
    assert list(circles(graph())) == []


def graph() -> dict[str, set[str]]:
    """Return for each module the modules that it imports, type hints included."""
    edges: dict[str, set[str]] = {module: set() for module in modules()}
    for each in imports():
        target = imported_module(each.imported)
        if target and target != each.module and not is_lazy_api(each):
            edges[each.module].add(target)
    return edges


def imported_module(imported: str) -> str:
    """Return the module of ours that ``imported`` names or is defined in, or nothing."""
    package, _, name = imported.partition(".")
    if package != PACKAGE:
        return ""
    for candidate in (name, f"{name}.__init__", name.rpartition(".")[0]):
        if candidate in modules():
            return candidate
    return f"{name.rpartition('.')[0]}.__init__".lstrip(".")


def is_lazy_api(each: Import) -> bool:
    """Return whether the package imports the API lazily, which imports everything."""
    return each.module == "__init__" and each.imported.startswith(f"{PACKAGE}.api")


def circles(edges: dict[str, set[str]]) -> Iterator[list[str]]:
    """Yield a circle through each module that is in one."""
    for start in edges:
        waiting, seen = [[start]], set()
        while waiting:
            path = waiting.pop()
            for target in edges.get(path[-1], ()):
                if target == start:
                    yield [*path, start]
                    waiting = []
                    break
                if target not in seen:
                    seen.add(target)
                    waiting.append([*path, target])


@pytest.mark.parametrize(
    ("layer", "packages"), [("registry", hyperscan.CODE), ("audit", examination.CODE)]
)
def test_caches_depend_on_all_code_that_decides(layer: str, packages: tuple[str, ...]) -> None:
    """The modules at the top, which have the name "", are among them."""
    # The content and the patterns that these return are in the keys of caches themselves.
    folders = {one for one in layers_below(layer) - {"git", "providers"} if (ROOT / one).is_dir()}
    assert folders - {one.partition("/")[0] for one in packages} == set()
    assert "" in packages


def layers_below(layer: str) -> set[str]:
    """Return ``layer``, and all that it may import, directly or through others."""
    found, waiting = set(), [layer]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += MAY_IMPORT[one]
    return found


def test_only_the_entry_point_imports_commands() -> None:
    assert not [
        str(each)
        for each in imports()
        if ours(each.imported) == "commands" and top(each.module) != "cli.main"
    ]


def test_imports_are_absolute() -> None:
    assert not [
        f"{module}:{node.lineno}"
        for module, nodes in nodes_by_module().items()
        for node in nodes
        if isinstance(node, ast.ImportFrom) and node.level
    ]


def test_few_modules_start_processes() -> None:
    starters = {
        each.module
        for each in imports()
        if each.imported.partition(".")[0]
        in ("subprocess", "_posixsubprocess", "multiprocessing", "git")
    }
    starters |= {
        module
        for module, name, _ in calls()
        if name.startswith(("os.posix_spawn", "os.spawn", "os.exec", "os.system", "os.popen"))
    }
    assert not {one for one in starters if not {one, top(one)} & STARTERS}


def test_only_the_command_line_prints() -> None:
    assert not [
        f"{module}:{line} {name}"
        for module, name, line in calls()
        if name == "print" or (name.startswith(("sys.stdout.", "sys.stderr.")) and "write" in name)
        if module not in ("cli.main", "cli.context")
    ]


def test_only_the_starters_end_the_process() -> None:
    assert not [
        f"{module}:{line} {name}"
        for module, name, line in calls()
        if name in ("exit", "quit", "sys.exit", "os._exit", "os.abort")
        # Those that it has forked end in no other way.
        if module.rpartition(".")[2] not in ("__main__", "start")
        and module not in ("cli.main", "sources.scan_processes")
    ]


def test_the_core_accesses_neither_files_nor_the_environment() -> None:
    looking = ("open", "io.open", "os.environ", "os.getenv", "os.stat", "os.path.exists")
    assert not [
        f"{module}:{line} {name}"
        for module, name, line in calls()
        if top(module) in CORE_AND_SCAN and module not in EDGES_OF_THE_ENGINE
        if name.startswith(looking)
    ]


def test_commands_holds_the_functions_of_the_verbs_and_nothing_else() -> None:
    from git_secrets_py.cli.verbs import VERBS

    folder = {name for name in modules() if top(name) == "commands"}
    assert {f"commands.{verb.module}" for verb in VERBS} == folder - {"commands.__init__"}
    for verb in VERBS:
        tree = modules()[f"commands.{verb.module}"]
        functions = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        assert verb.function in functions, verb.name


def test_every_package_is_shipped() -> None:
    config = configparser.ConfigParser()
    config.read(ROOT.parent / "setup.cfg")
    if not config.sections():
        pytest.skip("not a checkout")
    folders = {".".join(path.parent.relative_to(ROOT.parent).parts) for path in inits()}
    assert set(config["options"]["packages"].split()) == folders


def inits() -> Iterator[Path]:
    return ROOT.rglob("__init__.py")


def test_no_two_test_modules_have_one_name() -> None:
    """pytest imports them by name, and rejects the second."""
    names = [path.name for path in Path(__file__).parent.rglob("test_*.py")]
    assert len(names) == len(set(names))
