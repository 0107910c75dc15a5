# cython: language_level=3, boundscheck=True, wraparound=False, cdivision=False
"""The table of a pack's objects, from its index.

Memory is accessed by the functions of ``checked`` and ``files`` only, and table entries by
``entry_at``.
"""

from libc.stdint cimport uint8_t, uint32_t, uint64_t
from libc.stdlib cimport calloc, free

from git_secrets_py.packs.checked cimport Bytes, big_endian, compare, copy_of, release, view_of
from git_secrets_py.packs.files cimport read_at


class DamagedPackError(Exception):
    """A pack or its index cannot be used at all; git judges its objects."""


cdef class PackTable:
    """The objects of one pack. Both files stay open, so a concurrent ``git gc`` does no harm."""

    def __init__(self, int pack, int index, uint64_t pack_size, uint64_t index_size, size_t width):
        """``pack`` and ``index`` are open files; ``width`` is the size of an ID in bytes.

        Raises ``DamagedPackError``.
        """
        self._pack, self._index, self._width = pack, index, width
        self._check_pack(pack_size)
        self._check_index(index_size)

    def __dealloc__(self):
        free(self._entries)
        release(&self._names)
        release(&self._one)

    cdef _check_pack(self, uint64_t size):
        cdef uint64_t version
        if size < PACK_HEADER + self._width or not read_at(self._pack, &self._one, 0, PACK_HEADER):
            raise DamagedPackError("the pack is too short")
        version = big_endian(&self._one, 4, 4)
        if big_endian(&self._one, 0, 4) != 0x5041434b or version not in (2, 3):
            raise DamagedPackError("the pack has an unknown format")
        self.count = big_endian(&self._one, 8, 4)
        self._end = size - self._width

    cdef _check_index(self, uint64_t size):
        """Check the header of an index of version 2 (gitformat-pack(5)), and make the table."""
        cdef uint64_t fixed = INDEX_HEADER + self.count * (self._width + 8) + 2 * self._width
        if self.count >= NONE or size < fixed or (size - fixed) % 8:
            raise DamagedPackError("the index has the wrong size")
        if not read_at(self._index, &self._one, 0, INDEX_HEADER) or (
            big_endian(&self._one, 0, 8) != 0xff744f6300000002
        ) or big_endian(&self._one, INDEX_HEADER - 4, 4) != self.count:
            raise DamagedPackError("the index has an unknown format or another number of objects")
        self._index_end = size - 2 * self._width
        # One more of each, spare.
        self._marks = bytearray(self.count + 1)
        self._entries = <Entry*> calloc(self.count + 1, sizeof(Entry))
        if self._entries == NULL:
            raise MemoryError
        self._entries[self.count].child = self._entries[self.count].sibling = NONE

    cdef uint64_t offset_of(self, uint64_t listed, Bytes* one) noexcept nogil:
        """Return the offset of an object, whose entry in the table of the index is ``listed``.

        That is 0 if the index is damaged. ``one`` is a buffer.
        """
        cdef uint64_t at
        if not listed >> 31:
            return listed
        at = INDEX_HEADER + self.count * (self._width + 8) + 8 * (listed & 0x7fffffff)
        if at + 8 > self._index_end or not read_at(self._index, one, at, 8):
            return 0
        return big_endian(one, 0, 8)

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

    cdef uint8_t marks_of(self, Entry* entry) noexcept nogil:
        return self._marks[min(entry.position, self.count)]

    cdef bint counts(self, Entry* entry) noexcept nogil:
        """Return whether ``entry`` is the copy of its object that counts."""
        return self.marks_of(entry) == LISTED

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
            if self.entry_at(number).kind & 7 != TREE and self.counts(self.entry_at(number)):
                total += 1
        return total

    def finished(self, size_t first, size_t count):
        """Return the IDs of those of ``count`` objects from number ``first`` that were filtered."""
        cdef size_t number
        cdef Entry* entry
        found = []
        for number in range(first, min(first + count, self.count)):
            entry = self.entry_at(number)
            if entry.is_done and self.counts(entry):
                found.append(self.id_of(entry))
        return found

    def leftovers(self):
        """Return the IDs of the objects that were not filtered, without trees."""
        cdef size_t number
        cdef Entry* entry
        found = []
        for number in range(self.count):
            entry = self.entry_at(number)
            if entry.kind & 7 != TREE and not entry.is_done and self.counts(entry):
                found.append(self.id_of(entry))
        return found


def claim(list packs, bytes listed, size_t width):
    """Mark the objects ``listed`` in each of ``packs``; return those that none of them has.

    ``listed`` are packed IDs, ascending, in this call and from call to call.
    """
    cdef Bytes ids = view_of(listed)
    cdef PackTable pack, first
    cdef size_t at
    unknown = []
    for at in range(0, ids.size, width):
        first = None
        for pack in packs:
            if not pack.seek(&ids, at):
                continue
            pack._marks[pack._cursor] |= LISTED if first is None else LISTED | COPY
            first = first or pack
        if first is None:
            unknown.append(listed[at : at + width])
    return unknown
