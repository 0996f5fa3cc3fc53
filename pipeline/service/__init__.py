"""The background service: keeps every site's schedule for years, and says when something needs a person."""

from pipeline.service.endpoint import find_place, listen
from pipeline.service.logs import Format, hide_secrets, set_up_logs
from pipeline.service.notify import find_notifier, ping_interval
from pipeline.service.serving import Pace, Surroundings, serve
from pipeline.service.watchdog import STOPPED_HARD

__all__ = [
    "STOPPED_HARD",
    "Format",
    "Pace",
    "Surroundings",
    "find_notifier",
    "find_place",
    "hide_secrets",
    "listen",
    "ping_interval",
    "serve",
    "set_up_logs",
]
