# cython: language_level=3, boundscheck=True, wraparound=False, cdivision=False
"""The recorded links: between trees and their parts, of commits and tags, and of marked trees.

A thread records them while it follows the links of objects, as long as all objects are traced. They
go to files, since a history of millions of objects has tens of millions of links.
"""

from libc.stdint cimport uint8_t, uint64_t

from git_secrets_py.packs.checked cimport (
    Bytes, Numbers, byte_at, mixed, number_at, push, release, release_numbers,
)
from git_secrets_py.packs.files cimport append_numbers
from git_secrets_py.packs.objects cimport HOLDS, TRACED
from git_secrets_py.packs.table cimport TREE

cdef enum:
    # The most links of one kind that all threads record, in numbers of 64 bits. More are left to
    # git: they would fill the disk.
    MOST_RECORDED = 64 << 20
    # Links are written when there are this many.
    LINKS_AT_ONCE = 8 << 10


cdef class LinkRecorder(EntryReader):
    """Records the links of the current object."""

    def __cinit__(self):
        self._edges.file = self._commits.file = self._trees.file = -1

    def __dealloc__(self):
        release(&self._content)
        release_numbers(&self._marked)
        release_numbers(&self._edges.numbers)
        release_numbers(&self._commits.numbers)
        release_numbers(&self._trees.numbers)

    def record_to(self, int edges, int commits, int trees):
        """Record to these files, which are open for appending, in numbers of 64 bits.

        ``edges``: pairs of a tree and a part of it. The upper half of each is the number of the
        part, or of the base of the tree.

        ``commits`` and tags. Of a commit: its number and that of its tree; the number of its
        parents above its date; its parents. Of a tag: its number and that of its target; ``IS_TAG``.

        ``trees``: the marked ones with marked entries. Of each: its number and that of its subtrees
        that follow; the mark of its blobs; the number of each subtree, and the mark of its mode and
        name.
        """
        self._edges.file, self._commits.file, self._trees.file = edges, commits, trees

    def flush(self):
        """Write the links that are not written yet."""
        self.write_out(&self._edges)
        self.write_out(&self._commits)
        self.write_out(&self._trees)

    cdef bint is_marked(self, size_t number) noexcept nogil:
        return number < self._objects.count and self._objects._kinds[number] & HOLDS != 0

    cdef void note_entry(self, size_t at, size_t nul, uint8_t kind, size_t number) noexcept nogil:
        """Record the entry from ``at`` to ``nul``, object ``number``, if it is traced."""
        if not self._objects.is_traced or number >= self._objects.count:
            return
        if not self._is_second:
            if kind == TREE or self.is_marked(number):
                self.add_edge(number)
        elif self.is_marked(number):
            self.add_marked(at, number, mark_of(&self._content, at, nul, self._key))

    cdef void add_edge(self, size_t part) noexcept nogil:
        """Record that the current tree has ``part``, or may have parts of it."""
        if not self._objects.is_traced or self._is_second:
            return
        if self._number < self._objects.count and part < self._objects.count:
            self.begin(&self._edges)
            self.record(&self._edges, <uint64_t> part << 32 | self._number)

    cdef void begin(self, Log* log) noexcept nogil:
        """Prepare for the numbers of one object, which have to stay together."""
        if log.numbers.size >= LINKS_AT_ONCE:
            self.write_out(log)

    cdef void write_out(self, Log* log) noexcept nogil:
        """Write the numbers, as long as the objects are traced: no longer if that fails."""
        if self._objects.is_traced and log.numbers.size:
            if not append_numbers(log.file, &log.numbers, MOST_RECORDED):
                self._objects.is_traced = False
        log.numbers.size = 0

    cdef void record(self, Log* log, uint64_t number) noexcept nogil:
        if not push(&log.numbers, number):
            self._objects.is_traced = False

    cdef void add_marked(self, uint64_t at, uint64_t number, uint64_t mark) noexcept nogil:
        if not (
            push(&self._marked, at) and push(&self._marked, number) and push(&self._marked, mark)
        ):
            self._objects.is_traced = False

    cdef void copy_marked(
        self, const Numbers* marked, uint64_t start, uint64_t stop, uint64_t moved
    ) noexcept nogil:
        """Take over the ``marked`` entries of a base in a range; their offsets grow by ``moved``.

        Their offsets ascend. A delta may copy a million ranges of a tree with a million entries.
        """
        cdef size_t low = 0
        cdef size_t high = marked.size // 3
        cdef size_t middle, place
        while low < high:
            middle = (low + high) // 2
            if number_at(marked, 3 * middle) < start:
                low = middle + 1
            else:
                high = middle
        place = 3 * low
        while place < marked.size and number_at(marked, place) < stop:
            self.add_marked(
                number_at(marked, place) + moved,
                number_at(marked, place + 1),
                number_at(marked, place + 2),
            )
            place += 3

    cdef void record_tree(self) noexcept nogil:
        """Record the marked entries of the current tree."""
        cdef size_t place, number
        cdef uint64_t mark
        cdef uint64_t subtrees = 0
        cdef uint64_t blobs = 0
        if not self._is_second or self._number >= self._objects.count:
            return
        self._objects._kinds[self._number] |= TRACED
        if not self._marked.size:
            return
        for place in range(0, self._marked.size, 3):
            number, mark = number_at(&self._marked, place + 1), number_at(&self._marked, place + 2)
            if self._objects._kinds[number] & 7 == TREE:
                subtrees += 1
            else:
                blobs += mixed(mark ^ mixed(number ^ self._key))
        self.begin(&self._trees)
        self.record(&self._trees, <uint64_t> self._number << 32 | subtrees)
        self.record(&self._trees, blobs)
        for place in range(0, self._marked.size, 3):
            number = number_at(&self._marked, place + 1)
            if self._objects._kinds[number] & 7 == TREE:
                self.record(&self._trees, number)
                self.record(&self._trees, number_at(&self._marked, place + 2))

    cdef void record_commit(self, uint64_t number) noexcept nogil:
        if self._objects.is_traced and self._number < self._objects.count:
            self.record(&self._commits, number)


cdef inline uint64_t mark_of(
    const Bytes* content, size_t at, size_t stop, uint64_t key
) noexcept nogil:
    """Return a number for the bytes from ``at`` to ``stop``."""
    while at < stop:
        key = mixed(key ^ <uint64_t> byte_at(content, at))
        at += 1
    return key
