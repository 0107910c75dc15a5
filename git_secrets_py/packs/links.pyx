# cython: language_level=3, boundscheck=True, wraparound=False, cdivision=False
"""The links between objects: the check that all objects that a commit, tree or tag names exist.

``LinkChecker`` reads the commits, trees and tags of packs in one thread. Of a tree, only those
entries are looked up that its delta brought in. An entry that lies wholly inside one copied range,
and begins where an entry of the base begins, is that entry of the base, since the end of an entry
follows from its bytes; so are all that follow it in the range.

Nothing here decides that an object is damaged. An object that cannot be read stays unchecked.
"""

from libc.stdint cimport uint8_t, uint32_t, uint64_t
from libc.stdlib cimport free
from libc.string cimport memset

from git_secrets_py.packs.checked cimport (
    Bytes, Numbers, append, byte_at, find, first_at, grow, number_at, pop, push, release,
    release_numbers, reserve, set_number, view_of,
)
from git_secrets_py.packs.commits cimport CommitReader
from git_secrets_py.packs.delta cimport COPY_BASE, INVALID, begin_delta, read_instruction
from git_secrets_py.packs.objects cimport CHECKED, ROOTS_AT_ONCE, Objects
from git_secrets_py.packs.table cimport BLOB, COMMIT, NONE, TAG, TREE

cdef enum:
    # Objects of this size or larger are left to git, as are the objects based on them.
    LARGEST = 16 << 20
    MOST_DEEP = 10_000
    FAILED = 0xffffffff
    # Modes of entries, and the part of a mode that is the type.
    DIRECTORY = 0o040000
    GITLINK = 0o160000
    TYPE_OF_MODE = 0o170000

# A tree that is the base of others: its number, the starts of its entries, those that are marked,
# and the next object that is based on it.
cdef struct Frame:
    Bytes content
    Numbers starts
    Numbers marked
    size_t number
    size_t held
    uint32_t child


