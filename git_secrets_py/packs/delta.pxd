# cython: language_level=3
"""Applying a delta, and the lines that it touches (gitformat-pack(5), "Deltified representation").

The touched ranges of an object are pairs of offsets, ascending, each of whole lines.
"""

from libc.stdint cimport uint8_t, uint64_t

from git_secrets_py.packs.checked cimport (
    Bytes, Numbers, append, byte_at, find, last_line, number_at, push, reserve, set_number,
)

cdef enum:
    LINE_END = 10
    INVALID = 0
    COPY_BASE = 1
    INSERT = 2
    # As in ``derived_text``, and how far a folded text is followed, in bytes.
    SHORTEST_FOLD = 8
    FARTHEST_FOLD = 16 << 10


cdef inline bint read_size(const Bytes* delta, size_t* at, uint64_t* size) noexcept nogil:
    """Read a number in groups of seven bits, the lowest first."""
    cdef int byte = 0x80
    cdef int shift = 0
    size[0] = 0
    while byte & 0x80:
        byte = byte_at(delta, at[0])
        if byte < 0 or shift > 56:
            return False
        at[0] += 1
        size[0] |= <uint64_t> (byte & 0x7f) << shift
        shift += 7
    return True


cdef inline bint read_copy(
    const Bytes* delta, int code, size_t* at, uint64_t* start, uint64_t* count
) noexcept nogil:
    """Read the rest of a copy instruction: those bytes of offset and size that are not 0."""
    cdef int bit, byte
    start[0] = count[0] = 0
    for bit in range(7):
        if code >> bit & 1:
            byte = byte_at(delta, at[0])
            if byte < 0:
                return False
            at[0] += 1
            if bit < 4:
                start[0] |= <uint64_t> byte << 8 * bit
            else:
                count[0] |= <uint64_t> byte << 8 * (bit - 4)
    if not count[0]:
        count[0] = 0x10000
    return True


cdef inline bint begin_delta(
    const Bytes* base, const Bytes* delta, Bytes* target, uint64_t limit, size_t* at,
    uint64_t* size,
) noexcept nogil:
    """Read the head of ``delta``, and make room for the ``size`` bytes of ``target``.

    Return false if it is for another base, or makes an object of ``limit`` bytes or more.
    """
    at[0] = target.size = 0
    if not read_size(delta, at, size) or size[0] != base.size:
        return False
    return read_size(delta, at, size) and size[0] < limit and reserve(target, size[0] + 1)


cdef inline int read_instruction(
    const Bytes* delta, size_t* at, uint64_t* start, uint64_t* count
) noexcept nogil:
    """Read an instruction: the range to append, of the base or of the delta itself."""
    cdef int code = byte_at(delta, at[0])
    if code < 0:
        return INVALID
    at[0] += 1
    if code & 0x80:
        return COPY_BASE if read_copy(delta, code, at, start, count) else INVALID
    start[0], count[0] = at[0], code
    at[0] += code
    return INSERT if code else INVALID


cdef inline bint touch(Numbers* ranges, uint64_t start, uint64_t stop) noexcept nogil:
    """Add a range, which begins no earlier than the last one; join it to that if they meet."""
    if ranges.size and start <= number_at(ranges, ranges.size - 1):
        if stop > number_at(ranges, ranges.size - 1):
            set_number(ranges, ranges.size - 1, stop)
        return True
    return push(ranges, start) and push(ranges, stop)


cdef inline bint touch_copy(
    Numbers* ranges, const Bytes* base, uint64_t start, uint64_t count,
    const Bytes* target, uint64_t place, uint64_t target_size,
) noexcept nogil:
    """Add the lines at both ends of a range that was copied to ``place``, if they are touched."""
    cdef uint64_t stop = start + count
    cdef uint64_t head = start
    cdef uint64_t tail
    if (start and byte_at(base, start - 1) != LINE_END) or (
        place and byte_at(target, place - 1) != LINE_END
    ):
        head = find(base, LINE_END, start, stop)
        head = min(head + 1, stop)
        if not touch(ranges, place, place + head - start):
            return False
    if byte_at(base, stop - 1) == LINE_END:
        return True
    if stop == base.size and place + count == target_size:
        return True
    tail = last_line(base, head, stop)
    return touch(ranges, place + tail - start, place + count)


