"""A complaint desk on the command line: what was promised to whom by when, and the proof of it."""

__version__ = "0.1.0"
