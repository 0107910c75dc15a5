"""Git's introduction to the message of a commit, in the language of the user.

git prints it from the catalogs of its translations, which are installed with it.
"""

from __future__ import annotations

import gettext
import os
import struct
from contextlib import suppress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from git_secrets_py.git import Git

# The texts of git (builtin/commit.c); before 2.45, the comment character is "%c".
_START = "Please enter the commit message for your changes. Lines starting\n"
_KEPT = (
    "with '%s' will be kept; you may remove them yourself if you want to.\n",
    "with '%s' will be kept; you may remove them yourself if you want to.\n"
    "An empty message aborts the commit.\n",
)
_IGNORED = (
    "with '%s' will be ignored.\n",
    "with '%s' will be ignored, and an empty message aborts the commit.\n",
)


class Introductions:
    """The translated introductions, for comments that begin with certain bytes."""

    def __init__(self, git: Git, environ: Mapping[str, str], comment: bytes) -> None:
        """Without a translation, there are none."""
        catalogs = list(_catalogs(git, environ))
        self._kept = [one for text in _KEPT for one in _translated(catalogs, text, comment)]
        ignored = [one for text in _IGNORED for one in _translated(catalogs, text, comment)]
        #: The first lines, without the comment character.
        self.starts = tuple({one[0] for one in (*self._kept, *ignored)})

    def say_kept(self, content: bytes, comment: bytes) -> bool:
        """Return whether one in ``content`` says that git records the comments."""
        blocks = (b"\n".join(comment + line for line in lines) for lines in self._kept)
        return any(block in content for block in blocks)


def _translated(
    catalogs: list[gettext.GNUTranslations], text: str, comment: bytes
) -> Iterator[list[bytes]]:
    """Yield the lines of each translation of ``text``, without the comment character."""
    for catalog in catalogs:
        for mark in ("%s", "%c"):
            source = _START + text.replace("%s", mark)
            translated = catalog.gettext(source)
            if translated != source:
                lines = translated.encode().replace(mark.encode(), comment).splitlines()
                yield [b" " + line for line in lines]


def _catalogs(git: Git, environ: Mapping[str, str]) -> Iterator[gettext.GNUTranslations]:
    """Yield the catalogs of the languages in the environment, without damaged ones."""
    for folder in _folders(git, environ):
        for path in gettext.find("git", folder, all=True):
            with suppress(OSError, ValueError, struct.error), open(path, "rb") as file:
                yield gettext.GNUTranslations(file)


def _folders(git: Git, environ: Mapping[str, str]) -> Iterator[str]:
    """Yield the folders in which git may have its translations."""
    if "GIT_TEXTDOMAINDIR" in environ:
        yield environ["GIT_TEXTDOMAINDIR"]
    folder = os.fsdecode(git.output("--exec-path").rstrip(b"\n"))
    while os.path.dirname(folder) != folder:
        folder = os.path.dirname(folder)
        yield os.path.join(folder, "share", "locale")
