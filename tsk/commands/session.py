"""What every command gets: the root options, whether JSON is wanted, and the desk once it is needed."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any

from tsk import i18n
from tsk.desk.session import Desk, Options, open_desk
from tsk.errors import TskError
from tsk.text import spelled_in_json
from tsk.whenwords import parse_when

_LONGEST_ID = 60  # characters; what is longer is none, and is not repeated as a whole


class Session:
    """One command's run; `exit_code` is the largest that any of its complaints asked for."""

    def __init__(self, options: Options, as_json: bool) -> None:
        self.options = options
        self.as_json = as_json
        self.exit_code = 0
        self._open: Desk | None = None

    def desk(self, create: bool = False, init: bool = False) -> Desk:
        """The open desk; a warning about the rule file is said once, on stderr."""
        desk = self._open = self._begun() if init else open_desk(self.options, create)
        i18n.use(i18n.lang, desk.zone)
        notes = [i18n.error_text(warning) for warning in desk.warnings]
        if desk.is_new:
            notes.append(i18n.say("A new complaint desk was made in {folder}.", folder=str(self.options.home)))
        if self.options.now and not desk.store.practice:
            notes.append(i18n.say("The present is set to {now} (--now or TSK_NOW).", now=desk.now))
        for note in notes:
            i18n.tell(note)
        return desk

    def _begun(self) -> Desk:
        from tsk.desk.beginning import init_desk

        return init_desk(self.options)

    def desk_of(self, site: str) -> Desk:
        """The open desk as it reads another site, or `all`; as it is where none is named."""
        desk = self.desk()
        if not site:
            return desk
        from tsk.desk.sites import across

        return across(desk, site)

    def close(self) -> None:
        """Closes the database where it was opened."""
        if self._open:
            self._open.store.db.close()

    def each(
        self,
        ids: list[str],
        step: Callable[[str], Any],
        show: Callable[[Any], None],
        view: Callable[[Any], Any],
        several: bool = False,
    ) -> None:
        """Runs the step for each complaint in order; one that fails is said and does not stop the rest.

        JSON of one named complaint is its object; `several` makes it an array however many there are. What has no
        view is left out.
        """
        views: list[Any] = []
        one = len(ids) == 1 and ids != ["-"] and not several
        for ref in from_stdin(ids):
            try:
                done = step(ref)
            except TskError as error:
                self._failed(ref, error, views, alone=one)
                continue
            if (one_view := view(done)) is not None:
                views.append(one_view)
            if not self.as_json:
                show(done)
        if self.as_json and (views or not one):
            self.json(views[0] if one else views)

    def _failed(self, ref: str, error: TskError, views: list[Any], alone: bool) -> None:
        self.exit_code = max(self.exit_code, error.exit_code)
        if alone:
            raise error
        views.append(self.failed(ref, error))

    def failed(self, ref: str, error: TskError) -> dict[str, Any]:
        """Says what became of one complaint of several, and gives it as JSON shows it; the exit code counts."""
        self.exit_code = max(self.exit_code, error.exit_code)
        if not self.as_json:
            named = error.message.startswith("{number}") and error.values.get("number") == ref
            i18n.tell(i18n.error_text(error) if named else i18n.say("{name}: {value}", name=ref, value=error))
        hint = i18n.say(error.hint, **error.values) if error.hint else ""
        message = i18n.say(error.message, **error.values)
        return {"id": ref, "error": message, "exit": error.exit_code, "hint": hint}

    def nothing(self, message: str, **values: Any) -> None:
        """Says on stderr that there was nothing to do."""
        i18n.tell(i18n.say(message, **values))

    def note(self, note: TskError | None) -> None:
        """Says on stderr what is worth knowing about a result, where there is anything."""
        if note:
            i18n.tell(i18n.error_text(note))

    def json(self, value: Any, indented: bool = False) -> None:
        """Prints a value as JSON: one line in a pipe unless `indented`, indented on a terminal."""
        import msgspec

        text = msgspec.json.encode(value)
        if indented or sys.stdout.isatty():
            text = msgspec.json.format(text, indent=2)
        sys.stdout.write(spelled_in_json(text.decode(), sys.stdout.encoding or "utf-8") + "\n")


def instant(desk: Desk, said: str, end_of_day: bool = False, stretch: bool = False) -> datetime | None:
    """The instant that an option's words mean; None for no words."""
    return parse_when(said, desk.now, desk.zone, end_of_day, stretch) if said else None


def from_stdin(ids: list[str]) -> list[str]:
    """The numbers as they were given; for `-` those in the first column of standard input."""
    if ids != ["-"]:
        return ids
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    found = (line.partition("\t")[0].strip()[:_LONGEST_ID] for line in sys.stdin if line.strip())
    return list(dict.fromkeys(found))
