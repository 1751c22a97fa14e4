/* Passes over all words of a corpus, one after another as numbers. See indexer/engine/word_scan.py. */

#include <stdlib.h>

#include "reading.h"

/* Add how often each number stands from one place to another; whether there are so many numbers. */
#define COUNT(type)                                                            \
    for (const type *at = (const type *)words->data + start,                   \
                    *last = (const type *)words->data + end;                   \
         at < last; at++) {                                                    \
        if (*at >= counts->length)                                             \
            return false;                                                      \
        times[*at]++;                                                          \
    }                                                                          \
    return true

static bool count(const array *words, int64_t start, int64_t end, const array *counts) {
    int64_t *times = (int64_t *)counts->data;
    switch (words->width) {
    case 1:
        COUNT(uint8_t);
    case 2:
        COUNT(uint16_t);
    default:
        COUNT(uint32_t);
    }
}

int64_t kernel_count_words(const array *words, const array *stretches, const array *counts) {
    if ((words->width != 1 && words->width != 2 && words->width != 4) || !fits(words, words->width, words->length) ||
        !fits(stretches, 8, stretches->length) || stretches->length % 2 || !fits(counts, 8, counts->length))
        return KERNEL_MISUSED;
    for (int64_t next = 0; next < stretches->length; next += 2) {
        int64_t start = I64(*stretches)[next], end = I64(*stretches)[next + 1];
        if (start < 0 || start > end || end > words->length)
            return KERNEL_MISUSED;
        if (!count(words, start, end, counts))
            return KERNEL_DAMAGED;
    }
    return 0;
}

static int64_t ones(uint64_t bits) {
    bits -= bits >> 1 & 0x5555555555555555u;
    bits = (bits & 0x3333333333333333u) + (bits >> 2 & 0x3333333333333333u);
    return (int64_t)(((bits + (bits >> 4)) & 0x0F0F0F0F0F0F0F0Fu) * 0x0101010101010101u >> 56);
}

/* 64 bits from one on, the first the lowest; 0 beyond the last. */
static uint64_t bits_from(const array *bits, int64_t at) {
    const uint8_t *from = (const uint8_t *)bits->data + at / 8;
    int64_t left = bits->length - at / 8;
    uint64_t low = 0;
    if (left > 0)
        memcpy(&low, from, left < 8 ? (size_t)left : 8);
    return at % 8 ? low >> at % 8 | (left > 8 ? (uint64_t)from[8] << (64 - at % 8) : 0) : low;
}

int64_t kernel_count_runs(const array *follows, const array *stretches, const array *runs) {
    int64_t *counts = (int64_t *)runs->data;
    if (!fits(follows, 1, follows->length) || !fits(stretches, 8, stretches->length) || stretches->length % 2 ||
        !fits(runs, 8, runs->length) || !runs->length)
        return KERNEL_MISUSED;
    for (int64_t next = 0; next < stretches->length; next += 2) {
        int64_t start = I64(*stretches)[next], end = I64(*stretches)[next + 1];
        if (start < 0 || start > end || end > 8 * follows->length)
            return KERNEL_MISUSED;
        for (int64_t at = start; at < end; at += 64) {
            uint64_t goes_on = end - at < 64 ? (UINT64_C(1) << (end - at)) - 1 : UINT64_MAX;
            for (int64_t longer = 0; longer < runs->length && goes_on; goes_on &= bits_from(follows, at + ++longer))
                counts[longer] += ones(goes_on);
        }
    }
    return 0;
}

/* Whether some ranges are of entries of an order. */
static bool has_entries(const array *places, const array *starts, const array *sizes) {
    if (!fits(places, 4, places->length) || places->length >= WHOLE || !fits(starts, 8, starts->length) ||
        !fits(sizes, 8, starts->length))
        return false;
    for (int64_t next = 0; next < starts->length; next++) {
        int64_t start = I64(*starts)[next], size = I64(*sizes)[next];
        if (start < 0 || size < 0 || size > places->length - start)
            return false;
    }
    return true;
}

