# cython: language_level=3, boundscheck=True, wraparound=False
"""The decision of ``encodings`` on the pages of binary content, compiled: most are no text.

It decides the clear cases exactly as ``encodings`` does, and leaves the others to it. Memory is
accessed by the functions of ``packs.checked`` only.
"""

from unicodedata import category

from libc.stdint cimport uint8_t, uint32_t

from git_secrets_py.packs.checked cimport Bytes, byte_at, count_byte, view_of

cdef enum:
    NO = 0
    YES = 1
    UNCLEAR = 2
    # The kinds of a character below U+10000.
    TEXT = 1
    NO_TEXT = 2

# Filled as characters occur, since a small file has few.
cdef uint8_t[::1] _characters = bytearray(0x10000)


def text_pages(bytes data, size_t size, size_t first_look, size_t tolerance, size_t for_nul, judge):
    """Return the offsets of the pages of ``size`` bytes in ``data`` that are text.

    ``judge`` decides on an unclear page. The other numbers are the constants of ``encodings``.
    """
    cdef Bytes content = view_of(data)
    cdef size_t start, stop
    cdef int verdict
    found = []
    for start in range(0, content.size, size):
        stop = min(start + size, content.size)
        verdict = look_at(&content, start, stop, first_look, tolerance, for_nul)
        if verdict == YES or (verdict == UNCLEAR and judge(data[start:stop])):
            found.append(start)
    return found


def is_any_wide(bytes page, size_t first_look, size_t tolerance):
    """Return whether ``page`` is text in some wide encoding; ``None`` if that is unclear."""
    cdef Bytes content = view_of(page)
    cdef size_t nuls = count_byte(&content, 0, 0, content.size)
    cdef int verdict = any_wide(&content, 0, content.size, nuls, first_look, tolerance)
    return None if verdict == UNCLEAR else verdict == YES


cdef int look_at(
    const Bytes* data, size_t start, size_t stop, size_t first_look, size_t tolerance,
    size_t for_nul,
) except -1:
    """Return whether a page of binary content is text beyond doubt."""
    cdef size_t size = stop - start
    cdef size_t nuls = count_byte(data, 0, start, stop)
    if nuls == size:
        return NO
    if nuls * for_nul <= size and not has_control(data, start, stop):
        return YES
    if nuls * for_nul < size:
        return NO
    return any_wide(data, start, stop, nuls, first_look, tolerance)


cdef int any_wide(
    const Bytes* data, size_t start, size_t stop, size_t nuls, size_t first_look, size_t tolerance
) except -1:
    """Return whether a page is text in some wide encoding, with Latin characters in it."""
    cdef size_t width, phase, phases
    cdef int verdict
    cdef bint is_big
    cdef bint is_unclear = False
    for width in (4, 2):
        phases = 1 if width == 4 else 2
        if width == 4 and nuls * 2 < stop - start:
            continue
        for phase in range(phases):
            for is_big in (False, True):
                verdict = is_wide(data, start + phase, stop, width, is_big, first_look, tolerance)
                if verdict == YES:
                    return YES
                is_unclear |= verdict == UNCLEAR
    return UNCLEAR if is_unclear else NO


cdef bint has_control(const Bytes* data, size_t start, size_t stop) noexcept nogil:
    """Return whether there is a control byte but layout, backspace and NUL."""
    cdef size_t at
    cdef int byte
    for at in range(start, stop):
        byte = byte_at(data, at)
        if byte < 32 or byte == 127:
            if byte and not 8 <= byte <= 13 and byte != 27:
                return True
    return False


cdef int is_wide(
    const Bytes* data, size_t start, size_t stop, size_t width, bint is_big, size_t first_look,
    size_t tolerance,
) except -1:
    """Return whether the units from ``start`` on are text, with Latin characters in it."""
    cdef int verdict = is_printable(
        data, start, min(start + first_look, stop), width, is_big, tolerance
    )
    if verdict == NO or not has_latin(data, start if is_big else start + width - 1, stop, width):
        return NO
    return both(verdict, is_printable(data, start, stop, width, is_big, tolerance))


cdef int both(int one, int other) noexcept nogil:
    return NO if one == NO or other == NO else max(one, other)


cdef bint has_latin(const Bytes* data, size_t start, size_t stop, size_t width) noexcept nogil:
    """Return whether the highest byte of a unit is a NUL; the first is at ``start``."""
    cdef size_t at = start
    while at < stop:
        if not byte_at(data, at):
            return True
        at += width
    return False


cdef int is_printable(
    const Bytes* data, size_t start, size_t stop, size_t width, bint is_big, size_t tolerance
) except -1:
    """Return whether nearly all characters are printable, and none is a NUL.

    That is unclear where a character may be two units, or is beyond the table of characters.
    """
    cdef size_t at = start
    cdef size_t units = 0
    cdef size_t bad = 0
    cdef uint32_t unit
    cdef bint is_unclear = False
    while at + width <= stop:
        unit = unit_at(data, at, width, is_big)
        if unit == 0 or unit > 0x10ffff:
            return NO
        is_unclear |= unit >= 0x10000 or 0xd800 <= unit < 0xe000
        bad += is_no_text(unit)
        units += 1
        at += width
    if not units or bad * tolerance > units:
        return NO
    return UNCLEAR if is_unclear else YES


cdef uint32_t unit_at(const Bytes* data, size_t at, size_t width, bint is_big) noexcept nogil:
    cdef uint32_t unit = 0
    cdef size_t place
    for place in range(width):
        unit = unit << 8 | <uint32_t> byte_at(data, at + (place if is_big else width - 1 - place))
    return unit


cdef int is_no_text(uint32_t unit) except -1:
    """Return whether a character is not text; ``False`` for a unit that may be one of a pair."""
    if unit >= 0x10000:
        return False
    if not _characters[unit]:
        _characters[unit] = NO_TEXT if has_no_category_of_text(unit) else TEXT
    return _characters[unit] == NO_TEXT


cdef int has_no_category_of_text(uint32_t unit) except -1:
    if 9 <= unit <= 13 or unit == 27 or 0xd800 <= unit < 0xe000:
        return False
    return category(chr(unit)) in ("Cc", "Cn", "Co")
