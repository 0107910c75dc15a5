# cython: language_level=3, boundscheck=True, wraparound=False
"""Whether content may hold encoded text, compiled: most content holds none.

It passes whatever ``gate`` hits, and little else. It is faster than the gate, because few runs of
base64 are so long that they may be text. Memory is accessed by the functions of ``packs.checked``
only.
"""

from libc.stdint cimport uint8_t, uint32_t

from git_secrets_py.packs.checked cimport (
    BLOCK, WORD, WORDS, Block, Bytes, byte_at, find, part_of, read_block, view_of,
)

cdef enum:
    LINE_END = 10
    # The sizes of the shortest runs that the gate hits.
    BASE64_RUN = 20
    GZIP_RUN = 21
    WIDE_RUN = 24
    HEXADECIMAL_RUN = 32
    BASE32_RUN = 32
    # The longest escape that ends in a letter or digit, without the sign that begins it.
    ESCAPE = 5
    # Classes of a byte: it may be the first, the second or the third of four characters of base64;
    # it may be in a run; it is a hexadecimal digit; it is the first of the two for a printable
    # character; it may be in a run of base32; it is a letter or digit.
    FIRST = 1
    SECOND = 2
    THIRD = 4
    OF_RUN = 8
    DIGIT = 16
    HIGH_DIGIT = 32
    OF_BASE32 = 64
    ALPHANUMERIC = 128

# Whether the bytes at a place are a unit of encoded text.
ctypedef bint (*IsUnit)(const Bytes*, size_t) noexcept nogil

cdef uint8_t[256] _classes


cdef void set_class(uint8_t bit, bytes members):
    for byte in members:
        _classes[byte] |= bit


