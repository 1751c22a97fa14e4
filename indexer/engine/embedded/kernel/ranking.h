/* What ranking keeps of matches while it comes by them. */

#ifndef RANKING_H
#define RANKING_H

#include "matching.h"

#define TALLIED 1024

typedef struct {
    double score; /* rounded; by date all are 0 */
    int64_t date; /* the place by date */
    int64_t number;
    float given; /* the score as it was */
} candidate;

/* The best so far, a heap whose first is the last in order once there are as many as are wanted. */
typedef struct {
    candidate *items;
    int64_t size, wanted;
    double least; /* what scores less is not among the best */
} heap;

/* How many matches runs have, until these are added to totals and facets. */
typedef struct {
    const columns *by;
    totals *found;
    uint64_t *seen; /* a bit for each speech that something counts for */
    int64_t size;
    uint32_t runs[TALLIED];
    int64_t counts[TALLIED];
} tally;

/* Matches one by one. `scores` NULL: they go by date alone. */
typedef struct {
    const columns *by;
    const int64_t *numbers;
    const float *scores;
    int64_t count;
    uint32_t *runs; /* of each match that the filters leave; of others LEFT_OUT */
} matches;

#define LEFT_OUT UINT32_MAX

int64_t begin_heap(heap *best, int64_t wanted, workspace *memory);
void offer(heap *best, candidate own);
/* The best in their order become the answer: so many. */
int64_t answer(heap *best, workspace *memory);

int64_t begin_tally(tally *kept, const columns *by, totals *found, workspace *memory);
void count_out(tally *kept);

static inline void add(tally *kept, uint32_t run, int64_t count) {
    if (kept->size && kept->runs[kept->size - 1] == run) {
        kept->counts[kept->size - 1] += count;
        return;
    }
    if (kept->size == TALLIED)
        count_out(kept);
    kept->runs[kept->size] = run;
    kept->counts[kept->size++] = count;
}

static inline bool is_left(const columns *by, uint64_t run) {
    return !by->mask.length || ((const uint8_t *)by->mask.data)[run];
}

/* The run of a paragraph; KERNEL_MISUSED where there is none. */
static inline int64_t run_of(const columns *by, int64_t number) {
    if (number < 0 || number >= by->runs.length)
        return KERNEL_MISUSED;
    uint32_t run = U32(by->runs)[number];
    return run < by->speeches.length ? (int64_t)run : KERNEL_MISUSED;
}

candidate candidate_of(const columns *by, int64_t number, int64_t run, const float *score);
/* Which matches have a duplicate before them in another speech; NULL in `hidden` where none has. So many. */
int64_t hide(const matches *in, uint8_t **hidden, workspace *memory);

/* All that kernel_rank does of one word. */
int64_t rank_word(const library *all, const node *word, const columns *by, bool by_date, int64_t wanted, totals *found,
                  workspace *memory);

#endif
