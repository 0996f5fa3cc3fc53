"""What the service says: a line per event, for people or as JSON, with nothing in it that must stay secret."""

from __future__ import annotations

import json
import logging
import re
import sys
from datetime import UTC, datetime
from typing import Any, Final, Literal, TextIO

from pipeline.text import clean_display

Format = Literal["people", "json"]

log: Final = logging.getLogger("warraq")

HIDDEN: Final = "***"
_USER_INFO: Final = re.compile(r"(?<=://)[^/?#\s@]+@")
_SECRET_VALUE: Final = re.compile(
    r"([?&;]|\b)([\w.-]*(?:token|secret|passw(?:or)?d|passwd|pwd|api[_-]?key|apikey|access[_-]?key|signature|session(?:id)?"
    r"|auth|sig|key)=)[^&;#\s\"']+",
    re.IGNORECASE,
)
_SECRET_HEADER: Final = re.compile(
    r"\b(authorization|proxy-authorization|cookie|set-cookie|x-api-key)(\s*[:=]\s*)[^\r\n]+", re.IGNORECASE
)


def hide_secrets(text: str) -> str:
    """The text without user names and passwords of addresses, values of telling parameters, and telling headers."""
    text = _USER_INFO.sub(f"{HIDDEN}@", text)
    text = _SECRET_HEADER.sub(rf"\1\2{HIDDEN}", text)
    return _SECRET_VALUE.sub(rf"\1\2{HIDDEN}", text)


def tell(event: str, message: str, *, level: int = logging.INFO, **facts: Any) -> None:
    """Say one thing: a message for people, and the event's name and facts for programs."""
    log.log(level, "%s", message, extra={"event": event, "facts": facts})


class _People(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        level = "" if record.levelno <= logging.INFO else f"{record.levelname.lower()}: "
        lines = [f"{at} {level}{clean_display(record.getMessage()).replace(chr(10), ' ')}"]
        if record.exc_info:
            lines.append(self.formatException(record.exc_info))
        return hide_secrets("\n".join(lines))


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": getattr(record, "event", record.name),
            "message": hide_secrets(record.getMessage()),
            **{name: _hidden(value) for name, value in getattr(record, "facts", {}).items()},
        }
        if record.exc_info:
            told["traceback"] = hide_secrets(self.formatException(record.exc_info))
        return json.dumps(told, ensure_ascii=False, default=str)


def _hidden(value: Any) -> Any:
    if isinstance(value, str):
        return hide_secrets(value)
    if isinstance(value, list | tuple):
        return [_hidden(item) for item in value]
    return {str(key): _hidden(item) for key, item in value.items()} if isinstance(value, dict) else value


def set_up_logs(style: Format, stream: TextIO | None = None, level: int = logging.INFO) -> None:
    """Send all that is said to a stream (default: standard error), replacing what was set up before."""
    target = logging.StreamHandler(stream or sys.stderr)
    target.setFormatter(_Json() if style == "json" else _People())
    root = logging.getLogger()
    root.handlers[:] = [target]
    root.setLevel(logging.WARNING)
    log.setLevel(level)
