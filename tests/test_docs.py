"""The documentation says what there is: every command, exit code, setting and module."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import click
import pytest

from pipeline.cli import cli
from pipeline.cli.options import EXIT_CODES

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_command_is_in_the_readme_with_an_example_in_its_help(name: str) -> None:
    assert re.search(rf"^\| `{name}\b", README, re.M), f"README's table of commands lacks {name}"
    command = cli.commands[name]
    assert "Example" in (command.help or "") or name in ("demo",), f"`warraq {name} --help` has no example"


@pytest.mark.parametrize(
    ("command", "option"),
    [(name, param) for name, command in sorted(cli.commands.items()) for param in command.params],
)
def test_every_option_says_what_it_does(command: str, option: click.Parameter) -> None:
    assert isinstance(option, click.Argument) or (isinstance(option, click.Option) and option.help), command


def test_every_exit_code_is_in_the_readme() -> None:
    rows = re.findall(r"^\| (\d+) \| (.+) \|$", README, re.M)
    assert {int(code): text for code, text in rows} == EXIT_CODES


@pytest.mark.parametrize("document", ["README.md", *(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md"))])
def test_links_between_documents_lead_somewhere(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?://|#)([^)#]+)", text):
        assert ((ROOT / document).parent / target).exists(), f"{document} links to {target}"


def test_every_module_stands_in_the_picture_of_the_architecture() -> None:
    picture = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    for path in (ROOT / "pipeline").iterdir():
        name = f"{path.name}/" if (path / "__init__.py").is_file() else path.name
        if name.startswith("_") or not name.endswith(("/", ".py")):
            continue
        assert re.search(rf"(?<!\w){re.escape(name)}", picture), f"docs/architecture.md lacks {name}"


def test_make_knows_what_the_readme_promises() -> None:
    for target in ("demo", "test", "lint"):
        done = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
