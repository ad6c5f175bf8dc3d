"""An anchor kept elsewhere tells a rewritten file, a removed complaint, and another desk."""

from __future__ import annotations

from pathlib import Path

import pytest
from behind import changed, columns, unguarded
from conftest import Desk
from hypothesis import given
from hypothesis import strategies as st

from tsk.anchors import Anchor, anchors_in
from tsk.evidence import link

HEX = "0123456789abcdef"


@pytest.fixture
def kept(desk: Desk) -> tuple[Desk, str]:
    """A desk with two complaints, and its anchor as it was printed then; a third complaint came later."""
    desk.ok("record", "断网三天", "--phone", "13800001234", "--customer", "林小满")
    desk.ok("record", "多扣了30元")
    anchor = desk.tsk("verify", "--anchor").out
    desk.ok("record", "态度恶劣")
    return desk, anchor.strip()


def in_full_knowledge(desk: Desk, *statements: str) -> None:
    """Somebody with the file and the program's source changes it, and links the whole chain again."""
    names = columns(desk, "event")
    with unguarded(desk) as db:
        for statement in statements:
            db.execute(statement)
        previous = db.execute("SELECT desk_id FROM site").fetchone()[0]
        rows = [dict(zip(names, row, strict=True)) for row in db.execute("SELECT * FROM event ORDER BY n").fetchall()]
        for row in rows:
            previous = link(previous, row)
            db.execute("UPDATE event SET hash = ? WHERE n = ?", (previous, row["n"]))
        db.execute("UPDATE site SET hash = ?, n = ?", (previous, rows[-1]["n"]))


def test_an_anchor_is_one_line_of_desk_number_and_hash(kept: tuple[Desk, str]) -> None:
    desk, anchor = kept
    proved = desk.ok("verify", "--against", anchor)
    assert anchor == f"{proved['desk_id']} 4 {proved['anchors'][0]['hash']}"
    assert len(anchors_in(anchor)) == 1


def test_an_anchor_holds_however_much_was_recorded_since(kept: tuple[Desk, str]) -> None:
    desk, anchor = kept
    told = desk.tsk("verify", "--against", anchor)
    assert told.code == 0
    assert "The anchor of event 4 holds" in told.out
    assert [one["holds"] for one in desk.ok("verify", "--against", anchor)["anchors"]] == [True]


def test_a_saved_mail_is_read_for_its_anchors_from_a_file_or_a_pipe(kept: tuple[Desk, str], tmp_path: Path) -> None:
    desk, anchor = kept
    mail = (
        f"Subject: 10-09 Telecom storefront\n\nOverdue: 0\nAnchor: {anchor.replace(' ', chr(10), 2)}\n-- \nthe desk\n"
    )
    (tmp_path / "mail.txt").write_text(mail, "utf-8")
    for told in (
        desk.tsk("verify", "--against", tmp_path / "mail.txt"),
        desk.tsk("verify", "--against", "-", stdin=mail),
    ):
        assert (told.code, "event 4 holds" in told.out) == (0, True), told


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET actor = 'somebody-else' WHERE n = 1",
        "UPDATE event SET at = '2026-10-09T08:39:00Z' WHERE n = 3",
    ],
)
def test_a_whole_file_written_anew_is_told_by_the_anchor_alone(kept: tuple[Desk, str], statement: str) -> None:
    desk, anchor = kept
    in_full_knowledge(desk, statement)
    assert desk.tsk("verify", "--rebuild").code == 0  # the file by itself is whole
    told = desk.tsk("verify", "--against", anchor)
    assert told.code == 6
    assert "Event 4 is not the one of the anchor: what was recorded up to it was rewritten." in told.out


def test_a_removed_complaint_is_told_by_the_anchor(kept: tuple[Desk, str]) -> None:
    desk, _ = kept
    anchor = desk.tsk("verify", "--anchor").out.strip()
    tables = ("private", "milestone", "stay", "reach", "trace", "fact", "search_text", "complaint")
    gone = [f"DELETE FROM {table} WHERE id = 3" for table in tables[1:]]
    in_full_knowledge(
        desk,
        "DELETE FROM private WHERE n > 4",
        *gone,
        "DELETE FROM event WHERE n > 4",
        "UPDATE site SET last_number = 2",
    )
    assert desk.tsk("verify", "--rebuild").code == 0  # the file by itself is whole
    told = desk.tsk("verify", "--against", anchor)
    assert told.code == 6
    assert "the file ends at event 4: what came after it was removed" in told.out


@pytest.mark.on_file("restores a backup")
def test_an_anchor_of_what_a_restore_replaced_says_so(desk: Desk) -> None:
    desk.ok("record", "断网三天")
    desk.ok("backup")
    desk.ok("record", "多扣了30元")
    anchor = desk.tsk("verify", "--anchor").out.strip()
    desk.ok("restore", "--latest", "--yes", "--as", "w9001")
    told = desk.tsk("verify", "--against", anchor)
    assert told.code == 6
    assert "went when w9001 restored a backup (event 3)" in told.out


def test_an_anchor_of_another_desk_is_no_proof(kept: tuple[Desk, str]) -> None:
    desk, anchor = kept
    other = "0" * 32 + anchor[anchor.index(" ") :]
    told = desk.tsk("verify", "--against", other)
    assert (told.code, told.out) == (6, "")
    assert "None of these anchors is of this desk" in told.err
    assert desk.tsk("verify", "--against", f"{other}\n{anchor}").code == 0  # a book of several desks


@pytest.mark.parametrize("said", ["hello", "/no/such/file", ""])
def test_words_that_hold_no_anchor_are_refused(desk: Desk, tmp_path: Path, said: str) -> None:
    (tmp_path / "empty").write_text(said, "utf-8")
    for words in ("hello", tmp_path / "nowhere", tmp_path / "empty"):
        assert desk.tsk("verify", "--against", words).code == 2


def test_no_anchor_is_printed_of_a_damaged_file(kept: tuple[Desk, str]) -> None:
    desk, _ = kept
    changed(desk, "UPDATE fact SET severity = 'x'")
    told = desk.tsk("verify", "--anchor")
    assert told.code == 6
    assert anchors_in(told.out) == ()


@given(
    st.lists(
        st.builds(
            Anchor,
            st.text(HEX, min_size=32, max_size=32),
            st.integers(0, 10**14),
            st.text(HEX, min_size=64, max_size=64),
        ),
        max_size=4,
    ),
    st.text(max_size=30).filter(lambda text: not any(c in HEX + "-" for c in text)),
)
def test_every_anchor_in_a_text_is_found_whatever_stands_around_it(anchors: list[Anchor], noise: str) -> None:
    text = "".join(f"{noise} {one.line} {noise}\n" for one in anchors)
    assert set(anchors_in(text)) == set(anchors)
