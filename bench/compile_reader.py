"""Compiles the reader's busiest modules with mypyc, where there is a C compiler: pages are then read a half faster.

    python -m bench.compile_reader [--show]

The modules go under `build/reader`, with a stamp of their sources (`pipeline.compiled`); nothing in the package
changes. Without a compiler or Python's headers it says so and leaves all as it is: the reader runs as plain Python.

With GCC they are compiled twice, the second time by what the first saw while it read the invented pages of the tests:
that makes them 4.5% faster and takes 40 seconds more.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from pipeline.compiled import FOLDER, STAMP, describe, find_compiled
from pipeline.errors import ParseError

ROOT: Final = Path(__file__).parents[1]
PACKAGE: Final = ROOT / "pipeline" / "parse"
MODULES: Final = (
    "authors",
    "block_features",
    "block_judge",
    "block_trees",
    "body",
    "byline_words",
    "bylines",
    "claims",
    "decide",
    "document",
    "findings",
    "headline_lists",
    "headline_strips",
    "headlines",
    "json_ld",
    "kind",
    "latest",
    "metas",
    "moments",
    "outline",
    "people",
    "phrases",
    "place",
    "prose",
    "published",
    "shown",
    "source_line",
    "stamps",
    "ticker",
    "titles",
    "vocabulary",
    "wide_bylines",
    "words",
)
"""All that every page passes through. Left out are the story that they are called from (`reading`, `remembered`), so
that the stages of `bench.parse_speed` can be timed, and `article`, whose generic dataclass with slots mypyc 2.4 cannot
compile."""

_COUNTING: Final = "-fprofile-generate -fprofile-update=single"
_PROFILED: Final = "-fprofile-use -fprofile-partial-training -w -fno-semantic-interposition -fno-plt"
TURNS: Final = 6
"""Times that the pages are read for the profile."""


def why_not() -> str | None:
    """What is missing for compiling; None when nothing is."""
    if not any(map(shutil.which, ("cc", "gcc", "clang"))):
        return "there is no C compiler"
    if not Path(sysconfig.get_path("include"), "Python.h").exists():
        return "Python's headers are not installed"
    return None


def compile_into(folder: Path) -> None:
    """Compile a copy of the package, and put the modules and their stamp into a folder."""
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary)
        for name in ("pipeline", "bench"):
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "*.so", "runs"))
        (copy / "mypy.ini").write_text("[mypy]\nplugins = pydantic.mypy\nignore_missing_imports = True\n")
        made = _run_mypyc(copy, _PROFILED if is_gcc() and _has_profile(copy) else "")
        shutil.rmtree(folder, ignore_errors=True)
        for module in made:
            target = folder / module.relative_to(copy)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(module, target)
    (folder / STAMP).write_text(json.dumps(describe(PACKAGE, list(MODULES))), encoding="utf-8")


def _run_mypyc(copy: Path, flags: str, *, link: str = "") -> list[Path]:
    """Compile the modules in the copy with more flags for the C compiler and the linker; the files that it made."""
    command = [str(Path(sys.executable).with_name("mypyc")), *(f"pipeline/parse/{name}.py" for name in MODULES)]
    around = {**os.environ, "CFLAGS": f"{os.environ.get('CFLAGS', '')} {flags}"}
    around["LDFLAGS"] = f"{os.environ.get('LDFLAGS', '')} {link}"
    done = subprocess.run(command, cwd=copy, env=around, capture_output=True, text=True, check=False)
    made = [*copy.glob("*.so"), *copy.glob("pipeline/parse/*.so")]
    if done.returncode or len(made) <= len(MODULES):
        raise SystemExit(f"mypyc failed; the reader runs as plain Python\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return made


def is_gcc() -> bool:
    """Whether Python's own C compiler is GCC, whose flags these are."""
    compiler = (sysconfig.get_config_var("CC") or "cc").split()[0]
    if shutil.which(compiler) is None:
        return False
    told = subprocess.run([compiler, "--version"], capture_output=True, text=True, check=False).stdout
    return "Free Software Foundation" in told


def _has_profile(copy: Path) -> bool:
    """Compile the modules so that they count what they do, and let them read the tests' pages beside the objects."""
    _run_mypyc(copy, _COUNTING, link="-fprofile-generate")
    command = [sys.executable, "-m", "bench.compile_reader", "--read", str(ROOT / "tests" / "pages")]
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
    for leftover in [*copy.rglob("*.so"), *copy.rglob("*.o")]:  # which would count as compiled already
        leftover.unlink()
    if done.returncode:
        print(f"compiled without a profile, since the counting reader failed: {done.stderr[-500:]}", file=sys.stderr)
    return done.returncode == 0


def read_pages(folder: Path) -> int:
    """Read each saved page below a folder a few times over; how many there are."""
    from pipeline import parse
    from pipeline.models import Capture

    pages = [path.read_bytes() for path in sorted(folder.rglob("*.html"))]
    at = datetime(2026, 3, 2, tzinfo=UTC)
    for _ in range(TURNS):
        for number, body in enumerate(pages):
            url = f"https://www.example.org/2026/03/01/story-{number}"
            with suppress(ParseError):
                parse.read(Capture(url, url, 200, (("content-type", "text/html"),), body, fetched_at=at))
    return len(pages)


def is_compiled() -> bool:
    """Whether these modules, and none else, are there as compiled from these sources."""
    folder = find_compiled(PACKAGE)
    return folder is not None and json.loads((folder / STAMP).read_text())["sources"].keys() == set(MODULES)


def main() -> None:
    """Compile when the sources changed, and say what the reader runs as."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--show", action="store_true", help="only say what the reader runs as")
    arguments.add_argument("--read", type=Path, metavar="FOLDER", help="only read the pages below a folder")
    told = arguments.parse_args()
    if told.read:
        print(f"{read_pages(told.read)} pages were read")
    elif is_compiled():
        print("the reader is compiled")
    elif told.show or (reason := why_not()):
        print("the reader runs as plain Python" + ("" if told.show else f": {reason}"))
    else:
        compile_into(ROOT / FOLDER)
        print("the reader is compiled now")


if __name__ == "__main__":
    main()
