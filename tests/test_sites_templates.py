"""Templates laid under site files: what wins, what is filled in, and where their faults are reported."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.errors import ConfigError
from pipeline.sites import FeedSource, load
from tests.test_config import config_folder, messages_of, write_config

__all__ = ["config_folder"]

TEMPLATE = """\
home = "https://www.{host}/"
language = "ar"
every = "1h"
article_url = '/[a-z]{2,4}/[0-9]+$'

[[sources]]
id = "rss"
kind = "feed"
url = "/rss"
every = "15m"

[[sources]]
id = "back-fill"
kind = "ids"
url = "/a/{id}"
start = 1

[rules]
title = "span.articletitle"
drop = ["aside", "nav"]
"""
SITE = """\
template = "t"
id = "x"
name = "X"

[vars]
host = "x.example"
"""


def write(folder: Path, site: str = SITE, template: str = TEMPLATE, **more: str) -> Path:
    extra = {f"templates/{name}.toml": text for name, text in more.items()}
    return write_config(folder, {"sites/x.toml": site, "templates/t.toml": template, **extra})


def test_a_site_takes_all_that_it_does_not_say_itself_from_its_template(config_folder: Path) -> None:
    site = load(write(config_folder)).sites["x"]
    assert (site.home, site.language, [source.id for source in site.sources]) == (
        "https://www.x.example/",
        "ar",
        ["rss", "back-fill"],
    )
    assert site.rules.title[0].css == "span.articletitle"


def test_a_sites_own_keys_win_tables_merge_and_lists_replace(config_folder: Path) -> None:
    site = load(write(config_folder, SITE + "[rules]\nbody = 'p'\ndrop = ['footer']\n")).sites["x"]
    assert site.rules.title[0].css == "span.articletitle"
    assert site.rules.body[0].css == "p"
    assert site.rules.drop == ("footer",)


def test_sources_merge_by_id_and_further_ones_are_added(config_folder: Path) -> None:
    more = '[[sources]]\nid = "rss-fr"\nkind = "feed"\nurl = "/fr/rss"\n[[sources]]\nid = "rss"\nevery = "5m"\n'
    site = load(write(config_folder, SITE + more)).sites["x"]
    assert [source.id for source in site.sources] == ["rss", "back-fill", "rss-fr"]
    rss = site.source("rss")
    assert isinstance(rss, FeedSource)
    assert (rss.url, rss.every) == ("https://www.x.example/rss", timedelta(minutes=5))


def test_the_number_of_an_ids_source_and_a_regex_quantifier_are_no_variables(config_folder: Path) -> None:
    site = load(write(config_folder)).sites["x"]
    assert site.source("back-fill").model_dump()["url"] == "https://www.x.example/a/{id}"
    assert site.article_url is not None
    assert site.article_url.pattern == "/[a-z]{2,4}/[0-9]+$"


def test_templates_stand_on_templates_and_the_nearest_wins(config_folder: Path) -> None:
    below = 'template = "u"\nlanguage = "fr"\nhome = "https://{host}/"\n'
    above = 'language = "en"\ncountry = "MA"\n[[sources]]\nkind = "feed"\nurl = "/{feed}"\n[vars]\nfeed = "atom"\n'
    site = load(write(config_folder, template=below, u=above)).sites["x"]
    assert (site.language, site.country, site.sources[0].model_dump()["url"]) == ("fr", "MA", "https://x.example/atom")


def test_a_duplicate_of_a_templates_source_is_found_even_when_both_are_the_sites(config_folder: Path) -> None:
    twice = '[[sources]]\nid = "rss"\nevery = "5m"\n[[sources]]\nid = "rss"\nkind = "feed"\nurl = "/x"\n'
    (message,) = messages_of(write(config_folder, SITE + twice))
    assert message.startswith("config/sites/x.toml:11: sources.1.id: duplicate id: ")


@pytest.mark.parametrize(
    ("template", "says"),
    [
        (TEMPLATE + "body = 'p['\n", "config/templates/t.toml:21: rules.body: 'p[' is not a CSS selector"),
        (TEMPLATE.replace("{host}", "{hots}"), "config/templates/t.toml:1: home: {hots} is not given in [vars]"),
        (TEMPLATE.replace('"1h"', '"1x"'), "config/templates/t.toml:3: every: '1x' is not a duration"),
        (TEMPLATE.replace("start = 1", "strat = 1"), "config/templates/t.toml:12: sources.1.start: missing key"),
        ("home = \n", "config/templates/t.toml:1: is not TOML: invalid value"),
    ],
)
def test_q10_a_fault_of_a_template_names_its_file_and_line_and_the_site(
    template: str, says: str, config_folder: Path
) -> None:
    message = messages_of(write(config_folder, template=template))[0]
    assert message.startswith(says)
    assert message.endswith("(in site x)")


def test_a_fault_of_a_template_is_said_once_with_all_the_sites_it_stops(config_folder: Path) -> None:
    write(config_folder, template=TEMPLATE + "body = 'p['\n")
    write_config(config_folder, {"sites/y.toml": SITE.replace('"x"', '"y"')})
    (message,) = messages_of(config_folder)
    assert message.endswith("(in site x, y)")


def test_a_fault_in_what_a_site_lays_over_its_template_is_the_sites(config_folder: Path) -> None:
    (message,) = messages_of(write(config_folder, SITE + '[[sources]]\nid = "rss"\nevery = "x"\n'))
    assert message.startswith("config/sites/x.toml:9: sources.0.every: 'x' is not a duration")
    assert "in site" not in message


def test_q10_templates_in_a_circle_are_named(config_folder: Path) -> None:
    (message,) = messages_of(write(config_folder, template='template = "u"\n', u='\ntemplate = "t"\n'))
    assert message.startswith(
        "config/templates/u.toml:2: template: templates stand on each other in a circle: t -> u -> t"
    )


def test_q10_a_template_of_a_near_name_is_suggested(config_folder: Path) -> None:
    (message,) = messages_of(write(config_folder, SITE.replace('"t"', '"ress"'), res=""))
    assert message == "config/sites/x.toml:1: template: there is no template 'ress' in templates/; did you mean 'res'?"


def test_q10_a_mistyped_variable_is_reported_where_it_is_given_and_where_it_is_missed(config_folder: Path) -> None:
    given, missed = sorted(messages_of(write(config_folder, SITE.replace("host =", "hots ="))))
    assert given == "config/sites/x.toml:6: vars.hots: no template of this site uses this variable"
    assert missed == (
        "config/templates/t.toml:1: home: {host} is not given in [vars]; did you mean 'hots'? (in site x)"
    )


def test_vars_must_be_a_table(config_folder: Path) -> None:
    with pytest.raises(ConfigError, match=r"x.toml:1: vars: must be a table"):
        load(write(config_folder, 'vars = "x"\n' + SITE.partition("\n[")[0]))