cdef inline bint apply_delta(
    const Bytes* base, const Bytes* delta, Bytes* target, uint64_t limit,
    Numbers* ranges, bint with_seams,
) noexcept nogil:
    """Write the object into ``target``, its touched ranges into ``ranges``.

    ``with_seams`` adds an empty range where two copied ranges meet. Return false if the delta is
    invalid, or makes an object of ``limit`` bytes or more.
    """
    cdef size_t at
    cdef uint64_t size, start, count
    cdef uint64_t copy_start = 0
    cdef uint64_t copy_count = 0
    cdef uint64_t place = 0
    cdef int kind
    ranges.size = 0
    if not begin_delta(base, delta, target, limit, &at, &size):
        return False
    while at < delta.size:
        kind = read_instruction(delta, &at, &start, &count)
        if kind == INVALID or count > size - target.size:
            return False
        if copy_count and not (kind == COPY_BASE and start == copy_start + copy_count):
            if not touch_copy(ranges, base, copy_start, copy_count, target, place, size):
                return False
            copy_count = 0
        if kind == INSERT:
            if not touch(ranges, target.size, target.size + count):
                return False
        elif copy_count:
            copy_count += count  # git splits long copies
        else:
            copy_start, copy_count, place = start, count, target.size
            if with_seams and place and not touch(ranges, place, place):
                return False
        if not append(target, base if kind == COPY_BASE else delta, start, count):
            return False
    if target.size != size:
        return False
    return not copy_count or touch_copy(
        ranges, base, copy_start, copy_count, target, place, size
    )


cdef inline bint widen(
    Numbers* ranges, Numbers* wide, const Bytes* target, int lines, bint with_folds
) noexcept nogil:
    """Write ``ranges`` into ``wide``, each with the ``lines`` lines before and after it.

    ``with_folds`` adds the lines beyond these that may be parts of one encoded text. If they are
    many, all of ``target`` is one range.
    """
    cdef size_t number
    cdef uint64_t start, stop, floor
    cdef int line
    wide.size = 0
    for number in range(ranges.size // 2):
        start, stop = number_at(ranges, 2 * number), number_at(ranges, 2 * number + 1)
        floor = number_at(wide, wide.size - 1) if wide.size else 0
        for line in range(lines):
            start = line_before(target, floor, start)
            stop = line_after(target, stop)
        if with_folds and not (
            add_folds_before(target, floor, &start) and add_folds_after(target, &stop)
        ):
            wide.size = 0
            return push(wide, 0) and push(wide, target.size)
        if not touch(wide, start, stop):
            return False
    return True


cdef inline uint64_t line_before(
    const Bytes* target, uint64_t floor, uint64_t start
) noexcept nogil:
    """Return the start of the line before ``start``, but no less than ``floor``."""
    return last_line(target, floor, start - 1) if start > floor else start


cdef inline uint64_t line_after(const Bytes* target, uint64_t stop) noexcept nogil:
    """Return the end of the line from ``stop`` on."""
    if stop >= target.size:
        return stop
    return min(find(target, LINE_END, stop, target.size) + 1, target.size)


cdef inline bint add_folds_before(
    const Bytes* target, uint64_t floor, uint64_t* start
) noexcept nogil:
    """Move ``start`` up to the line before a folded text; return false if that is far."""
    cdef uint64_t first = start[0]
    cdef uint64_t line
    while start[0] > floor and may_be_folded(target, start[0], line_after(target, start[0])):
        line = line_before(target, floor, start[0])
        if first - line > FARTHEST_FOLD:
            return False
        start[0] = line
    return True


cdef inline bint add_folds_after(const Bytes* target, uint64_t* stop) noexcept nogil:
    """Move ``stop`` down to the line after a folded text; return false if that is far."""
    cdef uint64_t first = stop[0]
    while stop[0] < target.size and may_be_folded(
        target, last_line(target, 0, stop[0] - 1 if stop[0] else 0), stop[0]
    ):
        stop[0] = line_after(target, stop[0])
        if stop[0] - first > FARTHEST_FOLD:
            return False
    return True


cdef inline bint may_be_folded(const Bytes* target, uint64_t start, uint64_t stop) noexcept nogil:
    """Return whether a line may be a part of an encoded text that continues on the next line.

    Such a line has no other signs in it than those of escapes (``derived_text.folded_runs``).
    """
    if stop - start < SHORTEST_FOLD:
        return False
    while start < stop and not is_alphanumeric(byte_at(target, start)):
        start += 1
    while start < stop and not is_alphanumeric(byte_at(target, stop - 1)):
        stop -= 1
    while start < stop:
        if not is_of_run(byte_at(target, start)):
            return False
        start += 1
    return True


cdef inline bint is_alphanumeric(int byte) noexcept nogil:
    return 48 <= byte < 58 or 65 <= byte < 91 or 97 <= byte < 123


cdef inline bint is_of_run(int byte) noexcept nogil:
    """Return whether ``byte`` is of base64, or begins or ends an escape."""
    if is_alphanumeric(byte):
        return True
    # The signs + / - _ = % & # ; and the backslash.
    return byte in (43, 47, 45, 95, 61, 37, 38, 35, 59, 92)
