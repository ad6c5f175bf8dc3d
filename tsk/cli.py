"""The command line: taken apart, run, and the one place where errors are said.

A verb's module is imported only when that verb is run, so sixty verbs cost as much as one.
"""

from __future__ import annotations

import errno
import io
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from tsk import i18n
from tsk.errors import TryAgain, TskError, UsageError, Word
from tsk.rootoptions import FLAGS, LISTED, ROOT, check_words, language, options_of
from tsk.text import spelled_in_json
from tsk.verbs import COMPLETE, VERBS

_OUTPUT_FULL = (errno.ENOSPC, errno.EIO, errno.EFBIG)


class Invocation(NamedTuple):
    """A command line taken apart: root options by name, the words of the verb, and what belongs to it."""

    root: dict[str, str]
    flags: frozenset[str]
    verb: str
    rest: list[str]


def main(argv: list[str] | None = None) -> int:
    """The exit code of one command line; errors are said on stderr."""
    words = sys.argv[1:] if argv is None else argv
    as_json = "--json" in words
    _open_closed_streams()
    _forgive_narrow_encodings()
    if words[:1] == [COMPLETE]:
        from tsk.completion.answer import answer

        return answer(words[1:])
    try:
        i18n.use(language(os.environ.get("TSK_LANG", "")))
        call = parse(words)
        i18n.use(language(call.root.get("--lang") or os.environ.get("TSK_LANG", "")))
        code = _run(call)
        sys.stdout.flush()  # a result that cannot be written is still an error of this command
        return code
    except TskError as error:
        return said(error, as_json)
    except KeyboardInterrupt:
        return said_plainly("Interrupted; what was confirmed before is recorded, nothing else.", 130)
    except (BrokenPipeError, SystemExit):  # the option parser makes a SystemExit of a closed pipe
        _silence_stdout()
        return 0
    except OSError as error:
        return said(_undelivered(error), as_json) if error.errno in _OUTPUT_FULL else _unexpected(error, as_json)
    except Exception as error:  # the one boundary: a person gets a sentence, TSK_DEBUG the trace
        return _unexpected(error, as_json)


def entry() -> NoReturn:
    """One command, then the end: the interpreter is not taken apart, which would cost as much as the command.

    The database is closed by then, and every acknowledged write is on the disk.
    """
    try:
        code = main()
    except Exception as error:  # only TSK_DEBUG lets one through
        code = _traced(error)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            stream.flush()
    os._exit(code)


def _traced(error: BaseException | None) -> int:
    """Prints the way to a failure without its words: they may be a customer's; returns the exit code."""
    import traceback

    while error:
        i18n.tell("".join(traceback.format_tb(error.__traceback__)) + type(error).__name__)
        error = error.__cause__ or error.__context__
    return 1


# ── the command line taken apart ───────────────────────────────────────────────────────────────────


def parse(words: list[str]) -> Invocation:
    """The words with the root options taken out, wherever they stand before a `--`."""
    check_words(words)
    root: dict[str, str] = {}
    flags: set[str] = set()
    rest: list[str] = []
    queue = list(words)
    while queue:
        token = queue.pop(0)
        name, joined, value = token.partition("=")
        if token == "--":
            rest += [token, *queue]
            break
        if token in FLAGS:
            flags.add(token)
        elif name in ROOT and (joined or queue):
            said = value if joined else queue.pop(0)
            root[name] = f"{root[name]},{said}" if name in LISTED and name in root else said
        elif name in ROOT:
            raise UsageError("{option} needs a value.", option=name)
        else:
            rest.append(token)
    verb = _verb(rest)
    for word in [verb] if verb and verb == rest[0] else verb.split():
        rest.remove(word)
    return Invocation(root, frozenset(flags), verb, rest)


def _verb(rest: list[str]) -> str:
    """The verb that the words begin with, "" where they begin with an option or there are none."""
    if not rest or rest[0].startswith("-"):
        return ""
    after = next((word for word in rest[1:] if word != "--json"), "")  # behind another option it would be its value
    pair = f"{rest[0]} {after}"
    return pair if pair in VERBS else rest[0]


