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
    # Of a character below U+10000.
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


cdef int look_at(
    const Bytes* data, size_t start, size_t stop, size_t first_look, size_t tolerance,
    size_t for_nul,
) except -1:
    """Return whether a page of binary content is text beyond doubt."""
    cdef size_t size = stop - start
    cdef size_t nuls = count_byte(data, 0, start, stop)
    cdef size_t phase
    if nuls == size:
        return NO
    if nuls * for_nul <= size and not has_control(data, start, stop):
        return YES
    if nuls * for_nul < size:
        return NO
    if nuls * 2 >= size:
        if may_be_wide(data, start, stop, 4, False, first_look, tolerance):
            return UNCLEAR
        if may_be_wide(data, start, stop, 4, True, first_look, tolerance):
            return UNCLEAR
    for phase in range(2):
        if may_be_wide(data, start + phase, stop, 2, False, first_look, tolerance):
            return UNCLEAR
        if may_be_wide(data, start + phase, stop, 2, True, first_look, tolerance):
            return UNCLEAR
    return NO


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


cdef int may_be_wide(
    const Bytes* data, size_t start, size_t stop, size_t width, bint is_big, size_t first_look,
    size_t tolerance,
) except -1:
    """Return ``False`` if the units from ``start`` on cannot be printable text."""
    return may_be_printable(
        data, start, min(start + first_look, stop), width, is_big, tolerance
    ) and may_be_printable(data, start, stop, width, is_big, tolerance)


cdef int may_be_printable(
    const Bytes* data, size_t start, size_t stop, size_t width, bint is_big, size_t tolerance
) except -1:
    """Return ``False`` if there is a NUL, no character, or too many that are surely no text.

    A character may be two units; then there are fewer than are counted here.
    """
    cdef size_t at = start
    cdef size_t units = 0
    cdef size_t bad = 0
    cdef uint32_t unit
    while at + width <= stop:
        unit = unit_at(data, at, width, is_big)
        if unit == 0 or unit > 0x10ffff:
            return False
        bad += is_no_text(unit)
        units += 1
        at += width
    return units > 0 and bad * tolerance <= units


cdef uint32_t unit_at(const Bytes* data, size_t at, size_t width, bint is_big) noexcept nogil:
    cdef uint32_t unit = 0
    cdef size_t place
    for place in range(width):
        unit = unit << 8 | <uint32_t> byte_at(data, at + (place if is_big else width - 1 - place))
    return unit


cdef int is_no_text(uint32_t unit) except -1:
    """Return whether a character is no text; ``False`` for what may be one of two units."""
    if unit >= 0x10000:
        return False
    if not _characters[unit]:
        _characters[unit] = NO_TEXT if find_out(unit) else TEXT
    return _characters[unit] == NO_TEXT


cdef int find_out(uint32_t unit) except -1:
    if 9 <= unit <= 13 or unit == 27 or 0xd800 <= unit < 0xe000:
        return False
    return category(chr(unit)) in ("Cc", "Cn", "Co")
