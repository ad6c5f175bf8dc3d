"""Writes what the console blocks of the documents print now into them, and the tables of docs/design.md.

    python tests/docs/refill.py                                         all of them
    python tests/docs/refill.py README.md docs/handbook-clerk.zh.md …   those named

Read the difference before it is kept.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from console import DOCUMENTS, ROOT, refilled
from tables import tabled

DESIGN = "docs/design.md"


def refill(name: str) -> None:
    """One document: its blocks at a desk in a temporary folder, or its tables."""
    file = ROOT / name
    text = file.read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        now = tabled(text) if name == DESIGN else refilled(text, Path(folder) / "home")
    print(f"{name}: {'as it was' if now == text else 'written anew'}", flush=True)
    file.write_text(now, "utf-8")


if __name__ == "__main__":
    for name in sys.argv[1:] or (DESIGN, *DOCUMENTS):
        refill(name)
