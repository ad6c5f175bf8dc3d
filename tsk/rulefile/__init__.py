"""The rule file: TOML in, `Rules` out, or everything that is wrong with it.  Loaded only when the file has changed."""

from tsk.rulefile.compile import compile_edited, compile_rules
from tsk.rulefile.values import Problem

__all__ = ["Problem", "compile_edited", "compile_rules"]
