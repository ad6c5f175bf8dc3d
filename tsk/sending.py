"""Sending through `apprise`, and what became of it: sent, clearly not sent, or unknown. Nothing here tells an address.

Apprise says yes or no. What a no means is read from the exception that its plugin is handling when it logs the failure:
a connection that was never made or an answer that refuses is a clear failure; a silence after the text may have gone
out is not.
"""

from __future__ import annotations

import logging
import re
import sys
import threading
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

import msgspec

from tsk.notify import Outcome, Parcel
from tsk.outbox import FAILED, SENT, UNCERTAIN

_CONNECTING = 10.0  # seconds


def understood(address: str) -> bool:
    """Whether apprise knows the scheme and finds everything in the address that its service needs; asks no network."""
    with _Listener():
        return _plugin(address) is not None


def _plugin(address: str) -> Any:
    """The service behind an address, or None; it keeps nothing on the disk and waits as long as we do."""
    with warnings.catch_warnings(), suppress(Exception):  # whatever a plugin makes of a wrong address
        warnings.simplefilter("ignore")
        from apprise import Apprise, AppriseAsset

        return Apprise.instantiate(address, asset=AppriseAsset(secure_logging=True), suppress_exceptions=True)
    return None


def send_all(parcels: Sequence[Parcel], seconds: float) -> list[Outcome]:
    """What became of each parcel after at most so many seconds; all are sent at once."""
    warnings.simplefilter("ignore")  # some name the host
    found = [Outcome(UNCERTAIN, "no-answer")] * len(parcels)
    with _Listener() as listener, _answers_heard(listener):
        plugins = [_plugin(one.address) for one in parcels]  # loads what they need, before the clock runs

        def run(place: int) -> None:
            found[place] = _sent(parcels[place], plugins[place], listener, seconds)

        threads = [threading.Thread(target=run, args=(place,), daemon=True) for place in range(len(parcels))]
        for thread in threads:
            thread.start()
        _join(threads, seconds + 1)
        return list(found)


@contextmanager
def _answers_heard(listener: _Listener) -> Iterator[None]:
    """Lets the listener read the answers too, of which apprise looks at the status alone; none is read beyond reason.

    Whoever is sent elsewhere does not go there: a POST would become a GET, and the login page that it gets a success.
    """
    from requests.adapters import HTTPAdapter

    whole: Any = HTTPAdapter
    original = whole.send

    def send(adapter: Any, request: Any, stream: bool = False, *args: Any, **options: Any) -> Any:
        response = original(adapter, request, True, *args, **options)
        if not stream:
            _shorten(response)
            listener.answered(response.content, urlsplit(response.url).hostname or "")
        if _is_elsewhere(request.method, response.status_code):
            response.headers.pop("Location", None)
            listener.sent_elsewhere(response.status_code)
        return response

    whole.send = send
    try:
        yield
    finally:
        whole.send = original


def _is_elsewhere(method: str, status: int) -> bool:
    """Whether an answer names another place for what was to be delivered; what is only asked for may be elsewhere."""
    return 300 <= status < 400 and method not in ("GET", "HEAD")


def _shorten(response: Any) -> None:
    """Reads an answer as far as anybody needs it, and hangs up."""
    body = bytearray()
    for part in response.iter_content(_AT_ONCE):
        body += part
        if len(body) >= _LONGEST_ANSWER:
            break
    response._content, response._content_consumed = bytes(body[:_LONGEST_ANSWER]), True
    response.close()


def _join(threads: Sequence[threading.Thread], seconds: float) -> None:
    end = time.monotonic() + seconds
    for thread in threads:
        thread.join(max(0.0, end - time.monotonic()))


def _sent(parcel: Parcel, plugin: Any, listener: _Listener, seconds: float) -> Outcome:
    if plugin is None:
        return Outcome(FAILED, "not-understood")
    for name, most in (("socket_connect_timeout", min(_CONNECTING, seconds)), ("socket_read_timeout", seconds)):
        if getattr(plugin, name, None) == getattr(type(plugin), name, None):  # the address says no other
            setattr(plugin, name, most)
    try:
        done = bool(plugin.notify(body=parcel.text, title=parcel.subject))
    except Exception as error:  # a plugin that fails must not tell the address
        return outcome_of(error)
    return listener.heard(done)


