/* Whole answers of one call: where a text stands, and the texts of paragraphs. */

#include <stdlib.h>

#include "reading.h"

#define RADIX_BITS 8
#define FEW 64 /* numbers that the standard library sorts as quickly */

#ifndef KERNEL_SOURCES
#define KERNEL_SOURCES ""
#endif

const char *kernel_digest(void) {
    return KERNEL_SOURCES;
}

int64_t kernel_occurrences(const library *all, const uint32_t *text, int64_t length, workspace *memory) {
    begin(memory);
    uint8_t *codes = TAKE(memory, uint8_t, 2 * length);
    standing *found = TAKE(memory, standing, all->count + 1);
    int64_t total = 0, number = 0;
    if (length < 1)
        return KERNEL_MISUSED;
    if (!codes || !found)
        return KERNEL_NO_MEMORY;
    for (int64_t place = 0; place < all->count; place++) {
        found[place] = (standing){NULL, NULL, 0};
        if (encode(&all->segments[place], text, length, codes))
            TRY(find_phrase(&all->segments[place], codes, length, memory, &found[place]));
        total += found[place].count;
    }
    memory->numbers = TAKE(memory, int64_t, total + 1);
    memory->values = TAKE(memory, int64_t, total + 1);
    if (!memory->numbers || !memory->values)
        return KERNEL_NO_MEMORY;
    for (int64_t place = 0; place < all->count; place++) {
        const segment *one = &all->segments[place];
        for (int64_t next = 0; next < found[place].count; next++) {
            memory->numbers[number] = one->first + found[place].documents[next];
            memory->values[number] = found[place].counts[next];
            number += is_live(one, found[place].documents[next]);
        }
    }
    return number;
}

static int ascending(const void *one, const void *other) {
    uint32_t first = *(const uint32_t *)one, second = *(const uint32_t *)other;
    return first < second ? -1 : first > second;
}

uint32_t *sort_numbers(uint32_t *numbers, int64_t count, workspace *memory) {
    if (count <= FEW) {
        if (count > 1)
            qsort(numbers, (size_t)count, sizeof *numbers, ascending);
        return numbers;
    }
    uint32_t *other = TAKE(memory, uint32_t, count), *swapped, most = 0;
    if (!other)
        return NULL;
    for (int64_t next = 0; next < count; next++)
        most |= numbers[next];
    for (int shift = 0; shift < 32 && most >> shift; shift += RADIX_BITS) {
        int64_t starts[1 << RADIX_BITS] = {0}, before = 0;
        for (int64_t next = 0; next < count; next++)
            starts[numbers[next] >> shift & ((1 << RADIX_BITS) - 1)]++;
        for (int digit = 0; digit < 1 << RADIX_BITS; digit++) {
            int64_t own = starts[digit];
            starts[digit] = before;
            before += own;
        }
        for (int64_t next = 0; next < count; next++)
            other[starts[numbers[next] >> shift & ((1 << RADIX_BITS) - 1)]++] = numbers[next];
        swapped = numbers;
        numbers = other;
        other = swapped;
    }
    return numbers;
}

int64_t kernel_places(const library *all, const uint32_t *text, int64_t length, workspace *memory) {
    begin(memory);
    uint8_t *codes = TAKE(memory, uint8_t, 2 * length);
    uint32_t **found = TAKE(memory, uint32_t *, all->count + 1);
    int64_t *counts = TAKE(memory, int64_t, all->count + 1), total = 0, number = 0;
    if (length < 1)
        return KERNEL_MISUSED;
    if (!codes || !found || !counts)
        return KERNEL_NO_MEMORY;
    for (int64_t place = 0; place < all->count; place++) {
        counts[place] = 0;
        if (!encode(&all->segments[place], text, length, codes))
            continue;
        counts[place] = find_places(&all->segments[place], codes, length, memory, &found[place]);
        TRY(counts[place]);
        found[place] = sort_numbers(found[place], counts[place], memory);
        if (!found[place])
            return KERNEL_NO_MEMORY;
        total += counts[place];
    }
    memory->numbers = TAKE(memory, int64_t, total + 1);
    memory->values = TAKE(memory, int64_t, total + 1);
    if (!memory->numbers || !memory->values)
        return KERNEL_NO_MEMORY;
    for (int64_t place = 0; place < all->count; place++) {
        const segment *one = &all->segments[place];
        for (int64_t next = 0; next < counts[place]; next++) {
            int64_t owner = owner_of(one, found[place][next]);
            TRY(owner);
            memory->numbers[number] = one->first + owner;
            memory->values[number] = (int64_t)found[place][next] - U32(one->starts)[owner];
            number += is_live(one, owner);
        }
    }
    return number;
}

/* The codes of a paragraph: where in the text they start, and how many, without the END after them. */
static int64_t span_of(const segment *one, int64_t document, int64_t *start) {
    int64_t end = U32(one->starts)[document + 1];
    *start = U32(one->starts)[document];
    return *start < end && end <= one->text.length ? end - *start - 1 : KERNEL_DAMAGED;
}

static int64_t put_variants(const segment *one, int64_t document, int64_t size, uint32_t *points) {
    uint64_t low = item(&one->variant_bounds, document), high = item(&one->variant_bounds, document + 1);
    if (low > high || high > (uint64_t)one->variants.length)
        return KERNEL_DAMAGED;
    for (uint64_t next = low; next < high; next++) {
        uint64_t at = item(&one->variant_places, (int64_t)next);
        uint16_t code = U16(one->variants)[next];
        if (at > (uint64_t)size || code >= one->points.length)
            return KERNEL_DAMAGED;
        if (at < (uint64_t)size)
            points[at] = U32(one->points)[code];
    }
    return 0;
}

static int64_t put_text(const segment *one, int64_t document, bool folded, uint32_t *points) {
    int64_t start, size = span_of(one, document, &start);
    TRY(size);
    for (int64_t place = 0; place < size; place++) {
        uint32_t code = code_at(&one->text, start + place);
        if (code >= one->shown.length)
            return KERNEL_DAMAGED;
        code = folded ? code : U16(one->shown)[code];
        if (code >= one->points.length)
            return KERNEL_DAMAGED;
        points[place] = U32(one->points)[code];
    }
    if (!folded)
        TRY(put_variants(one, document, size, points));
    return size;
}

static const segment *segment_of(const library *all, int64_t number) {
    for (int64_t place = 0; place < all->count; place++) {
        const segment *one = &all->segments[place];
        if (number >= one->first && number < one->first + one->documents)
            return one;
    }
    return NULL;
}

int64_t kernel_texts(const library *all, const int64_t *numbers, int64_t count, int64_t folded, workspace *memory) {
    begin(memory);
    const segment **owners = TAKE(memory, const segment *, count + 1);
    memory->values = TAKE(memory, int64_t, count + 1);
    int64_t total = 0, start;
    if (!owners || !memory->values)
        return KERNEL_NO_MEMORY;
    for (int64_t next = 0; next < count; next++) {
        owners[next] = segment_of(all, numbers[next]);
        if (!owners[next])
            return KERNEL_MISUSED;
        int64_t size = span_of(owners[next], numbers[next] - owners[next]->first, &start);
        TRY(size);
        memory->values[next] = total += size;
    }
    memory->points = TAKE(memory, uint32_t, total + 1);
    if (!memory->points)
        return KERNEL_NO_MEMORY;
    for (int64_t next = 0; next < count; next++) {
        const segment *one = owners[next];
        TRY(put_text(one, numbers[next] - one->first, folded != 0, memory->points + (next ? memory->values[next - 1] : 0)));
    }
    return count;
}
