# cython: language_level=3, boundscheck=True, wraparound=False, cdivision=False
"""The links of commits and tags: the objects that their headers name, and the date of a commit."""

from libc.stdint cimport uint8_t, uint64_t

from git_secrets_py.packs.checked cimport (
    append_byte, byte_at, find, release, reserve, set_number,
)
from git_secrets_py.packs.history cimport DATE_BITS, IS_TAG
from git_secrets_py.packs.table cimport BLOB, COMMIT, TAG, TREE
from git_secrets_py.packs.recorder cimport LinkRecorder

cdef enum:
    # The most digits of a date, in seconds.
    MOST_DIGITS = 12


cdef class CommitReader(LinkRecorder):
    """Looks up the objects that the current commit or tag names, and records them."""

    def __dealloc__(self):
        release(&self._name)

    cdef bint check_commit(self) noexcept nogil:
        """Return whether the current object is a valid commit."""
        cdef size_t at = self.check_line(0, b"tree ", TREE)
        cdef size_t head
        cdef uint64_t parents = 0
        if at == 0:
            return False
        self.begin(&self._commits)
        head = self._commits.numbers.size
        self.record_commit(<uint64_t> self._number << 32 | self._found)
        self.record_commit(0)
        while self.begins_with(at, b"parent "):
            at = self.check_line(at, b"parent ", COMMIT)
            if at == 0:
                self._commits.numbers.size = head
                return False
            parents += 1
            self.record_commit(self._found)
        if parents >= IS_TAG:
            self._objects.is_traced = False
        set_number(&self._commits.numbers, head + 1, parents << DATE_BITS | self.date_at(at))
        return True

    cdef uint64_t date_at(self, size_t at) noexcept nogil:
        """Return the date of a commit whose author is at ``at``, in seconds since 1970.

        git takes the number after the last ``>`` in the second line. Without one, its releases
        differ, so nothing is traced.
        """
        cdef size_t line = find(&self._content, 10, at, self._content.size) + 1
        cdef size_t stop = find(&self._content, 10, line, self._content.size)
        cdef size_t place = stop
        cdef uint64_t date = 0
        cdef bint is_valid = self.begins_with(at, b"author ") and self.begins_with(
            line, b"committer "
        )
        while place > line and byte_at(&self._content, place - 1) != c">":
            place -= 1
        is_valid = is_valid and place > line and byte_at(&self._content, place) == c" "
        stop = place = place + 1
        while c"0" <= byte_at(&self._content, place) <= c"9" and place - stop < MOST_DIGITS:
            date = 10 * date + <uint64_t> (byte_at(&self._content, place) - c"0")
            place += 1
        if not is_valid or not 0 < place - stop < MOST_DIGITS:
            self._objects.is_traced = False
            return 0
        return date

    cdef bint check_tag(self) noexcept nogil:
        """Return whether the current object is a valid tag."""
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
        if kind == 0 or self.check_line(0, b"object ", kind) != at:
            return False
        self.begin(&self._commits)
        self.record_commit(<uint64_t> self._number << 32 | self._found)
        self.record_commit(<uint64_t> IS_TAG << DATE_BITS)
        return True

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
        self._found = self._objects.look_up(&self._name, 0, kind)
        return at + 1


cdef inline int digit(int byte) noexcept nogil:
    """Return the value of a hexadecimal digit, -1 if it is none."""
    if 48 <= byte <= 57:
        return byte - 48
    if 97 <= byte <= 102:
        return byte - 87
    return -1