class _Listener(logging.Handler):
    """Hears what apprise logs, in each thread on its own, and lets none of it reach a screen."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self._mine = threading.local()

    def __enter__(self) -> _Listener:
        log, self._root = logging.getLogger("apprise"), logging.NullHandler()
        self._before = log.level, log.propagate
        log.addHandler(self)
        log.setLevel(logging.DEBUG)
        log.propagate = False
        logging.getLogger().addHandler(self._root)  # else the warnings of others go to the screen
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        log = logging.getLogger("apprise")
        log.removeHandler(self)
        log.setLevel(self._before[0])

    def handle(self, record: logging.LogRecord) -> bool:
        self.emit(record)
        return True

    def emit(self, record: logging.LogRecord) -> None:
        """Keeps what the plugin of this thread is just handling: its exception, a status, that a part was sent."""
        with suppress(Exception):
            mine = self._mine.__dict__
            error = sys.exc_info()[1]
            if error is not None:
                mine["outcome"] = outcome_of(error)
            elif status := _STATUS.search(record.getMessage()):
                mine["outcome"] = of_status(int(status[1]))
            if str(record.msg).startswith(_PARTLY):
                mine["partly"] = True
            mine["failed"] = mine.get("failed") or record.levelno >= logging.WARNING

    def answered(self, body: bytes, host: str) -> None:
        """Keeps the error that an answer names: some services refuse a text with the status of success."""
        with suppress(Exception):
            if code := refusal_in(body, host):
                self._mine.__dict__["refusal"] = f"answer-{code}"

    def sent_elsewhere(self, status: int) -> None:
        """Keeps that the text was accepted by nobody, whatever the plugin makes of such a status."""
        self._mine.__dict__["refusal"] = f"http-{status}"

    def heard(self, done: bool) -> Outcome:
        """What a yes or a no of the plugin of this thread means."""
        mine = self._mine.__dict__
        if mine.get("refusal"):
            return Outcome(FAILED, mine["refusal"])
        if done:
            return Outcome(SENT)
        if mine.get("partly"):
            return Outcome(UNCERTAIN, "partly")
        unsaid = Outcome(FAILED, "refused-text") if mine.get("failed") else Outcome(UNCERTAIN, "unknown")
        return mine.get("outcome") or unsaid


_PARTLY = ("Sent", "SMTP recipient")  # one of several messages; one of several recipients refused, so others not
_STATUS = re.compile(r"\berror=(\d{3})\b")
_CODE_IN = {"feishu.cn": "code", "larksuite.com": "code"}  # elsewhere `errcode`, as DingTalk and WeCom call it
_LONGEST_ANSWER, _AT_ONCE = 1 << 18, 1 << 16  # bytes; nobody answers with more, except by mistake or in malice
_PERHAPS = (408, 504)  # somebody on the way gave up waiting


def refusal_in(body: bytes, host: str) -> str:
    """The error that an answer names though its status is success; "" for none."""
    if len(body) >= _LONGEST_ANSWER or not body.lstrip().startswith(b"{"):
        return ""
    field = next((field for end, field in _CODE_IN.items() if host.endswith(end)), "errcode")
    code = msgspec.json.decode(body).get(field, 0)
    return str(code)[:20] if isinstance(code, int) and code else ""


def of_status(status: int) -> Outcome:
    """What an HTTP status other than success means."""
    return Outcome(UNCERTAIN if status in _PERHAPS else FAILED, f"http-{status}")


# ── what an exception means ────────────────────────────────────────────────────────────────────────

# The names of exceptions, whoever raises them, after which nothing can have arrived.
_NEVER_SENT = {
    **dict.fromkeys(("NameResolutionError", "gaierror"), "no-host"),
    **dict.fromkeys(("ConnectTimeout", "ConnectTimeoutError"), "no-connection"),
    **dict.fromkeys(("ConnectionRefusedError",), "refused"),
    **dict.fromkeys(("NewConnectionError",), "no-connection"),
    **dict.fromkeys(("SSLCertVerificationError", "CertificateError"), "certificate"),
    **dict.fromkeys(("InvalidURL", "MissingSchema", "InvalidSchema", "LocationParseError"), "not-understood"),
    **dict.fromkeys(("SMTPAuthenticationError",), "login"),
    **dict.fromkeys(("SMTPConnectError", "SMTPHeloError", "SMTPNotSupportedError"), "refused-mail"),
    **dict.fromkeys(("SMTPSenderRefused", "SMTPRecipientsRefused", "SMTPDataError"), "refused-mail"),
}
_BEFORE_MAIL = {
    "connect",
    "getreply",
    "login",
    "starttls",
    "ehlo",
    "helo",
    "mail",
    "rcpt",
}  # of smtplib, before the text


def outcome_of(error: BaseException) -> Outcome:
    """What an exception in the middle of sending means: a clear failure only where nothing can have arrived."""
    chain = list(_chain(error))
    for name in dict.fromkeys(_NEVER_SENT):
        if any(type(one).__name__ == name for one in chain):
            return Outcome(FAILED, _NEVER_SENT[name])
    if _in_mail(error):
        return Outcome(FAILED, "no-connection")
    return Outcome(UNCERTAIN, "no-answer" if any(_is_silence(one) for one in chain) else "unknown")


def _is_silence(error: BaseException) -> bool:
    return isinstance(error, TimeoutError | ConnectionError) or "Timeout" in type(error).__name__


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The exception with everything that it wraps, was raised from or carries."""
    queue, seen = [error], set[int]()
    while queue:
        one = queue.pop(0)
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        inner = (one.__cause__, one.__context__, getattr(one, "reason", None), *one.args)
        queue += [each for each in inner if isinstance(each, BaseException)]


def _in_mail(error: BaseException) -> bool:
    """Whether a mail broke off before its text went out: by the functions of smtplib that were running."""
    running, trace = set(), error.__traceback__
    while trace:
        code = trace.tb_frame.f_code
        running |= {code.co_name} if code.co_filename.endswith("smtplib.py") else set()
        trace = trace.tb_next
    return bool(running & _BEFORE_MAIL) and "data" not in running
