# cython: language_level=3
"""Buffers, and the only functions that access their memory. Each checks its range first."""

from libc.stdint cimport uint8_t, uint32_t, uint64_t
from libc.stdlib cimport free, realloc
from libc.string cimport memchr, memcmp, memcpy, memset

# ``fleet.program`` reads it from the file of a compiled module.
cdef extern from *:
    """
    #ifdef GIT_SECRETS_SOURCES
    __attribute__((used)) static const char git_secrets_sources[] =
        "git-secrets-sources:" GIT_SECRETS_SOURCES;
    #endif
    """


cdef struct Bytes:
    # ``size`` bytes hold data, ``capacity`` bytes are allocated.
    uint8_t* data
    size_t size
    size_t capacity


cdef enum:
    # The bytes of a word, the words and the bytes of a block.
    WORD = 4
    WORDS = 16
    BLOCK = 64


cdef union Block:
    uint8_t[BLOCK] bytes
    uint32_t[WORDS] words


cdef inline bint reserve(Bytes* buffer, size_t capacity) noexcept nogil:
    """Make room for ``capacity`` bytes; return false if there is no memory."""
    cdef uint8_t* data
    if capacity <= buffer.capacity:
        return True
    data = <uint8_t*> realloc(buffer.data, capacity)
    if data == NULL:
        return False
    buffer.data = data
    buffer.capacity = capacity
    return True


cdef inline void release(Bytes* buffer) noexcept nogil:
    free(buffer.data)
    buffer.data = NULL
    buffer.size = buffer.capacity = 0


cdef inline void shrink(Bytes* buffer) noexcept nogil:
    """Give back most of the memory that is not used."""
    cdef uint8_t* data
    if buffer.capacity > 2 * buffer.size + 4096:
        data = <uint8_t*> realloc(buffer.data, buffer.size + 1)
        if data != NULL:
            buffer.data = data
            buffer.capacity = buffer.size + 1


cdef inline Bytes view_of(bytes content):
    """Return the bytes of ``content``, which must outlive them, for reading only."""
    return Bytes(<uint8_t*> content, len(content), 0)


cdef inline Bytes view_of_buffer(const uint8_t[::1] content):
    """Return the bytes of ``content``, which must outlive them, for reading only."""
    if not content.shape[0]:
        return Bytes(NULL, 0, 0)
    return Bytes(<uint8_t*> &content[0], content.shape[0], 0)


cdef inline bytes copy_of(const Bytes* buffer):
    return buffer.data[: buffer.size] if buffer.size else b""


cdef inline int byte_at(const Bytes* buffer, size_t at) noexcept nogil:
    """Return the byte at ``at``, -1 beyond the end."""
    return buffer.data[at] if at < buffer.size else -1


cdef inline Bytes part_of(const Bytes* buffer, size_t start, size_t stop) noexcept nogil:
    """Return a range of ``buffer``, which must outlive it, for reading only."""
    if start > stop or stop > buffer.size:
        return Bytes(NULL, 0, 0)
    return Bytes(buffer.data + start, stop - start, 0)


cdef inline void read_block(const Bytes* buffer, size_t at, Block* block) noexcept nogil:
    """Read the block at ``at``, with zeros beyond the end."""
    cdef size_t left = buffer.size - at if at < buffer.size else 0
    if left >= BLOCK:
        memcpy(block, buffer.data + at, BLOCK)  # of a fixed size, which needs no call
        return
    memset(block, 0, BLOCK)
    if left:
        memcpy(block, buffer.data + at, left)


cdef extern from *:
    """
    /* Ones, then zeros: 8 bytes of it, from 8 - n on, are n ones and 8 - n zeros. */
    __attribute__((unused)) static const unsigned char git_secrets_mask[16] = {255, 255, 255, 255, 255, 255, 255, 255};
    """
    const uint8_t[16] MASK "git_secrets_mask"


cdef inline uint64_t word_at(const Bytes* buffer, size_t at) noexcept nogil:
    """Return the 8 bytes at ``at`` as a number of this machine, with zeros beyond the end."""
    cdef uint64_t word = 0
    if at < buffer.size and buffer.size - at >= 8:
        memcpy(&word, buffer.data + at, 8)  # of a fixed size, which needs no call
    elif at < buffer.size:
        memcpy(&word, buffer.data + at, buffer.size - at)
    return word


cdef inline uint64_t first_bytes(const Bytes* buffer, size_t at, size_t stop) noexcept nogil:
    """Return the 8 bytes at ``at`` as ``word_at``, with zeros from ``stop`` on."""
    cdef uint64_t mask
    if at >= stop:
        return 0
    if stop - at >= 8:
        return word_at(buffer, at)
    memcpy(&mask, MASK + 8 - (stop - at), 8)
    return word_at(buffer, at) & mask


cdef inline bint append(
    Bytes* to, const Bytes* source, size_t start, size_t count
) noexcept nogil:
    """Append a range of ``source``; return false if it is out of range or does not fit."""
    if start > source.size or count > source.size - start or count > to.capacity - to.size:
        return False
    if count:
        memcpy(to.data + to.size, source.data + start, count)
        to.size += count
    return True


cdef inline bint append_byte(Bytes* to, uint8_t byte) noexcept nogil:
    """Append ``byte``; return false if it does not fit."""
    if to.size >= to.capacity:
        return False
    to.data[to.size] = byte
    to.size += 1
    return True


cdef inline size_t find(
    const Bytes* buffer, uint8_t byte, size_t start, size_t stop
) noexcept nogil:
    """Return the offset of the first ``byte`` in the range, ``stop`` if there is none."""
    cdef const uint8_t* found
    cdef size_t end = min(stop, buffer.size)
    if start >= end:
        return stop
    found = <const uint8_t*> memchr(buffer.data + start, byte, end - start)
    return stop if found == NULL else found - buffer.data


