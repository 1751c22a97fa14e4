"""The operations of the API, one a row: what each is asked by and answers.

Routes, the OpenAPI description, the page that documents it, what the log says was found, and how much a request
counts against a client's rate come from these rows.
"""

from operator import attrgetter

from indexer.i18n import _
from indexer.model import Speech
from searchui.search.arrivals.json_answers import ArrivalsAnswer
from searchui.search.browsing.json_answers import OccasionAnswer, SpeakerAnswer, SpeechListAnswer
from searchui.search.comparison.json_answers import ComparisonAnswer
from searchui.search.proofreading.json_answers import ProofAnswer
from searchui.search.results.json_answers import CiteAnswer, NearestAnswer, PageAnswer, SuggestAnswer
from searchui.search.reuse.json_answers import ReuseAnswer
from searchui.search.reuse.overview import ReuseOverview
from searchui.search.statistics.json_answers import CardAnswer, ConcordanceAnswer, CountAnswer, CrossingsAnswer
from searchui.search.statistics.trend import Trend
from searchui.search.statistics.words.collocation import Collocations
from searchui.search.statistics.words.keyness import Keyness
from searchui.search.statistics.words.ngram import Ngrams
from searchui.search.variants.json_answers import VariantsAnswer
from searchui.web.api.operation import Operation
from searchui.web.context.health import HealthAnswer
from searchui.web.request.citation import cite
from searchui.web.request.concordance_state import ConcordanceState
from searchui.web.request.draft import OPTIONS, PostedDraft, PostedText
from searchui.web.request.parameters import (
    BY,
    COLLAPSE,
    COLLATION,
    EXPLAIN,
    FILTERS,
    FREQUENCY,
    FUNCTION_WORDS,
    GROUP,
    LEAST_RUN,
    LINE_SORT,
    LINES,
    MATCH_OPTIONS,
    MAX_RUN_WORDS,
    MIN_RUN_WORDS,
    ORDER,
    OTHER_FILTERS,
    OTHER_SPEECHES,
    PAGE,
    PAGE_SIZE,
    PARAGRAPH,
    PASSAGE,
    PHRASE,
    PHRASES,
    QUERY,
    REPEATED,
    ROWS,
    SORT,
    SPEECHES,
    SYNONYMS,
    TIMES,
    TYPED,
    VARIANTS_LISTED,
    WIDTH_IN_LINES,
    WINDOW,
    WITHIN,
    WORDING,
    WORDS,
)
from searchui.web.request.phraseology_state import CollocationState, KeynessState, NgramState
from searchui.web.request.quotations.arrivals_state import LISTED, SINCE, ArrivalsState
from searchui.web.request.search_state import CardState, CountState, SearchState
from searchui.web.request.texts.diff_state import DiffState
from searchui.web.request.texts.speeches_state import (
    OCCASION,
    SPEAKER,
    SPEECH_SORT,
    SPEECHES_LISTED,
    OccasionState,
    SpeakerState,
    SpeechesState,
)
from searchui.web.request.trend_state import TrendState
from searchui.web.request.variants_state import VariantsState
from searchui.web.security.request_limits import ALL_WORDS, WHILE_TYPING

SPEECH_ID = "speech_id"
MATCHING, FACETED = MATCH_OPTIONS.parameters, FILTERS.parameters

