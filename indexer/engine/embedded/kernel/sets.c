/* The algebra of sets of documents. See ../read/doc_set.py. */

#include "reading.h"

int64_t intersect(const set *sets, int64_t count, workspace *memory, set *result) {
    int64_t fewest = 0;
    for (int64_t one = 1; one < count; one++)
        if (sets[one].count < sets[fewest].count)
            fewest = one;
    const set *least = &sets[fewest];
    uint32_t *kept = TAKE(memory, uint32_t, least->count + 1);
    int64_t *places = TAKE(memory, int64_t, count), number = 0;
    if (!kept || !places)
        return KERNEL_NO_MEMORY;
    memset(places, 0, (size_t)count * sizeof *places);
    for (int64_t next = 0; next < least->count; next++) {
        uint32_t entry = least->items[next], document = entry & least->mask;
        bool everywhere = !(least->tokens && !frequency_of(entry));
        for (int64_t one = 0; everywhere && one < count; one++) {
            const set *other = &sets[one];
            if (one == fewest)
                continue;
            int64_t at = places[one] = gallop(other, places[one], document);
            everywhere = at < other->count && (other->items[at] & other->mask) == document &&
                         !(other->tokens && !frequency_of(other->items[at]));
        }
        kept[number] = document;
        number += everywhere;
    }
    *result = (set){kept, WHOLE, false, number};
    return number;
}

/* Mark the documents of a set; KERNEL_DAMAGED where the segment has no such document. */
static int64_t mark(const segment *one, const set *from, uint64_t *bits) {
    for (int64_t next = 0; next < from->count; next++) {
        uint32_t entry = from->items[next], document = entry & from->mask;
        if (document >= one->documents)
            return KERNEL_DAMAGED;
        if (!(from->tokens && !frequency_of(entry)))
            bits[document >> 6] |= (uint64_t)1 << (document & 63);
    }
    return 0;
}

static int64_t collect(const segment *one, workspace *memory, int64_t most, uint64_t flipped, set *result) {
    uint32_t *kept = TAKE(memory, uint32_t, most + 1);
    int64_t number = 0, words = one->documents ? (one->documents - 1) / 64 + 1 : 0;
    if (!kept)
        return KERNEL_NO_MEMORY;
    for (int64_t word = 0; word < words; word++) {
        uint64_t rest = memory->bits[word] ^ flipped;
        memory->bits[word] = 0;
        if (word == words - 1 && one->documents % 64)
            rest &= ((uint64_t)1 << one->documents % 64) - 1;
        for (; rest; rest &= rest - 1)
            kept[number++] = (uint32_t)(word * 64 + __builtin_ctzll(rest));
    }
    memory->dirty = 0;
    *result = (set){kept, WHOLE, false, number};
    return number;
}

int64_t unite(const segment *one, const set *sets, int64_t count, workspace *memory, set *result) {
    int64_t most = 0, filled = 0;
    for (int64_t next = 0; next < count; next++) {
        if (sets[next].count) {
            *result = sets[next];
            filled++;
        }
        most += sets[next].count;
    }
    if (filled < 2) {
        if (!filled)
            *result = (set){NULL, WHOLE, false, 0};
        return result->count;
    }
    TRY(make_dense(memory, one->documents));
    memory->dirty = 1;
    for (int64_t next = 0; next < count; next++)
        TRY(mark(one, &sets[next], memory->bits));
    return collect(one, memory, most < one->documents ? most : one->documents, 0, result);
}

int64_t complement(const segment *one, const set *of, workspace *memory, set *result) {
    TRY(make_dense(memory, one->documents));
    memory->dirty = 1;
    TRY(mark(one, of, memory->bits));
    return collect(one, memory, one->documents, UINT64_MAX, result);
}
