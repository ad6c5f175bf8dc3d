"""The reads of `tsk report` by department in SQL written by hand, through Python's own sqlite3: `byhand.py FILE NAME`.

It knows no policy, no view and no language; it counts the same complaints, deadlines, working time, backlog, ages and
causes, and prints them as they come.
"""

from __future__ import annotations

import sqlite3
import sys

PERIODS = {"report month": ("2026-10-01", "2026-11-01"), "report year": ("2025-11-01", "2026-11-01")}
NOW = "2026-11-20T09:00:00Z"
IN_PERIOD = "FROM fact f WHERE f.site = 'main' AND f.counted = 1 AND f.received_on >= :since AND f.received_on < :until"
READS = (
    # the sums of each department, by how its deadlines went
    f"""SELECT department, settled, count(*), sum(solved), sum(cancelled), sum(answers_met),
        sum(answers_late + answers_missed + (answer_due < :now)), sum(answer_due < :now), sum(rated), sum(satisfied),
        sum(reopened), sum(reopened > 0), sum(chases > 0), sum(repeated), sum(unreachable), sum(chases), sum(points),
        sum(rose), sum(upheld IN ('yes', 'partly')), sum(upheld <> ''), sum(in_hand + waited > 0), sum(in_hand),
        sum(waited), sum(reviewed) {IN_PERIOD} GROUP BY 1, 2""",
    # what is owed and late
    f"""SELECT f.department, m.name, sum(m.met_at IS NULL AND m.ended_at IS NULL AND m.due < :now)
        {IN_PERIOD.replace("fact f", "fact f CROSS JOIN milestone m")}
        AND f.next_due < :now AND m.site = f.site AND m.id = f.id GROUP BY 1, 2""",
    # how long the answers took, for median and 90th percentile
    f"SELECT department, handled / 60, count(*) {IN_PERIOD} AND handled IS NOT NULL GROUP BY 1, 2",
    # who had them how long
    f"""SELECT CASE WHEN s.department = '' AND s.part IN ('answer', 'review') THEN 'care' ELSE s.department END,
        count(DISTINCT CASE WHEN s.part <> 'review' AND s.working > 0 THEN s.id END),
        sum(CASE WHEN s.part <> 'review' AND s.wait = '' THEN s.working ELSE 0 END),
        sum(CASE WHEN s.part <> 'review' AND s.wait <> '' THEN s.working ELSE 0 END),
        sum(CASE WHEN s.part = 'review' THEN s.working ELSE 0 END)
        {IN_PERIOD.replace("fact f", "fact f CROSS JOIN stay s")}
        AND s.site = f.site AND s.id = f.id AND s.working IS NOT NULL GROUP BY 1""",
    # who has them now
    f"""SELECT s.* {IN_PERIOD.replace("fact f", "fact f CROSS JOIN stay s")} AND f.ended_on IS NULL
        AND s.site = f.site AND s.id = f.id AND s.working IS NULL""",
    # backlog, ages and causes
    f"SELECT received_on, count(*) {IN_PERIOD} GROUP BY 1",
    """SELECT ended_on, count(*) FROM fact WHERE site = 'main' AND counted = 1 AND ended_on >= :since
        AND ended_on < :until GROUP BY 1""",
    """SELECT (SELECT count(*) FROM fact WHERE site = 'main' AND counted = 1 AND ended_on IS NULL
        AND received_on || '' < :since) + (SELECT count(*) FROM fact WHERE site = 'main' AND counted = 1
        AND ended_on >= :since AND received_on || '' < :since)""",
    "SELECT received_on, count(*) FROM fact WHERE site = 'main' AND counted = 1 AND ended_on IS NULL GROUP BY 1",
    f"SELECT cause, count(*) {IN_PERIOD} GROUP BY 1",
)


def main() -> None:
    file, name = sys.argv[1:]
    since, until = PERIODS[name]
    db = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    for read in READS:
        for row in db.execute(read, {"since": since, "until": until, "now": NOW}):
            print(*row, sep="\t")


if __name__ == "__main__":
    main()
