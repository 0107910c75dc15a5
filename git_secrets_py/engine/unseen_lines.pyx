# cython: language_level=3, boundscheck=True, wraparound=False, cdivision=False
"""Searching each line once, and remembering its hits: in a history, most lines recur.

A line is known by a hash of 128 bits. Its key is random, so that two lines have the same hash with
a probability of 2^-63 at most, whatever they are: it is NH (RFC 4418, section 5.2.2), with words of
64 bits. Memory is accessed by the functions of ``packs.checked`` only, and remembered lines by
``known_at``.
"""

from libc.stdint cimport uint32_t, uint64_t
from libc.stdlib cimport calloc, free

import os

from cython import final

from git_secrets_py.packs.checked cimport (
    Bytes, Numbers, append, append_byte, copy_of, find, first_at, first_bytes, mixed, number_at,
    push, release, release_numbers, reserve, set_number, view_of, word_at,
)

cdef extern from *:
    """
    typedef unsigned __int128 git_secrets_u128;
    """
    ctypedef unsigned long long u128 "git_secrets_u128"
    void prefetch "__builtin_prefetch"(const void*) noexcept nogil

cdef enum:
    LINE_END = 10
    # The longest line that is remembered, in bytes, and the words of the key for it.
    LONGEST = 2048
    KEYS = 260
    # The number of hits that are remembered.
    MOST_HITS = 1 << 15
    # In place of the number of a place: the line is not remembered; it has a hit.
    NOWHERE = 1 << 30
    HIT = NOWHERE + 1
    # The number of lines that are read before they are compared with those in memory.
    GROUP = 32

# A line that is remembered: its hash, the text in which it was searched, 0 if there is none, its
# number among the lines of that text that were searched, and the place of its hits, 0 without any.
cdef struct Known:
    uint64_t low
    uint64_t high
    uint32_t text
    uint32_t number
    uint32_t hits

# A line of content: its hash, and the place at which it is remembered.
cdef struct Line:
    size_t start
    size_t stop
    uint64_t low
    uint64_t high
    uint32_t place