def _run(call: Invocation) -> int:
    if call.verb in VERBS:
        return _run_verb(call)
    if call.rest[:1] == ["--version"]:
        return _version()
    group = call.verb if any(name.startswith(f"{call.verb} ") for name in VERBS) else ""
    if call.verb and not group:
        raise _unknown_verb(call.verb)
    if group and call.rest and not call.rest[0].startswith("-"):
        raise _unknown_verb(f"{group} {call.rest[0]}")
    if not (call.verb or call.rest) or call.rest == ["--json"]:
        return _run_bare(call)
    if call.rest and call.rest[0] not in ("--help", "-h") and not group:
        raise UsageError("There is no option {option}.", "See `tsk --help`.", option=call.rest[0])
    return _help(group)


def _run_bare(call: Invocation) -> int:
    """Nothing but `tsk` is the inbox; where there is no desk yet, the list of commands."""
    from tsk.desk.session import has_home

    options = options_of(call.root, call.flags)
    return _run_verb(call._replace(verb="inbox")) if has_home(options) else _help("")


def _run_verb(call: Invocation) -> int:
    """Runs the command, again where its store wrote nothing and would take it a moment later."""
    command = _framed(call.verb) if "--help" in call.rest or "-h" in call.rest else _command(call.verb)
    options = options_of(call.root, call.flags)
    for pause in _PAUSES if _can_run_again(call, options) else ():
        with suppress(TryAgain):
            return _carried_out(call, command, options)
        time.sleep(pause)
        options = options_of(call.root, call.flags)  # the clock has gone on
    return _carried_out(call, command, options)


_PAUSES = (0.1, 0.5)  # seconds before the second and the third time
_TELLS_EARLY = ("export", "import")  # what is read is told before the rest is


def _can_run_again(call: Invocation, options: Any) -> bool:
    """Whether the command has neither asked nor told anybody anything where it fails for its store."""
    return not (options.interactive or "-" in call.rest or call.verb in _TELLS_EARLY)


def _carried_out(call: Invocation, command: Any, options: Any) -> int:
    from tsk.commands.session import Session

    session = Session(options, "--json" in call.rest)
    try:
        result = command(args=call.rest, standalone_mode=False, prog_name=f"tsk {call.verb}", obj=session)
    except Exception as error:
        raise _usage(error, call.verb) from error
    finally:
        session.close()
    return result if isinstance(result, int) else session.exit_code


@cache
def _command(name: str) -> Any:
    """The parser and the code of a verb, kept for whoever runs many commands in one process."""
    return _built(name)


def _framed(name: str) -> Any:
    """The same with the whole frame around its help, in the reader's language."""
    from tsk.render.help import translated_frame

    return _built(name, cls=translated_frame())


def _built(name: str, **shape: Any) -> Any:
    import typer
    from typer.main import get_command

    verb = VERBS[name]
    module = __import__(f"tsk.commands.{verb.module}", fromlist=[verb.function])
    app = typer.Typer(
        add_completion=False, pretty_exceptions_enable=False, context_settings={"help_option_names": ["--help", "-h"]}
    )
    app.command(help=i18n.tr(verb.help), **shape)(getattr(module, verb.function))
    return get_command(app)


def _undelivered(error: OSError) -> TskError:
    """The sentence for a result that cannot be written: what the command did is recorded all the same."""
    return TskError(
        "The result could not be written ({reason}).",
        "What the command did is recorded; `tsk list` shows it.",
        reason=Word(error.strerror),
    )


def _usage(error: Exception, verb: str) -> BaseException:
    """A complaint of the option parser as one of ours; anything else unchanged."""
    kind = type(error).__name__
    if kind == "Abort":
        return KeyboardInterrupt()
    if isinstance(error, TskError) or not hasattr(error, "format_message"):
        return error
    return _PARSER_ERRORS.get(kind, _not_understood)(error, verb)


def _named(error: Any) -> str:
    """The option or argument that a parser error is about, as it is typed."""
    if not error.param:
        return "?"
    name = str(error.param.opts[0])
    return name if name.startswith("-") else str(error.param.make_metavar(error.ctx))


def _not_understood(error: Any, verb: str) -> UsageError:
    detail = str(error.format_message()).rstrip(".")
    if detail.startswith("Got unexpected extra argument"):
        words = detail.partition(" (")[2].removesuffix(")")
        return UsageError(
            "These words are too many: {words}.", "Put quotes around a text of several words.", words=words
        )
    return UsageError("The command line cannot be understood: {detail}.", _SEE_HELP, detail=detail, verb=verb)


