/* The kernel: what a query costs most in, over all segments of an index in one call.

   It answers exactly what the modules of ../read and ../substring_index answer with numpy, which stay as reference: they
   are held against each other by tests/indexer/engine/kernel/test_differential.py. It knows nothing of Python, keeps no
   state but its workspaces, and may be called from many threads at once, each with a workspace of its own.

   All arrays are those of a segment's file (see ../encoding/array_names.py), as they are mapped. Nothing that they say is
   believed: every place that is read through a number that was read is checked, and what does not fit gives
   KERNEL_DAMAGED, never a read beyond an array. What is checked once for a segment is checked by kernel_check. */

#ifndef KERNEL_H
#define KERNEL_H

#include <stdint.h>

#if defined(_WIN32)
#define KERNEL_API __declspec(dllexport)
#else
#define KERNEL_API __attribute__((visibility("default")))
#endif

#define KERNEL_DAMAGED (-1) /* an array says what cannot be */
#define KERNEL_NO_MEMORY (-2)
#define KERNEL_MISUSED (-3) /* the caller's own arguments do not fit */

/* `length` items of `width` bytes each; little-endian, but for codes of text, which are big-endian. */
typedef struct {
    const void *data;
    int64_t length;
    int64_t width;
} array;

/* One field of words. Of headings and titles a "document" is a run of paragraphs, from `starts[run]` on.
   `norms` and `sizes` (live paragraphs of each run) are only needed for scores. */
typedef struct {
    array letters, ends, bounds, entries, exceptions, excess;
    array starts, sizes, norms;
} field;

typedef struct {
    int64_t first;     /* the number of its first paragraph in the index */
    int64_t documents; /* paragraphs, the deleted ones too */
    array live;        /* a byte a paragraph, 0: deleted; without items: all are live */
    array dead;        /* the deleted ones, ascending (uint32) */
    array dead_keys;   /* the next DEPTH codes of each character of theirs, ascending; without items: not known */
    array codes;       /* code point → code; 0 for a character that is not in the alphabet */
    array points;      /* code → code point */
    array text, starts, shown, variants, variant_places, variant_bounds;
    array low, high, samples, blocks;
    array common, common_bits, common_counts, common_bounds, common_exceptions, common_excess;
    field words, headings, titles;
    /* Of frequent words, by their numbers (without items: none are known): see ../inverted_index/frequent_words.py. */
    array frequent, tokens, units, unit_counts, peaks, peak_bounds;
} segment;

typedef struct {
    const segment *segments;
    int64_t count;
    int64_t documents; /* live paragraphs of all segments */
    double average;    /* words of a live paragraph */
} library;

/* Memory that calls share, and the answer of the last call, which is valid until the next one. */
typedef struct workspace workspace;
struct workspace {
    int64_t *numbers; /* paragraphs, in the numbering of the index */
    int64_t *values;  /* of each: how often, or where */
    float *scores;    /* of each; NULL: not asked for */
    uint32_t *points; /* code points, of texts */
    /* what is below is the kernel's own */
    void *blocks;
    int64_t wanted; /* bytes of the first block */
    uint32_t *counts;
    uint64_t *bits;
    int64_t dense; /* documents that `counts` and `bits` have room for; both are zeros between uses */
    int64_t dirty; /* … unless a use ended early */
};

KERNEL_API workspace *kernel_workspace(void);      /* NULL: no memory */
KERNEL_API void kernel_release(workspace *memory); /* NULL is allowed */

/* A digest of the sources that the library was made of, in hexadecimal digits. */
KERNEL_API const char *kernel_digest(void);

/* From now on, what is read of a mapped file beyond its end is 0; without this it ends the process (SIGBUS). 1 where that
   is new. It holds for the whole process; whoever reads has to look at the sizes of files afterwards. */
KERNEL_API int64_t kernel_guard(void);

/* 0, or KERNEL_DAMAGED where the arrays of a segment do not fit each other. `scored`: norms and sizes are there too. */
KERNEL_API int64_t kernel_check(const segment *one, int64_t scored);

/* Folded texts are code points. All calls give the number of items of their answer, or one of the errors. */

/* The paragraphs that have a text, ascending (`numbers`), and how often each (`values`). */
KERNEL_API int64_t kernel_occurrences(const library *all, const uint32_t *text, int64_t length, workspace *memory);

/* How a text is used by the runs of paragraphs that have it, ascending: `values` has five numbers of each, its number, how often
   the text stands there, in how many paragraphs, the first of these and the last. `runs`: that of each paragraph, ascending
   (int64). */
KERNEL_API int64_t kernel_by_run(const library *all, const uint32_t *text, int64_t length, const array *runs,
                                 workspace *memory);

/* Every place at which a text stands: the paragraphs, ascending (`numbers`), and the characters in them (`values`). */
KERNEL_API int64_t kernel_places(const library *all, const uint32_t *text, int64_t length, workspace *memory);

/* How often each of some texts stands (`values`); they stand one after another in `texts`, each with so many characters.
   `dead_keys` save it from looking at every place of a short text. */