@final
cdef class UnseenLines:
    """Remembers lines, in one thread."""

    # The places for lines are 2 to the power of ``_bits``.
    cdef Known* _known
    cdef size_t _bits
    cdef uint64_t[KEYS] _key
    cdef uint32_t _number
    cdef Bytes _text
    # Of the lines that are searched: the starts in the content and in the text that is searched,
    # and the place in ``_known``. Of their repetitions: the start in the content, the number. Of
    # other known lines with hits: the start in the content, the place of the hits.
    cdef Numbers _starts, _moved, _places, _repeated, _originals, _recurring, _recurring_hits
    # Each hit of a line: the number of the list, that of the pattern, the offset in the line.
    cdef list _hits
    cdef size_t _number_of_hits

    def __cinit__(self, size_t bits):
        """Up to 2 to the power of ``bits`` lines are remembered, in 32 bytes each."""
        cdef size_t at
        if not 0 < bits < 30:
            raise ValueError("bits must be from 1 to 29")
        self._bits = bits
        self._known = <Known*> calloc(<size_t> 1 << bits, sizeof(Known))
        if self._known == NULL:
            raise MemoryError
        self._hits = [()]
        for at in range(KEYS):
            self._key[at] = int.from_bytes(os.urandom(8), "big")

    def __dealloc__(self):
        free(self._known)
        release(&self._text)
        release_numbers(&self._starts)
        release_numbers(&self._moved)
        release_numbers(&self._places)
        release_numbers(&self._repeated)
        release_numbers(&self._originals)
        release_numbers(&self._recurring)
        release_numbers(&self._recurring_hits)

    def search(self, bytes content, find_hits, size_t most):
        """Return the hits in ``content``, whole lines; ``None`` if a list has more than ``most``.

        ``find_hits`` is called with a text that has all lines that are not known, and a line end
        before the first. It returns lists of hits, which are pairs of a number and an offset, and
        depend on the line around the offset alone; or ``None`` for a list that is too long. The
        result has the same lists for all lines, which are known from now on. After an exception,
        and where there are too many hits, the lines that are new are not.
        """
        cdef Bytes text = view_of(content)
        cdef bint is_complete
        found = None
        if self._number_of_hits > MOST_HITS:
            self.forget_all()
        with nogil:
            is_complete = self.select(&text)
        try:
            if not is_complete:
                raise MemoryError
            lists = find_hits(copy_of(&self._text))
            found = None if None in lists else self.in_content(lists, most)
        finally:
            if found is None:
                self.forget()
        return found

    cdef bint select(self, const Bytes* content) noexcept nogil:
        """Select the lines to search; return false without memory."""
        cdef Line[GROUP] lines
        cdef size_t at = 0
        cdef size_t count, number
        self._number += 1
        self._text.size = self._starts.size = self._moved.size = self._places.size = 0
        self._repeated.size = self._originals.size = 0
        self._recurring.size = self._recurring_hits.size = 0
        if not self._number or not reserve(&self._text, content.size + 1):
            return False
        append_byte(&self._text, LINE_END)
        while at < content.size:
            count = 0
            while at < content.size and count < GROUP:
                self.read_line(content, at, &lines[count])
                at = lines[count].stop
                count += 1
            for number in range(count):
                if not self.select_line(content, &lines[number]):
                    return False
        return True

    cdef void read_line(self, const Bytes* content, size_t start, Line* line) noexcept nogil:
        """Read the line at ``start``, and fetch the one that is remembered at its place."""
        line.start = start
        line.stop = min(find(content, LINE_END, start, content.size) + 1, content.size)
        line.place = NOWHERE
        if line.stop - start <= LONGEST:
            self.set_hash(content, line)
            line.place = mixed(line.low ^ line.high) >> (64 - self._bits)
            prefetch(self.known_at(line.place))

    cdef bint select_line(self, const Bytes* content, const Line* line) noexcept nogil:
        """Select a line if it is not known; return false without memory."""
        cdef Known* known = self.known_at(line.place)
        cdef size_t number = self._starts.size
        cdef bint can_be_known = line.place != NOWHERE
        if can_be_known and known.text and known.low == line.low and known.high == line.high:
            return self.recur(line.start, known)
        if not (
            push(&self._starts, line.start)
            and push(&self._moved, self._text.size)
            and push(&self._places, line.place)
            and append(&self._text, content, line.start, line.stop - line.start)
        ):
            return False
        if can_be_known:
            known.low, known.high = line.low, line.high
            known.text, known.number, known.hits = self._number, <uint32_t> number, 0
        return True

    cdef bint recur(self, size_t start, const Known* known) noexcept nogil:
        """Note the hits of a known line at ``start``; return false without memory."""
        if known.text == self._number:
            return push(&self._repeated, start) and push(&self._originals, known.number)
        return not known.hits or (
            push(&self._recurring, start) and push(&self._recurring_hits, known.hits)
        )

    cdef void set_hash(self, const Bytes* content, Line* line) noexcept nogil:
        cdef size_t at = line.start
        cdef size_t place = 2
        cdef u128 total = <u128> (line.stop - at + self._key[0]) * self._key[1]
        while line.stop - at >= 16 and place < KEYS - 3:
            total += <u128> (word_at(content, at) + self._key[place]) * (
                word_at(content, at + 8) + self._key[place + 1]
            )
            at += 16
            place += 2
        total += <u128> (first_bytes(content, at, line.stop) + self._key[place]) * (
            first_bytes(content, at + 8, line.stop) + self._key[place + 1]
        )
        line.low, line.high = <uint64_t> total, <uint64_t> (total >> 64)

    cdef Known* known_at(self, size_t place) noexcept nogil:
        return &self._known[place & (((<size_t> 1) << self._bits) - 1)]

    cdef list in_content(self, lists, size_t most):
        """Return ``lists``, of hits in the text that was searched, as those in the content."""
        cdef dict by_line = self.by_line(lists)
        cdef list found = [[] for _ in lists]
        cdef size_t at, number
        for number, hits in by_line.items():
            add_hits(found, number_at(&self._starts, number), hits)
            self.remember(number, hits)
        for at in range(self._repeated.size):
            number = number_at(&self._originals, at)
            if number_at(&self._places, number) == HIT:
                if add_hits(found, number_at(&self._repeated, at), by_line[number]) > most:
                    return None
        for at in range(self._recurring.size):
            hits = self._hits[number_at(&self._recurring_hits, at)]
            if add_hits(found, number_at(&self._recurring, at), hits) > most:
                return None
        return None if max(map(len, found)) > most else found

    cdef dict by_line(self, lists):
        """Return the hits of each line by its number, as they are remembered."""
        cdef size_t number
        cdef dict by_line = {}
        for which, hits in enumerate(lists):
            for kind, offset in hits:
                number = first_at(&self._moved, <uint64_t> offset + 1)
                if number:  # else it is in the line end before the first line
                    hit = which, kind, offset - number_at(&self._moved, number - 1)
                    by_line.setdefault(number - 1, []).append(hit)
        return by_line

    cdef remember(self, size_t number, list hits):
        """Remember the hits of a line."""
        cdef size_t place = number_at(&self._places, number)
        cdef Known* known = self.known_at(place)
        if place < NOWHERE and known.text == self._number and known.number == number:
            known.hits = <uint32_t> len(self._hits)
            self._hits.append(hits)
            self._number_of_hits += len(hits)
        set_number(&self._places, number, HIT)

    cdef void forget(self) noexcept nogil:
        """Forget the lines that are new."""
        cdef size_t place
        for place in range(<size_t> 1 << self._bits):
            if self.known_at(place).text == self._number:
                self.known_at(place).text = 0

    cdef forget_all(self):
        cdef size_t place
        for place in range(<size_t> 1 << self._bits):
            self.known_at(place).text = 0
        self._hits = [()]
        self._number_of_hits = 0


cdef size_t add_hits(list found, uint64_t start, list hits):
    """Add the hits of a line at ``start`` to the lists; return the most hits of a list."""
    cdef size_t most = 0
    for which, kind, offset in hits:
        of_kind = <list> found[which]
        of_kind.append((kind, start + offset))
        most = max(most, len(of_kind))
    return most
