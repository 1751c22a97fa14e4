/* The positions of a text in the order of their next characters. See
   ../substring_index/suffix_array.py. */

#include <stdlib.h>

#include "reading.h"

#define FEW 24         /* numbers that are sorted by inserting one after another */
#define NARROW 8       /* bits that are sorted by at a time, of few and of many numbers */
#define WIDE 11
#define MANY (1 << 12)

/* Key and position, side by side. */
typedef struct {
    uint64_t key;
    uint32_t position;
} keyed;

static void insert_each(keyed *items, int64_t count) {
    for (int64_t next = 1; next < count; next++) {
        keyed one = items[next];
        int64_t at = next;
        for (; at > 0 && items[at - 1].key > one.key; at--)
            items[at] = items[at - 1];
        items[at] = one;
    }
}

/* Sort by the lowest `bits` of the keys, digit by digit, equal ones as they stand. Gives which of both has the answer. */
static keyed *sort_keyed(keyed *items, keyed *spare, int64_t count, int64_t bits) {
    if (count <= FEW) {
        insert_each(items, count);
        return items;
    }
    int64_t width = count < MANY ? NARROW : WIDE;
    uint32_t next[1 << WIDE];
    for (int64_t shift = 0; shift < bits; shift += width) {
        uint64_t mask = ((uint64_t)1 << width) - 1;
        memset(next, 0, sizeof *next << width);
        for (int64_t at = 0; at < count; at++)
            next[items[at].key >> shift & mask]++;
        if (next[items[0].key >> shift & mask] == count)
            continue; /* all have this digit */
        uint32_t before = 0;
        for (uint64_t digit = 0; digit <= mask; digit++) {
            uint32_t own = next[digit];
            next[digit] = before;
            before += own;
        }
        for (int64_t at = 0; at < count; at++)
            spare[next[items[at].key >> shift & mask]++] = items[at];
        keyed *swapped = items;
        items = spare;
        spare = swapped;
    }
    return items;
}

int64_t kernel_scatter_positions(const array *codes, int64_t bits, const array *bounds, const array *positions,
                                 const array *keys) {
    const uint16_t *code = codes->data;
    int64_t length = codes->length, kinds = bounds->length - 1;
    if (!fits(codes, 2, length) || length >= WHOLE || bits < 1 || bits > 16 || kinds < 1 || !fits(bounds, 8, kinds + 1) ||
        !fits(positions, 4, length) || !fits(keys, 8, length))
        return KERNEL_MISUSED;
    int64_t *next = calloc((size_t)kinds + 1, sizeof *next);
    if (!next)
        return KERNEL_NO_MEMORY;
    for (int64_t at = 0; at < length; at++) {
        if (code[at] >= kinds || code[at] >> bits) {
            free(next);
            return KERNEL_MISUSED;
        }
        next[code[at] + 1]++;
    }
    for (int64_t kind = 0; kind < kinds; kind++)
        next[kind + 1] += next[kind];
    memcpy((int64_t *)bounds->data, next, (size_t)(kinds + 1) * sizeof *next);
    uint64_t mask = ((uint64_t)1 << (DEPTH - 1) * bits) - 1, following = 0;
    for (int64_t at = 1; at < DEPTH; at++)
        following = following << bits | (at < length ? code[at] : 0);
    for (int64_t at = 0; at < length; at++) {
        int64_t place = next[code[at]]++;
        ((uint32_t *)positions->data)[place] = (uint32_t)at;
        ((uint64_t *)keys->data)[place] = following;
        following = (following << bits | (at + DEPTH < length ? code[at + DEPTH] : 0)) & mask;
    }
    free(next);
    return length;
}

int64_t kernel_sort_positions(const array *bounds, int64_t first, int64_t last, int64_t bits, const array *positions,
                              const array *keys) {
    int64_t most = 0, length = positions->length;
    if (!fits(bounds, 8, bounds->length) || first < 0 || last < first || last >= bounds->length || bits < 1 || bits > 16 ||
        !fits(positions, 4, length) || !fits(keys, 8, length))
        return KERNEL_MISUSED;
    for (int64_t code = first; code < last; code++) {
        int64_t start = I64(*bounds)[code], end = I64(*bounds)[code + 1];
        if (start < 0 || end < start || end > length || end - start >= WHOLE)
            return KERNEL_MISUSED;
        most = end - start > most ? end - start : most;
    }
    keyed *room = malloc((size_t)(2 * most + 1) * sizeof *room);
    if (!room)
        return KERNEL_NO_MEMORY;
    for (int64_t code = first; code < last; code++) {
        int64_t start = I64(*bounds)[code], count = I64(*bounds)[code + 1] - start;
        uint64_t *key = (uint64_t *)keys->data + start, above = (uint64_t)code << (DEPTH - 1) * bits;
        uint32_t *position = (uint32_t *)positions->data + start;
        for (int64_t at = 0; at < count; at++)
            room[at] = (keyed){key[at], position[at]};
        const keyed *sorted = sort_keyed(room, room + most, count, (DEPTH - 1) * bits);
        for (int64_t at = 0; at < count; at++) {
            key[at] = sorted[at].key | above;
            position[at] = sorted[at].position;
        }
    }
    free(room);
    return last - first;
}

