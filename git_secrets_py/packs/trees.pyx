# cython: language_level=3, boundscheck=True, wraparound=False, cdivision=False
"""The links between objects: whether everything that a commit, tree or tag names is present.

``Objects`` are all objects of a database. ``LinkChecker`` reads the commits, trees and tags of
packs in one thread. Of a tree, only those entries are looked up that its delta brought in. An entry
that lies wholly inside one copied range, and begins where an entry of the base begins, is that
entry of the base, since the end of an entry follows from its bytes; so are all that follow it in
the range.

Nothing here decides that an object is damaged. What cannot be read stays unchecked.
"""

from libc.stdint cimport uint8_t, uint32_t, uint64_t
from libc.stdlib cimport free, realloc
from libc.string cimport memset

from git_secrets_py.packs.checked cimport (
    Bytes, Numbers, append, append_byte, big_endian, byte_at, compare, find, number_at, push,
    release, release_numbers, reserve, set_number, view_of, view_of_buffer,
)
from git_secrets_py.packs.delta cimport read_copy, read_size
from git_secrets_py.packs.files cimport (
    Z_OK, inflate_from, inflateEnd, inflateInit, read_at, z_stream,
)
from git_secrets_py.packs.walker cimport (
    BLOB, COMMIT, ENTRY_HEADER, INDEX_HEADER, NAMES_AT_ONCE, NONE, OFS_DELTA, REF_DELTA, TAG, TREE,
    Pack,
)

cdef enum:
    # Of an object's kind: its links were followed; two packs have it with different types.
    CHECKED = 16
    DISPUTED = 32
    # Objects of this size or larger are left to git, as are the objects based on them.
    LARGEST = 16 << 20
    MOST_DEEP = 10_000
    ROOTS_AT_ONCE = 256
    FAILED = 0xffffffff
    # Modes of entries, and the part of a mode that is the type.
    DIRECTORY = 0o040000
    GITLINK = 0o160000
    TYPE_OF_MODE = 0o170000

# A tree that is the base of others: where its entries begin, and what is left to do with it.
cdef struct Frame:
    Bytes content
    Numbers starts
    uint32_t child


cdef class Objects:
    """The objects of a database, each with a number: the place of its ID in the sorted list."""

    cdef object _buffer
    cdef Bytes _ids
    cdef Bytes _empty_tree
    cdef object _empty_tree_id
    cdef uint8_t[::1] _kinds
    cdef uint32_t[::1] _firsts
    cdef list _packs
    cdef list _numbers
    cdef readonly size_t count
    cdef size_t _width, _next_pack, _next_entry
    # Whether nothing was found to be missing so far.
    cdef readonly bint is_complete

    def __init__(self, ids, size_t width, bytes empty_tree, list packs):
        """``ids`` is a buffer of the packed IDs of all objects, ascending.

        ``packs`` are linked. git reads the tree ``empty_tree`` even if it is not stored.
        """
        cdef Pack pack
        self._buffer = ids
        self._ids = view_of_buffer(ids)
        self._width = width
        self._empty_tree_id = empty_tree
        self._empty_tree = view_of(empty_tree)
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
        """Find the number of each object of ``pack``, and record its type.

        Both lists ascend. An object of an index that does not ascend has no number.
        """
        cdef uint8_t[::1] kinds = bytearray(pack.count + 1)
        cdef Bytes names
        cdef size_t position, at, number = 0
        cdef int order
        memset(&names, 0, sizeof(Bytes))
        for position in range(pack.count):
            at = pack.entry_at(position).position
            if at < pack.count:
                kinds[at] = pack.entry_at(position).kind & 7
        for position in range(pack.count):
            at = position % NAMES_AT_ONCE
            if not at:
                read_at(
                    pack._index, &names, INDEX_HEADER + position * self._width,
                    NAMES_AT_ONCE * self._width,
                )
            numbers[position] = NONE
            order = -1
            while number < self.count:
                order = compare(
                    &self._ids, number * self._width, &names, at * self._width, self._width
                )
                if order >= 0:
                    break
                number += 1
            if order == 0:
                numbers[position] = <uint32_t> number
                self._record(number, kinds[position])
        release(&names)

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
        cdef size_t low = self._firsts[head]
        cdef size_t high = self._firsts[head + 1]
        cdef size_t middle
        cdef int order
        while low < high:
            middle = (low + high) // 2
            order = compare(&self._ids, middle * self._width, name, at, self._width)
            if order == 0:
                return middle
            if order > 1:
                return NONE
            if order < 0:
                low = middle + 1
            else:
                high = middle
        return NONE

    cdef bint has(self, const Bytes* name, size_t at, uint8_t kind) noexcept nogil:
        """Return whether there is an object of type ``kind`` with the ID at ``at``."""
        cdef size_t number = self.find(name, at)
        if number < self.count:
            return self._kinds[number] & 7 == kind
        return kind == TREE and compare(name, at, &self._empty_tree, 0, self._width) == 0

    cdef bint next_roots(self, size_t* pack, size_t* start):
        """Find out the next entries to visit, in one of the packs."""
        while self._next_pack < <size_t> len(self._packs):
            pack[0], start[0] = self._next_pack, self._next_entry
            if self._next_entry < (<Pack> self._packs[self._next_pack]).count:
                self._next_entry += ROOTS_AT_ONCE
                return True
            self._next_pack += 1
            self._next_entry = 0
        return False


