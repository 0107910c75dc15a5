"""The checks of ``git secrets --doctor``.

Each module returns facts, as the JSON document has them, and the problems that it found.
"""
