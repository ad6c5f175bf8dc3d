"""`python -m tsk`."""

from tsk.cli import entry

entry()
