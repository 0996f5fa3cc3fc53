"""Compiles the reader's busiest modules with mypyc, where there is a C compiler: pages are then read a third faster.

    python -m bench.compile_reader [--show]

The modules go under `build/reader`, with a stamp of their sources (`pipeline.compiled`); nothing in the package
changes. Without a compiler or Python's headers it says so and leaves all as it is: the reader runs as plain Python.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import Final

from pipeline.compiled import FOLDER, STAMP, describe, find_compiled

ROOT: Final = Path(__file__).parents[1]
PACKAGE: Final = ROOT / "pipeline" / "parse"
MODULES: Final = (
    "authors",
    "block_features",
    "block_judge",
    "block_trees",
    "body",
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
    "source_line",
    "ticker",
    "titles",
    "vocabulary",
    "words",
)
"""All that every page passes through. Left out are the story that they are called from (`reading`, `remembered`), so
that the stages of `bench.parse_speed` can be timed, and `article`, whose generic dataclass with slots mypyc 2.4 cannot
compile."""


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
        shutil.copytree(ROOT / "pipeline", copy / "pipeline", ignore=shutil.ignore_patterns("__pycache__", "*.so"))
        (copy / "mypy.ini").write_text("[mypy]\nplugins = pydantic.mypy\nignore_missing_imports = True\n")
        sources = [f"pipeline/parse/{name}.py" for name in MODULES]
        command = [str(Path(sys.executable).with_name("mypyc")), *sources]
        done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
        made = [*copy.glob("*.so"), *copy.glob("pipeline/parse/*.so")]
        if done.returncode or len(made) <= len(MODULES):
            raise SystemExit(
                f"mypyc failed; the reader runs as plain Python\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
            )
        shutil.rmtree(folder, ignore_errors=True)
        for module in made:
            target = folder / module.relative_to(copy)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(module, target)
    (folder / STAMP).write_text(json.dumps(describe(PACKAGE, list(MODULES))), encoding="utf-8")


def is_compiled() -> bool:
    """Whether these modules, and none else, are there as compiled from these sources."""
    folder = find_compiled(PACKAGE)
    return folder is not None and json.loads((folder / STAMP).read_text())["sources"].keys() == set(MODULES)


def main() -> None:
    """Compile when the sources changed, and say what the reader runs as."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--show", action="store_true", help="only say what the reader runs as")
    told = arguments.parse_args()
    if is_compiled():
        print("the reader is compiled")
    elif told.show or (reason := why_not()):
        print("the reader runs as plain Python" + ("" if told.show else f": {reason}"))
    else:
        compile_into(ROOT / FOLDER)
        print("the reader is compiled now")


if __name__ == "__main__":
    main()
