/* What a page of results takes of all that a query finds: how many there are, which are shown, the best of them, and how
   they are spread. The order is that of searchui.search.ranking: ../../../../searchui/search/ranking/ordering.py, and what
   of duplicates is shown that of duplicates.py beside it. */

#include <math.h>

#include "ranking.h"

#define SLACK 2e-9 /* scores that are nearer than this may round to the same */
#define NOBODY INT64_MAX

static inline double rounded(double score) {
    return rint(score * 1e9) / 1e9;
}

candidate candidate_of(const columns *by, int64_t number, int64_t run, const float *score) {
    float given = score ? *score : 0;
    return (candidate){score ? rounded((double)given) : 0, number + I64(by->shifts)[run], number, given};
}

static inline bool before(const candidate *one, const candidate *other) {
    return one->score != other->score ? one->score > other->score : one->date < other->date;
}

static void sink(candidate *items, int64_t size, int64_t at) {
    for (;;) {
        int64_t last = at;
        for (int64_t child = 2 * at + 1; child <= 2 * at + 2 && child < size; child++)
            if (before(&items[last], &items[child]))
                last = child;
        if (last == at)
            return;
        candidate other = items[at];
        items[at] = items[last];
        items[last] = other;
        at = last;
    }
}

int64_t begin_heap(heap *best, int64_t wanted, workspace *memory) {
    *best = (heap){TAKE(memory, candidate, wanted + 1), 0, wanted, wanted ? -INFINITY : INFINITY};
    return best->items ? 0 : KERNEL_NO_MEMORY;
}

void offer(heap *best, candidate own) {
    if (best->size < best->wanted) {
        best->items[best->size++] = own;
        for (int64_t at = best->size / 2; best->size == best->wanted && at-- > 0;)
            sink(best->items, best->size, at);
    } else if (best->wanted && before(&own, &best->items[0])) {
        best->items[0] = own;
        sink(best->items, best->size, 0);
    }
    if (best->wanted && best->size == best->wanted)
        best->least = best->items[0].score - SLACK;
}

int64_t answer(heap *best, workspace *memory) {
    int64_t *numbers = TAKE(memory, int64_t, best->size + 1);
    float *scores = TAKE(memory, float, best->size + 1);
    if (!numbers || !scores)
        return KERNEL_NO_MEMORY;
    for (int64_t at = best->size / 2; at-- > 0;)
        sink(best->items, best->size, at);
    for (int64_t last = best->size - 1; last >= 0; last--) {
        numbers[last] = best->items[0].number;
        scores[last] = best->items[0].given;
        best->items[0] = best->items[last];
        sink(best->items, last, 0);
    }
    memory->numbers = numbers;
    memory->scores = scores;
    return best->size;
}

int64_t begin_tally(tally *kept, const columns *by, totals *found, workspace *memory) {
    int64_t words = by->mains_count / 64 + 1;
    kept->by = by;
    kept->found = found;
    kept->size = 0;
    kept->seen = TAKE(memory, uint64_t, words);
    if (!kept->seen)
        return KERNEL_NO_MEMORY;
    memset(kept->seen, 0, (size_t)words * sizeof *kept->seen);
    return 0;
}

void count_out(tally *kept) {
    const columns *by = kept->by;
    const int64_t *bounds = I64(by->bounds), facets = by->bounds.length - 1;
    int64_t *counts = kept->found->facets;
    for (int64_t next = 0; next < kept->size; next++) {
        uint32_t run = kept->runs[next], counted = by->counted.length ? U32(by->counted)[run] : UINT32_MAX;
        const uint32_t *row = U32(by->rows) + (facets + 1) * run;
        int64_t count = kept->counts[next];
        for (int64_t one = 0; one < facets; one++)
            counts[bounds[one] + row[one]] += counted >> one & 1 ? count : 0;
        if (!is_left(by, run))
            continue;
        uint64_t main = row[facets], bit = (uint64_t)1 << (main & 63);
        kept->found->left += count;
        kept->found->speeches += !(kept->seen[main >> 6] & bit);
        kept->seen[main >> 6] |= bit;
    }
    kept->size = 0;
}

/* Count the matches, and look up the runs of those that the filters leave. */
static int64_t spread(matches *in, totals *found, workspace *memory) {
    tally kept;
    TRY(begin_tally(&kept, in->by, found, memory));
    for (int64_t place = 0; place < in->count; place++) {
        int64_t run = run_of(in->by, in->numbers[place]);
        TRY(run);
        in->runs[place] = is_left(in->by, (uint64_t)run) ? (uint32_t)run : LEFT_OUT;
        add(&kept, (uint32_t)run, 1);
    }
    count_out(&kept);
    return 0;
}

static candidate at_place(const matches *in, int64_t place) {
    return candidate_of(in->by, in->numbers[place], in->runs[place], in->scores ? &in->scores[place] : NULL);
}

int64_t hide(const matches *in, uint8_t **hidden, workspace *memory) {
    const columns *by = in->by;
    const int32_t *groups = by->groups.data;
    int64_t several = 0, number = 0;
    *hidden = NULL;
    for (int64_t place = 0; by->groups.length && place < in->count; place++)
        several += in->runs[place] != LEFT_OUT && groups[in->numbers[place]] >= 0;
    if (several < 2)
        return 0;
    int64_t *heads = TAKE(memory, int64_t, by->groups_count);
    *hidden = TAKE(memory, uint8_t, in->count);
    if (!heads || !*hidden)
        return KERNEL_NO_MEMORY;
    memset(*hidden, 0, (size_t)in->count);
    for (int pass = 0; pass < 3; pass++) {
        for (int64_t place = 0; place < in->count; place++) {
            int32_t group = in->runs[place] == LEFT_OUT ? -1 : groups[in->numbers[place]];
            if (group < 0)
                continue;
            if (pass == 0) {
                heads[group] = NOBODY;
            } else if (pass == 1) {
                candidate own = at_place(in, place), head;
                if (heads[group] == NOBODY || (head = at_place(in, heads[group]), before(&own, &head)))
                    heads[group] = place;
            } else {
                const int64_t *speeches = I64(by->speeches);
                (*hidden)[place] = speeches[in->runs[place]] != speeches[in->runs[heads[group]]];
                number += (*hidden)[place];
            }
        }
    }
    return number;
}

