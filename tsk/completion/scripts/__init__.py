"""What makes each shell ask: one file a shell, taken into a profile."""

from __future__ import annotations

from pathlib import Path

SHELLS = ("bash", "zsh", "fish")


def script(shell: str) -> str:
    """The script of that shell."""
    return Path(__file__).with_name(f"tsk.{shell}").read_text(encoding="utf-8")
