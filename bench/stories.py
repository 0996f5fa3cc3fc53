"""How well copies are recognised, and what finding them costs as the archive grows.

    python -m bench.stories CASES_DIR [--sizes 10000,100000,1000000] [--folder DIR]

Every real body of `cases.jsonl`, and a short item of 40 to 80 words made of its beginning, goes into an archive with
eight edited copies of each. A copy is found when it is in the story of its original; a story that holds copies of two
originals counts each pair that does not belong together. With `--sizes`, an archive of invented articles of the real
bodies' lengths grows to each size: `place` is all that stories cost an article (mean of the last thousand), `look-up`
is finding and comparing candidates of a text that is read already.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import sqlite3
import tempfile
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bench.story_copies import SHARED, Copy, brief, edited, sentences, size
from bench.story_growth import grow
from pipeline.store import files, stories

SEED: Final = 5


@dataclass(slots=True)
class Tally:
    """Copies by how they were made, those of them found, and pairs of one story that are and are not of one text."""

    made: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    right: int = 0
    wrong: list[tuple[int, int]] = field(default_factory=list)


def read_bodies(folder: Path) -> list[str]:
    """The distinct bodies of the cases."""
    lines = (folder / "cases.jsonl").read_text().splitlines()
    return list(dict.fromkeys(body for line in lines if (body := json.loads(line).get("body"))))


def script(text: str) -> str:
    """The script most of a text's letters are of: editors add sentences of the same."""
    letters = (unicodedata.name(char, "?").split(" ")[0] for char in text[:400] if char.isalpha())
    return (Counter(letters).most_common(1) or [("?", 0)])[0][0]


def copies_of(texts: Sequence[str], chance: random.Random) -> list[Copy]:
    """All edited copies of all texts that still share enough with them."""
    spare: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for number, text in enumerate(texts):
        spare[script(text)] += [(number, sentence) for sentence in sentences(text)]
    made = []
    for number, text in enumerate(texts):
        drawn = chance.sample(spare[script(text)], min(300, len(spare[script(text)])))
        others = [sentence for owner, sentence in drawn if owner != number]
        made += edited(text, number, others, chance)
    return [copy for copy in made if size(copy.text) >= SHARED * size(texts[copy.original])]


def tally(path: Path, texts: Sequence[str], copies: Sequence[Copy]) -> Tally:
    """Put the originals into an archive, then their copies, in any order, and look at the stories."""
    with closing(files.open_writer(path)) as conn:
        conn.execute("BEGIN IMMEDIATE")
        owners = {_add(conn, text): number for number, text in enumerate(texts)}
        placed = {_add(conn, copy.text): copy for copy in copies}
        conn.execute("COMMIT")
        story_of = dict(conn.execute("SELECT id, story_id FROM articles WHERE story_id IS NOT NULL").fetchall())
    return _count({number: owner for owner, number in owners.items()}, placed, story_of)


def _add(conn: sqlite3.Connection, body: str) -> int:
    row = conn.execute(
        "INSERT INTO articles (title, word_count, first_seen, last_seen, content_hash, provenance, body)"
        " VALUES ('x', 1, '2025-12-11T12:00:00Z', '2025-12-11T12:00:00Z', 'x', '{}', ?) RETURNING id",
        (body,),
    ).fetchone()
    stories.place(conn, int(row[0]), body)
    return int(row[0])


def _count(originals: Mapping[int, int], placed: Mapping[int, Copy], story_of: Mapping[int, int]) -> Tally:
    done, members = Tally(), defaultdict(list)
    for number, article_id in originals.items():
        members[story_of.get(article_id)].append(number)
    for article_id, copy in placed.items():
        story = story_of.get(article_id)
        members[story].append(copy.original)
        done.made[copy.how] += 1
        done.found[copy.how] += story is not None and story == story_of.get(originals[copy.original])
    members.pop(None, None)
    for one, other in itertools.chain.from_iterable(itertools.combinations(group, 2) for group in members.values()):
        if one == other:
            done.right += 1
        else:
            done.wrong.append((one, other))
    return done


def report_recall(name: str, texts: Sequence[str], done: Tally) -> None:
    """Recall by way of editing, and precision over pairs."""
    print(f"\n{name}: {len(texts)} texts, {done.made.total()} copies")
    for how, made in done.made.items():
        print(f"  {how:20} {done.found[how]:5} of {made:5}  recall {done.found[how] / made:.4f}")
    found, made = done.found.total(), done.made.total()
    print(f"  {'all':20} {found:5} of {made:5}  recall {found / made:.4f}")
    pairs = done.right + len(done.wrong)
    print(f"  pairs of one story {pairs:,}, wrong {len(done.wrong):,}: precision {done.right / pairs:.4f}")
    for one, other in list(dict.fromkeys(done.wrong))[:10]:
        print(f"    not one story: {texts[one][:70]!r} and {texts[other][:70]!r}")


def report_growth(folder: Path, sizes: Sequence[int], lengths: Sequence[int]) -> None:
    """A line per size."""
    print("\n articles  place ms  look-up ms: median     p95    most  reading ms  bytes each  stories")
    for cost in grow(folder / "growth.db", sizes, lengths):
        times = f"{cost.place:8.2f}  {cost.find_median:18.2f}  {cost.find_p95:6.2f}  {cost.find_most:6.2f}"
        print(f"{cost.articles:9,}  {times}  {cost.read:10.2f}  {cost.bytes_each:10.0f}  {cost.stories:7,}", flush=True)


def _sets(folder: Path) -> Iterator[tuple[str, list[str]]]:
    bodies, chance = read_bodies(folder), random.Random(SEED)  # noqa: S311 repeatable
    yield "whole bodies", bodies
    yield "short items (40-80 words)", [item for item in (brief(body, chance) for body in bodies) if item]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("cases", type=Path, help="the folder that holds cases.jsonl")
    parser.add_argument("--sizes", default="", help="numbers of articles to grow to, with commas between")
    parser.add_argument("--longest", type=int, default=5000, help="words of the longest invented body")
    parser.add_argument("--folder", type=Path, help="where to write (default: a temporary folder)")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.folder) as name:
        for title, texts in _sets(asked.cases):
            copies = copies_of(texts, random.Random(SEED))  # noqa: S311 repeatable
            report_recall(title, texts, tally(Path(name) / f"{title[:5]}.db", texts, copies))
        if asked.sizes:
            lengths = [min(size(body), asked.longest) for body in read_bodies(asked.cases)]
            report_growth(Path(name), [int(number) for number in asked.sizes.split(",")], lengths)


if __name__ == "__main__":
    main()
