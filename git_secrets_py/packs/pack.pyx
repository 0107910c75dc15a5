# cython: language_level=3, boundscheck=True, wraparound=False, cdivision=False
"""Packs: the table of a pack's objects, and reading one of them.

Memory is accessed by the functions of ``checked`` and ``files`` only, and table entries by
``entry_at``.
"""

from libc.stdint cimport uint8_t, uint32_t, uint64_t
from libc.stdlib cimport calloc, free, qsort
from libc.string cimport memset

from git_secrets_py.packs.checked cimport (
    Bytes, Numbers, big_endian, byte_at, compare, copy_of, id_place, pop, push, release,
    release_numbers, view_of,
)
from git_secrets_py.packs.files cimport (
    Z_OK, inflate_from, inflateEnd, inflateInit, read_at, z_stream,
)

cdef enum:
    HEADER = 12
    READ_AHEAD = 16 << 10
    ROOTS_AT_ONCE = 64
    # The number of parts in which objects are sorted.
    SHARES = 256
    MOST_NAMES = 64 << 20


class DamagedPackError(Exception):
    """A pack or its index cannot be used at all; git judges its objects."""


cdef int by_offset(const void* one, const void* other) noexcept nogil:
    cdef uint64_t first = (<const Entry*> one).offset
    cdef uint64_t second = (<const Entry*> other).offset
    return (first > second) - (first < second)


