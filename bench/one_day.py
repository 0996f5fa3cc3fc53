"""A day of a news site in minutes: the service runs, the template breaks, the alarm comes, the rule is mended, it ends.

    python -m bench.one_day [--seconds 180] [--folder FOLDER]

The site is the demo's, its stories appearing over the day; the commands are the real ones, each in a process of its
own, and what they say is printed as a person would see it. The test suite runs the same day without the waiting.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import Any, Final, TextIO

from pipeline.demo.news import News
from pipeline.demo.preset import HOME
from pipeline.demo.server import DemoServer
from pipeline.demo.site import Answer, DemoSite
from pipeline.sites import shipped_folder

SEED: Final = 1448
DAWN: Final = 30
"""Stories that stand on the site when the day begins; the others appear hour by hour."""
NOON: Final = 12
NIGHT: Final = 24
PATIENCE: Final = 120.0
"""Seconds until something that should happen is held not to happen."""
SETTINGS: Final = """\
[politeness]
delay = "0s"
[network]
allow_loopback = true
[service]
jitter = "0s"
min_free = "0MiB"
"""
OLD_CLASS: Final = "articletitle"
NEW_CLASS: Final = "storyheadline"
COUNTING: Final = """\
CREATE TABLE pages_at_alarm (pages INTEGER);
CREATE TRIGGER count_pages_at_alarm AFTER INSERT ON alarms BEGIN
  INSERT INTO pages_at_alarm SELECT count(*) FROM outcomes
  WHERE capture_id >= new.first_bad_capture_id AND article_id IS NOT NULL;
END;
"""
"""Counts in the alarm's own transaction: times are whole seconds, in which a fast site gives ten more pages."""
MENDED: Final = f"""
[rules]
title = ["span.{OLD_CLASS}", "span.{NEW_CLASS}"]
article = "span.{OLD_CLASS}, span.{NEW_CLASS}, span.articlecontent"
"""


class DayOfNews(DemoSite):
    """The demo's site over one day, at an address of its own; `redesign` gives its headlines another class."""

    def __init__(self) -> None:
        super().__init__(SEED)
        self.base, self.is_redesigned = HOME, False
        self._waiting = list(self.news.stories)
        self.news = News(self.news.newspapers, ())
        self.release(DAWN)

    def release(self, count: int) -> None:
        """So many more stories appear now, the oldest first; none when there is no more."""
        first = max(len(self._waiting) - count, 0)
        fresh = [replace(story, published=datetime.now(UTC)) for story in self._waiting[first:]]
        del self._waiting[first:]
        with self._lock:
            self.news = News(self.news.newspapers, (*fresh, *self.news.stories))
            self._chance = replace(self._chance, news=self.news)

    @property
    def left(self) -> int:
        """Stories that have not appeared."""
        return len(self._waiting)

    def answer(self, path: str, pass_number: int) -> Answer:
        """As the demo's, at today's address and in today's design."""
        answer = super().answer(path, pass_number)
        body = answer.body.decode().replace(HOME, self.base)
        if self.is_redesigned:
            body = body.replace(f'class="{OLD_CLASS}"', f'class="{NEW_CLASS}"')
        return replace(answer, body=body.encode(), is_slow=False)


