from collections.abc import Callable, Iterable

class DamagedPackError(Exception): ...

class Pack:
    count: int
    total: int
    def __init__(
        self, pack: int, index: int, pack_size: int, index_size: int, width: int
    ) -> None: ...
    def link(self) -> None: ...
    def leftovers(self) -> list[bytes]: ...

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
    def next(self) -> bytes | None: ...
    def examine(
        self, hits: Iterable[int], judge: Callable[[int, bytes, bytes, bytes], bool]
    ) -> None: ...

def claim(packs: list[Pack], listed: bytes, width: int) -> list[bytes]: ...
