/* Texts near each other: the smallest windows of a paragraph that have them all. See ../read/proximity.py, and
   indexer.analysis.proximity, which says what a window is. */

#include "matching.h"

#define NOWHERE INT64_MAX

typedef struct {
    const uint32_t *items; /* where a text starts, ascending */
    int64_t count, size;
} text;

typedef struct {
    int64_t start, number;
} beginning;

/* The end of the first of a text's places that is not before a bound. */
static int64_t end_after(const text *of, int64_t bound) {
    set all = {of->items, WHOLE, false, of->count};
    if (bound > UINT32_MAX)
        return NOWHERE;
    int64_t at = gallop(&all, 0, (uint32_t)bound);
    return at < of->count ? of->items[at] + of->size : NOWHERE;
}

/* Whether each of the other texts, by itself, ends soon enough after a beginning: of most, one does not. */
static bool may_begin(const text *texts, int64_t count, const beginning *from, int64_t longest) {
    for (int64_t number = 0; number < count; number++) {
        if (number == from->number)
            continue;
        int64_t end = end_after(&texts[number], from->start + texts[from->number].size);
        if (end == NOWHERE || end - from->start > longest)
            return false;
    }
    return true;
}

/* Where a window ends first that starts with one of the texts: of every set of texts it is known where it ends first,
   whatever their order, since a longer set ends first when one of them follows the rest as soon as it can. */
static int64_t earliest_end(const text *texts, int64_t count, const beginning *from, int64_t *least) {
    uint32_t own = 1u << from->number, every = (1u << count) - 1;
    least[own] = from->start + texts[from->number].size;
    for (uint32_t chosen = 0; chosen <= every; chosen++) {
        if (!(chosen & own) || chosen == own)
            continue;
        least[chosen] = NOWHERE;
        for (int64_t number = 0; number < count; number++) {
            uint32_t bit = 1u << number;
            if (!(chosen & bit) || bit == own || least[chosen ^ bit] == NOWHERE)
                continue;
            int64_t end = end_after(&texts[number], least[chosen ^ bit]);
            least[chosen] = end < least[chosen] ? end : least[chosen];
        }
    }
    return least[every];
}

/* How many windows a paragraph has, whose own places of each text these are. */
static int64_t count_windows(const text *texts, int64_t count, int64_t longest, beginning *begun, int64_t *least) {
    int64_t total = 0, windows = 0, reached = NOWHERE, before = -1;
    for (int64_t number = 0; number < count; number++)
        for (int64_t next = 0; next < texts[number].count; next++) {
            beginning own = {texts[number].items[next], number};
            int64_t at = total++;
            for (; at && begun[at - 1].start > own.start; at--)
                begun[at] = begun[at - 1];
            begun[at] = own;
        }
    for (int64_t next = total - 1; next >= 0; next--) {
        int64_t end = may_begin(texts, count, &begun[next], longest) ? earliest_end(texts, count, &begun[next], least) : NOWHERE;
        if (end >= reached || end - begun[next].start > longest)
            continue;
        windows += begun[next].start != before; /* of one start the first end */
        before = begun[next].start;
        reached = end;
    }
    return windows;
}

/* The places of a text that are in a paragraph, from `at` on, which moves on. */
static text inside(const text *all, int64_t start, int64_t end, int64_t *at) {
    set every = {all->items, WHOLE, false, all->count};
    *at = gallop(&every, *at, (uint32_t)start);
    int64_t after = *at;
    while (after < all->count && all->items[after] < end)
        after++;
    return (text){all->items + *at, after - *at, all->size};
}

int64_t find_near(const segment *one, const int64_t *lengths, int64_t count, int64_t distance, const uint32_t *letters,
                  workspace *memory, standing *found) {
    text *texts = TAKE(memory, text, 2 * count), *own = texts + count;
    int64_t *at = TAKE(memory, int64_t, count), *least = TAKE(memory, int64_t, (int64_t)1 << count);
    int64_t longest = distance, fewest = 0, most = 0;
    *found = (standing){NULL, NULL, 0};
    if (!texts || !at || !least)
        return KERNEL_NO_MEMORY;
    for (int64_t number = 0; number < count; letters += lengths[number++]) {
        uint32_t *places = NULL;
        uint8_t *codes = TAKE(memory, uint8_t, 2 * lengths[number]);
        if (!codes)
            return KERNEL_NO_MEMORY;
        if (!encode(one, letters, lengths[number], codes))
            return 0;
        int64_t size = find_places(one, codes, lengths[number], memory, &places);
        TRY(size);
        if (!size)
            return 0;
        places = sort_numbers(places, size, memory);
        if (!places)
            return KERNEL_NO_MEMORY;
        texts[number] = (text){places, size, lengths[number]};
        fewest = size < texts[fewest].count ? number : fewest;
        longest += lengths[number];
        most += size;
        at[number] = 0;
    }
    const text *rarest = &texts[fewest];
    found->documents = TAKE(memory, uint32_t, rarest->count);
    found->counts = TAKE(memory, uint32_t, rarest->count);
    beginning *begun = TAKE(memory, beginning, most);
    if (!found->documents || !found->counts || !begun)
        return KERNEL_NO_MEMORY;
    for (int64_t next = 0; next < rarest->count;) {
        int64_t owner = owner_of(one, rarest->items[next]);
        TRY(owner);
        int64_t start = U32(one->starts)[owner], end = (int64_t)U32(one->starts)[owner + 1] - 1, has = 0;
        for (; has < count; has++) {
            own[has] = inside(&texts[has], start, end, &at[has]);
            if (!own[has].count)
                break;
        }
        int64_t windows = has == count ? count_windows(own, count, longest, begun, least) : 0;
        if (windows) {
            found->documents[found->count] = (uint32_t)owner;
            found->counts[found->count++] = (uint32_t)windows;
        }
        while (next < rarest->count && rarest->items[next] <= end)
            next++;
    }
    return found->count;
}
