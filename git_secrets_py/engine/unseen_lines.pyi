from collections.abc import Callable, Sequence

Hits = Sequence[tuple[int, int]]

class UnseenLines:
    def __init__(self, bits: int) -> None: ...
    def search(
        self, content: bytes, find_hits: Callable[[bytes], Sequence[Hits | None]], most: int
    ) -> list[list[tuple[int, int]]] | None: ...
