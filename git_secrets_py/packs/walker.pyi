from collections.abc import Callable, Iterable

from git_secrets_py.packs.pack import Pack

class Walker:
    size: int
    kinds: dict[str, int]
    def __init__(
        self,
        packs: list[Pack],
        limit: int,
        budget: int,
        largest: int,
        lines: int = 1,
        with_folds: bool = False,
    ) -> None: ...
    def starts(self) -> list[int]: ...
    def small_ones_with(self, mark: bytes, most: int) -> list[int]: ...
    def next(self) -> bytes | None: ...
    def examine(
        self, hits: Iterable[int], judge: Callable[[int, bytes, bytes, bytes], bool]
    ) -> None: ...
