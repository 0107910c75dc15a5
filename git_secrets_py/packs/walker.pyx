# cython: language_level=3, boundscheck=True, wraparound=False, cdivision=False
"""Walking through the delta forest of packs, depth first: each object is inflated once.

``Pack`` is the table of a pack's objects, ``Walker`` reads them in one thread. Memory is accessed
by the functions of ``checked`` and ``files`` only, and table entries by ``entry_at``.
"""

from libc.stdint cimport uint8_t, uint32_t, uint64_t
from libc.stdlib cimport calloc, free, qsort, realloc
from libc.string cimport memset

from git_secrets_py.packs.checked cimport (
    Bytes, Numbers, append, append_byte, big_endian, byte_at, compare, contains, copy_of, find,
    number_at, pop, push, release, release_numbers, reserve, shrink, view_of,
)
from git_secrets_py.packs.delta cimport apply_delta, widen
from git_secrets_py.packs.files cimport (
    Z_OK, inflate_from, inflateEnd, inflateInit, read_at, z_stream,
)

cdef enum:
    # Of ``state``: in git's list of objects; this copy does not count; filtered.
    LISTED = 1
    COPY = 2
    DONE = 4
    # Objects below this size, Git LFS pointers among them, are always filtered whole.
    SMALLEST = (1 << 10) + 1
    HEADER = 12
    READ_AHEAD = 16 << 10
    ROOTS_AT_ONCE = 64
    # The number of parts in which objects are sorted.
    SHARES = 256
    # Of the objects in a batch, the content is kept until it is filtered: this many times its size.
    MOST_KEPT = 4
    MOST_DEEP = 10_000
    MOST_NAMES = 64 << 20

# The content of an object that is a base, and what is left to do with it. ``place`` is that of the
# object in the batch, if it is there.
cdef struct Frame:
    Bytes content
    uint32_t child
    uint32_t place
    bint plain

# An object in the batch. ``base`` is the place of its base there. Its content is its own, or that
# of a frame.
cdef struct Member:
    Bytes content
    uint32_t number
    uint32_t base
    bint is_own
    bint plain
    bint matched


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


