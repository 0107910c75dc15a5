# cython: language_level=3, boundscheck=True, wraparound=False, cdivision=False
"""Walking through the delta forest of packs, depth first: each object is inflated once.

``Pack`` is the table of a pack's objects, ``Walker`` reads them in one thread. Memory is accessed
by the functions of ``checked`` and ``files`` only, and table entries by ``entry_at``.
"""

from libc.stdint cimport uint8_t, uint32_t, uint64_t
from libc.stdlib cimport calloc, free, qsort, realloc
from libc.string cimport memset

from git_secrets_py.packs.checked cimport (
    Bytes, Numbers, append, append_byte, big_endian, byte_at, compare, find, number_at, pop, push,
    copy_of, release, release_numbers, reserve, shrink, view_of,
)
from git_secrets_py.packs.delta cimport apply_delta, widen
from git_secrets_py.packs.files cimport (
    Z_OK, inflate_from, inflateEnd, inflateInit, read_at, z_stream,
)

cdef enum:
    # Of ``state``: in git's list of objects; also in another pack; this copy does not count;
    # filtered; hit by a filter; inherits from a base that matches; left to git.
    LISTED = 1
    SHARED = 2
    COPY = 4
    DONE = 8
    HIT = 16
    SUSPECT = 32
    READ = 64
    # Objects of this size or larger are left to git, as are the objects based on them.
    LARGEST = 4 << 20
    # Objects below this size, Git LFS pointers among them, are always filtered whole.
    SMALLEST = (1 << 10) + 1
    HEADER = 12
    READ_AHEAD = 16 << 10
    ROOTS_AT_ONCE = 64
    MOST_DEEP = 10_000
    MOST_NAMES = 64 << 20

# The content of an object that is a base, and what is left to do with it.
cdef struct Frame:
    Bytes content
    uint32_t child
    bint plain


KINDS = (b"", b"commit", b"tree", b"blob", b"tag", b"", b"", b"")


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

    def rewind(self):
        """Start with the first ID again."""
        self._cursor = 0
        self._names.size = 0

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
            qsort(self._entries, self.count, sizeof(Entry), by_offset)
            for number in range(self.count):
                self.link_one(number, &window, &start)
            release(&window)
            for number in range(self.count):
                if self.entry_at(number).kind in (COMMIT, TREE, BLOB, TAG):
                    self.spread_kind(number, &waiting)
            release_numbers(&waiting)
            release(&self._names)
            self._next_root = 0

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
        cdef size_t low = 0
        cdef size_t high = self.count
        cdef size_t middle
        cdef int order
        if not self.load_names():
            return NONE
        while low < high:
            middle = (low + high) // 2
            order = compare(&self._names, middle * self._width, window, at, self._width)
            if order == 0:
                return self.by_position(middle)
            if order > 1:
                return NONE
            if order < 0:
                low = middle + 1
            else:
                high = middle
        return NONE

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

    def leftovers(self):
        """Return the IDs of objects that were not filtered, that were hit, or that were marked.

        Trees are none of them. Each is returned once. One that is in several packs may be
        returned by each of them.
        """
        cdef size_t number
        cdef Entry* entry
        found = []
        for number in range(self.count):
            entry = self.entry_at(number)
            if entry.kind & 7 == TREE or entry.state & READ or not entry.state & LISTED:
                continue
            if entry.state & (DONE | HIT | SUSPECT) == DONE:
                continue
            if entry.state & COPY and not entry.state & HIT:
                continue
            entry.state |= READ
            found.append(self.id_of(entry))
        return found

    def mark_descendants(self, bytes matched):
        """Mark all objects whose chain of bases holds one of ``matched``: packed IDs, ascending."""
        cdef Bytes ids = view_of(matched)
        cdef Numbers waiting
        cdef size_t at, number
        cdef uint8_t[::1] is_matched = bytearray(self.count + 1)
        cdef Entry* entry
        memset(&waiting, 0, sizeof(Numbers))
        self.rewind()
        for at in range(0, ids.size, self._width):
            if self.seek(&ids, at):
                is_matched[self._cursor] = 1
        for number in range(self.count):
            entry = self.entry_at(number)
            # Git may read another copy of this object, so what was hit here counts.
            if is_matched[entry.position] or (
                entry.state & HIT and (entry.state & (LISTED | SHARED)) != LISTED
            ):
                if not self.mark_below(number, &waiting):
                    raise MemoryError
        release_numbers(&waiting)
        release(&self._names)

    cdef bint mark_below(self, size_t root, Numbers* waiting) noexcept nogil:
        cdef uint32_t child
        if not push(waiting, root):
            return False
        while waiting.size:
            child = self.entry_at(pop(waiting)).child
            while child != NONE:
                if not self.entry_at(child).state & SUSPECT:
                    self.entry_at(child).state |= SUSPECT
                    if not push(waiting, child):
                        return False
                child = self.entry_at(child).sibling
        return True


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
            if first is None:
                first = pack
                entry.state |= LISTED
            else:
                entry.state |= LISTED | SHARED | COPY
                first.entry_at(first._cursor).state |= SHARED
        if first is None:
            unknown.append(listed[at : at + width])
    return unknown