cdef inline size_t count_byte(
    const Bytes* buffer, uint8_t byte, size_t start, size_t stop
) noexcept nogil:
    """Return how often ``byte`` is in the range."""
    cdef size_t at
    cdef size_t found = 0
    for at in range(start, min(stop, buffer.size)):
        found += buffer.data[at] == byte
    return found


cdef inline size_t last_line(const Bytes* buffer, size_t start, size_t stop) noexcept nogil:
    """Return the offset after the last line end in the range, ``start`` if there is none."""
    cdef size_t at = min(stop, buffer.size)
    while at > start and buffer.data[at - 1] != 10:
        at -= 1
    return max(at, start)


cdef inline int compare(
    const Bytes* one, size_t at, const Bytes* other, size_t place, size_t count
) noexcept nogil:
    """Compare ``count`` bytes of two buffers as ``memcmp``; 2 if a range is out of bounds."""
    if at > one.size or count > one.size - at:
        return 2
    if place > other.size or count > other.size - place:
        return 2
    return sign(memcmp(one.data + at, other.data + place, count))


cdef inline size_t id_place(
    const Bytes* ids, size_t low, size_t high, const Bytes* name, size_t at, size_t width
) noexcept nogil:
    """Return the place of the ID at ``at`` of ``name`` among ``ids``, which ascend.

    Those from place ``low`` to before ``high`` are searched. Return ``high`` if it is not there.
    """
    cdef size_t stop = high
    cdef size_t middle
    cdef uint64_t head = big_endian(name, at, 8)
    cdef uint64_t other
    cdef int order
    while low < high:
        middle = (low + high) // 2
        # Fast path: most IDs differ in their heads.
        other = big_endian(ids, middle * width, 8)
        if other < head:
            low = middle + 1
            continue
        if other > head:
            high = middle
            continue
        order = compare(ids, middle * width, name, at, width)
        if order == 0:
            return middle
        if order > 1:
            return stop
        if order < 0:
            low = middle + 1
        else:
            high = middle
    return stop


cdef inline bint contains(const Bytes* buffer, const Bytes* part) noexcept nogil:
    """Return whether ``part`` is in ``buffer``."""
    cdef size_t at = 0
    while at < buffer.size:
        at = find(buffer, <uint8_t> max(byte_at(part, 0), 0), at, buffer.size)
        if compare(buffer, at, part, 0, part.size) == 0:
            return True
        at += 1
    return False


cdef inline int sign(int number) noexcept nogil:
    return (number > 0) - (number < 0)


cdef inline uint64_t big_endian(const Bytes* buffer, size_t at, size_t count) noexcept nogil:
    """Return the number of ``count`` bytes at ``at``; bytes beyond the end are 0."""
    cdef uint64_t number = 0
    cdef size_t place
    cdef uint8_t[8] digits
    if count <= 8 and at <= buffer.size and buffer.size - at >= count:
        # Fast path: a compiler makes one instruction of it for a constant ``count``.
        memcpy(digits, buffer.data + at, count)
        for place in range(count):
            number = number << 8 | digits[place]
        return number
    for place in range(at, at + count):
        number = number << 8 | <uint64_t> max(byte_at(buffer, place), 0)
    return number


cdef inline bint grow(void** items, size_t count, size_t* capacity, size_t size) noexcept nogil:
    """Make room for one more item of ``size`` bytes than ``count``; false without memory."""
    cdef void* moved
    cdef size_t more = 2 * (capacity[0] + 32)
    if count < capacity[0]:
        return True
    moved = realloc(items[0], more * size)
    if moved == NULL:
        return False
    items[0] = moved
    capacity[0] = more
    return True


cdef inline uint64_t mixed(uint64_t number) noexcept nogil:
    """Return a number that looks random: the output function of SplitMix64."""
    number += <uint64_t> 0x9e3779b97f4a7c15
    number = (number ^ number >> 30) * <uint64_t> 0xbf58476d1ce4e5b9
    number = (number ^ number >> 27) * <uint64_t> 0x94d049bb133111eb
    return number ^ number >> 31


cdef struct Numbers:
    # A growing list.
    uint64_t* data
    size_t size
    size_t capacity


cdef inline bint push(Numbers* numbers, uint64_t number) noexcept nogil:
    """Append ``number``; return false if there is no memory."""
    if not grow(<void**> &numbers.data, numbers.size, &numbers.capacity, sizeof(uint64_t)):
        return False
    numbers.data[numbers.size] = number
    numbers.size += 1
    return True


cdef inline uint64_t number_at(const Numbers* numbers, size_t at) noexcept nogil:
    """Return the number at ``at``, 0 beyond the end."""
    return numbers.data[at] if at < numbers.size else 0


cdef inline void set_number(Numbers* numbers, size_t at, uint64_t number) noexcept nogil:
    if at < numbers.size:
        numbers.data[at] = number


cdef inline uint64_t pop(Numbers* numbers) noexcept nogil:
    """Remove and return the last number; 0 if there is none."""
    if not numbers.size:
        return 0
    numbers.size -= 1
    return numbers.data[numbers.size]


cdef inline void release_numbers(Numbers* numbers) noexcept nogil:
    free(numbers.data)
    numbers.data = NULL
    numbers.size = numbers.capacity = 0


cdef inline size_t first_at(const Numbers* numbers, uint64_t least) noexcept nogil:
    """Return the place of the first of ``numbers``, which ascend, that is ``least`` or more."""
    cdef size_t low = 0
    cdef size_t high = numbers.size
    cdef size_t middle
    while low < high:
        middle = (low + high) // 2
        if number_at(numbers, middle) < least:
            low = middle + 1
        else:
            high = middle
    return low
