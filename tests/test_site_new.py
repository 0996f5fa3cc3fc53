"""`warraq site new` as people use it: against a real newspaper on loopback, and with saved pages."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from pipeline.cli import cli
from pipeline.sites import load, shipped_folder
from pipeline.sites.adding import new_site_file
from tests import quotidien
from tests.badserver import BadServer, answer

DOC = Path(__file__).resolve().parent.parent / "docs" / "adding-a-site.md"
THREE = list(quotidien.STORIES)[:3]
ARABIC = """<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8">
<title>{title}</title><meta property="og:title" content="{title}"></head><body><main class="صفحة"><h1>{title}</h1>
<p class="تاريخ">1 مارس 2026</p><div class="نص"><p>{first}</p><p>{second}</p></div></main></body></html>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sites").mkdir()
    (tmp_path / "warraq.toml").write_text('[network]\nallow_loopback = true\n[politeness]\ndelay = "0s"\n')
    return tmp_path


@pytest.fixture
def server() -> Iterator[BadServer]:
    with BadServer() as running:
        quotidien.serve(running)
        yield running


def site_new(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, ["site", "new", *map(str, arguments)], catch_exceptions=False)


def addresses(server: BadServer, paths: list[str] = THREE) -> list[str]:
    return [server.url(path) for path in paths]


def test_a_draft_is_written_loads_and_fetches(folder: Path, server: BadServer) -> None:
    made = site_new(*addresses(server), "--id", "quotidien", "--config", folder)
    assert (made.exit_code, made.stdout) == (0, f"wrote {folder / 'sites' / 'quotidien.toml'}\n"), made.output
    site = load(folder).sites["quotidien"]
    assert (site.enabled, site.verified, site.newspaper) == (False, False, "Le Quotidien d'Exemple")
    assert [(source.kind, source.enabled) for source in site.sources] == [
        ("feed", True),
        ("sitemap", False),
        ("listing", True),
    ]
    options = ("--config", str(folder), "--archive", str(folder / "a.db"))
    fetched = CliRunner().invoke(cli, ["fetch", "quotidien", "--json", *options], catch_exceptions=False)
    assert json.loads(fetched.stdout)["pages"] == {"new": len(quotidien.STORIES)}


def test_it_asks_for_each_page_once_and_for_nothing_else(folder: Path, server: BadServer) -> None:
    site_new(*addresses(server), "--stdout", "--config", folder)
    assert server.paths() == [*THREE, "/", "/feed", "/sitemap.xml"]
    assert [asked.path for asked in server.asked].count("/robots.txt") == 1


def test_the_home_page_alone_leads_to_its_stories(folder: Path, server: BadServer) -> None:
    made = site_new(server.url("/"), "--stdout", "--config", folder)
    assert made.exit_code == 0, made.output
    assert server.paths() == ["/", *list(quotidien.STORIES)[:4], "/feed", "/sitemap.xml"]
    assert "from 4 pages" in made.stdout
    assert [source["kind"] for source in tomllib.loads(made.stdout)["sources"]] == ["feed", "sitemap", "listing"]


def test_robots_txt_is_obeyed(folder: Path, server: BadServer) -> None:
    server.on("/robots.txt", answer("User-agent: *\nDisallow: /2026/04/\n", "Content-Type: text/plain"))
    made = site_new(*addresses(server), "--stdout", "--config", folder)
    assert made.exit_code == 0
    assert THREE[2] not in server.paths()
    assert "warning: could not be fetched: " in made.stderr
    assert "robots.txt forbids it" in made.stderr


def test_the_table_says_reader_agreement_and_selector_of_each_field(folder: Path, server: BadServer) -> None:
    made = site_new(*addresses(server), "--shows", "authors=Sami Exemple", "--stdout", "--config", folder)
    assert re.search(r"^title +\S+ +3 of 3 +no rule", made.stderr, re.M), made.stderr
    assert re.search(r"^authors +site:css +3 of 3 +span\.plume +Sami Exemple", made.stderr, re.M)
    assert re.search(r"^drop +– +– +p\.devise", made.stderr, re.M)
    rules = tomllib.loads(made.stdout)["rules"]
    assert rules == {"authors": {"css": "span.plume", "all": True}, "drop": ["p.devise"]}
    assert re.search(r"^# title: read right without a rule", made.stdout, re.M)


def test_the_example_of_the_documentation_is_what_comes_out(folder: Path, server: BadServer) -> None:
    made = site_new(*addresses(server), "--shows", "authors=Sami Exemple", "--id", "quotidien", "--config", folder)
    home = server.url("").rstrip("/")
    file = (
        (folder / "sites" / "quotidien.toml").read_text(encoding="utf-8").replace(home, "https://www.quotidien.example")
    )
    told = "\n".join(line.rstrip() for line in made.stderr.splitlines()).replace(home, "https://www.quotidien.example")
    document = DOC.read_text(encoding="utf-8")
    assert f"```toml\n{file}```" in document, file
    table = told[told.index("field ") : told.index("next: ")]
    assert table in document, table


def test_a_file_of_that_name_is_kept_unless_forced(folder: Path, server: BadServer) -> None:
    kept = folder / "sites" / "quotidien.toml"
    kept.write_text('id = "quotidien"\nname = "Mine"\nhome = "https://q.example/"\nsources = []\n')
    refused = site_new(*addresses(server), "--id", "quotidien", "--config", folder)
    assert (refused.exit_code, "--force replaces it" in refused.stderr) == (3, True)
    assert server.paths() == []
    assert "Mine" in kept.read_text()
    assert site_new(*addresses(server), "--id", "quotidien", "--config", folder, "--force").exit_code == 0
    assert "Mine" not in kept.read_text()


