"""Rule files that nobody writes by hand: one sentence in a few seconds, and the counter goes on."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from budget import TIMES, tried
from conftest import Desk
from hypothesis import given
from hypothesis import strategies as st

from tsk.policies import policy_names, policy_text
from tsk.rulefile import compile_rules

BASE = policy_text("").decode()
LONGEST = 60.0  # seconds, on a machine with much else to do; by itself it is two


def inserted(text: str) -> str:
    """The default policy with this text at the head of its channels."""
    return BASE.replace("\n[channels]", f"\n[channels]\n{text}", 1)


FILES = {
    "a million keys": "".join(f"k{i}=1\n" for i in range(130_000)),
    "as many keys as lines are read": BASE + "[x]\n" + "".join(f"k{i}=1\n" for i in range(9_000)),
    "as many channels": inserted("".join(f'c{i}={{zh="{i}"}}\n' for i in range(9_000))),
    "as many sections": "".join(f"[t{i}]\n" for i in range(9_999)),
    "as many errors": "x\n\n" * 4_900,
    "nested tables": "a=" + "{a=" * 3_000,
    "nested lists": "a=" + "[" * 3_000 + "]" * 3_000,
    "nested over lines": "a=" + "[\n" * 5_000 + "]\n" * 4_000,
    "nested 100,000 deep": "a=" + "[" * 100_000 + "]" * 100_000,
    "a name of many parts": ".".join(["a"] * 4_900) + "=1",
    "a section of many parts": "[" + ".".join(["a"] * 4_900) + "]\nb=1",
    "a list of many": BASE + "zz=[" + "1,\n" * 9_000 + "]",
    "a number of many digits": "a=" + "9" * 9_000,
    "a line without end": "a='" + "y" * 1_500_000 + "'",
    "no number": inserted("a=nan\nb=inf\nc=-inf\nd=1e999\n"),
    "the year 0": inserted("a=0000-01-01\n"),
    "the year 9999": inserted("a=9999-12-31T23:59:59-23:59\n"),
    "look-alikes": inserted('cаre = { zh = "а" }\ncare = { zh = "a" }\n'),
    "carriage returns": BASE.replace("\n", "\r"),
    "a zero byte": BASE + "\0",
    "half a letter": BASE.encode() + "# 好".encode()[:-1],
    "UTF-16": BASE.encode("utf-16"),
    "50 MB": b"#" * 50_000_000,
}


def bytes_of(content: str | bytes) -> bytes:
    return content if isinstance(content, bytes) else content.encode()


@pytest.mark.parametrize("content", FILES.values(), ids=FILES)
def test_a_file_beyond_reason_is_refused_in_time_and_stops_nobody(desk: Desk, content: str | bytes) -> None:
    (desk.home / "rules.toml").write_bytes(bytes_of(content))
    began = time.monotonic()
    checked = desk.tsk("rules", "check")
    assert time.monotonic() - began < LONGEST
    assert "Traceback" not in checked.out + checked.err
    if checked.code:
        assert checked.code == 5
        told = desk.tsk("record", "No signal")
        assert told.code == 0
        assert "last good policy" in told.err
        assert len(told.err) < 1000


@pytest.mark.parametrize("content", [b"\xef\xbb\xbf" + BASE.encode(), BASE.replace("\n", "\r\n").encode()])
def test_marks_of_windows_are_no_mistake(desk: Desk, content: bytes) -> None:
    (desk.home / "rules.toml").write_bytes(content)
    assert desk.tsk("rules", "check").code == 0


@pytest.mark.parametrize("name", ["a number of many digits", "nested lists", "nested over lines", "a million keys"])
def test_in_a_new_home_such_a_file_exits_5_with_its_line(tmp_path: Path, name: str) -> None:
    desk = Desk(tmp_path / "home")
    desk.home.mkdir()
    (desk.home / "rules.toml").write_bytes(bytes_of(FILES[name]))
    told = desk.tsk("record", "No signal", "--json")
    assert told.code == 5
    assert "rules.toml, line" in told.error["error"]


@pytest.mark.parametrize("kind", ["fifo", "folder", "loop", "device"])
def test_what_is_no_file_is_not_read(desk: Desk, kind: str) -> None:
    rules = desk.home / "rules.toml"
    rules.unlink()
    {
        "fifo": lambda: os.mkfifo(rules),
        "folder": rules.mkdir,
        "loop": lambda: rules.symlink_to(rules),
        "device": lambda: rules.symlink_to("/dev/zero"),
    }[kind]()
    told = desk.tsk("record", "No signal")
    assert told.code == 0
    assert "last good policy" in told.err
    assert desk.tsk("rules", "check").code == 5


# ── files with mistakes at random ──────────────────────────────────────────────────────────────────

POLICIES = [policy_text(name).decode() for name in policy_names()]
PIECES = st.sampled_from(
    (*'"[]{}=,.#\n\\\'', "true",  "-1", "0", "nan", "1979-05-27", '""', "[[x]]", "{}", "[]", '"1 day"', "when", "为")
) | st.text(max_size=8)  # fmt: skip
COUNTS = {"rule files": 0, "good": 0}


@st.composite
def edited(draw: st.DrawFn) -> bytes:
    """A shipped policy after a few slips: bytes, words, values or lines changed, dropped, doubled or swapped."""
    lines = draw(st.sampled_from(POLICIES)).split("\n")
    for _ in range(draw(st.integers(1, 4))):
        n = draw(st.integers(0, len(lines) - 1))
        how = draw(st.sampled_from(("drop", "double", "swap", "piece", "cut", "value", "other")))
        if how == "drop":
            lines[n] = ""
        elif how == "double":
            lines.insert(n, lines[n])
        elif how == "swap":
            m = draw(st.integers(0, len(lines) - 1))
            lines[n], lines[m] = lines[m], lines[n]
        elif how == "piece":
            at = draw(st.integers(0, len(lines[n])))
            lines[n] = lines[n][:at] + draw(PIECES) + lines[n][at:]
        elif how == "cut":
            lines[n] = lines[n][: draw(st.integers(0, len(lines[n])))]
        elif how == "value" and "=" in lines[n]:
            lines[n] = lines[n].partition("=")[0] + "= " + draw(PIECES)
        else:
            lines.insert(n, draw(st.sampled_from(draw(st.sampled_from(POLICIES)).split("\n"))))
    content = "\n".join(lines).encode("utf-8", "surrogatepass")
    return content + draw(st.sampled_from((b"", b"", b"", b"\xff", b"\x00")))


@pytest.mark.soak
@tried(120)
@given(edited())
def test_a_slip_in_a_rule_file_is_a_rule_or_a_problem_with_its_line(content: bytes) -> None:
    rules, problems = compile_rules(content, "rules.toml")
    COUNTS["rule files"] += 1
    COUNTS["good"] += rules is not None
    assert (rules is None) == bool(problems)
    for one in problems:
        assert one.line >= 0
        plain = {name: getattr(value, "name", value) for name, value in one.values.items()}
        assert one.message.format(**plain)
        one.hint.format(**plain)


def test_slips_were_tried() -> None:
    print(COUNTS)
    assert not COUNTS["rule files"] or COUNTS["rule files"] >= 100 * TIMES
