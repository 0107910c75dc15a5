"""The checks of ``git secrets --doctor``.

Each module returns facts, in the form of the JSON document, and the problems that it found.
"""
