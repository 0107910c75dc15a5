# cython: language_level=3, boundscheck=True, wraparound=False, cdivision=False
"""Packs: the forest of deltas, and the headers of objects.

Memory is accessed by the functions of ``checked`` and ``files`` only, and table entries by
``entry_at``.
"""

from libc.stdint cimport uint32_t, uint64_t
from libc.stdlib cimport qsort
from libc.string cimport memset

from git_secrets_py.packs.checked cimport (
    Bytes, Numbers, big_endian, byte_at, id_place, number_at, pop, push, release, release_numbers,
    set_number,
)
from git_secrets_py.packs.files cimport read_at
from git_secrets_py.packs.table cimport (
    BLOB, COMMIT, DELTA, INDEX_HEADER, NAMES_AT_ONCE, NONE, OFS_DELTA, PACK_HEADER, REF_DELTA, TAG,
    TREE, Entry, PackTable,
)

cdef enum:
    READ_AHEAD = 16 << 10
    MOST_NAMES = 64 << 20
    ROOTS_AT_ONCE = 64
    # The objects of a share on average, at least, and the most that are sorted by insertion:
    # ``qsort`` allocates as much as it sorts.
    FILL = 4
    FEW = 32


cdef int by_offset(const void* one, const void* other) noexcept nogil:
    cdef uint64_t first = (<const Entry*> one).offset
    cdef uint64_t second = (<const Entry*> other).offset
    return (first > second) - (first < second)


