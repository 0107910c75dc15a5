from collections.abc import Callable

def text_pages(
    data: bytes,
    size: int,
    first_look: int,
    tolerance: int,
    for_nul: int,
    judge: Callable[[bytes], bool],
) -> list[int]: ...
def is_any_wide(page: bytes, first_look: int, tolerance: int) -> bool | None: ...