cdef class Walker:
    """Reads objects in one thread, in batches of the lines to filter."""

    cdef list _packs
    cdef Pack _pack
    cdef size_t _number_of_pack, _root, _roots_end, _limit, _budget, _held
    cdef int _lines
    cdef Frame* _frames
    cdef size_t _depth, _capacity
    cdef Bytes _window, _delta, _content, _text
    cdef uint64_t _window_start
    cdef Numbers _ranges, _wide, _starts, _batch, _sizes
    cdef z_stream _stream
    cdef bint _has_stream
    cdef readonly uint64_t size
    cdef uint64_t[8] _kinds

    def __init__(self, list packs, size_t limit, size_t budget, int lines=1):
        """Read ``packs``, which several walkers share.

        A batch has about ``limit`` bytes. The bases in hand have up to ``budget`` bytes; what
        does not fit is left to git. No rule looks at more than ``lines`` consecutive lines.
        """
        if lines < 1:
            raise ValueError("a rule looks at one line at least")
        self._packs, self._limit, self._budget, self._lines = packs, limit, budget, lines
        self._pack = packs[0] if packs else None
        if inflateInit(&self._stream) != Z_OK:
            raise MemoryError
        self._has_stream = True

    def __dealloc__(self):
        while self._depth:
            self.drop_frame()
        free(self._frames)
        release(&self._window)
        release(&self._delta)
        release(&self._content)
        release(&self._text)
        release_numbers(&self._ranges)
        release_numbers(&self._wide)
        release_numbers(&self._starts)
        release_numbers(&self._batch)
        release_numbers(&self._sizes)
        if self._has_stream:
            inflateEnd(&self._stream)

    @property
    def kinds(self):
        """The number of objects that were filtered without a hit, by type."""
        return {"commit": self._kinds[COMMIT], "blob": self._kinds[BLOB], "tag": self._kinds[TAG]}

    def starts(self):
        """Return the offset of each object in the batch, and its length."""
        cdef size_t number
        return [number_at(&self._starts, number) for number in range(self._starts.size)] + [
            self._text.size
        ]

    def hit(self, size_t number):
        """Record that a filter hit object ``number`` of the batch; return its ID and type."""
        cdef Entry* entry
        if number >= self._batch.size:
            raise IndexError("there are fewer objects in the batch")
        entry = self._pack.entry_at(number_at(&self._batch, number))
        entry.state |= HIT
        return self._pack.id_of(entry), KINDS[entry.kind & 7]

    def next(self):
        """Return the next batch, ``None`` at the end.

        The objects of the batch before it count as filtered from now on.
        """
        cdef bint more = True
        if self._pack is None:
            return None
        self.confirm()
        while more and not self._starts.size:
            with nogil:
                while self._text.size < self._limit and self._starts.size < self._limit // 64:
                    if self._depth:
                        self.visit_child()
                    elif self._root < self._roots_end:
                        self.visit_root()
                    else:
                        with gil:
                            more = self.more_roots()
                        if not more:
                            break
            more = more or (not self._starts.size and self.next_pack())
        return copy_of(&self._text) if self._starts.size else None

    cdef bint more_roots(self):
        self._root = self._pack.next_roots()
        self._roots_end = min(self._root + ROOTS_AT_ONCE, self._pack.count)
        return self._root < self._roots_end

    cdef bint next_pack(self):
        self._number_of_pack += 1
        if self._number_of_pack >= <size_t> len(self._packs):
            return False
        self._pack = self._packs[self._number_of_pack]
        self._window.size = 0
        self._root = self._roots_end = 0
        return True

    cdef confirm(self):
        """Mark the objects of the batch, and begin a new one."""
        cdef size_t number
        cdef Entry* entry
        for number in range(self._batch.size):
            entry = self._pack.entry_at(number_at(&self._batch, number))
            entry.state |= DONE
            if self._pack.counts(entry) and not entry.state & HIT:
                self._kinds[entry.kind & 7] += 1
                self.size += number_at(&self._sizes, number)
        self._starts.size = self._batch.size = self._sizes.size = self._text.size = 0

    cdef void visit_root(self) noexcept nogil:
        """Filter the next object that is no delta, and no tree."""
        cdef size_t number = self._root
        cdef Entry* entry = self._pack.entry_at(number)
        cdef bint plain
        self._root += 1
        if entry.kind not in (COMMIT, BLOB, TAG):
            return
        if not self.inflate_entry(number, &self._content):
            return
        self._ranges.size = 0
        if not push(&self._ranges, 0) or not push(&self._ranges, self._content.size):
            return
        plain = self.emit(number, &self._ranges)
        self.push_frame(number, plain)

    cdef void visit_child(self) noexcept nogil:
        """Filter the next object that is based on the last one in hand."""
        cdef Frame* frame = &self._frames[self._depth - 1]
        cdef size_t number = frame.child
        cdef Numbers* ranges = &self._ranges
        cdef bint plain = False
        cdef bint is_valid
        if frame.child == NONE:
            self.drop_frame()
            return
        frame.child = self._pack.entry_at(number).sibling
        is_valid = self.inflate_entry(number, &self._delta) and apply_delta(
            &frame.content, &self._delta, &self._content, LARGEST, &self._ranges, self._lines > 1
        )
        if is_valid and (not frame.plain or self._content.size < SMALLEST):
            ranges.size = 0
            is_valid = push(ranges, 0) and push(ranges, self._content.size)
        elif is_valid and self._lines > 1:
            ranges = &self._wide
            is_valid = widen(&self._ranges, ranges, &self._content, self._lines - 1)
        if frame.child == NONE:
            self.drop_frame()  # the memory is used for what comes next
        if is_valid:
            plain = self.emit(number, ranges)
            self.push_frame(number, plain)

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

    cdef bint emit(self, size_t number, const Numbers* ranges) noexcept nogil:
        """Add the ranges of an object to the batch; return whether they are plain text."""
        cdef size_t place, total = 0
        cdef uint64_t start, stop
        for place in range(0, ranges.size, 2):
            start, stop = number_at(ranges, place), number_at(ranges, place + 1)
            if find(&self._content, 0, start, stop) != stop:
                return False
            if find(&self._content, 0xff, start, stop) != stop:
                return False
            total += stop - start + 1
        if not self.make_room(total):
            return True
        if not push(&self._starts, self._text.size) or not push(&self._sizes, self._content.size):
            return True
        for place in range(0, ranges.size, 2):
            start, stop = number_at(ranges, place), number_at(ranges, place + 1)
            append(&self._text, &self._content, start, stop - start)
            if self._text.size and byte_at(&self._text, self._text.size - 1) != 10:
                append_byte(&self._text, 10)
        push(&self._batch, number)
        return True

    cdef bint make_room(self, size_t count) noexcept nogil:
        """Make room for ``count`` bytes of text."""
        if self._text.size + count <= self._text.capacity:
            return True
        return reserve(&self._text, max(self._text.size + count, self._limit + (256 << 10)))

    cdef void push_frame(self, size_t number, bint plain) noexcept nogil:
        """Keep the content as the base of other objects, if it is one and fits."""
        cdef Frame* frame
        if self._pack.entry_at(number).child == NONE or self._depth >= MOST_DEEP:
            return
        shrink(&self._content)
        if self._held + self._content.capacity > self._budget or not self.deepen():
            return
        frame = &self._frames[self._depth]
        frame.content, frame.plain = self._content, plain
        frame.child = self._pack.entry_at(number).child
        self._held += frame.content.capacity
        self._depth += 1
        memset(&self._content, 0, sizeof(Bytes))

    cdef void drop_frame(self) noexcept nogil:
        """Drop the last base; keep its memory for the next object."""
        cdef Frame* frame = &self._frames[self._depth - 1]
        self._depth -= 1
        self._held -= frame.content.capacity
        release(&frame.content)

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
