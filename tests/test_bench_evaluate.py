"""The evaluation: scored by the scorer beside the cases, remembered, compared, and shown beside the truth."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from bench import evaluate, runs
from bench.columns import lay_out
from bench.views import Row
from tests import quotidien

pytestmark = [
    pytest.mark.usefixtures("shared"),
    # The scorer leaves its files to the garbage collector; it is not ours to change.
    pytest.mark.filterwarnings(
        "ignore::pytest.PytestUnraisableExceptionWarning", "ignore:unclosed file:ResourceWarning"
    ),
]
FRENCH, ARABIC = "/2026/03/la-mer", "/2026/03/le-marche"


@pytest.fixture
def cases(tmp_path: Path, shared: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two invented cases beside a copy of the scorer, and a place of their own for the runs."""
    (tmp_path / "evaluate.py").write_bytes((shared / "eval" / "evaluate.py").read_bytes())
    folder = tmp_path / "cases"
    (folder / "html").mkdir(parents=True)
    rows = [write_case(folder, path) for path in (FRENCH, ARABIC)]
    (folder / "cases.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    item = {"text": "Le vieux pont sera démonté pierre par pierre", "href": "/2026/04/le-pont"}
    block = {"kind": "ticker", "selector": "div.bande", "reason": "a strip", "items": [item]}
    truth = [{"id": "la-mer", "lang": "fr", "blocks": [block]}, {"id": "le-marche", "lang": "fr", "blocks": []}]
    (folder / "tickers.jsonl").write_text("".join(json.dumps(one) + "\n" for one in truth))
    monkeypatch.setattr(runs, "FOLDER", tmp_path / "runs")
    for function in (runs.save, runs.find):
        monkeypatch.setattr(function, "__defaults__", (tmp_path / "runs",))
    return folder


def write_case(folder: Path, path: str) -> dict[str, object]:
    title, _, author, first, second, third = quotidien.STORIES[path]
    name = path.rpartition("/")[2]
    with gzip.open(folder / "html" / f"{name}.html.gz", "wt", encoding="utf-8") as file:
        file.write(quotidien.story(path))
    return {
        "id": name,
        "url": f"https://{name}.example{path}",
        "dataset": "made",
        "lang": "fr",
        "html_file": f"html/{name}.html.gz",
        "title": title,
        "body": f"{first}\nخبر لا يوجد في الصفحة مطلقا ولا في أي مكان آخر\n{second}\n{third}",
        "published": "2026-03-14",
        "authors": [author],
    }


def run(capsys: pytest.CaptureFixture[str], cases: Path, *arguments: str) -> str:
    evaluate.main([str(cases), *arguments])
    return capsys.readouterr().out


def test_a_run_is_scored_and_remembered(cases: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = run(capsys, cases)
    assert "MACRO" in told
    assert "ticker" in told
    assert len(list((cases.parent / "runs").iterdir())) == 1
    assert "no page is read better or worse" in run(capsys, cases)


def test_the_next_run_says_which_pages_are_better_and_worse(
    cases: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(capsys, cases, "--save", "before")
    monkeypatch.setattr("bench.reader.extract", lambda html, url: {"title": "?", "authors": ["Sami Exemple"]})
    told = run(capsys, cases, "--against", "before")
    assert "title: 0 better, 2 worse" in told
    assert "authors: 1 better, 0 worse" in told
    assert "▼ 1.000→" in told
    assert "la-mer" in told
    assert "t_ex 1.000→0.000 ▼" in told


def test_body_is_shown_beside_its_truth_with_where_the_surplus_stands(
    cases: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = run(capsys, cases, "--worst", "1", "--field", "body")
    missing = next(line for line in told.splitlines() if "خبر لا يوجد" in line)
    assert missing.startswith("\u200e- \u2068")
    assert "↳ not on the page as it was sent" in told
    surplus = told.index("+ \u2068")
    assert "↳ main.page.css-9k8j7h > div.texte > p.devise" in told[surplus:]


@pytest.mark.parametrize(
    ("field", "shown"),
    [
        ("title", "h1    'titre'"),
        ("date", " 2026-03-14T09:30:00Z by "),
        ("date", "line  +1 Publié le 14 mars 2026 à 09:30"),
        ("authors", "Sami Exemple"),
        ("ticker", "# \u2068ticker: div.bande – a strip"),
    ],
)
def test_a_named_case_is_shown_with_all_that_its_page_offers(
    field: str, shown: str, cases: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = run(capsys, cases, "--ids", "la-mer", "--field", field)
    assert shown in told
    assert "le-marche" not in told
    assert not (cases.parent / "runs").exists()


def test_the_halves_share_no_site(cases: Path, capsys: pytest.CaptureFixture[str]) -> None:
    halves = {evaluate.half_of(f"https://{name}.example/") for name in ("la-mer", "le-marche", "x", "y", "z")}
    assert halves == {"a", "b"}
    assert evaluate.half_of("https://www.example.org/1") == evaluate.half_of("http://example.org/2")
    for half in halves:
        rows = [name for name in ("la-mer", "le-marche") if evaluate.half_of(f"https://{name}.example/") == half]
        if rows:
            assert f"MACRO{len(rows):19}" in run(capsys, cases, "--half", half)


def test_the_html_page_is_whole_and_safe(cases: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    run(capsys, cases, "--worst", "2", "--html", str(page))
    text = page.read_text(encoding="utf-8")
    assert '<div dir="auto">خبر لا يوجد' in text
    assert text.count("<details open><summary><b>body</b>") == 2
    assert "<script" not in text
    assert "src=" not in text


def test_a_missing_scorer_or_run_is_said(cases: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="there is no run"):
        run(capsys, cases, "--against", "nosuch")
    with pytest.raises(SystemExit, match="no case fits"):
        run(capsys, cases, "--ids", "nosuch")
    (cases.parent / "evaluate.py").unlink()
    with pytest.raises(SystemExit, match="the scorer is expected beside the folder of cases"):
        run(capsys, cases)


def test_columns_hold_wide_and_right_to_left_text() -> None:
    from rich.cells import cell_len
    from rich.console import Console

    screen = Console(width=81)
    rows = [Row("日本語の見出し" * 9, "نص عربي طويل " * 12, "changed"), Row("", "a\x1b[31mb", "surplus", "x" * 200)]
    lines = [line for row in rows for line in lay_out(screen, row, 5)]
    assert all(cell_len(line) <= 81 for line in lines)
    assert not any("\x1b" in line for line in lines)
    bars = {cell_len(line[: line.index("│")]) for line in lines if "│" in line}
    assert len(bars) == 1
