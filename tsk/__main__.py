"""`python -m tsk`."""

from tsk.entry import run

run()