cdef class Pack:
    """The objects of one pack. Both files stay open, so a concurrent ``git gc`` does no harm."""

    def __init__(self, int pack, int index, uint64_t pack_size, uint64_t index_size, size_t width):
        """``pack`` and ``index`` are open files; ``width`` is the size of an ID in bytes.

        Raises ``DamagedPackError``.
        """
        self._pack, self._index, self._width = pack, index, width
        self._check_pack(pack_size)
        self._read_index(index_size)

    def __dealloc__(self):
        free(self._entries)
        release(&self._names)
        release(&self._one)

    cdef _check_pack(self, uint64_t size):
        cdef uint64_t version
        if size < HEADER + self._width or not read_at(self._pack, &self._one, 0, HEADER):
            raise DamagedPackError("the pack is too short")
        version = big_endian(&self._one, 4, 4)
        if big_endian(&self._one, 0, 4) != 0x5041434b or version not in (2, 3):
            raise DamagedPackError("the pack has an unknown format")
        self.count = big_endian(&self._one, 8, 4)
        self._end = size - self._width

    cdef _read_index(self, uint64_t size):
        """Read the offsets of an index of version 2 (gitformat-pack(5))."""
        cdef size_t number, fixed
        cdef uint64_t offsets, large, offset
        cdef Bytes table, wide
        cdef Entry* entry
        fixed = INDEX_HEADER + self.count * (self._width + 8) + 2 * self._width
        if self.count >= NONE or size < fixed or (size - fixed) % 8:
            raise DamagedPackError("the index has the wrong size")
        if not read_at(self._index, &self._one, 0, INDEX_HEADER) or (
            big_endian(&self._one, 0, 8) != 0xff744f6300000002
        ) or big_endian(&self._one, INDEX_HEADER - 4, 4) != self.count:
            raise DamagedPackError("the index has an unknown format or another number of objects")
        # One more, spare.
        self._entries = <Entry*> calloc(self.count + 1, sizeof(Entry))
        if self._entries == NULL:
            raise MemoryError
        self._entries[self.count].child = self._entries[self.count].sibling = NONE
        offsets = INDEX_HEADER + self.count * (self._width + 4)
        large = offsets + 4 * self.count
        memset(&table, 0, sizeof(Bytes))
        memset(&wide, 0, sizeof(Bytes))
        with nogil:
            for number in range(self.count):
                if number % NAMES_AT_ONCE == 0:
                    read_at(self._index, &table, offsets + 4 * number, 4 * NAMES_AT_ONCE)
                offset = big_endian(&table, 4 * (number % NAMES_AT_ONCE), 4)
                if offset >> 31:
                    offset = large + 8 * (offset & 0x7fffffff)
                    if offset + 8 > size - 2 * self._width:
                        offset = 0
                    else:
                        read_at(self._index, &wide, offset, 8)
                        offset = big_endian(&wide, 0, 8)
                entry = self.entry_at(number)
                entry.offset, entry.position = offset, <uint32_t> number
                entry.child = entry.sibling = NONE
        release(&table)
        release(&wide)

    cdef Entry* entry_at(self, size_t number) noexcept nogil:
        """Return an entry; the spare one at the end for a number beyond it."""
        return &self._entries[min(number, self.count)]

    cdef int compare_name(self, size_t number, const Bytes* ids, size_t at) noexcept nogil:
        """Compare the ID number ``number`` of the index with the one at ``at`` of ``ids``.

        The IDs are read in passing, so ``number`` should ascend.
        """
        cdef size_t start = number - number % NAMES_AT_ONCE
        if self._names.size == 0 or self._cursor_start != start:
            self._cursor_start = start
            read_at(
                self._index, &self._names, INDEX_HEADER + start * self._width,
                self._width * min(NAMES_AT_ONCE, self.count - start),
            )
        return compare(
            &self._names, (number - start) * self._width, ids, at, self._width
        )

    cdef bint seek(self, const Bytes* ids, size_t at) noexcept nogil:
        """Move the cursor up to the ID at ``at``; return whether the pack has it."""
        cdef int order = -1
        while self._cursor < self.count:
            order = self.compare_name(self._cursor, ids, at)
            if order >= 0:
                break
            self._cursor += 1
        return self._cursor < self.count and order == 0

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
                self.entry_at(child).kind = self.entry_at(root).kind | 8
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
        return HEADER <= offset < self._end

    cdef bint look(
        self, Bytes* window, uint64_t* start, uint64_t offset, uint64_t count
    ) noexcept nogil:
        """Make ``window``, which begins at ``start``, hold ``count`` bytes at ``offset``."""
        count = min(count, self._end - offset)
        if window.size and start[0] <= offset and offset + count <= start[0] + window.size:
            return True
        start[0] = offset
        return read_at(
            self._pack, window, offset, min(max(count, READ_AHEAD), self._end - offset)
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

    cdef bint load_names(self) noexcept nogil:
        """Read all IDs, unless they are too many."""
        cdef size_t size = self.count * self._width
        if self._names.size == size:
            return True
        return size <= MOST_NAMES and read_at(
            self._index, &self._names, INDEX_HEADER, size
        ) and self._names.size == size

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

    cdef bint counts(self, Entry* entry) noexcept nogil:
        """Return whether ``entry`` is the copy of its object that counts."""
        return entry.state & (LISTED | COPY) == LISTED

    cdef bytes id_of(self, Entry* entry):
        cdef Bytes* one = &self._one
        read_at(self._index, one, INDEX_HEADER + entry.position * self._width, self._width)
        return copy_of(one).hex().encode()

    @property
    def total(self):
        """The number of objects to filter."""
        cdef size_t number
        cdef size_t total = 0
        for number in range(self.count):
            if self.counts(self.entry_at(number)) and self.entry_at(number).kind & 7 != TREE:
                total += 1
        return total

    def finished(self, size_t first, size_t count):
        """Return the IDs of those of ``count`` objects from number ``first`` that were filtered."""
        cdef size_t number
        cdef Entry* entry
        found = []
        for number in range(first, min(first + count, self.count)):
            entry = self.entry_at(number)
            if self.counts(entry) and entry.state & DONE:
                found.append(self.id_of(entry))
        return found

    def leftovers(self):
        """Return the IDs of the objects that were not filtered. Trees are none of them."""
        cdef size_t number
        cdef Entry* entry
        found = []
        for number in range(self.count):
            entry = self.entry_at(number)
            if self.counts(entry) and entry.kind & 7 != TREE and not entry.state & DONE:
                found.append(self.id_of(entry))
        return found


def claim(list packs, bytes listed, size_t width):
    """Mark the objects ``listed`` in each of ``packs``; return those that none of them has.

    ``listed`` are packed IDs, ascending, in this call and from call to call.
    """
    cdef Bytes ids = view_of(listed)
    cdef Pack pack, first
    cdef Entry* entry
    cdef size_t at
    unknown = []
    for at in range(0, ids.size, width):
        first = None
        for pack in packs:
            if not pack.seek(&ids, at):
                continue
            entry = pack.entry_at(pack._cursor)
            entry.state |= LISTED if first is None else LISTED | COPY
            first = first or pack
        if first is None:
            unknown.append(listed[at : at + width])
    return unknown


cdef class EntryReader:
    """Inflates entries of a pack, in one thread."""

    def __cinit__(self):
        if inflateInit(&self._stream) != Z_OK:
            raise MemoryError
        self._has_stream = True

    def __dealloc__(self):
        release(&self._window)
        if self._has_stream:
            inflateEnd(&self._stream)

    cdef void use(self, Pack pack):
        """Read ``pack`` from now on."""
        self._pack = pack
        self._window.size = 0

    cdef bint inflate_entry(self, size_t number, Bytes* to, uint64_t largest) noexcept nogil:
        """Write the content of an entry, or its delta, of less than ``largest`` bytes into ``to``."""
        cdef uint64_t offset = self._pack.entry_at(number).offset
        cdef uint64_t stop = self._pack.stop_of(number)
        cdef uint64_t at, size, most
        cdef int kind
        if not self._pack.is_inside(offset) or stop <= offset:
            return False
        if not self._pack.look(&self._window, &self._window_start, offset, ENTRY_HEADER):
            return False
        at = offset - self._window_start
        kind = self._pack.read_header(&self._window, &at, &size)
        if kind == 0 or size >= largest:
            return False
        # The bound of zlib's compressBound.
        most = ENTRY_HEADER + size + (size >> 12) + (size >> 14) + 64
        if not self._pack.look(&self._window, &self._window_start, offset, min(most, stop - offset)):
            return False
        at = offset - self._window_start
        self._pack.read_header(&self._window, &at, &size)
        if kind == OFS_DELTA:
            self._pack.read_distance(&self._window, &at)
        elif kind == REF_DELTA:
            at += self._pack._width
        return inflate_from(&self._stream, &self._window, at, to, size)
