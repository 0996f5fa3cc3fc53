"""The configuration that comes with Warraq, where configurations are found, and their reference."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.errors import ConfigError
from pipeline.sites import (
    FeedSource,
    FieldRule,
    IdsSource,
    ListingSource,
    Rules,
    Settings,
    Site,
    load,
    locate,
    read_site,
    shipped_folder,
    write_starter,
)
from pipeline.sites.docs import write_reference
from pipeline.sites.model import FILE_KEYS, SOURCE_KINDS
from pipeline.sites.units import read_cron

DOCS = Path(__file__).parent.parent / "docs"
RESS = {
    "maghress": ("MA", ["fr"]),
    "masress": ("EG", ["en"]),
    "djazairess": ("DZ", ["fr"]),
    "turess": ("TN", ["fr"]),
    "sauress": ("SA", ["en"]),
    "yemeress": ("YE", []),
    "sudaress": ("SD", []),
}


@pytest.fixture(scope="module")
def sites() -> dict[str, Site]:
    return dict(load().sites)


def test_the_shipped_settings_are_all_there_and_the_defaults() -> None:
    config = load()
    assert config.settings == Settings()
    assert config.settings.model_fields_set == set(Settings.model_fields)
    for name in ("agent", "politeness", "limits", "reading", "network", "service"):
        table = getattr(config.settings, name)
        assert table.model_fields_set == set(type(table).model_fields)
    assert config.settings.alarms.model_fields_set == {"hold_feeds"}
    assert config.settings.notify.model_fields_set == {"urls", "deadline", "digest_over"}  # no file by default


def test_the_ress_sites_are_enabled_and_honest_about_being_unproven(sites: dict[str, Site]) -> None:
    ress = [sites[name] for name in RESS]
    assert all(site.enabled and not site.verified and site.follow_ticker for site in ress)
    assert [(site.country, site.home) for site in ress] == [
        (country, f"https://www.{name}.com/") for name, (country, _) in RESS.items()
    ]


@pytest.mark.parametrize("name", RESS)
def test_a_ress_site_has_a_feed_and_a_listing_for_every_edition(name: str, sites: dict[str, Site]) -> None:
    site, editions = sites[name], RESS[name][1]
    feeds = [source for source in site.sources if isinstance(source, FeedSource)]
    listings = [source for source in site.sources if isinstance(source, ListingSource)]
    assert [(feed.url, feed.language, feed.creator) for feed in feeds] == [
        (f"{site.home}rss", None, "newspaper"),
        *((f"{site.home}{edition}/rss", edition, "newspaper") for edition in editions),
    ]
    assert {listing.url for listing in listings} >= {site.home, *(f"{site.home}{edition}" for edition in editions)}
    assert {listing.link for listing in listings} == {"a.teasertitle"}


@pytest.mark.parametrize(
    ("path", "is_article"),
    [
        ("alaoual/999001", True),
        ("tanja24/1803221451", True),
        ("fr/lematin/12", True),
        ("en/ahramweekly/12", True),
        ("video/700001", False),
        ("politics", False),
        ("alaoual", False),
        ("author/x", False),
        ("fr", False),
        ("fr/rss", False),
        ("alaoual/alaoual", False),
    ],
)
def test_article_addresses_of_the_ress_sites_are_told_from_others(
    path: str, is_article: bool, sites: dict[str, Site]
) -> None:
    for name in RESS:
        address = sites[name].canonical(f"http://{name}.com/{path}")
        pattern = sites[name].article_url
        assert pattern is not None
        assert bool(pattern.search(address)) is is_article


def test_the_back_fill_by_ids_is_there_and_asleep(sites: dict[str, Site]) -> None:
    source = sites["maghress"].source("back-fill")
    assert isinstance(source, IdsSource)
    assert not source.enabled
    assert source.url == "https://www.maghress.com/alaoual/{id}"


def test_presets_are_off_and_unverified_until_a_run_proves_them(sites: dict[str, Site]) -> None:
    presets = [site for name, site in sites.items() if name not in RESS]
    assert len(presets) >= 12
    assert not any(site.enabled or site.verified for site in presets)
    assert all(site.newspaper and site.country and site.language for site in presets)


def test_every_site_is_short_and_every_source_has_a_name_of_its_own(sites: dict[str, Site]) -> None:
    for name in RESS:
        text = (shipped_folder() / f"sites/{name}.toml").read_text(encoding="utf-8")
        lines = [line for line in text.splitlines() if line and not line.startswith("#")]
        assert len(lines) <= 31
    for file in (shipped_folder() / "sites").glob("*.toml"):
        assert all("id" in source.model_fields_set for source in sites[file.stem].sources)


def test_every_zone_and_schedule_of_the_shipped_sites_comes_round(sites: dict[str, Site]) -> None:
    for site in sites.values():
        for cron in [site.cron, *(source.cron for source in site.sources)]:
            assert read_cron(cron or "0 0 * * *", site.time_zone).get_next_fire_time(None, datetime.now(UTC))


def test_the_option_wins_over_the_variable_over_the_working_folder_over_the_shipped(tmp_path: Path) -> None:
    for name in ("a", "b", "config"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "warraq.toml").touch()
    environ = {"WARRAQ_CONFIG": str(tmp_path / "b")}
    assert locate(Path("a"), environ, tmp_path) == tmp_path / "a"
    assert locate(None, environ, tmp_path) == tmp_path / "b"
    assert locate(None, {"WARRAQ_CONFIG": "b"}, tmp_path) == tmp_path / "b"
    assert locate(None, {"WARRAQ_CONFIG": ""}, tmp_path) == tmp_path / "config"
    assert locate(None, {}, tmp_path / "a") == shipped_folder()
    (tmp_path / "config" / "warraq.toml").unlink()
    assert locate(None, {}, tmp_path) == shipped_folder()


def test_a_folder_asked_for_must_hold_a_configuration(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="--config"):
        locate(tmp_path / "no", {}, tmp_path)
    with pytest.raises(ConfigError, match="WARRAQ_CONFIG"):
        locate(None, {"WARRAQ_CONFIG": "no"}, tmp_path)


def test_the_starter_is_a_whole_configuration_of_the_ress_sites(tmp_path: Path) -> None:
    written = write_starter(tmp_path / "new")
    assert all(file.is_file() for file in written)
    config = load(tmp_path / "new")
    assert set(config.sites) >= set(RESS)
    assert config.settings == Settings()
    assert (tmp_path / "new/example-site.toml") in written


def test_the_starter_overwrites_nothing_and_names_what_is_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "sites").mkdir()
    mine = tmp_path / "sites/maghress.toml"
    mine.write_text("mine")
    with pytest.raises(ConfigError, match=re.escape(f"nothing was written, these files exist: {mine}")):
        write_starter(tmp_path)
    assert mine.read_text() == "mine"
    assert list(tmp_path.rglob("*.toml")) == [mine]


def test_a_starter_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ConfigError, match="cannot be written"):
        write_starter(tmp_path / "file" / "config")


def all_keys() -> Iterator[tuple[str, str]]:
    """Every place a key of a site file can stand in, and the key."""
    yield from (("site", key) for key in [*Site.model_fields, *FILE_KEYS])
    for name, kind in SOURCE_KINDS.items():
        yield from (("source" if key in SHARED else name, key) for key in kind.model_fields if key != "kind")
    yield from (("rules", key) for key in Rules.model_fields)
    yield from (("rule", key) for key in FieldRule.model_fields)


SHARED = set.intersection(*(set(kind.model_fields) for kind in SOURCE_KINDS.values()))


def test_the_example_shows_every_key_and_is_a_good_site_with_all_of_them(tmp_path: Path) -> None:
    text = (shipped_folder() / "example-site.toml").read_text(encoding="utf-8")
    missing = [key for _, key in all_keys() if not re.search(rf"^(# )?\[*{key}\b|[{{,] {key} = ", text, re.MULTILINE)]
    assert not missing
    everything = re.sub(r"^# (?=\[|[a-z_]+ =|  \{|\])", "", text, flags=re.MULTILINE)
    for alone in ("template", "cron", r"\[vars\]", "host"):
        everything = re.sub(rf"^{alone}.*\n", "", everything, flags=re.MULTILINE)
    for name, content in {"example-site.toml": text, "all/example-site.toml": everything}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    (tmp_path / "list.txt").touch()
    assert [source.id for source in read_site(tmp_path / "example-site.toml", tmp_path).sources] == ["feed"]
    site = read_site(tmp_path / "all/example-site.toml", tmp_path)
    assert [source.kind for source in site.sources] == list(SOURCE_KINDS)
    assert site.rules.model_fields_set == set(Rules.model_fields)


def test_the_reference_is_up_to_date() -> None:
    written = (DOCS / "configuration.md").read_text(encoding="utf-8")
    assert written == write_reference(), "python -m pipeline.sites.docs > docs/configuration.md"


def test_the_reference_is_written_by_a_command() -> None:
    command = [sys.executable, "-m", "pipeline.sites.docs"]
    done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8", cwd=DOCS.parent)
    assert done.stdout == write_reference()


def test_every_setting_and_site_key_is_described() -> None:
    rows = re.findall(
        r'^\| <a id="([a-z]+)-(\w+)"></a>`\w+` \|[^|]+\|[^|]*\| (.*) \|$', write_reference(), re.MULTILINE
    )
    described = {(place, key) for place, key, words in rows if len(words) > 3}
    tables = {name: type(getattr(Settings(), name)).model_fields for name in Settings.model_fields if name != "archive"}
    settings = {(name, key) for name, fields in tables.items() for key in fields} | {("settings", "archive")}
    assert described >= settings | set(all_keys())


def test_the_guide_links_every_site_key_to_its_description() -> None:
    guide = (DOCS / "adding-a-site.md").read_text(encoding="utf-8")
    linked = set(re.findall(r"\(configuration\.md#([a-z]+-\w+)\)", guide))
    anchors = set(re.findall(r'<a id="([a-z]+-\w+)">', write_reference()))
    assert linked <= anchors
    assert {f"{place}-{key}" for place, key in all_keys()} <= linked
