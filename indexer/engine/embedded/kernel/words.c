/* Passes over all words of a corpus, one after another as numbers. See indexer/engine/word_scan.py. */

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

int64_t kernel_marked_entries(const array *places, const array *starts, const array *sizes, const array *marks,
                              const array *found) {
    uint32_t *entries = (uint32_t *)found->data;
    int64_t count = 0;
    if (!fits(places, 4, places->length) || places->length >= WHOLE || !fits(starts, 8, starts->length) ||
        !fits(sizes, 8, starts->length) || !fits(marks, 1, marks->length) || !fits(found, 4, found->length))
        return KERNEL_MISUSED;
    for (int64_t next = 0; next < starts->length; next++) {
        int64_t start = I64(*starts)[next], size = I64(*sizes)[next];
        if (start < 0 || size < 0 || size > places->length - start)
            return KERNEL_MISUSED;
        for (int64_t entry = start; entry < start + size; entry++) {
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
