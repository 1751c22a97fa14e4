/* The best of what one word finds, without a look at most postings that cannot be among them. */

#include "word_ranking.h"

#define MOST 0xffffu /* of either part of a peak, as in ../inverted_index/frequent_words.py; and STEPS */
#define STEPS 16.0
#define K1 1.2 /* as in indexer.engine.bm25 */
#define B 0.75
#define ABOVE 1.000002 /* scores are of single precision, and rounded a few times: no more than this above what they are */

/* The first place among what is hidden whose paragraph is not before one. */
static int64_t hidden_from(const word_search *all, int64_t number) {
    array numbers = {all->hidden, all->hidden_count, 8};
    return first_not_before(&numbers, (uint64_t)number);
}

/* Offer a posting that may be among the best, if it is live, left by the filters and shown. */
static int64_t offer_one(word_search *all, const part *in, int64_t at, const float *score) {
    int64_t document = in->word->entries[at] & DOCUMENT_MASK, number = in->one->first + document;
    if (!is_live(in->one, document))
        return 0;
    int64_t run = run_of(all->by, number);
    TRY(run);
    if (!is_left(all->by, (uint64_t)run))
        return 0;
    int64_t hidden = hidden_from(all, number);
    if (hidden == all->hidden_count || all->hidden[hidden] != number)
        offer(&all->best, candidate_of(all->by, number, run, score));
    return 0;
}

static int64_t offer_each(word_search *all, const part *in, int64_t start, int64_t end) {
    for (int64_t at = start; at < end; at++) {
        TRY(document_at(in, at));
        TRY(offer_one(all, in, at, NULL));
    }
    all->found->looked_at += end - start;
    return 0;
}

/* The same by their scores, no more than PEAK_OF. */
static int64_t offer_scored(word_search *all, part *in, int64_t start, int64_t end, bool above) {
    float scores[PEAK_OF];
    TRY(score_words(all, in, start, end, scores));
    if (above)
        add_above(in, start, end, scores);
    for (int64_t at = start; at < end; at++)
        if (!(scores[at - start] < all->best.least))
            TRY(offer_one(all, in, at, &scores[at - start]));
    all->found->looked_at += end - start;
    return 0;
}

/* By the word itself no posting of a block scores more: none has both a higher frequency and fewer words for each. */
static double highest(const word_search *all, const part *in, int64_t block) {
    uint32_t often = in->peaks[block] >> 16, length = in->peaks[block] & MOST;
    double below = often == MOST ? 0 : K1 * (1 - B) / often;
    if (all->average > 0)
        below += K1 * B * length / STEPS / all->average;
    return often ? (double)all->weight / (1 + below) : 0;
}

/* Offer postings, block by block, but for those of blocks which, with `more` to be added, are not among the best. */
static int64_t offer_blocks(word_search *all, part *in, int64_t start, int64_t end, double more) {
    for (int64_t after; start < end; start = after) {
        after = (start / PEAK_OF + 1) * PEAK_OF;
        after = after < end ? after : end;
        if (in->row < 0 || (highest(all, in, start / PEAK_OF) + more) * ABOVE >= all->best.least)
            TRY(offer_scored(all, in, start, after, more > 0));
    }
    return 0;
}

/* The next documents that have anything above them: the stretches that overlap, and the most that these add. */
static double next_area(stretches *above, int64_t *next, uint32_t *start, uint32_t *end) {
    double most[2] = {0, 0};
    bool begun = false;
    for (;;) {
        int first = next[0] < above[0].count &&
                    (next[1] == above[1].count || above[0].items[next[0]].start <= above[1].items[next[1]].start) ? 0 : 1;
        if (next[first] == above[first].count || (begun && above[first].items[next[first]].start >= *end))
            return most[0] + most[1];
        const stretch *one = &above[first].items[next[first]++];
        *start = begun ? *start : one->start;
        *end = begun && *end > one->end ? *end : one->end;
        most[first] = one->score > most[first] ? one->score : most[first];
        begun = true;
    }
}

static int64_t rank_part(word_search *all, part *in) {
    set entries = of_entries(in->word, false);
    int64_t at = 0, next[2] = {0, 0};
    while (next[0] < in->above[0].count || next[1] < in->above[1].count) {
        uint32_t start, end;
        double more = next_area(in->above, next, &start, &end);
        int64_t first = gallop(&entries, at, start), after = gallop(&entries, first, end);
        TRY(offer_blocks(all, in, at, first, 0));
        TRY(offer_blocks(all, in, first, after, more));
        at = after;
    }
    return offer_blocks(all, in, at, in->word->count, 0);
}

int64_t rank_by_score(word_search *all) {
    for (int64_t place = 0; place < all->count; place++)
        TRY(rank_part(all, &all->parts[place]));
    return 0;
}

/* Offer the units of a segment that show anything; what is not in units, posting by posting. */
static int64_t offer_units(word_search *all, part *in, int64_t place, heap *first) {
    const segment *one = in->one;
    int64_t hidden = hidden_from(all, one->first);
    if (in->row < 0)
        return offer_each(all, in, 0, in->word->count);
    for (int64_t unit = 0, at = 0; unit < one->units.length; unit++) {
        int64_t begin = one->first + U32(one->units)[unit], end = one->first + unit_end(one, unit), shown = in->counts[unit];
        for (; hidden < all->hidden_count && all->hidden[hidden] < end; hidden++)
            shown--;
        if (shown > 0 && in->runs[unit] == SEVERAL_RUNS) {
            int64_t after = unit_postings(in, unit, &at);
            TRY(offer_each(all, in, at, after));
        } else if (shown > 0 && is_left(all->by, in->runs[unit])) {
            int64_t date = begin + I64(all->by->shifts)[in->runs[unit]];
            if (first->size < first->wanted || date < first->items[0].date)
                offer(first, (candidate){0, date, place << DOCUMENT_BITS | unit, 0});
        }
    }
    return 0;
}

/* As many units as documents are wanted have these, for each has at least one of them, and all before the next one's. */
int64_t rank_by_date(word_search *all) {
    heap first;
    TRY(begin_heap(&first, all->best.wanted, all->memory));
    for (int64_t place = 0; place < all->count; place++)
        TRY(offer_units(all, &all->parts[place], place, &first));
    for (int64_t next = 0; next < first.size; next++) {
        part *in = &all->parts[first.items[next].number >> DOCUMENT_BITS];
        int64_t start = 0, end = unit_postings(in, first.items[next].number & DOCUMENT_MASK, &start);
        TRY(offer_each(all, in, start, end));
    }
    return 0;
}
