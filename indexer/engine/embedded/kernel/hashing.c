/* Hashes of texts by which those that say the same are found. See ../substring_index/text_hashes.py and
   indexer.dedup.clause_hashes. */

#include <stdlib.h>

#include "reading.h"

#define FACTOR 0x9E3779B97F4A7C15u
#define COUNTING 1 /* what a character may be: see kernel_hash_texts */
#define MARK 2
#define DIGIT 4
#define LEFT_OUT 0 /* signs */
#define CLAUSE_END 1
#define NUMBER (1u << 31)

int64_t kernel_hash_texts(const array *codes, const array *starts, const array *kinds, const array *numbers,
                          const array *hashes) {
    const uint8_t *kind = kinds->data;
    if (!fits(codes, 2, codes->length) || !fits(starts, 8, starts->length) || starts->length < 1 ||
        !fits(kinds, 1, kinds->length) || !fits(numbers, 8, kinds->length) || !fits(hashes, 8, starts->length - 1))
        return KERNEL_MISUSED;
    for (int64_t at = 0; at < codes->length; at++)
        if (U16(*codes)[at] >= kinds->length)
            return KERNEL_MISUSED;
    for (int64_t text = 0; text < hashes->length; text++) {
        int64_t start = I64(*starts)[text], end = I64(*starts)[text + 1];
        uint64_t hash = 0, power = FACTOR;
        if (start < 0 || end <= start || end > codes->length)
            return KERNEL_MISUSED;
        for (int64_t at = start, before = 0, own; at < end - 1; at++, before = own & DIGIT) {
            uint16_t code = U16(*codes)[at];
            own = kind[code];
            bool after = at + 1 < end - 1 && kind[U16(*codes)[at + 1]] & DIGIT;
            if (own & COUNTING || (after && (own & MARK || before))) {
                hash += U64(*numbers)[code] * power;
                power *= FACTOR;
            }
        }
        ((uint64_t *)hashes->data)[text] = hash;
    }
    return hashes->length;
}

typedef struct {
    uint64_t hash, form;
    uint32_t size, number;
} clause;

/* SplitMix64 of a sign in its place. */
static uint64_t mixed(int64_t place, uint32_t sign) {
    uint64_t one = (((uint64_t)place << 32) + sign) * FACTOR;
    one = (one ^ (one >> 30)) * 0xBF58476D1CE4E5B9u;
    one = (one ^ (one >> 27)) * 0x94D049BB133111EBu;
    return one ^ (one >> 31);
}

/* The clause that begins at a place of a text, and where the next one begins. */
static int64_t read_clause(const array *text, const array *signs, const array *alike, int64_t at, clause *found) {
    uint32_t sign = LEFT_OUT, last = CLAUSE_END;
    int64_t size = 0, shorter = 0;
    *found = (clause){0};
    for (; at < text->length && sign != CLAUSE_END; at++) {
        uint32_t point = U32(*text)[at];
        sign = U32(*signs)[point < signs->length ? point : signs->length - 1];
        if (sign == LEFT_OUT || sign == CLAUSE_END)
            continue;
        found->hash += mixed(size++, sign);
        uint32_t kind = U32(*alike)[sign < alike->length ? sign : alike->length - 1];
        if (!(kind & NUMBER) || kind != last)
            found->form += mixed(shorter++, kind & ~NUMBER);
        last = kind;
    }
    found->hash += mixed(size, CLAUSE_END);
    found->form += mixed(shorter, CLAUSE_END);
    found->size = (uint32_t)size;
    return at;
}

static int in_order(const void *one, const void *other) {
    const clause *left = one, *right = other;
    if (left->hash != right->hash)
        return left->hash < right->hash ? -1 : 1;
    return left->number < right->number ? -1 : left->number > right->number;
}

int64_t kernel_hash_clauses(const array *text, const array *signs, const array *alike, int64_t shortest,
                            const array *hashes, const array *sizes, const array *forms) {
    if (!fits(text, 4, text->length) || text->length >= WHOLE || !fits(signs, 4, signs->length) || !signs->length ||
        !fits(alike, 4, alike->length) || !alike->length || shortest < 1 || !fits(hashes, 8, hashes->length) ||
        !fits(sizes, 4, hashes->length) || !fits(forms, 8, hashes->length))
        return KERNEL_MISUSED;
    clause *found = malloc((size_t)(text->length / shortest + 1) * sizeof *found);
    int64_t count = 0, different = 0;
    if (!found)
        return KERNEL_NO_MEMORY;
    for (int64_t at = 0; at < text->length;) {
        clause next;
        at = read_clause(text, signs, alike, at, &next);
        if (next.size >= shortest) {
            next.number = (uint32_t)count;
            found[count++] = next;
        }
    }
    qsort(found, (size_t)count, sizeof *found, in_order);
    for (int64_t at = 0; at < count; at++) {
        if (at && found[at].hash == found[at - 1].hash)
            continue;
        if (different >= hashes->length) {
            free(found);
            return KERNEL_MISUSED;
        }
        ((uint64_t *)hashes->data)[different] = found[at].hash;
        ((uint32_t *)sizes->data)[different] = found[at].size;
        ((uint64_t *)forms->data)[different++] = found[at].form;
    }
    free(found);
    return different;
}
