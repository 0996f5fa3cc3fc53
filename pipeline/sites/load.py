"""Reading a configuration folder: every file checked, everything wrong reported together, before anything starts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from pipeline.errors import ConfigError, ConfigErrors
from pipeline.sites.document import Node, read_document, show_path, strip_places
from pipeline.sites.locate import SETTINGS_FILE, shipped_folder
from pipeline.sites.messages import explain_errors
from pipeline.sites.model import Site, Source, UrlsSource
from pipeline.sites.settings import Config, Settings
from pipeline.sites.template import resolve_template

Model = TypeVar("Model", bound=BaseModel)


def load(folder: Path | None = None) -> Config:
    """The configuration in `folder` (default: the shipped one); ConfigErrors with all that is wrong in its files."""
    folder = shipped_folder() if folder is None else folder
    if not (folder / SETTINGS_FILE).is_file():
        problem = f"holds no {SETTINGS_FILE}; `warraq init DIR` writes a configuration to start from"
        raise ConfigError(problem, file=show_path(folder))
    settings, sites, found = Settings(), {}, _Findings()
    with found.collect(folder / SETTINGS_FILE):
        settings = _check(read_document(folder / SETTINGS_FILE), Settings)
    for file in _list_site_files(folder):
        with found.collect(file):
            site = read_site(file, folder)
            sites[site.id] = site
    found.report()
    return Config(settings, MappingProxyType(sites), folder)


def read_site(file: Path, folder: Path) -> Site:
    """The site of one file, over its templates in `folder`; ConfigError or ConfigErrors when it cannot be used."""
    tree = resolve_template(read_document(file), folder)
    errors = list(_check_name(tree, file))
    try:
        site = _check(tree, Site)
    except ConfigErrors as wrong:
        raise ConfigErrors([*errors, *wrong.errors]) from None
    site = site.model_copy(update={"sources": tuple(_find_list(source, folder) for source in site.sources)})
    errors += _check_lists(site, tree)
    if errors:
        raise ConfigErrors(errors)
    return site


def _list_site_files(folder: Path) -> list[Path]:
    return sorted(file for file in (folder / "sites").glob("*.toml") if not file.name.startswith("."))


def _check(tree: Node, model: type[Model]) -> Model:
    try:
        return model.model_validate(strip_places(tree))
    except ValidationError as error:
        raise ConfigErrors(explain_errors(error, tree, model)) from None


def _check_name(tree: Node, file: Path) -> Iterator[ConfigError]:
    """A site's id is its file's name: so no two sites share one, and each is found by its name."""
    node = tree.value.get("id")
    if node is None or not isinstance(node.value, str) or node.value == file.stem:
        return
    if file.with_name(f"{node.value}.toml").is_file():
        yield node.error(f"duplicate id: {node.value!r} is the site of {node.value}.toml")
    else:
        yield node.error(f"the id must be the file's name: call the site {file.stem!r} or the file {node.value}.toml")


def _find_list(source: Source, folder: Path) -> Source:
    if isinstance(source, UrlsSource) and source.file:
        return source.model_copy(update={"file": str(folder / source.file)})
    return source


def _check_lists(site: Site, tree: Node) -> Iterator[ConfigError]:
    """The text files of addresses must be there."""
    for source, node in zip(site.sources, tree.value["sources"].value, strict=True):
        if isinstance(source, UrlsSource) and source.file and not Path(source.file).is_file():
            yield node.value["file"].error(f"there is no file {show_path(Path(source.file))}")


@dataclass(slots=True)
class _Findings:
    """All that is wrong so far; a fault of a template is said once, with the site files that it is in the way of."""

    users: dict[tuple[Path | str | None, int | None, str | None, str], list[Path]] = field(default_factory=dict)

    @contextmanager
    def collect(self, file: Path) -> Iterator[None]:
        """Take the ConfigErrors of the block, which reads `file`."""
        try:
            yield
        except ConfigError as wrong:
            for error in wrong.errors if isinstance(wrong, ConfigErrors) else (wrong,):
                place = (error.file, error.line, error.key, error.problem)
                self.users.setdefault(place, []).append(show_path(file))

    def report(self) -> None:
        """Raise what was found, if anything."""
        errors = []
        for (file, line, key, problem), users in self.users.items():
            others = ", ".join(user.stem for user in users if user != file)
            errors.append(
                ConfigError(f"{problem} (in site {others})" if others else problem, file=file, line=line, key=key)
            )
        if errors:
            raise ConfigErrors(errors)