static bool is(const array *one, int64_t width, int64_t length) {
    return one->width == width && one->length == length;
}

/* Whether the counts of the facets follow each other, and every run has a place among those of each, and a speech. */
static bool are_rows(const columns *by) {
    int64_t runs = by->speeches.length, facets = by->bounds.length - 1;
    const int64_t *bounds = I64(by->bounds);
    if (by->bounds.width != 8 || facets < 0 || facets > MOST_FACETS || bounds[0] != 0 || !is(&by->rows, 4, runs * (facets + 1)))
        return false;
    for (int64_t one = 0; one < facets; one++)
        if (bounds[one + 1] < bounds[one] || bounds[one + 1] - bounds[one] > UINT32_MAX)
            return false;
    for (int64_t run = 0; run < runs; run++) {
        const uint32_t *row = U32(by->rows) + (facets + 1) * run;
        for (int64_t one = 0; one < facets; one++)
            if (row[one] >= bounds[one + 1] - bounds[one])
                return false;
        if (row[facets] >= by->mains_count)
            return false;
    }
    return !by->counted.length || is(&by->counted, 4, runs);
}

int64_t kernel_check_columns(const columns *by) {
    int64_t runs = by->speeches.length;
    bool fits = is(&by->runs, 4, by->runs.length) && is(&by->speeches, 8, runs) && is(&by->shifts, 8, runs) &&
                runs <= LEFT_OUT && (!by->mask.length || is(&by->mask, 1, runs)) && are_rows(by) &&
                (!by->groups.length || is(&by->groups, 4, by->runs.length)) &&
                is(&by->unit_runs, 4, by->unit_runs.length) && is(&by->grouped, 4, by->grouped.length);
    int64_t grouped = 0;
    for (int64_t place = 0; fits && place < by->groups.length; place++) {
        fits = ((const int32_t *)by->groups.data)[place] < by->groups_count;
        grouped += ((const int32_t *)by->groups.data)[place] >= 0;
    }
    fits = fits && grouped == by->grouped.length;
    for (int64_t place = 0; fits && place < by->unit_runs.length; place++)
        fits = U32(by->unit_runs)[place] == SEVERAL_RUNS || U32(by->unit_runs)[place] < runs;
    for (int64_t place = 0; fits && place < by->grouped.length; place++)
        fits = U32(by->grouped)[place] < by->groups.length &&
               (!place || U32(by->grouped)[place - 1] < U32(by->grouped)[place]);
    return fits ? 0 : KERNEL_MISUSED;
}

/* The first that are wanted of those that are shown, in their order. */
static int64_t find_best(const matches *in, const uint8_t *hidden, int64_t wanted, workspace *memory) {
    heap best;
    TRY(begin_heap(&best, wanted, memory));
    for (int64_t place = 0; place < in->count; place++)
        if (in->runs[place] != LEFT_OUT && !(hidden && hidden[place]) &&
            !(in->scores && (double)in->scores[place] < best.least))
            offer(&best, at_place(in, place));
    return answer(&best, memory);
}

static bool is_frequent(const library *all, const node *root) {
    for (int64_t place = 0; root->kind == KERNEL_WORDS && !root->verbatim && place < all->count; place++)
        if (frequent_row(&all->segments[place], &root->found[place].words[0]) >= 0)
            return true;
    return false;
}

/* Zeros, to count into. */
static totals *begin_totals(const columns *by, workspace *memory) {
    int64_t size = (int64_t)(sizeof(totals) / sizeof(int64_t)) + I64(by->bounds)[by->bounds.length - 1];
    int64_t *found = TAKE(memory, int64_t, size);
    if (found)
        memset(found, 0, (size_t)size * sizeof *found);
    memory->values = found;
    return (totals *)found;
}

int64_t kernel_rank(const library *all, const int64_t *program, int64_t size, const uint32_t *texts, int64_t letters,
                    const columns *by, int64_t by_date, int64_t wanted, workspace *memory) {
    node *root = NULL;
    uint8_t *hidden;
    if (wanted < 0)
        return KERNEL_MISUSED;
    begin(memory);
    totals *found = begin_totals(by, memory);
    if (!found)
        return KERNEL_NO_MEMORY;
    TRY(read_program(all, program, size, texts, letters, memory, &root));
    if (is_frequent(all, root))
        return rank_word(all, root, by, by_date != 0, wanted, found, memory);
    int64_t total = match_all(all, root, by_date ? -1 : INT64_MAX, memory);
    TRY(total);
    matches in = {by, memory->numbers, memory->scores, total, TAKE(memory, uint32_t, total + 1)};
    if (!in.runs)
        return KERNEL_NO_MEMORY;
    found->paragraphs = found->looked_at = total;
    TRY(spread(&in, found, memory));
    found->hidden = hide(&in, &hidden, memory);
    TRY(found->hidden);
    return find_best(&in, hidden, wanted < total ? wanted : total, memory);
}
