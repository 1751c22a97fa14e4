"""The addresses that are asked for: of every view some, with phrases of the corpus; and the commands that ask the same."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, cycle, islice, pairwise, zip_longest
from types import MappingProxyType
from urllib.parse import quote

FEW = 3  # different questions to what looks at all words
TOGETHER = 12  # phrases of a long question
YEARS = range(2006, 2024)
FIXED = (
    "/",
    "/static/paper.css",
    "/api/openapi.json",
    "/api",
    "/help",
    "/help/searching",
    "/healthz",
    "/opensearch.xml",
)


def addresses(
    phrases: Sequence[str],
    speeches: Sequence[str],
    each: int,
    years: Sequence[int] = YEARS,
    names: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> dict[str, list[str]]:
    """`each` addresses of every view, by what they are called; of what looks at all words FEW.

    `names` are those of speakers and occasions, which have pages of their own.
    """
    quoted = list(map(quote, phrases))
    ids = list(map(quote, speeches))
    found = {path: [path] for path in FIXED}
    found |= {name: list(islice(paths, each)) for name, paths in _views(quoted, ids, years).items()}
    found |= {name: list(islice(paths, each)) for name, paths in _of_names(names).items()}
    found |= {name: list(islice(paths, min(each, FEW))) for name, paths in _of_all_words(ids, years).items()}
    return found


def _views(phrases: Sequence[str], speeches: Sequence[str], every: Sequence[int]) -> Mapping[str, Iterator[str]]:
    years = cycle(every)
    pairs = list(zip(phrases, [*phrases[1:], phrases[0]], strict=True))
    return {
        "/search, a word": (f"/search?q={one}" for one in phrases),
        "/search, two words": (f"/search?q={one}+{other}" for one, other in pairs),
        "/search, to the letter, in a year": (f"/search?q=%22{one}%22&year={next(years)}" for one in phrases),
        "/search, newest first": (f"/search?q={one}&sort=newest" for one in phrases),
        "/search, a long question": (
            f"/search?q={'+'.join(phrases[at : at + TOGETHER])}" for at in range(len(phrases) - TOGETHER)
        ),
        "/kwic": (f"/kwic?phrase={one}" for one in phrases),
        "/kwic, by what follows": (f"/kwic?phrase={one}&sort=right" for one in phrases),
        "/trend": (f"/trend?phrase={one}&phrase={other}" for one, other in pairs),
        "/around": (f"/around?phrase={one}" for one in phrases),
        "/around, with a word": (f"/around?phrase={one}&word={other}" for one, other in pairs),
        "/variants": (f"/variants?phrase={one}" for one in phrases),
        "/speeches": chain(["/speeches"], (f"/speeches?year={year}&sort=title" for year in every)),
        "/api/speeches": (f"/api/speeches?year={year}" for year in every),
        "/speeches.atom": (f"/speeches.atom?year={year}" for year in every),
        "/export/speeches.csv": (f"/export/speeches.csv?year={year}" for year in every),
        "/export/speeches.zip": (f"/export/speeches.zip?year={year}" for year in every),
        "/proof": iter(["/proof"]),
        "/files": iter(["/files", "/files?show=doubtful"]),
        "/files/trash": iter(["/files/trash"]),
        "/files/log": iter(["/files/log"]),
        "/files/state": iter(["/files/state"]),
        "/basket": (f"/basket?place={one}%23p00000000" for one in speeches),
        "/saved": iter(["/saved"]),
        "/saved/mine": iter(["/saved/mine"]),
        "/proof.css": iter(["/proof.css"]),
        "/diff.css": iter(["/diff.css"]),
        "/speech": (f"/speech/{one}" for one in speeches),
        "/speech, with what was said before": (f"/speech/{one}?reuse=on" for one in speeches),
        "/api/reuse, of one": (f"/api/reuse/{one}" for one in speeches),
        "/cite": (f"/cite/{one}" for one in speeches),
        "/context": (f"/context/{one}?q={phrase}" for one, phrase in zip(speeches, phrases, strict=False)),
        "/api/search": (f"/api/search?q={one}" for one in phrases),
        "/api/arrivals": (f"/api/arrivals?q={one}" for one in phrases),
        "/api/count": (f"/api/count?phrase={one}" for one in phrases),
        "/api/kwic": (f"/api/kwic?phrase={one}" for one in phrases),
        "/api/crossings": (f"/api/crossings?phrase={one}" for one in phrases),
        "/api/card": (f"/api/card?phrase={one}" for one in phrases),
        "/api/trend": (f"/api/trend?phrase={one}&phrase={other}" for one, other in pairs),
        "/api/suggest": (f"/api/suggest?q={one}" for one in phrases),
        "/suggest.json": (f"/suggest.json?q={one}" for one in phrases),
        "/api/nearest": (
            f"/api/nearest?text={''.join(phrases[at : at + TOGETHER])}" for at in range(len(phrases) - TOGETHER)
        ),
        "/api/variants": (f"/api/variants?phrase={one}" for one in phrases),
        "/api/collocations": (f"/api/collocations?phrase={one}" for one in phrases),
        "/api/speech": (f"/api/speech/{one}" for one in speeches),
        "/api/cite": (f"/api/cite/{one}" for one in speeches),
        "/feed.atom": (f"/feed.atom?q={one}" for one in phrases),
        "/export/search.xlsx": (f"/export/search.xlsx?q={one}" for one in phrases),
        "/export/kwic.csv": (f"/export/kwic.csv?phrase={one}" for one in phrases),
        "/export/search.docx": (f"/export/search.docx?q={one}" for one in phrases),
        "/export/kwic.docx": (f"/export/kwic.docx?phrase={one}" for one in phrases),
        "/export/trend.csv": (f"/export/trend.csv?phrase={one}" for one in phrases),
        "/export/trend.svg": (f"/export/trend.svg?phrase={one}" for one in phrases),
        "/export/variants.csv": (f"/export/variants.csv?phrase={one}" for one in phrases),
        "/export/around.csv": (f"/export/around.csv?phrase={one}" for one in phrases),
        "/export/search.zip": (f"/export/search.zip?q={one}" for one in phrases),
        "/export/kwic.zip": (f"/export/kwic.zip?phrase={one}&year={next(years)}" for one in phrases),
        "/export/trend.zip": (f"/export/trend.zip?phrase={one}" for one in phrases),
        "/export/variants.zip": (f"/export/variants.zip?phrase={one}" for one in phrases),
        "/export/around.zip": (f"/export/around.zip?phrase={one}" for one in phrases),
    }


def _of_names(names: Mapping[str, Sequence[str]]) -> Mapping[str, Iterator[str]]:
    return {
        f"{start}/{kind}": map(f"{start}/{kind}?name={{}}".format, map(quote, some))
        for kind, some in names.items()
        for start in ("", "/api")
    }


def _of_all_words(speeches: Sequence[str], years: Sequence[int]) -> Mapping[str, Iterator[str]]:
    return {
        "/reuse": iter(["/reuse"]),
        "/api/reuse": iter(["/api/reuse"]),
        "/export/reuse.csv": iter(["/export/reuse.csv"]),
        "/compare, words": (f"/compare?year={year}" for year in years),
        "/compare, runs of four": (f"/compare?year={year}&size=4" for year in years),
        "/api/keyness": (f"/api/keyness?year={year}" for year in reversed(years)),
        "/export/compare.csv": (f"/export/compare.csv?year={year}&minimum=4" for year in years),
        "/diff": (f"/diff?a={one}&b={other}" for one, other in pairwise(speeches)),
        "/diff, to choose": iter(["/diff"]),
        "/api/diff": (f"/api/diff?a={one}&b={other}" for one, other in pairwise(speeches)),
        "/export/diff.csv": (f"/export/diff.csv?a={one}&b={other}" for one, other in pairwise(speeches)),
        "/export/diff.docx": (f"/export/diff.docx?a={one}&b={other}" for one, other in pairwise(speeches)),
        "/export/diff.zip": (f"/export/diff.zip?a={one}&b={other}" for one, other in pairwise(speeches)),
        "/export/reuse.zip": iter(["/export/reuse.zip"]),
        "/export/compare.zip": (f"/export/compare.zip?year={year}&minimum=4" for year in years),
        "/export/ngrams.zip": (f"/export/ngrams.zip?minimum={times}" for times in range(20, 30)),
        "/ngrams": (f"/ngrams?minimum={times}" for times in range(5, 20)),
        "/ngrams, in a year": (f"/ngrams?year={year}" for year in years),
        "/api/ngrams": (f"/api/ngrams?minimum={times}" for times in range(2, 5)),
        "/export/ngrams.csv": (f"/export/ngrams.csv?minimum={times}" for times in range(20, 30)),
    }


def mixed(views: Mapping[str, Sequence[str]], count: int) -> list[str]:
    """So many addresses, of all views in turn."""
    rows = [address for row in zip_longest(*views.values()) for address in row if address]
    return list(islice(cycle(rows), count))


def commands(phrases: Sequence[str], speech: str, index: str, seeds: str) -> dict[str, list[str]]:
    """The commands that read an index, and what is done with it."""
    one, other = phrases[:2]
    asked = {
        "search": [f"{one} {other}"],
        "arrivals": [one],
        "basket": [f"{speech}#p1"],
        "count": [one],
        "nearest": ["".join(phrases[:TOGETHER])],
        "proof": [f"{seeds}/{speech}"],
        "diff": [speech, speech],
        "kwic": [one],
        "trend": [one, other],
        "around": [one],
        "variants": [one],
        "reuse": [speech],
        "compare": ["--a", "year:2010"],
        "compare --size": ["4", "--a", "year:2010"],
        "ngrams": [],
        "cite": [speech],
    }
    reading = {name: [*name.split(), *rest, "--index", index] for name, rest in asked.items()}
    return {**reading, "status": ["status", seeds, "--index", index], "check": ["check", seeds, "--index", index]}
