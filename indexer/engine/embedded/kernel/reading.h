/* What the parts of the kernel share: checked reads, memory, and sets of documents. */

#ifndef READING_H
#define READING_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "kernel.h"

#define DEPTH 4            /* codes by which positions are sorted */
#define STEP 64            /* positions from one sample to the next */
#define BLOCK 32           /* characters from one known owner to the next */
#define UNICODE 0x110000
#define CODES (1 << 16)
#define DOCUMENT_BITS 20   /* of an entry; above them the frequency, at the top INSIDE */
#define DOCUMENT_MASK ((1u << DOCUMENT_BITS) - 1)
#define INSIDE (1u << 31)
#define MOST_FREQUENT 2047u /* what is more stands among the exceptions */
#define WHOLE UINT32_MAX

#define U16(a) ((const uint16_t *)(a).data)
#define U32(a) ((const uint32_t *)(a).data)
#define U64(a) ((const uint64_t *)(a).data)
#define F32(a) ((const float *)(a).data)
#define I64(a) ((const int64_t *)(a).data)

#define TRY(call)                \
    do {                         \
        int64_t tried = (call);  \
        if (tried < 0)           \
            return tried;        \
    } while (0)

/* Whether an array has so many items of such a width. */
static inline bool fits(const array *one, int64_t width, int64_t length) {
    return one->width == width && one->length == length && (one->data || !length) && length >= 0;
}

/* An item of an array of any width; the place has been checked. */
static inline uint64_t item(const array *from, int64_t place) {
    switch (from->width) {
    case 1:
        return ((const uint8_t *)from->data)[place];
    case 2:
        return ((const uint16_t *)from->data)[place];
    case 4:
        return ((const uint32_t *)from->data)[place];
    default:
        return ((const uint64_t *)from->data)[place];
    }
}

static inline bool is_live(const segment *one, int64_t document) {
    return !one->live.length || ((const uint8_t *)one->live.data)[document];
}

/* The first place among ascending numbers whose number is not before one. */
static inline int64_t first_not_before(const array *ascending, uint64_t number) {
    int64_t low = 0, high = ascending->length;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (item(ascending, middle) < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Where in the text a place of the sorted positions is. */
static inline int64_t position(const segment *one, int64_t place) {
    return (int64_t)U16(one->low)[place] | (int64_t)(item(&one->high, place) << 16);
}

/* A code of a text, which is big-endian; the place has been checked. */
static inline uint32_t code_at(const array *text, int64_t place) {
    const uint8_t *at = (const uint8_t *)text->data + 2 * place;
    return (uint32_t)at[0] << 8 | at[1];
}

/* Memory until the next call begins; NULL where there is none. */
void *take(workspace *memory, int64_t bytes);
void begin(workspace *memory);
/* Room for `counts` and `bits` of so many documents. */
int64_t make_dense(workspace *memory, int64_t documents);

#define TAKE(memory, type, count) ((type *)take(memory, (int64_t)sizeof(type) * (count)))

/* A text in the codes of a segment, as bytes that compare as its text does; false where a character is not there. */
bool encode(const segment *one, const uint32_t *text, int64_t length, uint8_t *codes);

/* Documents of a segment, ascending, and how often each has something. */
typedef struct {
    uint32_t *documents;
    uint32_t *counts;
    int64_t count;
} standing;

/* Where in a phrase a rare part of it starts, and its slice of the sorted positions. */
typedef struct {
    int64_t at, low, high;
} slice;

/* The first DEPTH codes of a text as one number. */
uint64_t key_of(const uint8_t *codes, int64_t length);
slice rarest(const segment *one, const uint8_t *codes, int64_t length);
int64_t find_phrase(const segment *one, const uint8_t *codes, int64_t length, workspace *memory, standing *found);
/* Where a phrase starts in the text of a segment, in no order. */
int64_t find_places(const segment *one, const uint8_t *codes, int64_t length, workspace *memory, uint32_t **places);
/* At how many places a phrase may stand: what find_places looks at. */
int64_t count_candidates(const segment *one, const uint8_t *codes, int64_t length);
/* The documents of some places, which are written over. */
int64_t count_owners(const segment *one, uint32_t *places, int64_t count, workspace *memory, standing *found);
/* Numbers in ascending order, digit by digit from the lowest, there or elsewhere; NULL where there is no memory. */
uint32_t *sort_numbers(uint32_t *numbers, int64_t count, workspace *memory);
/* The document of a place of the text; KERNEL_DAMAGED where there is none. */
int64_t owner_of(const segment *one, int64_t place);

/* Documents, ascending: the lower bits of entries, or numbers as they are (`mask` is WHOLE). `tokens`: entries of
   frequency 0 are none of the set. */
typedef struct {
    const uint32_t *items;
    uint32_t mask;
    bool tokens;
    int64_t count;
} set;

static inline uint32_t frequency_of(uint32_t entry) {
    return (entry & ~INSIDE) >> DOCUMENT_BITS;
}

/* The first place from `at` on whose document is not before `document`. */
static inline int64_t gallop(const set *in, int64_t at, uint32_t document) {
    int64_t step = 1, low = at, high;
    if (at >= in->count || (in->items[at] & in->mask) >= document)
        return at;
    while (low + step < in->count && (in->items[low + step] & in->mask) < document) {
        low += step;
        step <<= 1;
    }
    high = low + step < in->count ? low + step : in->count;
    low++;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if ((in->items[middle] & in->mask) < document)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The documents that are in all sets, in any, or in none. */
int64_t intersect(const set *sets, int64_t count, workspace *memory, set *result);
int64_t unite(const segment *one, const set *sets, int64_t count, workspace *memory, set *result);
int64_t complement(const segment *one, const set *of, workspace *memory, set *result);

/* A term's entries, and where they begin among all of the field; its number, -1 where it has none. */
typedef struct {
    const uint32_t *entries;
    int64_t count;
    int64_t place;
    int64_t number;
} postings;

/* 1 where a field has a term, 0 where not. */
int64_t find_term(const field *in, const uint8_t *codes, int64_t length, postings *found);
/* A frequency that an entry has no room for, by the place of the entry in the field. */
uint32_t unclipped(const field *in, int64_t place);

/* How often an entry's document has the term. */
static inline uint32_t whole_frequency(const field *in, int64_t place, uint32_t entry) {
    uint32_t clipped = frequency_of(entry);
    return clipped < MOST_FREQUENT ? clipped : unclipped(in, place);
}

#endif