int64_t kernel_marked_entries(const array *places, const array *starts, const array *sizes, const array *marks,
                              const array *found) {
    uint32_t *entries = (uint32_t *)found->data;
    int64_t count = 0;
    if (!has_entries(places, starts, sizes) || !fits(marks, 1, marks->length) || !fits(found, 4, found->length))
        return KERNEL_MISUSED;
    for (int64_t next = 0; next < starts->length; next++) {
        int64_t start = I64(*starts)[next], end = start + I64(*sizes)[next];
        for (int64_t entry = start; entry < end; entry++) {
            uint32_t place = U32(*places)[entry];
            if (place / 8 >= marks->length)
                return KERNEL_DAMAGED;
            if (!(((const uint8_t *)marks->data)[place / 8] >> place % 8 & 1))
                continue;
            if (count == found->length)
                return KERNEL_DAMAGED;
            entries[count++] = (uint32_t)entry;
        }
    }
    return count;
}

/* Places that are marked, a bit each, how many are marked before each 64 of them, and of each marked one its entry. */
typedef struct {
    uint64_t *bits;
    uint32_t *before, *entries;
} marked;

static bool is_marked(const marked *all, uint32_t place) { return all->bits[place / 64] >> place % 64 & 1; }

/* Where the entry of a marked place stands. */
static uint32_t *entry_of(const marked *all, uint32_t place) {
    uint64_t lower = all->bits[place / 64] & ((UINT64_C(1) << place % 64) - 1);
    return &all->entries[all->before[place / 64] + ones(lower)];
}

static void mark(marked *all, const array *wanted, int64_t words) {
    int64_t blocks = words / 64 + 1;
    uint32_t count = 0;
    for (int64_t next = 0; next < wanted->length; next++)
        if (U32(*wanted)[next] < words)
            all->bits[U32(*wanted)[next] / 64] |= UINT64_C(1) << U32(*wanted)[next] % 64;
    for (int64_t block = 0; block < blocks; block++) {
        all->before[block] = count;
        count += (uint32_t)ones(all->bits[block]);
    }
}

static int64_t note_entries(const marked *all, const array *places, int64_t start, int64_t size, int64_t words) {
    for (int64_t entry = start; entry < start + size; entry++) {
        uint32_t place = U32(*places)[entry];
        if (place >= words)
            return KERNEL_DAMAGED;
        if (is_marked(all, place))
            *entry_of(all, place) = (uint32_t)entry;
    }
    return 0;
}

int64_t kernel_entries_of(const array *places, const array *starts, const array *sizes, const array *wanted,
                          int64_t words, const array *found) {
    if (!has_entries(places, starts, sizes) || !fits(wanted, 4, wanted->length) || wanted->length >= WHOLE || words < 0 ||
        words >= WHOLE || !fits(found, 8, wanted->length))
        return KERNEL_MISUSED;
    size_t blocks = (size_t)words / 64 + 1;
    marked all = {calloc(blocks, sizeof(uint64_t)), malloc(blocks * sizeof(uint32_t)),
                  calloc((size_t)wanted->length + 1, sizeof(uint32_t))};
    int64_t result = all.bits && all.before && all.entries ? 0 : KERNEL_NO_MEMORY;
    if (!result)
        mark(&all, wanted, words);
    for (int64_t next = 0; !result && next < starts->length; next++)
        result = note_entries(&all, places, I64(*starts)[next], I64(*sizes)[next], words);
    for (int64_t next = 0; !result && next < wanted->length; next++) {
        uint32_t place = U32(*wanted)[next];
        ((int64_t *)found->data)[next] = place < words ? (int64_t)*entry_of(&all, place) : 0;
    }
    free(all.bits);
    free(all.before);
    free(all.entries);
    return result;
}
