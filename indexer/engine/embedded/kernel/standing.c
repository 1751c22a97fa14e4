/* Words that stand in texts without being words of them. See ../inverted_index/substring_postings.py. */

#include <stdlib.h>

#include "reading.h"

#define FEWEST 1024 /* there is room for at first */

/* The first place from `low` on, among ascending keys, that is not before one. */
static int64_t place_of(const array *keys, uint64_t key, int64_t low) {
    int64_t step = 1, high = low;
    while (high < keys->length && U64(*keys)[high] < key) {
        low = high + 1;
        high += step;
        step *= 2;
    }
    high = high < keys->length ? high : keys->length;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (U64(*keys)[middle] < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

typedef struct {
    const text_order *of;
    const array *bounds, *entries;
    workspace *memory; /* its answer grows: `numbers` are places among the entries, `values` the documents */
    int64_t count, room;
} found;

static int64_t add(found *to, int64_t document) {
    if (to->count == to->room) {
        int64_t room = 2 * to->room + FEWEST;
        int64_t *places = TAKE(to->memory, int64_t, room), *documents = TAKE(to->memory, int64_t, room);
        if (!places || !documents)
            return KERNEL_NO_MEMORY;
        if (to->count) {
            memcpy(places, to->memory->numbers, (size_t)to->count * sizeof *places);
            memcpy(documents, to->memory->values, (size_t)to->count * sizeof *documents);
        }
        to->memory->numbers = places;
        to->memory->values = documents;
        to->room = room;
    }
    to->memory->values[to->count++] = document;
    return 0;
}

static int ascending(const void *one, const void *other) {
    int64_t left = *(const int64_t *)one, right = *(const int64_t *)other;
    return left < right ? -1 : left > right;
}

static void mark(uint64_t *bits, int64_t document) {
    bits[document >> 6] |= (uint64_t)1 << (document & 63);
}

static bool is_marked(const uint64_t *bits, int64_t document) {
    return bits[document >> 6] >> (document & 63) & 1;
}

/* The documents of the places from `low` to `high` that are not marked; these are marked then. */
static int64_t add_owners(found *to, int64_t low, int64_t high) {
    const text_order *of = to->of;
    for (int64_t at = low; at < high; at++) {
        uint32_t position = U32(of->positions)[at];
        if (position >= of->owners.length)
            return KERNEL_MISUSED;
        uint32_t document = U32(of->owners)[position];
        if (document >= of->documents)
            return KERNEL_MISUSED;
        if (!is_marked(to->memory->bits, document)) {
            TRY(add(to, document));
            mark(to->memory->bits, document);
        }
    }
    return 0;
}

/* The documents where a term stands from `low` to `high` and that its entries do not have; how many there are. */
static int64_t add_missing(found *to, int64_t start, int64_t end, int64_t low, int64_t high) {
    const uint32_t *entries = U32(*to->entries);
    uint64_t *bits = to->memory->bits;
    int64_t before = to->count;
    for (int64_t at = start; at < end; at++) {
        if ((entries[at] & DOCUMENT_MASK) >= to->of->documents)
            return KERNEL_MISUSED;
        mark(bits, entries[at] & DOCUMENT_MASK);
    }
    TRY(add_owners(to, low, high));
    int64_t *own = to->memory->values + before, count = to->count - before;
    if (count > 1)
        qsort(own, (size_t)count, sizeof *own, ascending);
    for (int64_t at = start, next = 0; next < count; next++) {
        while (at < end && (entries[at] & DOCUMENT_MASK) < own[next])
            at++;
        to->memory->numbers[before + next] = at;
    }
    for (int64_t at = start; at < end; at++)
        bits[(entries[at] & DOCUMENT_MASK) >> 6] = 0;
    for (int64_t at = 0; at < count; at++)
        bits[own[at] >> 6] = 0;
    return count;
}

int64_t kernel_missing_postings(const text_order *of, const array *wanted, const array *spans, const array *bounds,
                                const array *entries, int64_t first, int64_t last, const array *counts,
                                workspace *memory) {
    int64_t terms = wanted->length;
    if (!fits(&of->keys, 8, of->keys.length) || !fits(&of->positions, 4, of->keys.length) ||
        !fits(&of->owners, 4, of->owners.length) || of->documents < 0 || !fits(wanted, 8, terms) || !fits(spans, 8, terms) ||
        !fits(bounds, 8, terms + 1) || !fits(entries, 4, entries->length) || first < 0 || last < first || last > terms ||
        !fits(counts, 8, last - first))
        return KERNEL_MISUSED;
    begin(memory);
    TRY(make_dense(memory, of->documents));
    memory->dirty = 1; /* until the end: what stops midway leaves marks */
    found added = {.of = of, .bounds = bounds, .entries = entries, .memory = memory};
    for (int64_t term = first, low = 0; term < last; term++) {
        int64_t start = I64(*bounds)[term], end = I64(*bounds)[term + 1], total = 0, missing = 0;
        if (start < 0 || end < start || end > entries->length)
            return KERNEL_MISUSED;
        if (U64(*spans)[term]) {
            uint64_t key = U64(*wanted)[term];
            low = place_of(&of->keys, key, low);
            int64_t high = place_of(&of->keys, key + U64(*spans)[term], low);
            for (int64_t at = start; at < end; at++)
                total += frequency_of(U32(*entries)[at]);
            if (high - low > total)
                TRY(missing = add_missing(&added, start, end, low, high));
        }
        ((int64_t *)counts->data)[term - first] = missing;
    }
    memory->dirty = 0;
    return added.count;
}