cdef class LinkChecker(CommitReader):
    """Follows the links of objects, in one thread.

    If the objects are traced, that takes two visits. The first records the commits and tags, and
    which tree has which others and which marked blobs: of a delta only those that it brings in,
    and its base. The second, after ``Objects.spread``, records the entries of the marked trees that
    are marked themselves.
    """

    cdef uint32_t[::1] _numbers
    cdef Frame* _frames
    cdef Frame _spare
    cdef size_t _depth, _capacity, _held, _budget
    cdef Bytes _delta
    # Of the current object: where its entries begin, and the ranges that its delta copied, each
    # as its place, where it begins in the base, and its size.
    cdef Numbers _starts, _copies, _waiting

    def __init__(self, Objects objects, size_t budget, uint64_t second=0):
        """``objects`` may be shared. The bases in memory have up to ``budget`` bytes.

        ``second`` is the key of marks in the second visit: the same random number, but 0.
        """
        self._objects, self._budget = objects, budget
        self._is_second, self._key = second != 0, second

    def __dealloc__(self):
        while self._depth:
            self.drop_frame()
        free(self._frames)
        release(&self._delta)
        release_numbers(&self._starts)
        release_numbers(&self._copies)
        release_numbers(&self._waiting)

    def run(self):
        """Check some objects; return whether there may be more."""
        cdef size_t pack, start, number
        if not self._objects.is_complete or not self._objects.next_roots(&pack, &start):
            return False
        if self._pack is not self._objects._packs[pack]:
            self.use(self._objects._packs[pack])
            self._numbers = self._objects._numbers[pack]
        with nogil:
            for number in range(start, min(start + ROOTS_AT_ONCE, self._pack.count)):
                if self.is_visited(number):
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
        self._number = number
        return self.check_content(kind, NULL)

    cdef bint is_visited(self, size_t root) noexcept nogil:
        """Return whether an object that is no delta is to be visited, with all based on it."""
        cdef int kind = self._pack.entry_at(root).kind
        cdef uint32_t number
        if not self._is_second:
            return kind in (COMMIT, TREE, TAG)
        self._waiting.size = 0
        if kind != TREE or not push(&self._waiting, root):
            return False
        while self._waiting.size:
            root = pop(&self._waiting)
            if self.is_marked(self.number_of(root)):
                return True
            number = self._pack.entry_at(root).child
            while number != NONE:
                if not push(&self._waiting, number):
                    return True
                number = self._pack.entry_at(number).sibling
        return False

    cdef size_t number_of(self, size_t entry) noexcept nogil:
        """Return the number of the object that is an entry of the pack."""
        return self._numbers[min(entry, self._pack.count)]

    cdef void visit_root(self, size_t number) noexcept nogil:
        """Check an object that is no delta."""
        self._copies.size = 0
        if self.inflate_entry(number, &self._content, LARGEST) and self.check_packed(number, NULL):
            self.push_frame(number)

    cdef void visit_child(self) noexcept nogil:
        """Check the next object that is based on the last one in memory."""
        cdef Frame* frame = self.frame_at(self._depth - 1)
        cdef size_t number = frame.child
        cdef bint is_valid
        if number == NONE:
            self.drop_frame()
            return
        frame.child = self._pack.entry_at(number).sibling
        is_valid = (
            self.inflate_entry(number, &self._delta, LARGEST)
            and self.patch(&frame.content)
            and self.check_packed(number, frame)
        )
        if frame.child == NONE:
            self.drop_frame()
        if is_valid:
            self.push_frame(number)

    cdef bint check_packed(self, size_t number, const Frame* base) noexcept nogil:
        """Check the current object, which is an entry of the pack; return whether it is valid."""
        self._number = self.number_of(number)
        if not self.check_content(self._pack.entry_at(number).kind & 7, base):
            return False
        if self._number < self._objects.count:
            self._objects._kinds[self._number] |= CHECKED
        return True

    cdef bint check_content(self, int kind, const Frame* base) noexcept nogil:
        """Look up the objects that the current one names; return whether it is valid."""
        if kind == TREE:
            return self.check_tree(base)
        if kind == COMMIT:
            return self.check_commit()
        return kind == TAG and self.check_tag()

    cdef bint check_tree(self, const Frame* base) noexcept nogil:
        cdef size_t at = 0
        cdef size_t copy = 0
        cdef size_t stop
        self._starts.size = self._marked.size = 0
        if base != NULL:
            self.add_edge(base.number)
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
        self.record_tree()
        return True

    cdef size_t skip_known(self, const Frame* base, size_t copy, size_t at) noexcept nogil:
        """Return the end of the entries from ``at`` on that the base has, or ``FAILED``.

        They are in the copied range number ``copy``.
        """
        cdef uint64_t place = number_at(&self._copies, copy)
        cdef uint64_t start = number_at(&self._copies, copy + 1)
        cdef uint64_t stop = start + number_at(&self._copies, copy + 2)
        cdef uint64_t first = at - place + start
        cdef size_t entry = first_at(&base.starts, first)
        cdef uint64_t end
        if number_at(&base.starts, entry) != first:
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
        self.copy_marked(&base.marked, first, at - place + start, place - start)
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
        # In the second visit, only marked trees have marked entries.
        if mode & TYPE_OF_MODE != GITLINK and (
            not self._is_second or self.is_marked(self._number)
        ):
            kind = TREE if mode & TYPE_OF_MODE == DIRECTORY else BLOB
            self.note_entry(at, nul, kind, self._objects.look_up(&self._content, nul + 1, kind))
        return nul + 1 + self._objects._width

    cdef bint patch(self, const Bytes* base) noexcept nogil:
        """Apply the current delta to ``base``; record the copied ranges."""
        cdef size_t at
        cdef uint64_t size, start, count
        cdef int kind
        self._copies.size = 0
        if not begin_delta(base, &self._delta, &self._content, LARGEST, &at, &size):
            return False
        while at < self._delta.size:
            kind = read_instruction(&self._delta, &at, &start, &count)
            if kind == INVALID or count > size - self._content.size:
                return False
            if kind == COPY_BASE and not self.add_copy(start, count):
                return False
            if not append(
                &self._content, base if kind == COPY_BASE else &self._delta, start, count
            ):
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

    cdef void push_frame(self, size_t number) noexcept nogil:
        """Keep the current object as the base of others, if it is one and fits."""
        cdef Frame* frame
        cdef size_t size = self._content.capacity + 8 * (
            self._starts.capacity + self._marked.capacity
        )
        if self._pack.entry_at(number).child == NONE or self._depth >= MOST_DEEP:
            return
        if self._held + size > self._budget:
            return
        if not grow(<void**> &self._frames, self._depth, &self._capacity, sizeof(Frame)):
            return
        self._depth += 1
        frame = self.frame_at(self._depth - 1)
        frame.content, frame.starts, frame.marked = self._content, self._starts, self._marked
        frame.number, frame.held = self._number, size
        frame.child = self._pack.entry_at(number).child
        self._held += size
        memset(&self._content, 0, sizeof(Bytes))
        memset(&self._starts, 0, sizeof(Numbers))
        memset(&self._marked, 0, sizeof(Numbers))

    cdef Frame* frame_at(self, size_t place) noexcept nogil:
        """Return a base in memory; the spare one for a place beyond the last."""
        return &self._frames[place] if place < self._depth else &self._spare

    cdef void drop_frame(self) noexcept nogil:
        cdef Frame* frame = self.frame_at(self._depth - 1)
        self._depth -= 1
        self._held -= frame.held
        release(&frame.content)
        release_numbers(&frame.starts)
        release_numbers(&frame.marked)
