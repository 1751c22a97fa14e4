"""The states of the pages for browsing: the list of speeches, and what there is of a speaker or an occasion."""

from dataclasses import dataclass
from typing import Self

from indexer.errors import CallError
from indexer.i18n import _
from searchui.search import Corpus
from searchui.search.browsing.profile import OccasionProfile, SpeakerProfile
from searchui.search.browsing.speech_list import SPEECHES_PER_PAGE, SpeechList
from searchui.search.browsing.speech_table import SpeechSort
from searchui.search.filters.facet import facet_of
from searchui.search.filters.filters import Filters
from searchui.search.ranking.paging import MAX_PER_PAGE
from searchui.web.request.parameter_types import Choice, Number, Text
from searchui.web.request.parameters import FILTERS, PAGE, UNFOLDED
from searchui.web.request.url_state import FilteredState, UrlState, url

SPEECH_SORT = Choice("sort", SpeechSort.NEWEST.value, [sort.value for sort in SpeechSort])
SPEECHES_LISTED = Number("per_page", SPEECHES_PER_PAGE, minimum=1, maximum=MAX_PER_PAGE)
SPEAKER = Text("name", required=True, examples=["沈怀疆"])
OCCASION = Text("name", required=True, examples=["全省经济工作会议"])


@dataclass(frozen=True, slots=True)
class SpeechesState(FilteredState):
    """Which speeches are listed, in which order; of one facet all values may be."""

    filters: Filters = url(FILTERS)
    sort: str = url(SPEECH_SORT)
    per_page: int = url(SPEECHES_LISTED)
    page: int = url(PAGE)
    facet: str = url(UNFOLDED, keeps_page=True)

    @property
    def unfolded(self) -> str:
        """The facet of which all values are listed; empty for none. Raises CallError for one that there is not."""
        return facet_of(self.facet).name if self.facet else ""

    def run(self, corpus: Corpus) -> SpeechList:
        return corpus.list_speeches(filters=self.filters, sort=self.sort, page=self.page, per_page=self.per_page)

    def run_all(self, corpus: Corpus) -> SpeechList:
        """All of them on one page."""
        return corpus.list_speeches(filters=self.filters, sort=self.sort, per_page=None)

    def whole(self) -> Self:
        """All of them, not a page."""
        return self.changed(page=PAGE.default, per_page=SPEECHES_LISTED.default, facet="")


@dataclass(frozen=True, slots=True)
class SpeakerState(UrlState):
    """Which speaker."""

    name: str = url(SPEAKER)

    def run(self, corpus: Corpus) -> SpeakerProfile:
        """Raises CallError without a name, NotFoundError for one who gave no speech."""
        if not self.name:
            raise CallError(_("请在网址里写上讲话人的姓名：name=…"))
        return corpus.speaker(self.name)


@dataclass(frozen=True, slots=True)
class OccasionState(UrlState):
    """Which occasion."""

    name: str = url(OCCASION)

    def run(self, corpus: Corpus) -> OccasionProfile:
        """Raises CallError without a name, NotFoundError for one at which no speech was given."""
        if not self.name:
            raise CallError(_("请在网址里写上场合的名称：name=…"))
        return corpus.occasion(self.name)
