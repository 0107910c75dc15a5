"""An interpreter for installed hooks that lets the fork server run them.

The start of Python and its imports take most of the time of a hook.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from fork_server import PYTHON

from git_secrets_py.hook_install.scripts import starting

SOURCE = Path(__file__).with_name("hook_client.c")


def hook_python(directory: Path, server: Path) -> str:
    """Return an interpreter for hooks, which run at the address ``server``.

    It is in a copy of this virtual environment in ``directory``, in which it finds the same
    modules. Without an environment or a C compiler, it is the interpreter of this process.
    """
    compiler = shutil.which("cc")
    if compiler is None or sys.prefix == sys.base_prefix:
        return PYTHON
    environment = Path(sys.prefix)
    programs = directory / "bin"
    programs.mkdir()
    for path in (*environment.glob("lib*"), environment / "pyvenv.cfg"):
        (directory / path.name).symlink_to(path)
    for path in (environment / "bin").iterdir():
        (programs / path.name).symlink_to(path)
    program = programs / Path(PYTHON).name
    program.unlink()
    constants = {
        "SERVER": f'"{server}"',
        "START": f'"{starting()[-1]}"',
        "PYTHON": f'"{os.path.realpath(PYTHON)}"',
        "GROUP": os.getpgrp(),
    }
    options = [f"-D{name}={value}" for name, value in constants.items()]
    subprocess.run([compiler, "-O1", *options, "-o", program, SOURCE], check=True)
    return str(program)
