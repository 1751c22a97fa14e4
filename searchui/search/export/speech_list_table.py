"""The table of a list of speeches."""

from datetime import datetime

from indexer.i18n import Language, p_
from searchui.search.browsing.speech_list import SPEECH_COLUMNS, SpeechList, speech_rows
from searchui.search.browsing.speech_table import SpeechSort
from searchui.search.corpus import Corpus
from searchui.search.export.provenance import provenance
from searchui.search.export.table import Table
from searchui.search.filters.filters import Filters

SPEECHES = p_("table", "讲话")


def speech_list_table(
    corpus: Corpus, found: SpeechList, filters: Filters, taken: datetime, language: Language = "zh", root: str = ""
) -> Table:
    """The speeches of a list, one a row. `root` stands before each address."""
    source = provenance(
        corpus,
        view=SPEECHES.text(language),
        query="",
        reading="",
        filters=filters,
        options={} if found.sort is SpeechSort.NEWEST else {"sort": found.sort.value},
        found={"speeches": found.total, "characters": found.characters},
        taken=taken,
    )
    return Table(SPEECHES, SPEECH_COLUMNS, speech_rows(found.speeches, root), source)
