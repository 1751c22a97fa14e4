/* One word that is frequent in some segment, while it is ranked: counted by units, and without a look at most postings that
   cannot be among the best. What is kept of frequent words is told in ../inverted_index/frequent_words.py. */

#ifndef WORD_RANKING_H
#define WORD_RANKING_H

#include "ranking.h"

#define PEAK_OF 128 /* postings */

/* Documents that have a score in common, as they are under a heading or title that has the word. */
typedef struct {
    uint32_t start, end;
    float score;
} stretch;

typedef struct {
    stretch *items;
    int64_t count, next; /* those before it end before the document that was looked at last */
} stretches;

/* The word in one segment. */
typedef struct {
    const segment *one;
    const postings *word;
    int64_t row;           /* -1: it is not frequent here */
    const uint32_t *peaks; /* of each PEAK_OF postings */
    uint8_t *counts;       /* of each unit, how many live documents have it */
    const uint32_t *runs;  /* of each unit */
    stretches above[2];    /* headings, titles */
} part;

typedef struct {
    const columns *by;
    part *parts; /* of each segment */
    int64_t count;
    float weight;
    double average;
    bool by_date;
    int64_t *hidden; /* paragraphs, ascending */
    int64_t hidden_count;
    totals *found;
    heap best;
    workspace *memory;
} word_search;

/* Copy the counts of units, without deleted documents. */
int64_t count_units(part *in, workspace *memory);
/* The postings of a unit are from `start` on to what is given; the ones before are of units before. */
int64_t unit_postings(const part *in, int64_t unit, int64_t *start);

/* Count all that match, and find out what is hidden. */
int64_t spread_word(word_search *all);
int64_t hide_word(word_search *all);
/* Offer what may be among the best. */
int64_t rank_by_score(word_search *all);
int64_t rank_by_date(word_search *all);

/* Where a unit ends (exclusive). */
static inline int64_t unit_end(const segment *one, int64_t unit) {
    return unit + 1 < one->units.length ? U32(one->units)[unit + 1] : one->documents;
}

static inline int64_t document_at(const part *in, int64_t at) {
    uint32_t document = in->word->entries[at] & DOCUMENT_MASK;
    return document < in->one->documents ? (int64_t)document : KERNEL_DAMAGED;
}

/* What postings score by the word itself; and what is added by what is above them. Both as ../read/scorer.py has it, added
   up in the same order; the second is called for ascending postings. */
int64_t score_words(const word_search *all, const part *in, int64_t start, int64_t end, float *scores);
void add_above(part *in, int64_t start, int64_t end, float *scores);

#endif
