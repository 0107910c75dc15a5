# cython: language_level=3, boundscheck=True, wraparound=False, cdivision=False
"""History by the links of commits and trees: the commits that change marked objects.

Each tree has a digest of the marked blobs in it: the sum over its entries of a keyed hash of mode,
name, and the number of the blob or the digest of the subtree. It is 0 where there are none. A
commit whose tree has the digest of the trees of all its parents has all marked blobs at the same
paths as these. The key is random, so different trees with the same digest cannot be constructed.

The order of commits is that of ``git rev-list --date-order``: no commit before all of its children,
else the newest first, and of several the one that was found first.
"""

from libc.stdint cimport uint8_t, uint32_t, uint64_t

from git_secrets_py.packs.checked cimport (
    Bytes, Numbers, mixed, number_at, pop, push, release_numbers, set_number, view_of,
)
from git_secrets_py.packs.history cimport DATE_BITS, IS_TAG
from git_secrets_py.packs.objects cimport Objects
from git_secrets_py.packs.table cimport NONE

cdef enum:
    # The states of a digest.
    NEW = 0
    OPEN = 1
    KNOWN = 2
    # The longest chain of tags that tag each other.
    MOST_TAGS = 1_000


cdef class Records:
    """The records of commits or of trees. They go by their places, which ascend with the numbers.

    Memory of four bytes for each object of the database makes the search for one immediate.
    """

    # Of each object, by number; ``NONE`` if it is not recorded.
    cdef uint32_t[::1] _places
    # Of each place, the number of the object, and in the lower half the offset of its record.
    cdef Numbers _heads

    def __init__(self, size_t count):
        """``count`` is the number of objects of the database."""
        self._places = memoryview(bytearray(b"\xff") * (4 * count + 4)).cast("I")

    def __dealloc__(self):
        release_numbers(&self._heads)

    cdef add(self, uint64_t head, Py_ssize_t at):
        """Add the object with the number in the upper half of ``head``, whose record is at ``at``.

        An object that was visited twice has two records, which are equal.
        """
        if self._places[head >> 32] == NONE:
            self._places[head >> 32] = <uint32_t> at

    cdef finish(self):
        """Give each object that was added a place."""
        cdef uint64_t number
        for number in range(self._places.shape[0]):
            if self._places[number] != NONE:
                if not push(&self._heads, number << 32 | self._places[number]):
                    raise MemoryError
                self._places[number] = <uint32_t> (self._heads.size - 1)

    cdef size_t count(self) noexcept nogil:
        return self._heads.size

    cdef size_t place_of(self, size_t number) noexcept nogil:
        """Return the place of an object, given by its number; ``NONE`` if it is not recorded."""
        return self._places[number] if number < <size_t> self._places.shape[0] else NONE

    cdef Py_ssize_t offset_of(self, size_t place) noexcept nogil:
        return <Py_ssize_t> (number_at(&self._heads, place) & NONE)

    cdef size_t number_of(self, size_t place) noexcept nogil:
        return number_at(&self._heads, place) >> 32


