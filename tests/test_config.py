"""Configuration files, good and broken: everything wrong is named with file, line and key before anything starts."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ConfigError, ConfigErrors
from pipeline.sites import Settings, load

SITE = """\
id = "x"
name = "X"
home = "https://x.example/"

[[sources]]
id = "feed"
kind = "feed"
url = "/feed"
"""


def write_config(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """A configuration folder with these files, an empty warraq.toml when none is given."""
    for name, text in {"warraq.toml": "", **files}.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


@pytest.fixture
def config_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder's `config`; messages name files relative to the working folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path / "config"


def messages_of(folder: Path) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load(folder)
    return str(caught.value).splitlines()


@dataclass(frozen=True)
class Broken:
    """One broken configuration and the one message it must give."""

    name: str
    says: str
    files: Mapping[str, str | bytes] = field(default_factory=dict)


def site(name: str, text: str, says: str) -> Broken:
    return Broken(name, f"config/sites/x.toml:{says}", {"sites/x.toml": text})


def site_with(name: str, line: str, says: str) -> Broken:
    """The good site with one more line at its top, so that key stands in line 1."""
    return site(name, f"{line}\n{SITE}", says)


def source_with(name: str, line: str, says: str) -> Broken:
    """The good site with one more line at its end, in its source: line 9."""
    return site(name, f"{SITE}{line}\n", says)


def source(name: str, text: str, says: str) -> Broken:
    """A site with one source, which begins at line 4."""
    return site(name, SITE.partition("\n[[")[0] + f"\n[[sources]]\n{text}\n", says)


def settings(name: str, text: str, says: str) -> Broken:
    return Broken(name, f"config/warraq.toml:{says}", {"warraq.toml": text})


UNIT = 'is not a duration; write it with units, like "90s", "15m", "1h30m" or "7d"'
BROKEN = [
    settings("syntax", "archive = \n", "1: is not TOML: invalid value"),
    settings("syntax-last-line", "archive = 'a'\nagent = [1", "2: is not TOML: unclosed array"),
    settings("key-twice", "archive = 'a'\narchive = 'b'\n\n", "2: is not TOML: cannot overwrite a value"),
    settings("typo", "archiv = 'a.db'", "1: archiv: unknown key; did you mean 'archive'?"),
    settings("typo-in-table", "[limits]\n\ndedline = '3s'", "3: limits.dedline: unknown key; did you mean 'deadline'?"),
    settings("typo-of-table", "[limit]\ndeadline = '3s'", "1: limit: unknown key; did you mean 'limits'?"),
    settings(
        "unknown-key",
        "[agent]\nxyzzy = 1",
        "2: agent.xyzzy: unknown key; known here: contact, name",
    ),
    settings("bare-number", "[politeness]\ndelay = 5", f"2: politeness.delay: 5 {UNIT}"),
    settings("duration", "[politeness]\ndelay = '5 parsecs'", f"2: politeness.delay: '5 parsecs' {UNIT}"),
    settings(
        "size",
        "[limits]\nmax_encoded = '10QB'",
        '2: limits.max_encoded: \'10QB\' is not a size; write it like "10MiB", "500kB" or 1048576',
    ),
    settings("too-many", "[limits]\nmax_redirects = 6", "2: limits.max_redirects: must be at most 5, not 6"),
    settings(
        "rfc-9309-ttl",
        "[politeness]\nrobots_ttl = '2d'",
        "2: politeness.robots_ttl: must be at most 24h (RFC 9309 §2.4)",
    ),
    settings(
        "text-for-flag",
        "[network]\nallow_loopback = 'no'",
        "2: network.allow_loopback: must be true or false, not 'no'",
    ),
    settings("number-for-text", "archive = 3", "1: archive: must be text in quotes, not 3"),
    settings("text-for-table", "limits = 'low'", "1: limits: must be a table, not 'low'"),
    settings("dotted-key", "# a\nlimits.connect = 'x'", f"2: limits.connect: 'x' {UNIT}"),
    settings("inline-table", "limits = { connect = 'x' }", f"1: limits.connect: 'x' {UNIT}"),
    settings(
        "contact", "[agent]\ncontact = 'me'", "2: agent.contact: 'me' is neither a web address nor mailto:NAME@HOST"
    ),
    Broken(
        "bom",
        "config/warraq.toml:1: starts with a byte order mark; save the file as UTF-8 without BOM",
        {"warraq.toml": b"\xef\xbb\xbfarchive = 'a'"},
    ),
    Broken(
        "utf-16",
        "config/warraq.toml:1: starts with a byte order mark; save the file as UTF-8 without BOM",
        {"warraq.toml": "archive = 'a'".encode("utf-16")},
    ),
    Broken(
        "windows-1256",
        "config/sites/x.toml:2: is not UTF-8 (byte 0xe3); save the file as UTF-8 without BOM",
        {"sites/x.toml": 'id = "x"\nname = "مغرس"'.encode("cp1256")},
    ),
    site("missing-key", SITE.replace('name = "X"', ""), "1: name: missing key"),
    site("missing-sources", SITE.partition("\n[[")[0], "1: sources: missing key"),
    site_with("unknown-site-key", "tiker = 1", "1: tiker: unknown key; known here: "),
    site_with("typo-of-template", "templat = 'x'", "1: templat: unknown key; did you mean 'template'?"),
    site_with("cron", 'cron = "61 * * * *"', "1: cron: '61 * * * *' is not a cron expression: "),
    site_with(
        "cron-fields",
        'cron = "* * *"',
        "1: cron: '* * *' is not a cron expression: Wrong number of fields; got 3, expected 5",
    ),
    site_with(
        "cron-weekday-number",
        'cron = "0 6 * * 0"',
        "1: cron: '0 6 * * 0': write weekdays by name (mon, tue … sun), their numbers are ambiguous",
    ),
    site_with("cron-never", 'cron = "0 6 31 2 *"', "1: cron: '0 6 31 2 *' never comes: there is no such day"),
    site_with("every-and-cron", 'cron = "0 6 * * *"\nevery = "1h"', "1: cron: give `every` or `cron`, not both"),
    site_with("every-zero", 'every = "0s"', "1: every: must be more than 0s"),
    site_with(
        "zone",
        'time_zone = "Africa/Casa"',
        "1: time_zone: 'Africa/Casa' is no IANA time zone; write it like Africa/Casablanca",
    ),
    site_with("country", 'country = "ma"', "1: country: must be text that fits ^[A-Z]{2}$, not 'ma'"),
    site_with("choice", 'robots_on_403 = "maybe"', "1: robots_on_403: must be one of 'allow' or 'deny', not 'maybe'"),
    site_with(
        "regex",
        "article_url = '('",
        "1: article_url: '(' is not a regular expression: missing ), unterminated subpattern at position 0",
    ),
    site_with("alias", "aliases = ['m.x.example', 'https://x/y']", "1: aliases.1: 'https://x/y' is not a host name"),
    site_with("list-item", "recheck = [\n  '1h',\n  'x',\n]", f"3: recheck.1: 'x' {UNIT}"),
    site_with("list-wanted", "recheck = '1h'", "1: recheck: must be a list, not '1h'"),
    site_with(
        "home", "rules.drop = ['a', 'b[']", "1: rules.drop.1: 'b[' is not a CSS selector that Lexbor understands"
    ),
    site(
        "home",
        SITE.replace("https://x.example/", "ftp://x.example/"),
        "3: home: 'ftp://x.example/' is not a web address",
    ),
    site(
        "id-is-not-the-name",
        SITE.replace('"x"', '"y"', 1),
        "1: id: the id must be the file's name: call the site 'x' or the file y.toml",
    ),
    source_with("source-typo", "evry = '1h'", "9: sources.0.evry: unknown key; did you mean 'every'?"),
    source_with("source-duration", "every = '1 hour'", f"9: sources.0.every: '1 hour' {UNIT}"),
    source_with(
        "source-every-and-cron",
        "every = '1h'\ncron = '0 6 * * *'",
        "10: sources.0.cron: give `every` or `cron`, not both",
    ),
    source_with(
        "second-source",
        "[[sources]]\nid = 'feed'\nkind = 'feed'\nurl = '/b'",
        "10: sources.1.id: duplicate id: another source of this site is called 'feed' too",
    ),
    source("kind", "kind = 'fed'\nurl = '/'", "6: sources.0.kind: unknown kind 'fed'; did you mean 'feed'?"),
    source("no-kind", "url = '/'", "5: sources.0.kind: missing key: one of feed, sitemap, listing, ids, urls"),
    source("no-url", "kind = 'feed'", "5: sources.0.url: missing key"),
    source("bad-url", "kind = 'feed'\nurl = 'mailto:a@b'", "7: sources.0.url: 'mailto:a@b' is not a web address"),
    source(
        "link-selector",
        "kind = 'listing'\nurl = '/'\nlink = 'a['",
        "8: sources.0.link: 'a[' is not a CSS selector that Lexbor understands",
    ),
    source(
        "ids-without-id",
        "kind = 'ids'\nurl = '/a/'\nstart = 1",
        "7: sources.0.url: the address needs {id} where the number goes",
    ),
    source(
        "ids-text-start",
        "kind = 'ids'\nurl = '/a/{id}'\nstart = '1'",
        "8: sources.0.start: must be a whole number, not '1'",
    ),
    source(
        "ids-step",
        "kind = 'ids'\nurl = '/a/{id}'\nstart = 1\nstep = 0",
        "9: sources.0.step: a step of 0 would ask for one number for ever",
    ),
    source(
        "ids-direction",
        "kind = 'ids'\nurl = '/a/{id}'\nstart = 1\nstop = 9\nstep = -1",
        "9: sources.0.stop: `stop` is never reached",
    ),
    source("urls-empty", "kind = 'urls'", "5: sources.0.urls: give `file` or `urls`"),
    source("urls-no-file", "kind = 'urls'\nfile = 'list.txt'", "7: sources.0.file: there is no file config/list.txt"),
    source(
        "urls-bad",
        "kind = 'urls'\nurls = [\n'/a',\n'javascript:x']",
        "9: sources.0.urls.1: 'javascript:x' is not a web address",
    ),
    source(
        "source-is-text",
        "kind = 'feed'\nurl = '/'\n[rules]\ntitle = ['h1', 'h1[']",
        "9: rules.title.1: 'h1[' is not a CSS selector",
    ),
    site(
        "rule-typo",
        f"{SITE}[rules]\ntitle = {{ css = 'h1', cs = 'h1' }}",
        "10: rules.title.cs: unknown key; did you mean 'css'?",
    ),
    site(
        "rule-selector",
        f"{SITE}[rules]\n\ntitle = 'h1['",
        "11: rules.title: 'h1[' is not a CSS selector that Lexbor understands",
    ),
    site(
        "rule-regex",
        f"{SITE}[[rules.title]]\ncss = 'a'\n[[rules.title]]\ncss = 'b'\nregex = '*'",
        "13: rules.title.1.regex: '*' is not a regular expression: nothing to repeat at position 0",
    ),
    site(
        "rule-until",
        f"{SITE}[rules]\ntitle = {{ css = 'h1', until = 'soon' }}",
        "10: rules.title.until: must be a day like 2025-12-31, not 'soon'",
    ),
    site("rule-number", f"{SITE}[rules]\ntitle = 3", "10: rules.title: must be a table, not 3"),
    site(
        "rule-field",
        f"{SITE}[rules]\nheadline = 'h1'",
        "10: rules.headline: unknown key; known here: article, authors, body",
    ),
    site("no-template", 'template = "res"\n' + SITE, "1: template: there is no template 'res' in templates/"),
    site("template-path", 'template = "../x"\n' + SITE, "1: template: '../x' is no template name"),
    site("vars-unused", f"{SITE}[vars]\nhots = 'x'", "10: vars.hots: no template of this site uses this variable"),
    site("vars-number", f"{SITE}[vars]\nhost = 3", "10: vars.host: must be text in quotes, not 3"),
    site("vars-name", f"{SITE}[vars]\nid = 'x'", "10: vars.id: cannot be the name of a variable"),
]


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.name)
def test_q10_a_broken_file_is_named_with_file_line_and_key(broken: Broken, config_folder: Path) -> None:
    (message,) = messages_of(write_config(config_folder, broken.files))
    assert message.startswith(broken.says)


def test_q10_a_duplicate_id_names_the_other_file(config_folder: Path) -> None:
    write_config(config_folder, {"sites/x.toml": SITE, "sites/y.toml": SITE})
    assert messages_of(config_folder) == ["config/sites/y.toml:1: id: duplicate id: 'x' is the site of x.toml"]


def test_all_that_is_wrong_in_all_files_is_reported_together(config_folder: Path) -> None:
    write_config(
        config_folder,
        {
            "warraq.toml": "archiv = 'a'\n[limits]\nretries = 'many'\n",
            "sites/a.toml": "id = \n",
            "sites/x.toml": SITE.replace('"x"', '"z"', 1) + "every = '5'\n[rules]\ntitle = 'h1['\n",
        },
    )
    with pytest.raises(ConfigErrors) as caught:
        load(config_folder)
    assert [(str(error.file), error.line, error.key) for error in caught.value.errors] == [
        ("config/warraq.toml", 3, "limits.retries"),
        ("config/warraq.toml", 1, "archiv"),
        ("config/sites/a.toml", 1, None),
        ("config/sites/x.toml", 1, "id"),
        ("config/sites/x.toml", 9, "sources.0.every"),
        ("config/sites/x.toml", 11, "rules.title"),
    ]
    assert len(str(caught.value).splitlines()) == 6


def test_a_folder_without_settings_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="warraq init"):
        load(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_cannot_be_read_is_named(config_folder: Path) -> None:
    write_config(config_folder, {"sites/x.toml": SITE})
    (config_folder / "sites/x.toml").chmod(0)
    assert messages_of(config_folder) == ["config/sites/x.toml: cannot be read: Permission denied"]


def test_an_empty_settings_file_gives_the_defaults(config_folder: Path) -> None:
    assert load(write_config(config_folder, {})).settings == Settings()


def test_editors_lock_files_and_backups_are_no_sites(config_folder: Path) -> None:
    write_config(config_folder, {"sites/x.toml": SITE, "sites/.#x.toml": "lock", "sites/x.toml~": "old"})
    assert list(load(config_folder).sites) == ["x"]


def test_a_list_of_addresses_is_found_beside_the_configuration(config_folder: Path) -> None:
    text = SITE.replace('"feed"', '"urls"').replace("url =", "file =").replace("/feed", "list.txt")
    found = load(write_config(config_folder, {"sites/x.toml": text, "list.txt": "https://x.example/1\n"}))
    assert found.sites["x"].source("urls").model_dump()["file"] == str(config_folder / "list.txt")


WORDS = [
    "",
    "[",
    "]",
    "=",
    '"',
    "'",
    "{",
    "}",
    "\n",
    "#",
    "kind",
    "id",
    "x",
    "1",
    "{id}",
    "[[sources]]",
    "[rules]\n",
    "é",
    "\x00",
]


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 6), st.sampled_from(WORDS)), min_size=1, max_size=4))
def test_a_damaged_file_is_read_or_refused_with_its_name_and_line(edits: list[tuple[int, int, str]]) -> None:
    text = SITE + "[rules]\ntitle = ['h1', { css = 'b', regex = 'x' }]\n[vars]\n"
    for start, length, word in edits:
        at = start % len(text)
        text = text[:at] + word + text[at + length :]
    with tempfile.TemporaryDirectory() as folder:
        write_config(Path(folder), {"sites/x.toml": text})
        try:
            sites = load(Path(folder)).sites
        except ConfigErrors as wrong:
            found = [error.line is not None and Path(str(error.file)).name == "x.toml" for error in wrong.errors]
        else:
            found = [list(sites) == ["x"]]
    assert all(found)