@dataclass(slots=True)
class Day:
    """What is set up for the day, and how it ended. `hour` is the seconds that one takes."""

    folder: Path
    base: str
    site: DayOfNews
    out: TextIO
    hour: float
    at: int = 0
    bad_pages: int = 0
    resolved_by: str = ""
    exit_codes: list[int] = field(default_factory=list)

    @property
    def archive(self) -> Path:
        """The archive's file."""
        return self.folder / "archive.db"

    @property
    def site_file(self) -> Path:
        """The site's rules."""
        return self.folder / "config" / "sites" / "demo.toml"

    def ask(self, question: str) -> list[tuple[Any, ...]]:
        """What the archive knows."""
        with closing(sqlite3.connect(f"file:{self.archive}?mode=ro", uri=True)) as conn:
            return conn.execute(question).fetchall()

    def count_at_alarm(self) -> None:
        """Have the pages of the new template counted at the moment of the alarm."""
        with closing(sqlite3.connect(self.archive, timeout=PATIENCE)) as conn:
            conn.executescript(COUNTING)

    def count(self, question: str) -> int:
        """The number that a question asks for."""
        return int(self.ask(question)[0][0])

    def command(self, *words: str) -> list[str]:
        """A command of ours with this day's archive and configuration."""
        places = ["--config", str(self.folder / "config"), "--archive", str(self.archive)]
        return [sys.executable, "-m", "pipeline", *words, *places]

    def type(self, *words: str) -> str:
        """What a command says, printed with its prompt."""
        done = subprocess.run(
            self.command(*words), capture_output=True, text=True, env={**os.environ, "COLUMNS": "140"}
        )
        said = (done.stdout + done.stderr).rstrip()
        self.say(f"$ warraq {' '.join(words)}\n{said}\n")
        if done.returncode:
            raise SystemExit(f"warraq {words[0]} ended with code {done.returncode}")
        return said

    def say(self, text: str) -> None:
        """Print a line of the transcript."""
        self.out.write(f"{text}\n")
        self.out.flush()

    def tell_time(self, what: str) -> None:
        """Print what happens at this hour of the day."""
        self.say(f"--- {self.at:02}:00 {what}\n")

    def live_until(self, hour: int) -> None:
        """Let the hours pass, stories appearing in each, until all that has appeared is in the archive."""
        while self.at < hour:
            self.at += 1
            self.site.release(-(-self.site.left // (NIGHT - self.at + 1)))
            time.sleep(self.hour)
        self.wait_for(lambda: self.count("SELECT count(*) FROM articles") >= self.expected(), "the stories so far")

    def expected(self) -> int:
        """Articles that there should be by now."""
        return sum(not story.traits & {"gone", "vanishing"} for story in self.site.news.stories)

    def wait_for(self, has_come: Callable[[], object], what: str) -> None:
        """Wait until something is so; SystemExit when it never is."""
        end = time.monotonic() + PATIENCE
        while not has_come():
            if time.monotonic() > end:
                raise SystemExit(f"this never came: {what}")
            time.sleep(0.1)


@contextmanager
def run_service(day: Day) -> Iterator[subprocess.Popen[bytes]]:
    """`warraq run` in the background; a SIGTERM ends it, its log goes to the folder."""
    with (day.folder / "service.log").open("ab") as log:
        service = subprocess.Popen(day.command("run"), stderr=log)
        day.say("$ systemctl start warraq      # warraq run\n")
        try:
            day.wait_for(lambda: day.archive.exists() and _has_tables(day), "the service's first page")
            yield service
            day.say("$ systemctl stop warraq\n")
            service.send_signal(signal.SIGTERM)
            day.exit_codes.append(service.wait(PATIENCE))
        finally:
            service.kill()
            service.wait()


def _has_tables(day: Day) -> bool:
    try:
        return day.count("SELECT count(*) FROM articles") > 0
    except sqlite3.OperationalError:
        return False


def write_config(day: Day, hour: float) -> None:
    """The demo's site file at today's address, its quarters of an hour as short as the day's; at least a second."""
    copytree(shipped_folder() / "templates", day.folder / "config" / "templates")
    day.site_file.parent.mkdir()
    (day.folder / "config" / "warraq.toml").write_text(SETTINGS)
    preset = Path(sys.modules[DemoServer.__module__].__file__ or "").with_name("demo.toml").read_text()
    text = preset.replace(HOME, day.base).replace(_in_regex(HOME), _in_regex(day.base))
    text = re.sub(r"(?m)^recheck = .*$", f'recheck = ["{round(max(hour, 1))}s", "{round(max(6 * hour, 4))}s"]', text)
    text = re.sub(r'(?m)^every = ".*"$', f'every = "{round(max(hour / 4, 1))}s"', text)
    day.site_file.write_text(text.replace("[vars]", f'every = "{round(max(hour / 2, 1))}s"\n\n[vars]', 1))


def _in_regex(address: str) -> str:
    return address.replace(".", r"\.")


def live(folder: Path, hour: float, out: TextIO) -> Day:
    """The whole day; gives how it went."""
    site = DayOfNews()
    with ExitStack() as stack:
        server = stack.enter_context(DemoServer(seed=SEED))
        site.base = "http://{}:{}".format(*server.address)
        server.site = site
        day = Day(folder, site.base, site, out, hour)
        write_config(day, hour)
        with run_service(day) as service:
            morning(day)
            noon(day)
            mend(day, service)
            reparse(day)
            evening(day)
    return day


def morning(day: Day) -> None:
    """Half a day as any other."""
    day.tell_time("the day begins")
    day.live_until(NOON)
    day.type("status")
    day.type("alarms")


def noon(day: Day) -> None:
    """The publisher changes the template; the alarm comes."""
    day.tell_time("the publisher gives headlines another class: our rule for titles finds nothing any more")
    day.count_at_alarm()
    day.site.is_redesigned = True
    day.site.release(day.site.left * 3 // 4)  # enough new pages for the alarm, whatever is looked at again
    day.wait_for(lambda: day.count("SELECT count(*) FROM alarms"), "the alarm")
    ((number, raised_at),) = day.ask("SELECT id, raised_at FROM alarms")
    day.bad_pages = day.count("SELECT pages FROM pages_at_alarm")
    day.say(f"the alarm came at {raised_at}, after {day.bad_pages} pages of the new template\n")
    day.type("alarms")
    day.type("alarms", str(number))


def mend(day: Day, service: subprocess.Popen[bytes]) -> None:
    """A person adds the new class to the site's file; the running service takes it."""
    day.tell_time("a person adds the new class to the site's file")
    with day.site_file.open("a") as file:
        file.write(MENDED)
    day.say(f"$ cat >> config/sites/demo.toml{MENDED}\n$ systemctl reload warraq     # SIGHUP\n")
    service.send_signal(signal.SIGHUP)
    day.type("reparse", "--site", "demo", "--dry-run")


def reparse(day: Day) -> None:
    """What was read wrongly meanwhile is read again, and put in by the service, which goes on."""
    day.type("reparse", "--site", "demo")
    day.type("alarms", "--all")
    ((day.resolved_by,),) = day.ask("SELECT resolved_by FROM alarms")


def evening(day: Day) -> None:
    """The other half of the day."""
    day.tell_time("the day goes on")
    day.live_until(NIGHT)
    day.type("status")
    day.type("alarms")


def main() -> None:
    """Live the day and print it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--seconds", type=float, default=180.0, help="how long the day takes, at least")
    parser.add_argument("--folder", type=Path, help="where archive and configuration are kept; new")
    options = parser.parse_args()
    with TemporaryDirectory(prefix="one-day-") as temporary:
        folder = options.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        day = live(folder, options.seconds / NIGHT, sys.stdout)
    sys.exit(0 if day.bad_pages <= 20 and day.resolved_by else 1)


if __name__ == "__main__":
    main()