cdef class LinkChecker:
    """Follows the links of objects, in one thread."""

    cdef Objects _objects
    cdef Pack _pack
    cdef uint32_t[::1] _numbers
    cdef Frame* _frames
    cdef size_t _depth, _capacity, _held, _budget
    cdef Bytes _window, _delta, _name
    cdef uint64_t _window_start
    # The object in hand, where its entries begin, and the ranges that its delta copied: each as
    # its place, where it begins in the base, and its size.
    cdef Bytes _content
    cdef Numbers _starts, _copies
    cdef z_stream _stream
    cdef bint _has_stream

    def __init__(self, Objects objects, size_t budget):
        """``objects`` may be shared. The bases in hand have up to ``budget`` bytes."""
        self._objects, self._budget = objects, budget
        if inflateInit(&self._stream) != Z_OK:
            raise MemoryError
        self._has_stream = True

    def __dealloc__(self):
        while self._depth:
            self.drop_frame()
        free(self._frames)
        release(&self._window)
        release(&self._delta)
        release(&self._name)
        release(&self._content)
        release_numbers(&self._starts)
        release_numbers(&self._copies)
        if self._has_stream:
            inflateEnd(&self._stream)

    def run(self):
        """Check some objects; return whether there may be more."""
        cdef size_t pack, start, number
        if not self._objects.is_complete or not self._objects.next_roots(&pack, &start):
            return False
        if self._pack is not self._objects._packs[pack]:
            self._pack = self._objects._packs[pack]
            self._numbers = self._objects._numbers[pack]
            self._window.size = 0
        with nogil:
            for number in range(start, min(start + ROOTS_AT_ONCE, self._pack.count)):
                if self._pack.entry_at(number).kind in (COMMIT, TREE, TAG):
                    self.visit_root(number)
                    while self._depth:
                        self.visit_child()
        return True

    def check(self, bytes oid, uint8_t kind, bytes content):
        """Check one object; return whether it is valid."""
        cdef Bytes name = view_of(oid)
        cdef Bytes whole = view_of(content)
        cdef size_t number = self._objects.find(&name, 0)
        self._copies.size = self._content.size = 0
        if number >= self._objects.count or not reserve(&self._content, whole.size):
            return False
        append(&self._content, &whole, 0, whole.size)
        return self.check_content(kind, NULL)

    cdef void visit_root(self, size_t number) noexcept nogil:
        """Check an object that is no delta."""
        self._copies.size = 0
        if self.inflate_entry(number, &self._content) and self.check_packed(number, NULL):
            self.push_frame(number)

    cdef void visit_child(self) noexcept nogil:
        """Check the next object that is based on the last one in hand."""
        cdef Frame* frame = &self._frames[self._depth - 1]
        cdef size_t number = frame.child
        cdef bint is_valid
        if number == NONE:
            self.drop_frame()
            return
        frame.child = self._pack.entry_at(number).sibling
        is_valid = (
            self.inflate_entry(number, &self._delta)
            and self.patch(&frame.content)
            and self.check_packed(number, frame)
        )
        if frame.child == NONE:
            self.drop_frame()
        if is_valid:
            self.push_frame(number)

    cdef bint check_packed(self, size_t number, const Frame* base) noexcept nogil:
        """Check the object in hand, which is an entry of the pack; return whether it is valid."""
        cdef size_t position = self._pack.entry_at(number).position
        if not self.check_content(self._pack.entry_at(number).kind & 7, base):
            return False
        number = self._numbers[min(position, self._pack.count)]
        if number < self._objects.count:
            self._objects._kinds[number] |= CHECKED
        return True

    cdef bint check_content(self, int kind, const Frame* base) noexcept nogil:
        """Look up what the object in hand names; return whether it is valid."""
        if kind == TREE:
            return self.check_tree(base)
        if kind == COMMIT:
            return self.check_commit()
        return kind == TAG and self.check_tag()

    cdef bint check_tree(self, const Frame* base) noexcept nogil:
        cdef size_t at = 0
        cdef size_t copy = 0
        cdef size_t stop
        self._starts.size = 0
        while at < self._content.size:
            while copy < self._copies.size and at >= (
                number_at(&self._copies, copy) + number_at(&self._copies, copy + 2)
            ):
                copy += 3
            if copy < self._copies.size and at >= number_at(&self._copies, copy) and base != NULL:
                stop = self.skip_known(base, copy, at)
                copy += 3
                if stop == FAILED:
                    return False
                if stop > at:
                    at = stop
                    continue
            stop = self.check_entry(at)
            if stop == 0 or not push(&self._starts, at):
                return False
            at = stop
        return True

    cdef size_t skip_known(self, const Frame* base, size_t copy, size_t at) noexcept nogil:
        """Return the end of the entries from ``at`` on that the base has, or ``FAILED``.

        They are in the copied range number ``copy``.
        """
        cdef uint64_t place = number_at(&self._copies, copy)
        cdef uint64_t start = number_at(&self._copies, copy + 1)
        cdef uint64_t stop = start + number_at(&self._copies, copy + 2)
        cdef size_t entry = first_at(&base.starts, at - place + start)
        cdef uint64_t end
        if number_at(&base.starts, entry) != at - place + start:
            return at
        while entry < base.starts.size:
            end = base.content.size
            if entry + 1 < base.starts.size:
                end = number_at(&base.starts, entry + 1)
            if end > stop:
                break
            if not push(&self._starts, at):
                return FAILED
            at = end - start + place
            entry += 1
        return at

    cdef size_t check_entry(self, size_t at) noexcept nogil:
        """Look up the entry at ``at``; return its end, 0 if it is invalid."""
        cdef size_t nul = find(&self._content, 0, at, self._content.size)
        cdef size_t space = at
        cdef uint64_t mode = 0
        cdef int byte = byte_at(&self._content, at)
        cdef uint8_t kind
        while 48 <= byte <= 55 and space - at < 8:
            mode = mode << 3 | <uint64_t> (byte - 48)
            space += 1
            byte = byte_at(&self._content, space)
        if byte != 32 or space == at or nul <= space + 1:
            return 0
        if nul + 1 + self._objects._width > self._content.size:
            return 0
        if mode & TYPE_OF_MODE != GITLINK:
            kind = TREE if mode & TYPE_OF_MODE == DIRECTORY else BLOB
            self.look_up(&self._content, nul + 1, kind)
        return nul + 1 + self._objects._width

    cdef void look_up(self, const Bytes* name, size_t at, uint8_t kind) noexcept nogil:
        if not self._objects.has(name, at, kind):
            self._objects.is_complete = False

    cdef bint check_commit(self) noexcept nogil:
        cdef size_t at = self.check_line(0, b"tree ", TREE)
        if at == 0:
            return False
        while self.begins_with(at, b"parent "):
            at = self.check_line(at, b"parent ", COMMIT)
            if at == 0:
                return False
        return True

    cdef bint check_tag(self) noexcept nogil:
        cdef size_t at = 8 + 2 * self._objects._width
        cdef int kind = 0
        if self.begins_with(at, b"type commit\n"):
            kind = COMMIT
        elif self.begins_with(at, b"type tree\n"):
            kind = TREE
        elif self.begins_with(at, b"type blob\n"):
            kind = BLOB
        elif self.begins_with(at, b"type tag\n"):
            kind = TAG
        return kind != 0 and self.check_line(0, b"object ", kind) == at

    cdef bint begins_with(self, size_t at, const char* text) noexcept nogil:
        """Return whether the NUL-terminated ``text`` is at ``at``."""
        cdef size_t number = 0
        while text[number]:
            if byte_at(&self._content, at + number) != text[number]:
                return False
            number += 1
        return True

    cdef size_t check_line(self, size_t at, const char* word, uint8_t kind) noexcept nogil:
        """Look up the ID in the line at ``at``, after ``word``; return the end, 0 if invalid."""
        cdef size_t number
        cdef int high, low
        if not self.begins_with(at, word) or not reserve(&self._name, self._objects._width):
            return 0
        while word[0]:
            word += 1
            at += 1
        self._name.size = 0
        for number in range(self._objects._width):
            high = digit(byte_at(&self._content, at + 2 * number))
            low = digit(byte_at(&self._content, at + 2 * number + 1))
            if high < 0 or low < 0 or not append_byte(&self._name, <uint8_t> (high << 4 | low)):
                return 0
        at += 2 * self._objects._width
        if byte_at(&self._content, at) != 10:
            return 0
        self.look_up(&self._name, 0, kind)
        return at + 1

    cdef bint patch(self, const Bytes* base) noexcept nogil:
        """Apply the delta in hand to ``base``; record the copied ranges."""
        cdef size_t at = 0
        cdef uint64_t size, start, count
        cdef int code
        self._copies.size = self._content.size = 0
        if not read_size(&self._delta, &at, &size) or size != base.size:
            return False
        if not read_size(&self._delta, &at, &size) or size >= LARGEST:
            return False
        if not reserve(&self._content, size + 1):
            return False
        while at < self._delta.size:
            code = byte_at(&self._delta, at)
            at += 1
            if code & 0x80:
                if not read_copy(&self._delta, code, &at, &start, &count):
                    return False
                if not self.add_copy(start, count):
                    return False
            else:
                start, count = at, code
                at += code
                if not code:
                    return False
            if count > size - self._content.size:
                return False
            if not append(&self._content, base if code & 0x80 else &self._delta, start, count):
                return False
        return self._content.size == size

    cdef bint add_copy(self, uint64_t start, uint64_t count) noexcept nogil:
        """Record that a range follows; git splits long ones, which are joined."""
        cdef Numbers* copies = &self._copies
        cdef size_t last = copies.size - 3
        if copies.size and (
            number_at(copies, last) + number_at(copies, last + 2) == self._content.size
            and number_at(copies, last + 1) + number_at(copies, last + 2) == start
        ):
            set_number(copies, last + 2, number_at(copies, last + 2) + count)
            return True
        return push(copies, self._content.size) and push(copies, start) and push(copies, count)

    cdef bint inflate_entry(self, size_t number, Bytes* to) noexcept nogil:
        """Write the content of an entry, or its delta, into ``to``."""
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
        if kind == 0 or size >= LARGEST:
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

    cdef void push_frame(self, size_t number) noexcept nogil:
        """Keep the object in hand as the base of others, if it is one and fits."""
        cdef Frame* frame
        cdef size_t size = self._content.capacity + 8 * self._starts.capacity
        if self._pack.entry_at(number).child == NONE or self._depth >= MOST_DEEP:
            return
        if self._held + size > self._budget or not self.deepen():
            return
        frame = &self._frames[self._depth]
        frame.content, frame.starts = self._content, self._starts
        frame.child = self._pack.entry_at(number).child
        self._held += size
        self._depth += 1
        memset(&self._content, 0, sizeof(Bytes))
        memset(&self._starts, 0, sizeof(Numbers))

    cdef void drop_frame(self) noexcept nogil:
        cdef Frame* frame = &self._frames[self._depth - 1]
        self._depth -= 1
        self._held -= frame.content.capacity + 8 * frame.starts.capacity
        release(&frame.content)
        release_numbers(&frame.starts)

    cdef bint deepen(self) noexcept nogil:
        """Make room for one more frame."""
        cdef Frame* frames
        if self._depth < self._capacity:
            return True
        frames = <Frame*> realloc(self._frames, 2 * (self._capacity + 32) * sizeof(Frame))
        if frames == NULL:
            return False
        self._frames = frames
        self._capacity = 2 * (self._capacity + 32)
        return True


cdef inline size_t first_at(const Numbers* starts, uint64_t start) noexcept nogil:
    """Return the place of the first of ``starts``, which ascend, that is ``start`` or more."""
    cdef size_t low = 0
    cdef size_t high = starts.size
    cdef size_t middle
    while low < high:
        middle = (low + high) // 2
        if number_at(starts, middle) < start:
            low = middle + 1
        else:
            high = middle
    return low


cdef inline int digit(int byte) noexcept nogil:
    """Return the value of a hexadecimal digit, -1 if it is none."""
    if 48 <= byte <= 57:
        return byte - 48
    if 97 <= byte <= 102:
        return byte - 87
    return -1
