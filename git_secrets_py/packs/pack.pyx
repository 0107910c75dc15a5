# cython: language_level=3, boundscheck=True, wraparound=False, cdivision=False
"""Packs: the forest of deltas, and the headers of objects.

Memory is accessed by the functions of ``checked`` and ``files`` only, and table entries by
``entry_at``.
"""

from libc.stdint cimport uint32_t, uint64_t
from libc.stdlib cimport qsort
from libc.string cimport memset

from git_secrets_py.packs.checked cimport (
    Bytes, Numbers, big_endian, byte_at, id_place, pop, push, release, release_numbers,
)
from git_secrets_py.packs.files cimport read_at
from git_secrets_py.packs.table cimport (
    BLOB, COMMIT, DELTA, INDEX_HEADER, NONE, OFS_DELTA, PACK_HEADER, REF_DELTA, TAG, TREE, Entry,
    PackTable,
)

cdef enum:
    READ_AHEAD = 16 << 10
    ROOTS_AT_ONCE = 64
    # The number of parts in which objects are sorted.
    SHARES = 256


cdef int by_offset(const void* one, const void* other) noexcept nogil:
    cdef uint64_t first = (<const Entry*> one).offset
    cdef uint64_t second = (<const Entry*> other).offset
    return (first > second) - (first < second)


cdef class Pack(PackTable):
    """The objects of one pack, linked to the bases of their deltas."""

    def link(self):
        """Sort the objects by place, and build the forest of deltas. Call it after ``claim``."""
        cdef Bytes window
        cdef Numbers waiting
        cdef uint64_t start = 0
        cdef size_t number
        memset(&window, 0, sizeof(Bytes))
        memset(&waiting, 0, sizeof(Numbers))
        self._names.size = 0
        with nogil:
            self.sort()
            for number in range(self.count):
                self.link_one(number, &window, &start)
            release(&window)
            for number in range(self.count):
                if self.entry_at(number).kind in (COMMIT, TREE, BLOB, TAG):
                    self.spread_kind(number, &waiting)
            release_numbers(&waiting)
            release(&self._names)
            self._next_root = 0

    cdef void sort(self) noexcept nogil:
        """Sort the objects by place: in shares, since ``qsort`` allocates as much as it sorts."""
        cdef size_t[SHARES + 1] starts
        cdef size_t[SHARES] heads
        cdef size_t number, share, other
        memset(starts, 0, sizeof(starts))
        for number in range(self.count):
            starts[self.share_of(number) + 1] += 1
        for share in range(SHARES):
            starts[share + 1] += starts[share]
            heads[share] = starts[share]
        for share in range(SHARES):
            while heads[share] < starts[share + 1]:
                other = self.share_of(heads[share])
                if other != share:
                    self.swap(heads[share], heads[other])
                heads[other] += 1
        for share in range(SHARES):
            number = starts[share + 1] - starts[share]
            qsort(self.entry_at(starts[share]), number, sizeof(Entry), by_offset)

    cdef size_t share_of(self, size_t number) noexcept nogil:
        return min(self.entry_at(number).offset, self._end) // (self._end // SHARES + 1)

    cdef void swap(self, size_t one, size_t other) noexcept nogil:
        cdef Entry entry = self.entry_at(one)[0]
        self.entry_at(one)[0] = self.entry_at(other)[0]
        self.entry_at(other)[0] = entry

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

    cdef void link_one(self, size_t number, Bytes* window, uint64_t* start) noexcept nogil:
        """Read the header of one object; add it to the children of its base."""
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
        if base < self.count and base != number:
            entry.sibling = self.entry_at(base).child
            self.entry_at(base).child = <uint32_t> number

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
        cdef size_t low = 0
        cdef size_t high = self.count
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
        position = id_place(&self._names, 0, self.count, window, at, self._width)
        return self.by_position(position) if position < self.count else NONE

    cdef uint64_t by_position(self, size_t position) noexcept nogil:
        """Return the number of the entry at ``position`` of the index."""
        cdef uint64_t offsets = INDEX_HEADER + self.count * (self._width + 4)
        cdef uint64_t offset
        if not read_at(self._index, &self._one, offsets + 4 * position, 4):
            return NONE
        offset = big_endian(&self._one, 0, 4)
        if offset >> 31:
            offset = offsets + 4 * self.count + 8 * (offset & 0x7fffffff)
            if not read_at(self._index, &self._one, offset, 8):
                return NONE
            offset = big_endian(&self._one, 0, 8)
        return self.by_place(offset)

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
