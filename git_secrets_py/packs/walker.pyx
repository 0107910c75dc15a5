# cython: language_level=3, boundscheck=True, wraparound=False, cdivision=False
"""Walking through the delta forest of packs, depth first: each object is inflated once.

Memory is accessed by the functions of ``checked`` only, and table entries by ``entry_at``.
"""

from libc.stdint cimport uint32_t, uint64_t
from libc.stdlib cimport free
from libc.string cimport memset

from git_secrets_py.packs.checked cimport (
    Bytes, Numbers, append, append_byte, byte_at, contains, copy_of, find, grow, number_at, push,
    release, release_numbers, reserve, shrink, view_of,
)
from git_secrets_py.packs.delta cimport apply_delta, widen
from git_secrets_py.packs.entry_reader cimport EntryReader
from git_secrets_py.packs.pack cimport Pack
from git_secrets_py.packs.table cimport BLOB, COMMIT, LISTED, NONE, TAG, Entry

cdef enum:
    # Objects below this size, Git LFS pointers among them, are always filtered whole.
    SMALLEST = (1 << 10) + 1
    # The content of objects that is kept until the batch is filtered: this many times its size.
    MOST_KEPT = 4
    MOST_DEEP = 10_000

# The content of an object that is a base, and the next object that is based on it. ``place`` is
# that of the object in the batch, if it is there.
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


cdef class Walker(EntryReader):
    """Reads objects in one thread, in batches of the lines to filter.

    After ``next``, the caller filters these lines and calls ``examine`` with the hits.
    """

    cdef list _packs
    cdef size_t _number_of_pack, _root, _roots_end, _limit, _budget, _largest, _held, _kept
    cdef int _lines
    cdef Frame* _frames
    cdef Frame _spare
    cdef size_t _depth, _capacity
    cdef Member* _members
    cdef size_t _count, _members_capacity
    cdef Bytes _delta, _content, _text
    cdef Numbers _ranges, _wide, _starts
    cdef bint _with_folds
    cdef readonly uint64_t size
    cdef uint64_t[8] _kinds

    def __init__(self, list packs, size_t limit, size_t budget, size_t largest, int lines=1,
                 bint with_folds=False):
        """Read ``packs``, which several walkers share.

        A batch has about ``limit`` bytes. The bases in memory have up to ``budget`` bytes, an
        object has fewer than ``largest``; larger objects, and objects based on them, are left to
        git. No rule looks at more than ``lines`` consecutive lines, but ``with_folds``, one may
        look at encoded text that is folded over lines.
        """
        if lines < 1:
            raise ValueError("a rule looks at one line at least")
        self._packs, self._limit, self._budget, self._lines = packs, limit, budget, lines
        self._largest, self._with_folds = largest, with_folds
        if packs:
            self.use(packs[0])

    def __dealloc__(self):
        while self._depth:
            self.drop_frame()
        self.forget_members()
        free(self._frames)
        free(self._members)
        release(&self._delta)
        release(&self._content)
        release(&self._text)
        release_numbers(&self._ranges)
        release_numbers(&self._wide)
        release_numbers(&self._starts)

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
        type and content of each of them, of those that are not plain text, and of those whose base
        matches, and returns whether it matches. The ID is empty for an object that git does not
        list.
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
                oid = self._pack.id_of(entry) if self._pack.marks_of(entry) & LISTED else b""
                member.matched = judge(place, oid, KINDS[entry.kind & 7], copy_of(&member.content))
            entry.is_done = True
            if self._pack.counts(entry):
                self._kinds[entry.kind & 7] += 1
                self.size += member.content.size
        for place in range(self._depth):
            member = self.member_at(self.frame_at(place).place)
            self.frame_at(place).plain &= not member.matched
            self.frame_at(place).place = NONE

    cdef Member* member_at(self, size_t place) noexcept nogil:
        """Return an object of the batch; the spare one at the end for a number beyond it."""
        return &self._members[min(place, self._count)]

    cdef Frame* frame_at(self, size_t place) noexcept nogil:
        """Return a base in memory; the spare one for a place beyond the last."""
        return &self._frames[place] if place < self._depth else &self._spare

    cdef void forget_members(self) noexcept nogil:
        """Begin a new batch."""
        cdef size_t place
        for place in range(self._count):
            if self.member_at(place).is_own:
                release(&self.member_at(place).content)
        for place in range(self._depth):
            self.frame_at(place).place = NONE
        self._count = self._starts.size = self._text.size = self._kept = 0

    cdef bint more_roots(self):
        self._root = self._pack.next_roots()
        self._roots_end = self._pack._next_root
        return self._root < self._roots_end

    cdef bint next_pack(self):
        self._number_of_pack += 1
        if self._number_of_pack >= <size_t> len(self._packs):
            return False
        self.use(self._packs[self._number_of_pack])
        self._root = self._roots_end = 0
        return True

    cdef void visit_root(self) noexcept nogil:
        """Filter the next object that is no delta, and no tree."""
        cdef size_t number = self._root
        cdef Entry* entry = self._pack.entry_at(number)
        self._root += 1
        if entry.kind not in (COMMIT, BLOB, TAG):
            return
        if not self.inflate_entry(number, &self._content, self._largest):
            return
        self._ranges.size = 0
        if push(&self._ranges, 0) and push(&self._ranges, self._content.size):
            self.emit(number, NONE, &self._ranges)

    cdef void visit_child(self) noexcept nogil:
        """Filter the next object that is based on the last one in memory."""
        cdef Frame* frame = self.frame_at(self._depth - 1)
        cdef size_t number = frame.child
        cdef uint32_t base = frame.place
        cdef Numbers* ranges = &self._ranges
        cdef bint is_valid
        if frame.child == NONE:
            self.drop_frame()
            return
        frame.child = self._pack.entry_at(number).sibling
        is_valid = self.inflate_entry(number, &self._delta, self._largest) and apply_delta(
            &frame.content, &self._delta, &self._content, self._largest, &self._ranges,
            self._lines > 1,
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
        cdef Member* member
        # One more, spare.
        if not grow(
            <void**> &self._members, self._count + 1, &self._members_capacity, sizeof(Member)
        ):
            return False
        memset(&self._members[self._count], 0, 2 * sizeof(Member))
        member = self.member_at(self._count)
        member.number, member.base, member.plain = <uint32_t> number, base, plain
        return True

    cdef void hand_over(self) noexcept nogil:
        """Give the content to a frame, if the object is a base and that fits, or to the batch."""
        cdef Member* member = self.member_at(self._count - 1)
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
        if self._held + self._content.capacity > self._budget:
            return False
        if not grow(<void**> &self._frames, self._depth, &self._capacity, sizeof(Frame)):
            return False
        self._depth += 1
        frame = self.frame_at(self._depth - 1)
        frame.content, frame.plain = self._content, plain
        frame.child, frame.place = self._pack.entry_at(number).child, <uint32_t> (self._count - 1)
        self._held += frame.content.capacity
        return True

    cdef void drop_frame(self) noexcept nogil:
        """Drop the last base; the batch keeps its content if the object is in it."""
        cdef Frame* frame = self.frame_at(self._depth - 1)
        self._depth -= 1
        self._held -= frame.content.capacity
        if frame.place < self._count:
            self.member_at(frame.place).is_own = True
        else:
            release(&frame.content)