KERNEL_API int64_t kernel_totals(const library *all, const uint32_t *texts, const int64_t *sizes, int64_t count,
                                 workspace *memory);

/* Which characters stand between two texts, for some frames: of each the sizes of the text before and of that after, of which
   one may be 0; all texts stand one after another. An item for each character of a segment: the number of the frame
   (`numbers`), the character (`points`) and how often it stands there (`values`). In each segment no more than `most` places
   of the rarer text are looked at, evenly spread. */
KERNEL_API int64_t kernel_fillers(const library *all, const uint32_t *texts, const int64_t *sizes, int64_t count,
                                  int64_t most, workspace *memory);

/* The paragraphs that a query finds, ascending (`numbers`), and, where there are up to `most_scored` of them, the score of
   each (`scores`). The program is the query in postfix order, each node some numbers; texts stand one after another in
   `texts`:

   KERNEL_WORDS     verbatim, number of words, length of each word, length of the whole text (words, then the text)
   KERNEL_PHRASE    length of the text
   KERNEL_PATTERN   characters that `*` may stand for, how many characters end a sentence, number of pieces, length of each
                    (the pieces, then those characters)
   KERNEL_NEAR      distance, number of texts (2 to 8), length of each
   KERNEL_FOUND     for each segment: address and number of paragraphs, ascending (int64), address of their counts (int64)
   KERNEL_RANGES    number of ranges, then the start and the end (exclusive) of each, ascending
   KERNEL_AND, KERNEL_OR   number of parts
   KERNEL_NOT
   KERNEL_SYNONYMS  of two parts, the second scores a thousandth */
enum {
    KERNEL_WORDS = 1,
    KERNEL_PHRASE,
    KERNEL_FOUND,
    KERNEL_RANGES,
    KERNEL_AND,
    KERNEL_OR,
    KERNEL_NOT,
    KERNEL_SYNONYMS,
    KERNEL_PATTERN,
    KERNEL_NEAR
};
KERNEL_API int64_t kernel_match(const library *all, const int64_t *program, int64_t size, const uint32_t *texts,
                                int64_t letters, int64_t most_scored, workspace *memory);

/* What is known of paragraphs by the speeches that they are in. A run is consecutive paragraphs of one speaker. */
typedef struct {
    array runs;             /* the run of each paragraph (uint32) */
    array speeches, shifts; /* of each run (int64): its speech; how far it moves by date */
    array mask;             /* of each run a byte, 0 where filters leave it out; without items: all are left */
    array groups;           /* of each paragraph what it shares with its duplicates, -1: it has none (int32) */
    int64_t mains_count, groups_count;
    array bounds;    /* where the counts of each facet start, and where those of the last end (int64) */
    array rows;      /* of each run, side by side: the code of its value of each facet, and what its speech counts as (uint32) */
    array counted;   /* of each run a bit for each facet, 0 where it is not counted (uint32); without items: all are */
    array unit_runs; /* of each unit of all segments its run (uint32); SEVERAL_RUNS: of its paragraphs each has its own */
    array grouped;   /* the paragraphs that have duplicates, ascending (uint32) */
} columns;

#define SEVERAL_RUNS UINT32_MAX
#define MOST_FACETS 32

/* How many paragraphs a query finds, how many of these the filters leave, in how many speeches, and how many of those say
   the same as one that is before them in the order; of how many paragraphs that was found out one by one; and how many have
   each value of each facet, one facet after another. */
typedef struct {
    int64_t paragraphs, left, speeches, hidden, looked_at, facets[];
} totals;

/* 0, or KERNEL_MISUSED where columns do not fit each other; kernel_rank takes this for granted. */
KERNEL_API int64_t kernel_check_columns(const columns *by);

/* The first `wanted` paragraphs (`numbers`, with `scores`) of what a program finds, the best first, or, `by_date`, those
   that the shifts say; the totals of all (`values`). That is one pass over all that is found, but for a single word that is
   frequent in some segment. */
KERNEL_API int64_t kernel_rank(const library *all, const int64_t *program, int64_t size, const uint32_t *texts,
                               int64_t letters, const columns *by, int64_t by_date, int64_t wanted, workspace *memory);

/* Of some paragraphs whether a text is a word of theirs by itself, and not only inside longer ones (`values`: 1 or 0). */
KERNEL_API int64_t kernel_stands_alone(const library *all, const uint32_t *text, int64_t length, const int64_t *numbers,
                                       int64_t count, workspace *memory);

/* The texts of some paragraphs as they are shown, one after another (`points`), and where each ends (`values`).
   `folded`: as they are compared. */
KERNEL_API int64_t kernel_texts(const library *all, const int64_t *numbers, int64_t count, int64_t folded,
                                workspace *memory);

/* What building costs most in. The arrays that a call fills are the caller's own; what it is given is checked, and what does
   not fit gives KERNEL_MISUSED. */

/* Number the words of a text, equal ones alike, in the order in which they are first met. `codes` of the text (uint16),
   `letters`: of each code, whether that makes a token a word (a byte); `lengths` of the tokens (int32), which tile the text.
   `numbers` are of the tokens, UINT32_MAX for what is no word, and `firsts` of the words: their first tokens (uint32).
   Gives how many words there are. */