cdef class Pack(PackTable):
    """The objects of one pack, linked to the bases of their deltas."""

    def __dealloc__(self):
        release_numbers(&self._shares)
        release(&self._all_names)

    def link(self):
        """Sort the objects by place, and build the forest of deltas.

        The lock of the interpreter is released, so another thread may claim objects meanwhile.
        """
        cdef Bytes window
        cdef Numbers waiting
        cdef uint64_t start = 0
        cdef size_t number
        memset(&window, 0, sizeof(Bytes))
        memset(&waiting, 0, sizeof(Numbers))
        with nogil:
            self.read_entries()
            self.sort()
            for number in range(self.count):
                self.link_one(number, &window, &start)
            release(&window)
            self.turn_links()
            for number in range(self.count if self._are_kinds_missing else 0):
                if self.entry_at(number).kind in (COMMIT, TREE, BLOB, TAG):
                    self.spread_kind(number, &waiting)
            release_numbers(&waiting)
            release_numbers(&self._shares)
            release(&self._all_names)
            self._next_root = 0

    cdef void read_entries(self) noexcept nogil:
        """Read the offsets in the index, and put each object into its share of the pack."""
        cdef Bytes listed, one
        cdef size_t number
        cdef bint is_read
        memset(&listed, 0, sizeof(Bytes))
        memset(&one, 0, sizeof(Bytes))
        is_read = self.count_shares(&listed, &one)
        for number in range(self.count):
            is_read = is_read and self.add_entry(number, self.offset_at(number, &listed, &one))
        if not is_read:
            self.forget_entries()
        release(&listed)
        release(&one)

    cdef bint count_shares(self, Bytes* listed, Bytes* one) noexcept nogil:
        """Find where each share ends; return false if there is no memory.

        The size of a share is a power of two.
        """
        cdef size_t number, share
        self._shift = 0
        while self._end >> self._shift > self.count // FILL:
            self._shift += 1
        for share in range((self._end >> self._shift) + 2):
            if not push(&self._shares, 0):
                return False
        for number in range(self.count):
            share = self.share_of(self.offset_at(number, listed, one))
            set_number(&self._shares, share, number_at(&self._shares, share) + 1)
        for share in range(1, self._shares.size):
            number = number_at(&self._shares, share - 1)
            set_number(&self._shares, share, number_at(&self._shares, share) + number)
        return True

    cdef uint64_t offset_at(self, size_t position, Bytes* listed, Bytes* one) noexcept nogil:
        """Return the offset of the object at ``position`` of the index, which ascends from 0.

        ``listed`` has those that were read in passing, ``one`` is a buffer.
        """
        cdef size_t at = position % NAMES_AT_ONCE
        if not at:
            read_at(
                self._index, listed, INDEX_HEADER + self.count * (self._width + 4) + 4 * position,
                4 * NAMES_AT_ONCE,
            )
        return self.offset_of(big_endian(listed, 4 * at, 4), one)

    cdef bint add_entry(self, size_t position, uint64_t offset) noexcept nogil:
        """Add an object at the end of the free part of its share; return false if it is full.

        That is impossible unless the index has changed. Shares may overlap then.
        """
        cdef size_t share = self.share_of(offset)
        cdef size_t number = number_at(&self._shares, share) - 1
        cdef Entry* entry = self.entry_at(number)
        if number >= self.count or entry.child:
            return False
        set_number(&self._shares, share, number)
        entry.offset, entry.position = offset, <uint32_t> position
        entry.child = entry.sibling = NONE
        return True

    cdef void forget_entries(self) noexcept nogil:
        """Leave all objects to git."""
        cdef size_t number
        self._shares.size = 0
        for number in range(self.count):
            memset(self.entry_at(number), 0, sizeof(Entry))
            self.entry_at(number).position = <uint32_t> number
            self.entry_at(number).child = self.entry_at(number).sibling = NONE

    cdef void sort(self) noexcept nogil:
        """Sort the objects by place, of which each share has a few."""
        cdef size_t share, start, stop
        for share in range(1, self._shares.size):
            start, stop = number_at(&self._shares, share - 1), number_at(&self._shares, share)
            if stop <= start + FEW:
                self.sort_few(start, stop)
            elif stop <= self.count:
                qsort(self.entry_at(start), stop - start, sizeof(Entry), by_offset)

    cdef size_t share_of(self, uint64_t offset) noexcept nogil:
        return min(offset, self._end) >> self._shift

    cdef void sort_few(self, size_t start, size_t stop) noexcept nogil:
        """Sort the objects from number ``start`` to before ``stop`` by insertion."""
        cdef size_t number, at
        cdef Entry entry
        for number in range(start + 1, stop):
            at, entry = number, self.entry_at(number)[0]
            while at > start and entry.offset < self.entry_at(at - 1).offset:
                self.entry_at(at)[0] = self.entry_at(at - 1)[0]
                at -= 1
            self.entry_at(at)[0] = entry

    cdef void link_one(self, size_t number, Bytes* window, uint64_t* start) noexcept nogil:
        """Read the header of one object, and link it to its base until ``turn_links``."""
        cdef Entry* entry = self.entry_at(number)
        cdef uint64_t size, at, base
        cdef int kind
        if not self.is_inside(entry.offset):
            return
        if not self.look(window, start, entry.offset, ENTRY_HEADER):
            return
        at = entry.offset - start[0]
        kind = self.read_header(window, &at, &size)
        if kind in (COMMIT, TREE, BLOB, TAG):
            entry.kind = kind
            return
        base = NONE
        if kind == OFS_DELTA:
            base = self.base_by_offset(window, at, entry.offset)
        elif kind == REF_DELTA:
            base = self.base_by_id(window, at)
        if base >= self.count or base == number:
            return
        entry.sibling = <uint32_t> base
        if self.entry_at(base).kind:
            entry.kind = self.entry_at(base).kind | DELTA
        else:
            self._are_kinds_missing = True

    cdef void turn_links(self) noexcept nogil:
        """Turn the links of objects to their bases into lists of those that are based on each.

        They ascend, since git writes objects about in the order in which they are visited then.
        """
        cdef Entry* entry
        cdef Entry* base
        cdef size_t number = self.count
        while number:
            number -= 1
            entry = self.entry_at(number)
            if entry.sibling != NONE:
                base = self.entry_at(entry.sibling)
                entry.sibling = base.child
                base.child = <uint32_t> number

    cdef void spread_kind(self, size_t root, Numbers* waiting) noexcept nogil:
        """Set the kind of all descendants of ``root``."""
        cdef uint32_t child
        if self.entry_at(root).child == NONE or not push(waiting, root):
            return
        while waiting.size:
            child = self.entry_at(pop(waiting)).child
            while child != NONE:
                self.entry_at(child).kind = self.entry_at(root).kind | DELTA
                if self.entry_at(child).child != NONE and not push(waiting, child):
                    return
                child = self.entry_at(child).sibling

    cdef bint is_inside(self, uint64_t offset) noexcept nogil:
        return PACK_HEADER <= offset < self._end

    cdef bint look(
        self, Bytes* window, uint64_t* start, uint64_t offset, uint64_t count
    ) noexcept nogil:
        """Make ``window``, which begins at ``start``, hold ``count`` bytes at ``offset``.

        More bytes are read if these follow those in the window.
        """
        cdef uint64_t stop = start[0] + window.size
        cdef bint follows = start[0] <= offset and offset < stop + READ_AHEAD
        count = min(count, self._end - offset)
        if start[0] <= offset and offset + count <= stop:
            return True
        start[0] = offset
        return read_at(
            self._pack, window, offset,
            min(max(count, READ_AHEAD), self._end - offset) if follows else count,
        ) and window.size >= count

    cdef int read_header(self, const Bytes* window, uint64_t* at, uint64_t* size) noexcept nogil:
        """Read type and size; return the type, 0 if the header is invalid."""
        cdef int byte = byte_at(window, at[0])
        cdef int kind = byte >> 4 & 7
        cdef int shift = 4
        if byte < 0:
            return 0
        size[0] = byte & 15
        while byte & 0x80:
            at[0] += 1
            byte = byte_at(window, at[0])
            if byte < 0 or shift > 53:
                return 0
            size[0] |= <uint64_t> (byte & 0x7f) << shift
            shift += 7
        at[0] += 1
        return kind

    cdef uint64_t read_distance(self, const Bytes* window, uint64_t* at) noexcept nogil:
        """Read how far before a delta its base begins; 0 if that is invalid."""
        cdef int byte = byte_at(window, at[0])
        cdef uint64_t distance = max(byte, 0) & 0x7f
        while byte >= 0 and byte & 0x80:
            at[0] += 1
            byte = byte_at(window, at[0])
            if distance >> 54:
                return 0
            distance = (distance + 1) << 7 | <uint64_t> (max(byte, 0) & 0x7f)
        at[0] += 1
        return distance if byte >= 0 else 0

    cdef uint64_t base_by_offset(
        self, const Bytes* window, uint64_t at, uint64_t offset
    ) noexcept nogil:
        cdef uint64_t distance = self.read_distance(window, &at)
        if not 0 < distance <= offset:
            return NONE
        return self.by_place(offset - distance)

    cdef uint64_t by_place(self, uint64_t offset) noexcept nogil:
        """Return the number of the entry at ``offset``."""
        cdef size_t share = self.share_of(offset)
        cdef size_t low = number_at(&self._shares, share)
        cdef size_t high = number_at(&self._shares, share + 1)
        cdef size_t middle
        while low < high:
            middle = (low + high) // 2
            if self.entry_at(middle).offset < offset:
                low = middle + 1
            else:
                high = middle
        if low < self.count and self.entry_at(low).offset == offset:
            return low
        return NONE

    cdef uint64_t base_by_id(self, const Bytes* window, uint64_t at) noexcept nogil:
        """Return the number of the entry whose ID is at ``at``."""
        cdef size_t position
        if not self.load_names():
            return NONE
        position = id_place(&self._all_names, 0, self.count, window, at, self._width)
        return self.by_position(position) if position < self.count else NONE

    cdef bint load_names(self) noexcept nogil:
        """Read all IDs, unless they are too many."""
        cdef size_t size = self.count * self._width
        if self._all_names.size == size:
            return True
        return size <= MOST_NAMES and read_at(
            self._index, &self._all_names, INDEX_HEADER, size
        ) and self._all_names.size == size

    cdef uint64_t by_position(self, size_t position) noexcept nogil:
        """Return the number of the entry at ``position`` of the index."""
        cdef uint64_t at = INDEX_HEADER + self.count * (self._width + 4) + 4 * position
        if not read_at(self._index, &self._one, at, 4):
            return NONE
        return self.by_place(self.offset_of(big_endian(&self._one, 0, 4), &self._one))

    cdef uint64_t stop_of(self, size_t number) noexcept nogil:
        """Return the offset at which the next object begins."""
        cdef uint64_t stop = self._end
        if number + 1 < self.count:
            stop = min(stop, self.entry_at(number + 1).offset)
        return stop

    cdef size_t next_roots(self):
        """Return the number of the first of the next ``ROOTS_AT_ONCE`` entries."""
        cdef size_t start = self._next_root
        self._next_root = min(start + ROOTS_AT_ONCE, self.count)
        return start