cdef class History:
    """The commits of a database and the digests of their trees. Commits go by their places."""

    cdef Objects _objects
    # As recorded, and where each begins.
    cdef const uint64_t[::1] _commits, _trees
    cdef Records _commit_records, _tree_records
    # For each tree, its digest, and whether that is known.
    cdef uint64_t[::1] _digests
    cdef uint8_t[::1] _states
    # The rank of each commit, ``NONE`` if it was not reached.
    cdef uint32_t[::1] _ranks
    # For each commit in the queue, the order in which it was added.
    cdef uint32_t[::1] _turns
    cdef Numbers _queue, _waiting
    cdef uint32_t _turn
    # The number of commits that have a rank.
    cdef readonly size_t count

    def __init__(self, Objects objects, commits, trees):
        """``commits`` and ``trees`` are buffers of the records of ``objects``."""
        self._objects = objects
        self._commits = memoryview(commits).cast("Q")
        self._trees = memoryview(trees).cast("Q")
        self.find_commits()
        self.find_trees()
        self._digests = memoryview(bytearray(8 * self._tree_records.count() + 8)).cast("Q")
        self._states = bytearray(self._tree_records.count() + 1)

    def __dealloc__(self):
        release_numbers(&self._queue)
        release_numbers(&self._waiting)

    cdef find_commits(self):
        cdef Py_ssize_t at = 0
        self._commit_records = Records(self._objects.count)
        while at < self._commits.shape[0]:
            self._commit_records.add(self._commits[at], at)
            at += 2 + self.parents_at(at)
        self._commit_records.finish()

    cdef find_trees(self):
        cdef Py_ssize_t at = 0
        self._tree_records = Records(self._objects.count)
        while at < self._trees.shape[0]:
            self._tree_records.add(self._trees[at], at)
            at += 2 + 2 * (self._trees[at] & NONE)
        self._tree_records.finish()

    cdef Py_ssize_t parents_at(self, Py_ssize_t at) except -1:
        """Return the number of parents of the commit that is recorded at ``at``."""
        cdef uint64_t count = self._commits[at + 1] >> DATE_BITS
        return 0 if count == IS_TAG else count

    def order(self, list tips):
        """Give each commit that the packed IDs ``tips`` reach a rank: 0 for the newest.

        Return ``False`` if history is not sound.
        """
        cdef size_t place
        cdef uint32_t[::1] degrees
        starts = self.starts_at(tips)
        degrees = self.degrees_from(starts)
        self._ranks = memoryview(bytearray(b"\xff") * (4 * self._commit_records.count() + 4)).cast("I")
        self._turns = numbers_for(self._commit_records.count())
        for place in sorted(starts, key=self.date_of, reverse=True):
            if degrees[place] == 1:
                self.put(place)
        self.rank_queue(degrees)
        return self.count == sum(degree > 0 for degree in degrees)

    cdef rank_queue(self, uint32_t[::1] degrees):
        cdef size_t place, parent
        cdef Py_ssize_t at, number
        while self._queue.size:
            place = self.take()
            self._ranks[place] = <uint32_t> self.count
            self.count += 1
            at = self.offset_of(place)
            for number in range(at + 2, at + 2 + self.parents_at(at)):
                parent = self.place_of(self._commits[number])
                degrees[parent] -= 1
                if degrees[parent] == 1:
                    self.put(parent)

    def date_of(self, size_t place):
        """Return the date of a commit."""
        return self._commits[self.offset_of(place) + 1] & ((<uint64_t> 1 << DATE_BITS) - 1)

    def changes(self):
        """Return packed ID and rank of the commits whose digest differs from that of a parent."""
        cdef size_t place
        return [
            (self.id_at(place), self._ranks[place])
            for place in range(self._commit_records.count())
            if self._ranks[place] != NONE and self.is_change(place)
        ]

    def ranks(self, oids):
        """Return packed ID and rank of those of the commits ``oids`` that have a rank."""
        cdef size_t place
        found = []
        for oid in oids:
            place = self.place_of_id(oid)
            if place != NONE and self._ranks[place] != NONE:
                found.append((oid, self._ranks[place]))
        return found

    def reached(self, list tips, oids):
        """Return those of the packed IDs ``oids`` of commits that ``tips`` reach."""
        cdef uint32_t[::1] degrees = self.degrees_from(self.starts_at(tips))
        cdef size_t place
        found = []
        for oid in oids:
            place = self.place_of_id(oid)
            if place != NONE and degrees[place]:
                found.append(oid)
        return found

    cdef list starts_at(self, list tips):
        """Return the places of the commits that ``tips``, commits or tags, lead to, each once."""
        cdef size_t place
        cdef Py_ssize_t at
        cdef int left
        found = {}
        for oid in tips:
            place = self.place_of_id(oid)
            left = MOST_TAGS
            while place != NONE and left and self._commits[
                self.offset_of(place) + 1
            ] >> DATE_BITS == IS_TAG:
                place = self.place_of(self._commits[self.offset_of(place)] & NONE)
                left -= 1
            if place != NONE and left:
                found[place] = None
        return list(found)

    cdef uint32_t[::1] degrees_from(self, list starts):
        """Return the number of children, plus one, of each commit that ``starts`` reach."""
        cdef uint32_t[::1] degrees = numbers_for(self._commit_records.count())
        cdef size_t place, parent
        cdef Py_ssize_t at, number
        waiting = list(starts)
        for place in starts:
            degrees[place] = 1
        while waiting:
            at = self.offset_of(waiting.pop())
            for number in range(at + 2, at + 2 + self.parents_at(at)):
                parent = self.place_of(self._commits[number])
                if parent == NONE:
                    raise ValueError("a parent is missing")
                if not degrees[parent]:
                    degrees[parent] = 1
                    waiting.append(parent)
                degrees[parent] += 1
        return degrees

    cdef bint is_change(self, size_t place) except -1:
        cdef Py_ssize_t at = self.offset_of(place)
        cdef Py_ssize_t number
        cdef Py_ssize_t parents = self.parents_at(at)
        cdef uint64_t own = self.digest_of(self._commits[at] & NONE)
        if not parents:
            return own != 0
        for number in range(at + 2, at + 2 + parents):
            place = self.place_of(self._commits[number])
            if self.digest_of(self._commits[self.offset_of(place)] & NONE) != own:
                return True
        return False

    cdef uint64_t digest_of(self, size_t tree) except? 1:
        """Return the digest of a tree, given by its number."""
        cdef size_t place = self._tree_records.place_of(tree)
        if place == NONE:
            return 0
        if self._states[place] != KNOWN:
            self.find_digest(place)
        return self._digests[place]

    cdef find_digest(self, size_t place):
        """Find the digest of a tree, after those of all trees below it."""
        cdef size_t subtree
        cdef Py_ssize_t at, number
        self._waiting.size = 0
        self.wait_for(place)
        while self._waiting.size:
            place = number_at(&self._waiting, self._waiting.size - 1)
            at = self._tree_records.offset_of(place)
            if self._states[place] != NEW:
                pop(&self._waiting)
                if self._states[place] == OPEN:
                    self._digests[place] = self.digest_at(at)
                    self._states[place] = KNOWN
                continue
            self._states[place] = OPEN
            for number in range(at + 2, at + 2 + 2 * (self._trees[at] & NONE), 2):
                subtree = self._tree_records.place_of(self._trees[number])
                if subtree == NONE or self._states[subtree] == KNOWN:
                    continue
                if self._states[subtree] == OPEN:
                    raise ValueError("a tree is within itself")
                self.wait_for(subtree)

    cdef wait_for(self, size_t tree):
        if not push(&self._waiting, tree):
            raise MemoryError

    cdef uint64_t digest_at(self, Py_ssize_t at) except? 1:
        """Return the digest of the tree that is recorded at ``at``, by those of its subtrees."""
        cdef size_t subtree
        cdef Py_ssize_t number
        cdef uint64_t digest
        cdef uint64_t total = self._trees[at + 1]
        for number in range(at + 2, at + 2 + 2 * (self._trees[at] & NONE), 2):
            subtree = self._tree_records.place_of(self._trees[number])
            digest = 0
            if subtree != NONE:
                digest = self._digests[subtree]
            if digest:
                total += mixed(self._trees[number + 1] ^ digest)
        return total

    cdef size_t place_of(self, size_t number):
        return self._commit_records.place_of(number)

    cdef size_t place_of_id(self, bytes oid):
        cdef Bytes name = view_of(oid)
        cdef size_t number = NONE
        if name.size == self._objects._width:
            number = self._objects.find(&name, 0)
        return self.place_of(number)

    cdef Py_ssize_t offset_of(self, size_t place):
        return self._commit_records.offset_of(place)

    cdef bytes id_at(self, size_t place):
        return self._objects.id_of(self._commit_records.number_of(place))

    cdef put(self, size_t place):
        """Add a commit to the queue: a heap, in which none comes before its parent."""
        cdef size_t at = self._queue.size
        cdef size_t above
        self._turns[place] = self._turn
        self._turn += 1
        if not push(&self._queue, place):
            raise MemoryError
        while at:
            above = (at - 1) // 2
            if not self.precedes(place, number_at(&self._queue, above)):
                break
            set_number(&self._queue, at, number_at(&self._queue, above))
            at = above
        set_number(&self._queue, at, place)

    cdef size_t take(self):
        """Remove and return the first commit of the queue."""
        cdef size_t first = number_at(&self._queue, 0)
        cdef size_t last = pop(&self._queue)
        cdef size_t at = 0
        cdef size_t below = 1
        while below < self._queue.size:
            if below + 1 < self._queue.size and self.precedes(
                number_at(&self._queue, below + 1), number_at(&self._queue, below)
            ):
                below += 1
            if not self.precedes(number_at(&self._queue, below), last):
                break
            set_number(&self._queue, at, number_at(&self._queue, below))
            at, below = below, 2 * below + 1
        set_number(&self._queue, at, last)
        return first

    cdef bint precedes(self, size_t one, size_t other):
        cdef uint64_t first = self._commits[self.offset_of(one) + 1] << (64 - DATE_BITS)
        cdef uint64_t second = self._commits[self.offset_of(other) + 1] << (64 - DATE_BITS)
        if first != second:
            return first > second
        return self._turns[one] < self._turns[other]


cdef uint32_t[::1] numbers_for(size_t count):
    """Return a 0 for each of ``count`` commits."""
    return memoryview(bytearray(4 * count + 4)).cast("I")