KERNEL_API int64_t kernel_number_words(const array *codes, const array *letters, const array *lengths,
                                       const array *numbers, const array *firsts);

/* Documents that are cut up: `numbers` of the words of their tokens (as above), `documents`: the first token of each, and
   where the last one ends (int64). Of each word its number among `count` terms (`terms`, uint32), and those of the shorter
   words inside it (`inner`, uint32), from `bounds` to the next (int64). */
typedef struct {
    array numbers, documents, terms, bounds, inner;
    int64_t count;
} cut;

/* How many documents have each term (`counts`, int64), and how many terms each document has (`sizes`, int64). Gives the
   sum of `counts`. */
KERNEL_API int64_t kernel_count_postings(const cut *of, const array *counts, const array *sizes);

/* The entries of each term, from `bounds` to the next (int64), as in a segment's file, and their whole frequencies
   (uint32). */
KERNEL_API int64_t kernel_fill_postings(const cut *of, const array *bounds, const array *entries,
                                        const array *frequencies);

/* A hash of each text of some codes (uint16), from one of `starts` to the next (int64), where one more character stands
   after it. Of each code: what it is (`kinds`: a byte; 1 it counts, 2 it is a mark, 4 a digit), and a number (`numbers`,
   uint64). Fills `hashes` (uint64). */
KERNEL_API int64_t kernel_hash_texts(const array *codes, const array *starts, const array *kinds, const array *numbers,
                                     const array *hashes);

/* The clauses of a text of code points that have `shortest` characters or more, each once, ascending by hash. `signs` are of
   the code points: 0 for what is left out, 1 for what ends a clause; `alike` of the signs: the same for all numbers of one
   writing, with the highest bit set for these. Fills hashes and forms (uint64), sizes (uint32); gives how many there are. */
KERNEL_API int64_t kernel_hash_clauses(const array *text, const array *signs, const array *alike, int64_t shortest,
                                       const array *hashes, const array *sizes, const array *forms);

/* The positions of a text of codes (uint16) of so many bits, by their codes (uint32): where those of each code start, and
   those of the last one end (`bounds`, int64), and the codes of the three characters after each (`keys`, uint64). */
KERNEL_API int64_t kernel_scatter_positions(const array *codes, int64_t bits, const array *bounds, const array *positions,
                                            const array *keys);

/* Sort the positions of the codes from `first` to `last` (exclusive) by their keys, equal ones as they stand; the code goes
   into the keys. Calls for other codes may run at the same time. */
KERNEL_API int64_t kernel_sort_positions(const array *bounds, int64_t first, int64_t last, int64_t bits,
                                         const array *positions, const array *keys);

/* Positions in order (uint32), with their keys (uint64), and the document of each place of the text (`owners`, uint32). */
typedef struct {
    array keys, positions, owners;
    int64_t documents;
} text_order;

/* Where the terms from `first` to `last` (exclusive) stand without being words: their keys are from `wanted` on, as many as
   `spans` says, 0 for terms that are not looked for (both uint64); their entries from `bounds` to the next (int64). Gives how
   many documents are to be added: before which entries (`numbers`), and these (`values`); `counts` of each term (int64). */
KERNEL_API int64_t kernel_missing_postings(const text_order *of, const array *wanted, const array *spans,
                                           const array *bounds, const array *entries, int64_t first, int64_t last,
                                           const array *counts, workspace *memory);

/* The different sentences of a text of code points, in order, each once, with a NUL between them, in UTF-8; white space
   around them is left out. `kinds` of the first code points: a byte each; 1 it ends a sentence, 2 it closes behind that, 4
   it is white. `joined` has room for five bytes a character; gives how many are used. */
KERNEL_API int64_t kernel_join_sentences(const array *text, const array *kinds, const array *joined);

/* Passes over the words of a corpus. Stretches of them are where each starts and ends (exclusive), one after another (int64).

   Add to `counts` (int64) how often each number stands in some stretches of words (numbers of 1, 2 or 4 bytes). */
KERNEL_API int64_t kernel_count_words(const array *words, const array *stretches, const array *counts);

/* Add to `runs` (int64) how many words of some stretches have one, two … as many or more words from them on that follow each
   other directly (`follows`: of each word a bit, whether it follows the one before), themselves counted. */
KERNEL_API int64_t kernel_count_runs(const array *follows, const array *stretches, const array *runs);

/* Which entries of an order, from each of `starts` on as many as `sizes` says (both int64), have places (uint32) that are
   marked: a bit each, the first of a byte the lowest. `found` (uint32) has room for as many as are marked. */
KERNEL_API int64_t kernel_marked_entries(const array *places, const array *starts, const array *sizes,
                                         const array *marks, const array *found);

/* Of each of some places of `words` words (`wanted`, uint32) the entry among those that has it (`found`, int64); 0: none has. */
KERNEL_API int64_t kernel_entries_of(const array *places, const array *starts, const array *sizes, const array *wanted,
                                     int64_t words, const array *found);

#endif