def test_a_site_that_is_there_under_another_name_is_pointed_at(folder: Path, server: BadServer) -> None:
    text = f'id = "older"\nname = "Older"\nhome = "{server.url("")}"\nsources = []\n'
    (folder / "sites" / "older.toml").write_text(text)
    made = site_new(*addresses(server), "--id", "newer", "--config", folder)
    assert "warning: these addresses are of the site 'older' already; keep one of the two files" in made.stderr


def test_stdout_writes_no_file(folder: Path, server: BadServer) -> None:
    made = site_new(*addresses(server), "--stdout", "--config", folder)
    assert tomllib.loads(made.stdout)["home"] == server.url("/")
    assert not list((folder / "sites").iterdir())


def test_one_page_is_enough_for_a_draft_with_a_warning(folder: Path, server: BadServer) -> None:
    made = site_new(server.url(THREE[0]), "--stdout", "--config", folder)
    assert made.exit_code == 0
    assert "warning: learnt from one page" in made.stderr
    assert "# Warning: learnt from one page" in made.stdout


def test_saved_pages_are_read_without_asking_anybody(folder: Path, server: BadServer) -> None:
    files = []
    for path in THREE:
        link = f'<link rel="canonical" href="https://www.quotidien.example{path}"><title>'
        files.append(folder / f"{path.rpartition('/')[2]}.html")
        files[-1].write_text(quotidien.story(path).replace("<title>", link), encoding="utf-8")
    made = site_new(*files, "--stdout", "--config", folder)
    read = tomllib.loads(made.stdout)
    assert (read["id"], read["home"]) == ("quotidien", "https://www.quotidien.example/")
    assert "not looked at" in made.stdout
    assert server.asked == []


def test_arabic_comes_out_as_it_is(folder: Path, server: BadServer) -> None:
    titles = ("افتتاح مكتبة القرية على ضفة الوادي", "الصيادون يعثرون على سفينة قديمة")
    for number, title in enumerate(titles):
        first = f"قال رئيس الجماعة رقم {number} إن الأشغال انتهت قبل موعدها بشهرين كاملين رغم تساقط الثلوج على الطريق."
        second = f"وينتظر أن يستفيد من المشروع {number + 3} آلاف شخص من سكان القرى المجاورة ابتداء من الصيف المقبل."
        page = ARABIC.format(title=title, first=first, second=second)
        server.on(f"/{number}", answer(page, "Content-Type: text/html; charset=utf-8"))
    made = site_new(server.url("/0"), server.url("/1"), "--stdout", "--config", folder)
    assert made.exit_code == 0, made.output
    assert tomllib.loads(made.stdout)["language"] == "ar"
    assert '# published = "p.تاريخ"' in made.stdout
    assert titles[0] in made.stderr
    assert "(p.تاريخ)\u200e " in made.stderr
    assert not {"\u202a", "\u202b", "\u202e", "\u2067"} & set(made.output)


@pytest.mark.parametrize(
    ("arguments", "code", "problem"),
    [
        (("http://127.0.0.1:1/story",), 6, "check the addresses, or save pages in a browser and give the files"),
        (("{home}/login",), 6, "give addresses of stories"),
        (("{home}/x",) * 21, 2, "at most 20 are compared"),
        (("{home}/nowhere",), 6, "status 404"),
        (("{home}/2026/03/la-mer", "page.html"), 7, "these pages are of several sites"),
        (("bare.html",), 7, "the page does not say its own address"),
        (("ftp://example.org/x",), 7, "No such file"),
        (("{home}/2026/03/la-mer", "--id", "No Good"), 3, "cannot be a site's id"),
        (("{home}/2026/03/la-mer", "--id", "No Good", "--stdout"), 3, "cannot be a site's id"),
        (("{home}/2026/03/la-mer", "--shows", "body=x"), 2, "FIELD being one of title"),
        (("{home}/2026/03/la-mer", "--shows", "title"), 2, "write FIELD=TEXT"),
        ((), 2, "Missing argument"),
    ],
)
def test_errors_say_what_to_do(
    folder: Path,
    server: BadServer,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    code: int,
    problem: str,
) -> None:
    monkeypatch.chdir(folder)
    server.on("/login", answer("<html><body><form><input></form></body></html>"))
    page = quotidien.story(THREE[0])
    (folder / "bare.html").write_text(page, encoding="utf-8")
    link = '<link rel="canonical" href="https://other.example/a"><title>'
    (folder / "page.html").write_text(page.replace("<title>", link), encoding="utf-8")
    told = [argument.format(home=server.url("").rstrip("/")) for argument in arguments]
    made = site_new(*told, "--config", folder)
    assert (made.exit_code, problem in made.output) == (code, True), made.output
    assert not list((folder / "sites").iterdir())


def test_every_option_says_what_it_does() -> None:
    group = cli.commands["site"]
    assert isinstance(group, click.Group)
    options = [param for param in group.commands["new"].params if isinstance(param, click.Option)]
    assert options
    assert all(option.help for option in options)


def test_the_configuration_inside_the_package_is_nobodys_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "package"
    (package / "config").mkdir(parents=True)
    (package / "__main__.py").touch()
    monkeypatch.setattr("pipeline.sites.adding.shipped_folder", lambda: package / "config")
    with pytest.raises(Exception, match="warraq init DIR"):
        new_site_file(package / "config", "x")
    assert new_site_file(shipped_folder(), "a-new-one").name == "a-new-one.toml"
