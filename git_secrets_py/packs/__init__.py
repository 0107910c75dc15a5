"""The pack reader: the new lines of each object in git's packs, for the filters of an audit.

A pack stores most blobs as deltas: ranges copied from a base, and inserted bytes. Whether a line
matches depends on that line alone, so a line that a delta copies whole from a base without any
match cannot match either, and only the *touched* lines have to be filtered. Touched are the lines
that contain an inserted byte, and the lines at both ends of a copied range, unless the range
begins at a line start, or ends at a line end, in the base as well as in the object.

Proof, by induction over the delta chain: let the base hold no match, and let L be a line of the
object that is not touched. No byte of L was inserted, and L meets neither end of a range within
it, so all of L is in one copied range. At both ends of L, there is a line end inside that range,
or the range ends where both files have a line boundary. So the same bytes are a line of the base,
which does not match. Rules that look at N consecutive lines match in a window of N lines. A window
that contains no touched line, and in which no two neighbors come from different ranges, is in one
range and so in the base. All other windows are among the touched lines, the places where two
ranges meet, and the N - 1 lines on both sides of each of these, which are all filtered. For rules
of many lines, that is too much. They match only near a line that their filter hits, so an object
with such a line counts as one with a match. Without one in the base, it is among the touched lines.

The descendants of a base with a match are read whole, as are objects with a byte that may mark
binary or wide text, and objects that exceed the limits; small objects, and objects whose base is
one of these, are filtered whole.

``table`` has the objects of a pack, ``pack`` links deltas to their bases, ``entry_reader`` inflates
one object, and ``walker`` reads all of them. ``commits``, ``links``, ``objects``, ``recorder`` and
``history`` follow the links between objects. These modules are compiled, and missing where there
was no C compiler or no zlib header. They never decide that an object is damaged: they leave an
object that they cannot read to git.
"""
