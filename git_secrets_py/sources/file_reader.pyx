# cython: language_level=3, boundscheck=True, wraparound=False
"""Reading many files in one call, without the lock of the interpreter.

Memory is accessed by the functions of ``packs.checked``, and by the two below that call the system.
"""

from libc.stdint cimport uint64_t
from posix.stat cimport S_ISREG, fstat, struct_stat
from posix.unistd cimport close, pread

from git_secrets_py.packs.checked cimport (
    Bytes, Numbers, append_byte, byte_at, copy_of, find, number_at, push, release, release_numbers,
    reserve, view_of,
)

cdef extern from "<fcntl.h>" nogil:
    int openat(int folder, const char* path, int flags)

cdef enum:
    LINE_END = 10
    UNREAD = -1
    NO_ROOM = -2


cdef class FileReader:
    """Reads the files of one directory, in one thread."""

    cdef int _folder, _flags
    cdef Bytes _content
    cdef Numbers _numbers, _starts

    def __init__(self, int folder, int flags, size_t most):
        """``folder`` is the descriptor of the directory, ``flags`` are those to open a file.

        The files that are read in one call have up to ``most`` bytes, with their line ends.
        """
        self._folder, self._flags = folder, flags
        if not reserve(&self._content, most):
            raise MemoryError

    def __dealloc__(self):
        release(&self._content)
        release_numbers(&self._numbers)
        release_numbers(&self._starts)

    def read(self, list paths, size_t first):
        """Read those of ``paths`` from the place ``first`` on that fit.

        Return the place of the next one to read, the places of those read, where each begins, and
        their contents, with a line end after each. Left out are files that are not regular, cannot
        be read whole, or do not fit by themselves.
        """
        cdef bytes joined = b"\0".join(paths[first:]) + b"\0"
        cdef Bytes names = view_of(joined)
        cdef size_t count = len(paths)
        cdef size_t place, next_one
        with nogil:
            next_one = self.read_all(&names, first, count)
        return (
            next_one,
            [number_at(&self._numbers, place) for place in range(self._numbers.size)],
            [number_at(&self._starts, place) for place in range(self._starts.size)],
            copy_of(&self._content),
        )

    cdef size_t read_all(self, const Bytes* names, size_t place, size_t count) noexcept nogil:
        """Read the files ``names``, a NUL after each; return the place of the next one."""
        cdef size_t at = 0
        cdef size_t start
        cdef int found
        self._content.size = self._numbers.size = self._starts.size = 0
        while place < count and at < names.size:
            start = self._content.size
            found = self.read_one(names, at)
            if found == NO_ROOM and start:
                break
            if found >= 0 and push(&self._numbers, place) and push(&self._starts, start):
                append_byte(&self._content, LINE_END)
            else:
                self._content.size = start
            at = find(names, 0, at, names.size) + 1
            place += 1
        return place

    cdef int read_one(self, const Bytes* names, size_t at) noexcept nogil:
        """Append the content of the file whose name is at ``at``."""
        cdef int file = open_at(self._folder, names, at, self._flags)
        cdef int found
        if file < 0:
            return UNREAD
        found = append_file(file, &self._content)
        close(file)
        return found


cdef int open_at(int folder, const Bytes* names, size_t at, int flags) noexcept nogil:
    """Open the file whose name is at ``at`` of ``names``, which end with a NUL."""
    if at >= names.size or byte_at(names, names.size - 1) != 0:
        return -1
    return openat(folder, <const char*> names.data + at, flags)


cdef int append_file(int file, Bytes* content) noexcept nogil:
    """Append all of a regular file to ``content``, and leave room for one more byte."""
    cdef struct_stat status
    cdef size_t room = content.capacity - content.size
    # Fails for a pipe, from which nothing may be taken.
    cdef ssize_t size = pread(file, content.data + content.size, room, 0)
    if size < 0 or fstat(file, &status) < 0 or not S_ISREG(status.st_mode):
        return UNREAD
    if <size_t> size >= room:
        return NO_ROOM
    # A file system may return less than there is, or a wrong size, like /proc.
    if <uint64_t> size != <uint64_t> status.st_size:
        return UNREAD
    content.size += size
    return 0
