"""What ``git secrets --doctor`` looks at: each module returns facts as JSON has them.

What is wrong they add to a list of problems, each with what to do about it.
"""