cdef class Walker:
    """Reads objects in one thread, in batches of the lines to filter.

    After ``next``, the caller filters these lines and calls ``examine`` with what was hit.
    """

    cdef list _packs
    cdef Pack _pack
    cdef size_t _number_of_pack, _root, _roots_end, _limit, _budget, _largest, _held, _kept
    cdef int _lines
    cdef Frame* _frames
    cdef size_t _depth, _capacity
    cdef Member* _members
    cdef size_t _count, _members_capacity
    cdef Bytes _window, _delta, _content, _text
    cdef uint64_t _window_start
    cdef Numbers _ranges, _wide, _starts
    cdef z_stream _stream
    cdef bint _has_stream, _with_folds
    cdef readonly uint64_t size
    cdef uint64_t[8] _kinds

    def __init__(self, list packs, size_t limit, size_t budget, size_t largest, int lines=1,
                 bint with_folds=False):
        """Read ``packs``, which several walkers share.

        A batch has about ``limit`` bytes. The bases in hand have up to ``budget`` bytes, an object
        has fewer than ``largest``; what does not fit, and what is based on it, is left to git. No
        rule looks at more than ``lines`` consecutive lines, but ``with_folds``, one may look at
        encoded text that is folded over lines.
        """
        if lines < 1:
            raise ValueError("a rule looks at one line at least")
        self._packs, self._limit, self._budget, self._lines = packs, limit, budget, lines
        self._largest, self._with_folds = largest, with_folds
        self._pack = packs[0] if packs else None
        if inflateInit(&self._stream) != Z_OK:
            raise MemoryError
        self._has_stream = True

    def __dealloc__(self):
        while self._depth:
            self.drop_frame()
        self.forget_members()
        free(self._frames)
        free(self._members)
        release(&self._window)
        release(&self._delta)
        release(&self._content)
        release(&self._text)
        release_numbers(&self._ranges)
        release_numbers(&self._wide)
        release_numbers(&self._starts)
        if self._has_stream:
            inflateEnd(&self._stream)

    @property
    def kinds(self):
        """The number of objects that were filtered, by type."""
        return {"commit": self._kinds[COMMIT], "blob": self._kinds[BLOB], "tag": self._kinds[TAG]}

    def starts(self):
        """Return the offset of each object in the batch, and its length.

        An object that is not plain text is empty.
        """
        cdef size_t number
        return [number_at(&self._starts, number) for number in range(self._starts.size)] + [
            self._text.size
        ]

    def small_ones_with(self, bytes mark, size_t most):
        """Return the numbers of those objects of the batch, up to ``most`` bytes, with ``mark``."""
        cdef Bytes part = view_of(mark)
        cdef size_t place
        return [
            place
            for place in range(self._count)
            if self.member_at(place).content.size <= most
            and contains(&self.member_at(place).content, &part)
        ]

    def next(self):
        """Return the next batch, ``None`` at the end."""
        cdef bint more = True
        if self._pack is None:
            return None
        self.forget_members()
        while more and not self._count:
            with nogil:
                while self.has_room():
                    if self._depth:
                        self.visit_child()
                    elif self._root < self._roots_end:
                        self.visit_root()
                    else:
                        with gil:
                            more = self.more_roots()
                        if not more:
                            break
            more = more or (not self._count and self.next_pack())
        return copy_of(&self._text) if self._count else None

    cdef bint has_room(self) noexcept nogil:
        return (
            self._text.size < self._limit
            and self._count < self._limit // 64
            and self._kept < MOST_KEPT * self._limit
        )

    def examine(self, hits, judge):
        """Examine the objects of the batch that may match: they count as filtered from now on.

        ``hits`` are the numbers of those that a filter hit. ``judge`` is called with number, ID,
        type and content of each of them, of those that are not plain text, and of those whose base matches,
        and returns whether it matches. The ID is empty for an object that git does not list.
        """
        cdef size_t place
        cdef Member* member
        cdef Entry* entry
        for place in hits:
            if place >= self._count:
                raise IndexError("there are fewer objects in the batch")
            self.member_at(place).matched = True
        for place in range(self._count):
            member = self.member_at(place)
            entry = self._pack.entry_at(member.number)
            if member.matched or not member.plain or self.member_at(member.base).matched:
                oid = self._pack.id_of(entry) if entry.state & LISTED else b""
                member.matched = judge(place, oid, KINDS[entry.kind & 7], copy_of(&member.content))
            entry.state |= DONE
            if self._pack.counts(entry):
                self._kinds[entry.kind & 7] += 1
                self.size += member.content.size
        for place in range(self._depth):
            member = self.member_at(self._frames[place].place)
            self._frames[place].plain &= not member.matched
            self._frames[place].place = NONE

    cdef Member* member_at(self, size_t place) noexcept nogil:
        """Return an object of the batch; the spare one at the end for a number beyond it."""
        return &self._members[min(place, self._count)]

    cdef void forget_members(self) noexcept nogil:
        """Begin a new batch."""
        cdef size_t place
        for place in range(self._count):
            if self._members[place].is_own:
                release(&self._members[place].content)
        for place in range(self._depth):
            self._frames[place].place = NONE
        self._count = self._starts.size = self._text.size = self._kept = 0

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

    cdef void visit_root(self) noexcept nogil:
        """Filter the next object that is no delta, and no tree."""
        cdef size_t number = self._root
        cdef Entry* entry = self._pack.entry_at(number)
        self._root += 1
        if entry.kind not in (COMMIT, BLOB, TAG):
            return
        if not self.inflate_entry(number, &self._content):
            return
        self._ranges.size = 0
        if push(&self._ranges, 0) and push(&self._ranges, self._content.size):
            self.emit(number, NONE, &self._ranges)

    cdef void visit_child(self) noexcept nogil:
        """Filter the next object that is based on the last one in hand."""
        cdef Frame* frame = &self._frames[self._depth - 1]
        cdef size_t number = frame.child
        cdef uint32_t base = frame.place
        cdef Numbers* ranges = &self._ranges
        cdef bint is_valid
        if frame.child == NONE:
            self.drop_frame()
            return
        frame.child = self._pack.entry_at(number).sibling
        is_valid = self.inflate_entry(number, &self._delta) and apply_delta(
            &frame.content, &self._delta, &self._content, self._largest, &self._ranges, self._lines > 1
        )
        if is_valid and (not frame.plain or self._content.size < SMALLEST):
            ranges.size = 0
            is_valid = push(ranges, 0) and push(ranges, self._content.size)
        elif is_valid and self._lines > 1:
            ranges = &self._wide
            is_valid = widen(
                &self._ranges, ranges, &self._content, self._lines - 1, self._with_folds
            )
        if frame.child == NONE:
            self.drop_frame()
        if is_valid:
            self.emit(number, base, ranges)

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
        if kind == 0 or size >= self._largest:
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

    cdef void emit(self, size_t number, uint32_t base, const Numbers* ranges) noexcept nogil:
        """Add an object to the batch, with the ranges to filter; keep it if it is a base."""
        cdef bint plain = self.is_plain(ranges)
        cdef size_t total = ranges.size
        cdef size_t place
        cdef uint64_t start, stop
        for place in range(0, ranges.size, 2):
            total += number_at(ranges, place + 1) - number_at(ranges, place)
        if not self.add_member(number, base, plain) or not self.make_room(total):
            self._content.size = 0
            return
        if not push(&self._starts, self._text.size):
            return
        self._count += 1
        for place in range(0, ranges.size if plain else 0, 2):
            start, stop = number_at(ranges, place), number_at(ranges, place + 1)
            if place and self._with_folds:
                append_byte(&self._text, 10)  # it ends a folded text
            append(&self._text, &self._content, start, stop - start)
            if self._text.size and byte_at(&self._text, self._text.size - 1) != 10:
                append_byte(&self._text, 10)
        self.hand_over()

    cdef bint is_plain(self, const Numbers* ranges) noexcept nogil:
        """Return whether the content is read unchanged, given that this holds for its base."""
        cdef size_t place
        cdef uint64_t start, stop
        cdef int first = byte_at(&self._content, 0)
        cdef int second = byte_at(&self._content, 1)
        if (first == 0xff and second == 0xfe) or (first == 0xfe and second == 0xff):
            return False
        for place in range(0, ranges.size, 2):
            start, stop = number_at(ranges, place), number_at(ranges, place + 1)
            if find(&self._content, 0, start, stop) != stop:
                return False
        return True

    cdef bint add_member(self, size_t number, uint32_t base, bint plain) noexcept nogil:
        """Write the next member of the batch; it counts once ``_count`` is raised."""
        cdef Member* members
        cdef size_t capacity
        if self._count + 1 >= self._members_capacity:
            capacity = 2 * self._members_capacity + 64
            members = <Member*> realloc(self._members, capacity * sizeof(Member))
            if members == NULL:
                return False
            self._members = members
            self._members_capacity = capacity
        memset(&self._members[self._count], 0, 2 * sizeof(Member))
        self._members[self._count].number = <uint32_t> number
        self._members[self._count].base = base
        self._members[self._count].plain = plain
        return True

    cdef void hand_over(self) noexcept nogil:
        """Give the content to a frame, if the object is a base and that fits, or to the batch."""
        cdef Member* member = &self._members[self._count - 1]
        shrink(&self._content)
        self._kept += self._content.capacity
        member.content = self._content
        member.is_own = not self.push_frame(member.number, member.plain)
        memset(&self._content, 0, sizeof(Bytes))

    cdef bint make_room(self, size_t count) noexcept nogil:
        """Make room for ``count`` bytes of text."""
        if self._text.size + count <= self._text.capacity:
            return True
        return reserve(&self._text, max(self._text.size + count, self._limit + (256 << 10)))

    cdef bint push_frame(self, size_t number, bint plain) noexcept nogil:
        """Keep the content as the base of other objects; return whether it is one and fits."""
        cdef Frame* frame
        if self._pack.entry_at(number).child == NONE or self._depth >= MOST_DEEP:
            return False
        if self._held + self._content.capacity > self._budget or not self.deepen():
            return False
        frame = &self._frames[self._depth]
        frame.content, frame.plain = self._content, plain
        frame.child, frame.place = self._pack.entry_at(number).child, <uint32_t> (self._count - 1)
        self._held += frame.content.capacity
        self._depth += 1
        return True

    cdef void drop_frame(self) noexcept nogil:
        """Drop the last base; the batch keeps its content if the object is in it."""
        cdef Frame* frame = &self._frames[self._depth - 1]
        self._depth -= 1
        self._held -= frame.content.capacity
        if frame.place < self._count:
            self._members[frame.place].is_own = True
        else:
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