_RANGE = "".join(map(chr, range(48, 123)))
_LETTERS_AND_DIGITS = "".join(filter(str.isalnum, _RANGE)).encode()
set_class(FIRST, b"CDIJKLMNOPQRSTUVWXYZabcdef")
set_class(SECOND, b"ACDEFGHQSTUVWXginjklmwyz0123")
set_class(THIRD, b"ABEFIJMNQRUVYZcdghklopstwx014589")
set_class(OF_RUN, _LETTERS_AND_DIGITS + b"+/_-")
set_class(DIGIT, b"0123456789abcdefABCDEF")
set_class(HIGH_DIGIT, b"234567")
set_class(OF_BASE32, b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
set_class(ALPHANUMERIC, _LETTERS_AND_DIGITS)


def pieces(bytes content, size_t size):
    """Return the pieces of ``content`` that may hold encoded text, where each starts and ends.

    The gate has no hit in the others. A piece is whole lines, of at least ``size`` bytes.
    """
    cdef Bytes text = view_of(content)
    cdef size_t start = 0
    cdef size_t first = 0
    cdef size_t stop
    cdef bint found
    cdef bint is_open = False
    places = []
    while start < text.size:
        with nogil:
            stop = min(find(&text, LINE_END, start + size, text.size) + 1, text.size)
            found = may_be_encoded(part_of(&text, start, stop))
        if found and not is_open:
            first = start
        elif is_open and not found:
            places.append((first, start))
        is_open = found
        start = stop
    if is_open:
        places.append((first, text.size))
    return places


cdef bint may_be_encoded(Bytes text) noexcept nogil:
    return has_run(&text) or has_percent(&text) or has_backslash(&text) or has_entity(&text)


cdef inline bint is_of(const Bytes* text, size_t at, uint8_t classes) noexcept nogil:
    """Return whether the byte at ``at`` is in one of ``classes``."""
    return at < text.size and _classes[<uint8_t> byte_at(text, at)] & classes != 0


cdef inline bint is_one_of(int byte, int one, int other) noexcept nogil:
    return byte == one or byte == other


cdef bint has_run(const Bytes* text) noexcept nogil:
    """Return whether there is a run of base64 or of hexadecimal digits that may be text."""
    cdef size_t at = next_run(text, 0)
    cdef size_t start, stop
    while at < text.size:
        start, stop = at - 3 * WORD, at + WORD
        while start > 0 and is_of(text, start - 1, OF_RUN):
            start -= 1
        while is_of(text, stop, OF_RUN):
            stop += 1
        if stop >= start + BASE64_RUN and may_be_text(text, start, stop):
            return True
        at = next_run(text, stop)
    return False


cdef size_t next_run(const Bytes* text, size_t at) noexcept nogil:
    """Return a place in the next run of at least ``BASE64_RUN``, or in a shorter one.

    No run extends across ``at``. Return the end of the text if there is none.

    Such a run contains four words in a row, of four bytes each, wherever the first word begins.
    The place is that of the fourth word.
    """
    cdef uint32_t words = 0
    cdef uint32_t found
    while at < text.size:
        # Those of the block follow the last three of the block before.
        words = words >> WORDS | words_in_runs(text, at) << 3
        found = words & words >> 1 & words >> 2 & words >> 3
        if found:
            while not found & 1:
                found >>= 1
                at += WORD
            return at
        at += BLOCK
    return text.size


cdef uint32_t words_in_runs(const Bytes* text, size_t at) noexcept nogil:
    """Return a bit for each word of the block at ``at``: all its bytes may be in a run.

    Without branches, so that the compiler uses instructions for many bytes at once.
    """
    cdef Block block
    cdef uint32_t found = 0
    cdef size_t place
    read_block(text, at, &block)
    for place in range(BLOCK):
        block.bytes[place] = -may_be_in_run(block.bytes[place])
    for place in range(WORDS):
        found |= (~block.words[place] == 0) << place
    return found


cdef inline bint may_be_in_run(uint8_t byte) noexcept nogil:
    """Return whether ``byte`` is of the class ``OF_RUN``."""
    return (
        (<uint8_t> ((byte | 0x20) - c"a") < 26)
        | (<uint8_t> (byte - c"/") < 11)  # or a digit
        | (byte == c"+")
        | (byte == c"-")
        | (byte == c"_")
    )


cdef bint may_be_text(const Bytes* text, size_t start, size_t stop) noexcept nogil:
    """Return whether a part of a run may be encoded text."""
    return (
        has_units(text, start, stop, 4, BASE64_RUN, is_base64)
        or has_units(text, start, stop, 8, WIDE_RUN, is_wide)
        or has_units(text, start, stop, 2, HEXADECIMAL_RUN, is_hexadecimal)
        or has_units(text, start, stop, 1, BASE32_RUN, is_base32)
        or has_compressed(text, start, stop)
    )


cdef inline bint has_units(
    const Bytes* text, size_t start, size_t stop, size_t unit, size_t size, IsUnit is_unit
) noexcept nogil:
    """Return whether a part of a run, of ``size`` bytes, is units of ``unit`` bytes each.

    The last of them is tried first: if it is none, no part begins up to it.
    """
    cdef size_t phase, at, rest
    for phase in range(unit):
        at = start + phase
        while at + size <= stop:
            rest = size
            while rest and is_unit(text, at + rest - unit):
                rest -= unit
            if not rest:
                return True
            at += rest
    return False


cdef bint has_compressed(const Bytes* text, size_t start, size_t stop) noexcept nogil:
    """Return whether compressed text may begin in a run."""
    cdef size_t at
    cdef int byte
    for at in range(start, stop - BASE64_RUN + 1):
        byte = byte_at(text, at)
        if byte == c"H" and at + GZIP_RUN <= stop and is_gzip(text, at):
            return True
        if byte == c"e" and is_zlib(text, at) and may_begin(text, start, at):
            return True
    return False


cdef bint may_begin(const Bytes* text, size_t start, size_t at) noexcept nogil:
    """Return whether encoded text may begin at ``at``, in a run from ``start`` on: not in a word,
    except for one that begins with an escape."""
    if at == start or not is_of(text, at - 1, ALPHANUMERIC):
        return True
    return (
        at - start <= ESCAPE
        and start > 0
        and is_one_of(byte_at(text, start - 1), c"\\", c"%")
    )


cdef bint is_zlib(const Bytes* text, size_t at) noexcept nogil:
    """Return whether the bytes 78 and 01, 5E, 9C or DA begin there (RFC 1950, section 2.2)."""
    cdef int second = byte_at(text, at + 1)
    cdef int third = byte_at(text, at + 2)
    return (
        (second == c"A" and c"E" <= third <= c"H")
        or (second == c"F" and c"4" <= third <= c"7")
        or (second == c"J" and c"w" <= third <= c"z")
        or (second == c"N" and c"o" <= third <= c"r")
    )


cdef bint is_base32(const Bytes* text, size_t at) noexcept nogil:
    return is_of(text, at, OF_BASE32)


cdef bint is_base64(const Bytes* text, size_t at) noexcept nogil:
    """Return whether a group of four characters may be text."""
    return is_of(text, at, FIRST) and is_of(text, at + 1, SECOND) and is_of(text, at + 2, THIRD)


cdef bint is_wide(const Bytes* text, size_t at) noexcept nogil:
    """Return whether a group of eight characters may be text in UTF-16."""
    cdef int byte = byte_at(text, at + 5)
    return (
        byte_at(text, at + 4) == c"A"
        and is_of(text, at, FIRST)
        and is_one_of(byte_at(text, at + 2), c"A", c"B")
        and c"A" <= byte <= c"H"
        and byte_at(text, at + 7) == c"A"
    )


cdef bint is_hexadecimal(const Bytes* text, size_t at) noexcept nogil:
    """Return whether a pair of digits may be text."""
    cdef int low = byte_at(text, at + 1)
    return (is_of(text, at, HIGH_DIGIT) and is_of(text, at + 1, DIGIT)) or (
        byte_at(text, at) == c"0"
        and (low == c"9" or is_one_of(low, c"A", c"a") or is_one_of(low, c"D", c"d"))
    )


cdef bint is_gzip(const Bytes* text, size_t at) noexcept nogil:
    return (
        byte_at(text, at + 1) == c"4"
        and byte_at(text, at + 2) == c"s"
        and byte_at(text, at + 3) == c"I"
        and c"A" <= byte_at(text, at + 4) <= c"P"
    )


cdef bint has_percent(const Bytes* text) noexcept nogil:
    cdef size_t at = find(text, c"%", 0, text.size)
    while at < text.size:
        if is_sign(text, at + 1) or (is_pair(text, at + 1) and byte_at(text, at + 3) == c"%"):
            return True
        if byte_at(text, at + 1) == c"2" and byte_at(text, at + 2) == c"5" and is_sign(text, at + 3):
            return True
        at = find(text, c"%", at + 1, text.size)
    return False


cdef bint has_backslash(const Bytes* text) noexcept nogil:
    cdef size_t at = find(text, c"\\", 0, text.size)
    while at < text.size:
        if is_escape(text, at):
            return True
        at = find(text, c"\\", at + 1, text.size)
    return False


cdef bint is_escape(const Bytes* text, size_t at) noexcept nogil:
    """Return whether a backslash begins the escape of a sign, or two escapes."""
    cdef int kind = byte_at(text, at + 1)
    cdef size_t digits = at + 2
    if is_one_of(kind, c"0", c"1"):
        return byte_at(text, at + 4) == c"\\"
    if kind == c"u" and byte_at(text, at + 2) == c"{":
        return True
    if kind == c"u" and byte_at(text, at + 2) == c"0" and byte_at(text, at + 3) == c"0":
        digits = at + 4
    elif kind != c"x":
        return False
    return is_sign(text, digits) or (is_pair(text, digits) and byte_at(text, digits + 2) == c"\\")


cdef bint has_entity(const Bytes* text) noexcept nogil:
    cdef size_t at = find(text, c"&", 0, text.size)
    while at < text.size:
        if byte_at(text, at + 1) == c"#" and is_entity(text, at + 2):
            return True
        at = find(text, c"&", at + 1, text.size)
    return False


cdef bint is_entity(const Bytes* text, size_t at) noexcept nogil:
    """Return whether an entity, whose number is at ``at``, is that of a sign, or is followed by
    another one."""
    cdef size_t stop = find(text, c";", at, min(at + 4, text.size))
    cdef int high = byte_at(text, at)
    cdef int low = byte_at(text, at + 1)
    if byte_at(text, stop + 1) == c"&" and byte_at(text, stop + 2) == c"#":
        return True
    if is_one_of(high, c"x", c"X"):
        return is_sign(text, at + 1)
    return (high == c"4" and is_one_of(low, c"3", c"7")) or (high == c"6" and low == c"1")


cdef inline bint is_pair(const Bytes* text, size_t at) noexcept nogil:
    """Return whether two hexadecimal digits are those of a printable character."""
    return is_of(text, at, HIGH_DIGIT) and is_of(text, at + 1, DIGIT)


cdef inline bint is_sign(const Bytes* text, size_t at) noexcept nogil:
    """Return whether two hexadecimal digits are those of a plus, slash or equals sign."""
    cdef int high = byte_at(text, at)
    cdef int low = byte_at(text, at + 1)
    if high == c"2":
        return is_one_of(low, c"B", c"b") or is_one_of(low, c"F", c"f")
    return high == c"3" and is_one_of(low, c"D", c"d")