OPERATIONS = (
    Operation(
        "search",
        "/api/search",
        PageAnswer,
        lambda corpus, args: SearchState.from_args(args).run(corpus).answer(),
        (QUERY, PAGE, PAGE_SIZE, SORT, *FACETED, SYNONYMS, *MATCHING, COLLAPSE, GROUP, EXPLAIN),
        hits=attrgetter("total"),
    ),
    Operation(
        "arrivals",
        "/api/arrivals",
        ArrivalsAnswer,
        lambda corpus, args: ArrivalsState.from_args(args).run(corpus).answer(),
        (QUERY, SINCE, LISTED, *FACETED, SYNONYMS, *MATCHING),
        hits=lambda found: found.total or 0,
    ),
    Operation(
        "count",
        "/api/count",
        CountAnswer,
        lambda corpus, args: CountState.from_args(args).run(corpus).answer(),
        (PHRASE, *MATCHING),
        hits=attrgetter("occurrences"),
        missing=_("请在网址里写上要数的词句：/api/count?phrase=…"),
    ),
    Operation(
        "kwic",
        "/api/kwic",
        ConcordanceAnswer,
        lambda corpus, args: ConcordanceState.from_args(args).run(corpus).answer(),
        (PHRASE, WITHIN, WIDTH_IN_LINES, LINE_SORT, COLLATION, PAGE, LINES, *FACETED, SYNONYMS, *MATCHING),
        hits=attrgetter("total"),
        missing=_("请在网址里写上要逐条列出的词句：/api/kwic?phrase=…"),
    ),
    Operation(
        "crossings",
        "/api/crossings",
        CrossingsAnswer,
        lambda corpus, args: ConcordanceState.from_args(args).run_crossing(corpus).answer(),
        (PHRASE, WITHIN, PAGE, LINES, *FACETED, SYNONYMS, *MATCHING),
        hits=attrgetter("total"),
        missing=_("请在网址里写上要找的词句：/api/crossings?phrase=…"),
    ),
    Operation(
        "card",
        "/api/card",
        CardAnswer,
        lambda corpus, args: CardState.from_args(args).run(corpus).answer(),
        (PHRASE, *FACETED, *MATCHING),
        hits=attrgetter("occurrences"),
    ),
    Operation(
        "trend",
        "/api/trend",
        Trend,
        lambda corpus, args: TrendState.from_args(args).changed(phrases=PHRASES.read(args)).run(corpus),
        (PHRASES, BY, *FACETED, *MATCHING),
        hits=lambda trend: sum(course.whole.occurrences for course in trend.courses),
    ),
    Operation(
        "suggest",
        "/api/suggest",
        SuggestAnswer,
        lambda corpus, args: SuggestAnswer(tuple(corpus.suggest(TYPED.read(args)))),
        (TYPED,),
        hits=lambda answer: len(answer.suggestions),
        cost=WHILE_TYPING,
    ),
    Operation(
        "nearest",
        "/api/nearest",
        NearestAnswer,
        lambda corpus, args: corpus.nearest(PASSAGE.read(args)).answer(),
        (PASSAGE,),
        hits=attrgetter("found"),
    ),
    Operation(
        "diff",
        "/api/diff",
        ComparisonAnswer,
        lambda corpus, args: DiffState.from_args(args).run(corpus).answer(),
        DiffState.parameters(),
        hits=lambda answer: len(answer.rows),
        cost=ALL_WORDS,
    ),
    Operation(
        "proof",
        "/api/proof",
        ProofAnswer,
        lambda corpus, _args: PostedDraft.of_request().proofread(corpus).answer(),
        OPTIONS,
        hits=lambda answer: len(answer.notices),
        cost=ALL_WORDS,
        method="POST",
    ),
    Operation(
        "variants",
        "/api/variants",
        VariantsAnswer,
        lambda corpus, args: VariantsState.from_args(args).run(corpus).answer(),
        (WORDING, VARIANTS_LISTED),
        hits=attrgetter("phrase.occurrences"),
        missing=_("请在网址里写上提法：/api/variants?phrase=…"),
    ),
    Operation(
        "collocations",
        "/api/collocations",
        Collocations,
        lambda corpus, args: CollocationState.from_args(args).run(corpus),
        (PHRASE, WINDOW, TIMES, ORDER, ROWS, *FACETED, *MATCHING),
        hits=attrgetter("total"),
        missing=_("请在网址里写上词句：/api/collocations?phrase=…"),
    ),
    Operation(
        "keyness",
        "/api/keyness",
        Keyness,
        lambda corpus, args: KeynessState.from_args(args).run(corpus),
        (*FACETED, SPEECHES, *OTHER_FILTERS.parameters, OTHER_SPEECHES, WORDS, FREQUENCY, FUNCTION_WORDS, ROWS),
        hits=attrgetter("rows"),
        cost=ALL_WORDS,
    ),
    Operation(
        "ngrams",
        "/api/ngrams",
        Ngrams,
        lambda corpus, args: NgramState.from_args(args).run(corpus),
        (MIN_RUN_WORDS, MAX_RUN_WORDS, REPEATED, FUNCTION_WORDS, ROWS, *FACETED),
        hits=attrgetter("total"),
        cost=ALL_WORDS,
    ),
    Operation(
        "reuse_overview", "/api/reuse", ReuseOverview, lambda corpus, _args: corpus.reuse_overview(), cost=ALL_WORDS
    ),
    Operation(
        "reuse_of_draft",
        "/api/reuse",
        ReuseAnswer,
        lambda corpus, _args: PostedText.of_request(LEAST_RUN.name).reuse(corpus).answer(),
        (LEAST_RUN,),
        hits=lambda answer: len(answer.passages),
        cost=ALL_WORDS,
        method="POST",
    ),
    Operation(
        "reuse",
        "/api/reuse/{speech_id}",
        ReuseAnswer,
        lambda corpus, args: corpus.reuse_of_speech(args[SPEECH_ID], least=LEAST_RUN.read(args)).answer(),
        (LEAST_RUN,),
        path_names=(SPEECH_ID,),
        hits=lambda answer: len(answer.passages),
    ),
    Operation(
        "speeches",
        "/api/speeches",
        SpeechListAnswer,
        lambda corpus, args: SpeechesState.from_args(args).run(corpus).answer(),
        (*FACETED, SPEECH_SORT, PAGE, SPEECHES_LISTED),
        hits=attrgetter("total"),
    ),
    Operation(
        "speaker",
        "/api/speaker",
        SpeakerAnswer,
        lambda corpus, args: SpeakerState.from_args(args).run(corpus).answer(),
        (SPEAKER,),
        hits=attrgetter("speeches"),
    ),
    Operation(
        "occasion",
        "/api/occasion",
        OccasionAnswer,
        lambda corpus, args: OccasionState.from_args(args).run(corpus).answer(),
        (OCCASION,),
        hits=attrgetter("speeches"),
    ),
    Operation(
        "speech",
        "/api/speech/{speech_id}",
        Speech,
        lambda corpus, args: corpus.speech(args[SPEECH_ID]),
        path_names=(SPEECH_ID,),
    ),
    Operation(
        "cite",
        "/api/cite/{speech_id}",
        CiteAnswer,
        lambda corpus, args: cite(corpus, args[SPEECH_ID], PARAGRAPH.read(args)).answer(),
        (PARAGRAPH,),
        path_names=(SPEECH_ID,),
    ),
    Operation("health", "/healthz", HealthAnswer, statuses=(200, 503)),
    Operation("openapi", "/api/openapi.json", None),
)
