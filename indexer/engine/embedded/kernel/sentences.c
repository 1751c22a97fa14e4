/* The different sentences of a text, in order. See indexer.dedup.own_sentences. */

#include <stdlib.h>

#include "reading.h"

#define ENDS 1 /* what a character may be: see kernel_join_sentences */
#define CLOSES 2
#define WHITE 4

typedef struct {
    const uint32_t *points;
    int64_t count;
} sentence;

static uint8_t kind_of(const array *kinds, uint32_t point) {
    return point < kinds->length ? ((const uint8_t *)kinds->data)[point] : 0;
}

/* Where the sentence that begins at a place ends, with what closes behind it. */
static int64_t end_of(const array *text, const array *kinds, int64_t at) {
    while (at < text->length && !(kind_of(kinds, U32(*text)[at]) & ENDS))
        at++;
    while (at < text->length && kind_of(kinds, U32(*text)[at]) & ENDS)
        at++;
    while (at < text->length && kind_of(kinds, U32(*text)[at]) & CLOSES)
        at++;
    return at;
}

static int in_order(const void *one, const void *other) {
    const sentence *left = one, *right = other;
    int64_t shorter = left->count < right->count ? left->count : right->count;
    for (int64_t at = 0; at < shorter; at++)
        if (left->points[at] != right->points[at])
            return left->points[at] < right->points[at] ? -1 : 1;
    return left->count < right->count ? -1 : left->count > right->count;
}

static uint8_t *write_point(uint8_t *to, uint32_t point) {
    if (point < 0x80) {
        *to++ = (uint8_t)point;
    } else if (point < 0x800) {
        *to++ = (uint8_t)(0xC0 | point >> 6);
        *to++ = (uint8_t)(0x80 | (point & 0x3F));
    } else if (point < 0x10000) {
        *to++ = (uint8_t)(0xE0 | point >> 12);
        *to++ = (uint8_t)(0x80 | (point >> 6 & 0x3F));
        *to++ = (uint8_t)(0x80 | (point & 0x3F));
    } else {
        *to++ = (uint8_t)(0xF0 | point >> 18);
        *to++ = (uint8_t)(0x80 | (point >> 12 & 0x3F));
        *to++ = (uint8_t)(0x80 | (point >> 6 & 0x3F));
        *to++ = (uint8_t)(0x80 | (point & 0x3F));
    }
    return to;
}

static int64_t find_sentences(const array *text, const array *kinds, sentence *found) {
    int64_t count = 0;
    for (int64_t start = 0, next; start < text->length; start = next) {
        int64_t first = start, end = next = end_of(text, kinds, start);
        while (first < end && kind_of(kinds, U32(*text)[first]) & WHITE)
            first++;
        while (end > first && kind_of(kinds, U32(*text)[end - 1]) & WHITE)
            end--;
        if (end > first)
            found[count++] = (sentence){U32(*text) + first, end - first};
    }
    return count;
}

int64_t kernel_join_sentences(const array *text, const array *kinds, const array *joined) {
    if (!fits(text, 4, text->length) || !fits(kinds, 1, kinds->length) || !fits(joined, 1, joined->length) ||
        text->length > INT64_MAX / 8 || joined->length < 5 * text->length)
        return KERNEL_MISUSED;
    for (int64_t at = 0; at < text->length; at++)
        if (U32(*text)[at] >= UNICODE)
            return KERNEL_MISUSED;
    sentence *found = malloc((size_t)(text->length + 1) * sizeof *found);
    if (!found)
        return KERNEL_NO_MEMORY;
    int64_t count = find_sentences(text, kinds, found);
    qsort(found, (size_t)count, sizeof *found, in_order);
    uint8_t *begin = (uint8_t *)joined->data, *to = begin;
    for (int64_t next = 0; next < count; next++) {
        if (next && !in_order(&found[next], &found[next - 1]))
            continue;
        if (next)
            *to++ = 0;
        for (int64_t at = 0; at < found[next].count; at++)
            to = write_point(to, found[next].points[at]);
    }
    free(found);
    return to - begin;
}
