"""The hits of a search as a table: one row each, in the order of the pages."""

from datetime import datetime

from indexer.i18n import Language, p_
from searchui.search.arrivals.arrivals import Arrivals
from searchui.search.corpus import Corpus
from searchui.search.describe import describe
from searchui.search.export.provenance import provenance
from searchui.search.export.table import Table
from searchui.search.ranking.search_request import SearchOptions, search_request
from searchui.search.results.hit import HIT_COLUMNS, hit_rows

NAME, NEW = p_("table", "查找结果"), p_("table", "新收录的")


def hit_table(
    corpus: Corpus, query: str, options: SearchOptions, taken: datetime, language: Language = "zh", root: str = ""
) -> Table:
    """All hits of a search. `root` stands before each address. Raises as `Corpus.search` does, and at once."""
    page = corpus.search(query, per_page=1, **options)
    source = provenance(
        corpus,
        view=NAME.text(language),
        query=query,
        reading=describe(page.query, language),
        filters=search_request(query, **options).filters,
        options=_unusual(options),
        found={
            "paragraphs": page.total,
            "speeches": page.speeches,
            **({} if page.crossing is None else {"crossing": page.crossing}),
            "rows": page.pages if page.hits else 0,
        },
        taken=taken,
    )
    return Table(NAME, HIT_COLUMNS, hit_rows(corpus.hits(query, **options), root=root), source)


def arrival_table(
    corpus: Corpus,
    query: str,
    found: Arrivals,
    options: SearchOptions,
    taken: datetime,
    language: Language = "zh",
    root: str = "",
) -> Table:
    """What of a search is new, as far as `found` lists it."""
    request = search_request(query, **options)
    source = provenance(
        corpus,
        view=NEW.text(language),
        query=query,
        reading=describe(corpus.search(query, per_page=1, **options).query, language),
        filters=request.filters,
        options={"since": found.since, **_unusual(options)},
        found={"paragraphs": found.total or 0, "rows": len(found.hits)},
        taken=taken,
    )
    return Table(NEW, HIT_COLUMNS, hit_rows(found.hits, root=root), source)


def _unusual(options: SearchOptions) -> dict[str, str]:
    """The options beside the filters, where they are not as usual; order and grouping always."""
    given = search_request("", **options)
    switches = {"synonyms": given.query.synonyms, "collapse": options.get("collapse", True)}
    match_options = {name: "on" for name in ("exact", "loose", "numbers") if getattr(given.query.match_options, name)}
    return {
        "sort": given.sort.value,
        "group": given.group.value,
        **{name: "off" for name, on in switches.items() if not on},
        **match_options,
    }
