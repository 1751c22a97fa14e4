/* What a page of results takes of all that a query finds: how many there are, which are shown, the best of them, and how
   they are spread. The order is that of searchui.search.ranking: ../../../../searchui/search/ranking/ordering.py, and what
   of duplicates is shown that of duplicates.py beside it. */

#include <math.h>

#include "reading.h"

#define SLACK 2e-9 /* scores that are nearer than this may round to the same */
#define NOBODY INT64_MAX

typedef struct {
    double score; /* rounded; by date all are 0 */
    int64_t date; /* the place by date */
    int64_t place;
} candidate;

typedef struct {
    const columns *by;
    const int64_t *numbers;
    const float *scores; /* NULL: by date alone */
    int64_t count;
    uint32_t *runs; /* of each match that the filters leave; of others LEFT_OUT */
} matches;

#define LEFT_OUT UINT32_MAX

static inline double rounded(double score) {
    return rint(score * 1e9) / 1e9;
}

static inline candidate candidate_of(const matches *in, int64_t place) {
    int64_t shift = I64(in->by->shifts)[in->runs[place]];
    return (candidate){in->scores ? rounded((double)in->scores[place]) : 0, in->numbers[place] + shift, place};
}

static inline bool before(const candidate *one, const candidate *other) {
    return one->score != other->score ? one->score > other->score : one->date < other->date;
}

/* Keep a heap whose first is the last in order. */
static void sink(candidate *heap, int64_t size, int64_t at) {
    for (;;) {
        int64_t last = at;
        for (int64_t child = 2 * at + 1; child <= 2 * at + 2 && child < size; child++)
            if (before(&heap[last], &heap[child]))
                last = child;
        if (last == at)
            return;
        candidate other = heap[at];
        heap[at] = heap[last];
        heap[last] = other;
        at = last;
    }
}

/* The first `wanted` of those that are shown, in their order. */
static int64_t find_best(const matches *in, const uint8_t *hidden, int64_t wanted, candidate *heap) {
    int64_t size = 0;
    double least = 0;
    for (int64_t place = 0; place < in->count; place++) {
        if (in->runs[place] == LEFT_OUT || (hidden && hidden[place]))
            continue;
        if (size == wanted && in->scores && (double)in->scores[place] < least)
            continue;
        candidate own = candidate_of(in, place);
        if (size < wanted) {
            heap[size++] = own;
            for (int64_t at = size / 2; size == wanted && at-- > 0;)
                sink(heap, size, at);
        } else if (before(&own, &heap[0])) {
            heap[0] = own;
            sink(heap, size, 0);
        }
        least = size == wanted ? heap[0].score - SLACK : 0;
    }
    for (int64_t at = size / 2; at-- > 0;)
        sink(heap, size, at);
    for (int64_t last = size - 1; last > 0; last--) {
        candidate first = heap[0];
        heap[0] = heap[last];
        heap[last] = first;
        sink(heap, last, 0);
    }
    return size;
}

/* Count the matches of each value of each facet, and look up the runs of those that the filters leave: so many. */
static int64_t spread(matches *in, int64_t *speeches, workspace *memory) {
    const columns *by = in->by;
    int64_t left = 0, runs = by->speeches.length;
    uint64_t *seen = TAKE(memory, uint64_t, by->mains_count / 64 + 1);
    if (!seen)
        return KERNEL_NO_MEMORY;
    memset(seen, 0, (size_t)(by->mains_count / 64 + 1) * sizeof *seen);
    *speeches = 0;
    for (int64_t place = 0; place < in->count; place++) {
        if (in->numbers[place] < 0 || in->numbers[place] >= by->runs.length)
            return KERNEL_MISUSED;
        uint64_t run = item(&by->runs, in->numbers[place]);
        if (run >= (uint64_t)runs)
            return KERNEL_MISUSED;
        for (int64_t one = 0; one < by->facets_count; one++) {
            const facet *counted = &by->facets[one];
            if (!counted->mask.length || ((const uint8_t *)counted->mask.data)[run])
                counted->counts[I64(counted->codes)[run]]++;
        }
        bool kept = !by->mask.length || ((const uint8_t *)by->mask.data)[run];
        in->runs[place] = kept ? (uint32_t)run : LEFT_OUT;
        if (!kept)
            continue;
        uint64_t main = (uint64_t)I64(by->mains)[run], bit = (uint64_t)1 << (main & 63);
        *speeches += !(seen[main >> 6] & bit);
        seen[main >> 6] |= bit;
        left++;
    }
    return left;
}

/* Which matches have a duplicate before them in another speech; NULL in `hidden` where none has. So many. */
static int64_t hide(const matches *in, uint8_t **hidden, workspace *memory) {
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
                candidate own = candidate_of(in, place), head;
                if (heads[group] == NOBODY || (head = candidate_of(in, heads[group]), before(&own, &head)))
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

static bool all_below(const array *numbers, int64_t limit) {
    for (int64_t place = 0; place < numbers->length; place++)
        if (I64(*numbers)[place] < 0 || I64(*numbers)[place] >= limit)
            return false;
    return true;
}

int64_t kernel_check_columns(const columns *by) {
    int64_t runs = by->speeches.length;
    bool fits = is(&by->speeches, 8, runs) && is(&by->mains, 8, runs) && is(&by->shifts, 8, runs) &&
                (!by->mask.length || is(&by->mask, 1, runs)) &&
                (!by->groups.length || is(&by->groups, 4, by->runs.length)) && all_below(&by->mains, by->mains_count);
    for (int64_t place = 0; fits && place < by->groups.length; place++)
        fits = ((const int32_t *)by->groups.data)[place] < by->groups_count;
    for (int64_t one = 0; fits && one < by->facets_count; one++)
        fits = is(&by->facets[one].codes, 8, runs) && all_below(&by->facets[one].codes, by->facets[one].counts_length) &&
               (!by->facets[one].mask.length || is(&by->facets[one].mask, 1, runs));
    return fits ? 0 : KERNEL_MISUSED;
}

int64_t kernel_rank(const library *all, const int64_t *program, int64_t size, const uint32_t *texts, int64_t letters,
                    const columns *by, int64_t by_date, int64_t wanted, totals *found, workspace *memory) {
    int64_t total = kernel_match(all, program, size, texts, letters, by_date ? -1 : INT64_MAX, memory);
    TRY(total);
    matches in = {by, memory->numbers, memory->scores, total, TAKE(memory, uint32_t, total + 1)};
    wanted = wanted < total ? wanted : total;
    candidate *heap = TAKE(memory, candidate, wanted + 1);
    int64_t *numbers = TAKE(memory, int64_t, wanted + 1);
    float *scores = TAKE(memory, float, wanted + 1);
    uint8_t *hidden;
    if (!in.runs || !heap || !numbers || !scores || wanted < 0)
        return wanted < 0 ? KERNEL_MISUSED : KERNEL_NO_MEMORY;
    found->paragraphs = total;
    found->left = spread(&in, &found->speeches, memory);
    TRY(found->left);
    found->hidden = hide(&in, &hidden, memory);
    TRY(found->hidden);
    int64_t best = wanted ? find_best(&in, hidden, wanted, heap) : 0;
    for (int64_t place = 0; place < best; place++) {
        numbers[place] = in.numbers[heap[place].place];
        scores[place] = in.scores ? in.scores[heap[place].place] : 0;
    }
    memory->numbers = numbers;
    memory->scores = scores;
    return best;
}