def _no_value(error: Any, verb: str) -> UsageError:
    if "does not take" in error.message:
        return UsageError("{option} takes no value.", _SEE_HELP, option=error.option_name, verb=verb)
    return UsageError("{option} needs a value.", _SEE_HELP, option=error.option_name, verb=verb)


def _bad_value(error: Any, verb: str) -> UsageError:
    option, detail = _named(error), error.message.rstrip(".")
    if detail.endswith(" is not a valid int"):
        said = detail.removesuffix(" is not a valid int").strip("'\"")
        return UsageError(
            "{option}: “{said}” is not a whole number.", _SEE_HELP, option=option, said=said[:60], verb=verb
        )
    return UsageError("{option} cannot be that: {detail}.", _SEE_HELP, option=option, detail=detail, verb=verb)


_SEE_HELP = "See `tsk {verb} --help`."


def _missing(name: str, verb: str) -> UsageError:
    if name.rstrip("…") == "ID":
        return UsageError(
            "Which complaint?",
            "Give its number, the customer's phone, or . for the latest. See `tsk {verb} --help`.",
            verb=verb,
        )
    return UsageError("{option} is missing.", _SEE_HELP, option=name, verb=verb)


_PARSER_ERRORS: dict[str, Callable[[Any, str], UsageError]] = {
    "NoSuchOption": lambda error, verb: UsageError(
        "There is no option {option}.", _SEE_HELP, option=error.option_name, verb=verb
    ),
    "MissingParameter": lambda error, verb: _missing(_named(error), verb),
    "BadOptionUsage": _no_value,
    "BadParameter": _bad_value,
}


def _unknown_verb(said: str) -> UsageError:
    from difflib import get_close_matches

    names = list(dict.fromkeys([*VERBS, *(name.split()[0] for name in VERBS)]))
    near = get_close_matches(said, names, n=1, cutoff=0.5)
    hint = "Did you mean `tsk {near}`?" if near else "See `tsk --help`."
    return UsageError("There is no command {said}.", hint, said=said[:60], near=near[0] if near else "")


def _version() -> int:
    from tsk import __version__

    print(f"tsk {__version__}")
    return 0


def _help(group: str) -> int:
    """The list of commands, of one group of them where it is named; no command is imported for it."""
    from tsk.render.help import command_list

    command_list({name: (verb.group, verb.help) for name, verb in VERBS.items() if name.startswith(group)})
    return 0


# ── errors ─────────────────────────────────────────────────────────────────────────────────────────


def said(error: TskError, as_json: bool) -> int:
    """Says the error on stderr (one JSON line with --json) and returns its exit code."""
    if as_json:
        import msgspec

        hint = i18n.say(error.hint, **error.values) if error.hint else ""
        line = {"error": i18n.say(error.message, **error.values), "exit": error.exit_code, "hint": hint}
        text = spelled_in_json(msgspec.json.encode(line).decode(), sys.stderr.encoding or "utf-8")
    else:
        text = i18n.error_text(error)
    i18n.tell(text)
    return error.exit_code


def said_plainly(template: str, code: int) -> int:
    i18n.tell(i18n.tr(template))
    return code


def _unexpected(error: Exception, as_json: bool) -> int:
    if os.environ.get("TSK_DEBUG"):
        raise error
    place = error.__traceback__
    while place and place.tb_next:
        place = place.tb_next
    where = f"{Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}" if place else "?"
    failure = TskError(
        "tsk failed unexpectedly ({kind} in {where}); nothing was half-written.",
        "Please report it; TSK_DEBUG=1 shows the trace.",
        kind=type(error).__name__,
        where=where,
    )
    return said(failure, as_json)


def _open_closed_streams() -> None:
    """Puts nothing in the place of a standard stream that the caller has closed."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - open to the end


def _forgive_narrow_encodings() -> None:
    """Lets a terminal of another encoding show what it can, instead of stopping at what it cannot."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_forgiving(stream.encoding))


def _forgiving(encoding: str) -> str:
    """The name of how signs are written that the encoding lacks; there are none but broken ones in UTF-8."""
    if encoding.casefold().replace("-", "") == "utf8":
        return "replace"
    from tsk.lookalikes import register

    return register()


def _silence_stdout() -> None:
    """Points stdout at nothing, so that the interpreter's last flush does not complain about a closed pipe."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
