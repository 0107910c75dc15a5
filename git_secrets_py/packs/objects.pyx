# cython: language_level=3, boundscheck=True, wraparound=False, cdivision=False
"""The objects of a database: their types, and the state of their checks."""

from libc.stdint cimport uint8_t, uint32_t, uint64_t
from libc.string cimport memset

from git_secrets_py.packs.checked cimport (
    Bytes, big_endian, compare, id_place, release, view_of, view_of_buffer,
)
from git_secrets_py.packs.files cimport read_at
from git_secrets_py.packs.pack cimport Pack
from git_secrets_py.packs.table cimport BLOB, INDEX_HEADER, NAMES_AT_ONCE, NONE, TREE

cdef enum:
    # A bit of an object's kind: two packs have it with different types.
    DISPUTED = 32
    # Each marks the trees one level up, and all based on them; more levels are not traced.
    MOST_SWEEPS = 256


cdef class Objects:
    """The objects of a database, each with a number: the place of its ID in the sorted list."""

    def __init__(self, ids, size_t width, bytes empty_tree, list packs, size_t at_once=1 << 20):
        """``ids`` is a buffer of the packed IDs of all objects, ascending.

        ``packs`` are linked. git reads the tree ``empty_tree`` even if it is not stored. The
        numbers of ``at_once`` objects are held twice, which bounds the memory.
        """
        cdef Pack pack
        self._buffer = ids
        self._ids = view_of_buffer(ids)
        self._width = width
        self._empty_tree_id = empty_tree
        self._empty_tree = view_of(empty_tree)
        self._at_once = max(at_once, 1)
        self.count = self._ids.size // width
        if self.count >= NONE or len(empty_tree) != width or not width:
            raise ValueError("these are not the IDs of a database")
        self._kinds = bytearray(self.count + 1)
        self._firsts = memoryview(bytearray(4 * 0x10001)).cast("I")
        self._fill_firsts()
        self._packs = packs
        self._numbers = []
        self.is_complete = True
        for pack in packs:
            numbers = memoryview(bytearray(4 * (pack.count + 1))).cast("I")
            self._numbers.append(numbers)
            self._number(pack, numbers)

    cdef void _fill_firsts(self):
        """Record the number of the first object for each two bytes."""
        cdef size_t number
        cdef uint64_t head
        cdef uint64_t filled = 0
        for number in range(self.count):
            head = big_endian(&self._ids, number * self._width, 2)
            while filled <= head:
                self._firsts[filled] = <uint32_t> number
                filled += 1
        while filled < 0x10001:
            self._firsts[filled] = <uint32_t> self.count
            filled += 1

    cdef _number(self, Pack pack, uint32_t[::1] numbers):
        """Find the number of each object of ``pack``, by place, and record its type."""
        cdef size_t most = min(self._at_once, pack.count)
        cdef uint32_t[::1] listed = memoryview(bytearray(4 * (most + 1))).cast("I")
        cdef size_t start, stop, position, place, number = 0
        numbers[:] = NONE
        for start in range(0, pack.count, self._at_once):
            stop = min(start + most, pack.count)
            number = self._number_names(pack, listed, start, number)
            for place in range(pack.count):
                position = pack.entry_at(place).position
                if not start <= position < stop:
                    continue
                if listed[position - start] != NONE:
                    numbers[place] = listed[position - start]
                    self._record(numbers[place], pack.entry_at(place).kind & 7)

    cdef size_t _number_names(
        self, Pack pack, uint32_t[::1] numbers, size_t start, size_t number
    ) except? -1:
        """Find the numbers, from ``number``, of the names from position ``start`` in the index.

        Both lists ascend. An object of an index that does not ascend has no number. Return the
        number from which to find the next ones.
        """
        cdef Bytes names
        cdef size_t place, at
        cdef int order
        memset(&names, 0, sizeof(Bytes))
        for place in range(min(self._at_once, pack.count - start)):
            at = place % NAMES_AT_ONCE
            if not at:
                read_at(
                    pack._index, &names, INDEX_HEADER + (start + place) * self._width,
                    NAMES_AT_ONCE * self._width,
                )
            order = -1
            while number < self.count:
                order = compare(
                    &self._ids, number * self._width, &names, at * self._width, self._width
                )
                if order >= 0:
                    break
                number += 1
            numbers[place] = <uint32_t> number if order == 0 else NONE
        release(&names)
        return number

    cdef void _record(self, size_t number, uint8_t kind):
        if self._kinds[number] and kind and self._kinds[number] & 7 != kind:
            self._kinds[number] |= DISPUTED
        elif kind:
            self._kinds[number] |= kind

    def record(self, bytes oid, uint8_t kind):
        """Record the type of the object with the packed ID ``oid``: 1 to 4, as in a pack."""
        cdef Bytes name = view_of(oid)
        cdef size_t number = self.find(&name, 0)
        if number < self.count:
            self._record(number, kind & 7)

    def without_type(self):
        """Return the packed IDs of the objects without a type."""
        return [self.id_of(number) for number in range(self.count) if not self._kinds[number] & 7]

    def unchecked(self):
        """Return the packed IDs of the objects that have links, but were not checked."""
        cdef size_t number
        return [
            self.id_of(number)
            for number in range(self.count)
            if self._kinds[number] & DISPUTED
            or self._kinds[number] & 7 != BLOB and not self._kinds[number] & CHECKED
        ]

    cdef id_of(self, size_t number):
        return bytes(self._buffer[number * self._width : (number + 1) * self._width])

    cdef size_t find(self, const Bytes* name, size_t at) noexcept nogil:
        """Return the number of the object whose ID is at ``at``; ``NONE`` if there is none."""
        cdef uint64_t head = big_endian(name, at, 2)
        cdef size_t stop = self._firsts[head + 1]
        cdef size_t number = id_place(&self._ids, self._firsts[head], stop, name, at, self._width)
        return number if number < stop else NONE

    cdef size_t look_up(self, const Bytes* name, size_t at, uint8_t kind) noexcept nogil:
        """Return the number of the object with the ID at ``at``.

        It is ``NONE`` if there is none. That is recorded unless git does without the object, as is
        an object of another type than ``kind``.
        """
        cdef size_t number = self.find(name, at)
        if number < self.count:
            if self._kinds[number] & 7 != kind:
                self.is_complete = False
        elif kind != TREE or compare(name, at, &self._empty_tree, 0, self._width):
            self.is_complete = False
        return number

    def want(self, oids):
        """Mark the blobs with the packed IDs ``oids``, which ``History`` traces."""
        cdef Bytes name
        cdef size_t number
        for oid in oids:
            name = view_of(oid)
            number = self.find(&name, 0)
            if number < self.count and self._kinds[number] & 7 == BLOB:
                self._kinds[number] |= HOLDS
        self.is_traced = True

    def spread(self, edges):
        """Mark the trees that may hold a marked object; ``edges`` are the records of their links.

        The objects are visited once more then. Return whether all such trees are marked.
        """
        cdef int sweep
        cdef const uint64_t[::1] pairs = memoryview(edges).cast("Q")
        self._next_pack = self._next_entry = 0
        for sweep in range(MOST_SWEEPS):
            if not self.spread_once(pairs):
                return True
        return False

    cdef bint spread_once(self, const uint64_t[::1] edges):
        """Mark those whose marked part comes before them; return whether there were any."""
        cdef Py_ssize_t place
        cdef uint64_t part, whole
        cdef bint found = False
        for place in range(edges.shape[0]):
            part, whole = edges[place] >> 32, edges[place] & NONE
            if self._kinds[part] & HOLDS and not self._kinds[whole] & HOLDS:
                self._kinds[whole] |= HOLDS
                found = True
        return found

    def unread(self):
        """Return the packed IDs of the marked trees that no ``LinkChecker`` has traced."""
        cdef size_t number
        return [
            self.id_of(number)
            for number in range(self.count)
            if self._kinds[number] & (7 | HOLDS | TRACED) == TREE | HOLDS
        ]

    def forget_packs(self):
        """Release the packs, since nothing of them will be visited any more."""
        self._packs, self._numbers = [], []

    cdef bint next_roots(self, size_t* pack, size_t* start):
        """Find the next entries to visit, in one of the packs."""
        while self._next_pack < <size_t> len(self._packs):
            pack[0], start[0] = self._next_pack, self._next_entry
            if self._next_entry < (<Pack> self._packs[self._next_pack]).count:
                self._next_entry += ROOTS_AT_ONCE
                return True
            self._next_pack += 1
            self._next_entry = 0
        return False
