/* Texts that are cut up, turned around: which words are the same, and which documents have each. See
   ../inverted_index/inverter.py. */

#include <stdlib.h>

#include "reading.h"

#define FEWEST (1 << 12) /* places of a table of words at first */

typedef struct {
    uint32_t start, length, hash;
} word;

/* Words by their codes: open addressing, never more than half full. */
typedef struct {
    const uint16_t *codes;
    word *words;
    uint32_t *slots; /* number of a word + 1; 0: free */
    int64_t count, size;
} table;

static uint32_t hash_of(const uint16_t *codes, int64_t length) {
    uint64_t hash = (uint64_t)length;
    for (int64_t at = 0; at < length; at++)
        hash = (hash ^ codes[at]) * 0x9E3779B97F4A7C15u;
    return (uint32_t)(hash >> 32);
}

static int64_t grow(table *of) {
    int64_t size = of->size ? 2 * of->size : FEWEST;
    uint32_t *slots = calloc((size_t)size, sizeof *slots);
    word *words = realloc(of->words, (size_t)size / 2 * sizeof *words);
    if (words)
        of->words = words;
    if (!slots || !words) {
        free(slots);
        return KERNEL_NO_MEMORY;
    }
    for (int64_t number = 0; number < of->count; number++) {
        int64_t at = words[number].hash & (size - 1);
        while (slots[at])
            at = (at + 1) & (size - 1);
        slots[at] = (uint32_t)number + 1;
    }
    free(of->slots);
    of->slots = slots;
    of->size = size;
    return 0;
}

/* The number of a word, a new one where it was not met before. */
static int64_t number_of(table *of, int64_t start, int64_t length) {
    const uint16_t *codes = of->codes + start;
    uint32_t hash = hash_of(codes, length);
    if (2 * (of->count + 1) > of->size)
        TRY(grow(of));
    int64_t at = hash & (of->size - 1);
    for (; of->slots[at]; at = (at + 1) & (of->size - 1)) {
        const word *other = &of->words[of->slots[at] - 1];
        if (other->hash == hash && other->length == length &&
            !memcmp(of->codes + other->start, codes, (size_t)length * sizeof *codes))
            return of->slots[at] - 1;
    }
    of->words[of->count] = (word){(uint32_t)start, (uint32_t)length, hash};
    of->slots[at] = (uint32_t)++of->count;
    return of->count - 1;
}

static int64_t is_word(const uint16_t *codes, int64_t length, const array *letters) {
    int64_t found = 0;
    for (int64_t at = 0; at < length; at++) {
        if (codes[at] >= letters->length)
            return KERNEL_MISUSED;
        found |= ((const uint8_t *)letters->data)[codes[at]];
    }
    return found;
}

static int64_t number_words(table *of, const array *codes, const array *letters, const array *lengths,
                            const array *numbers, const array *firsts) {
    int64_t start = 0;
    for (int64_t token = 0; token < lengths->length; token++) {
        int64_t length = ((const int32_t *)lengths->data)[token], number = WHOLE;
        if (length < 0 || length > codes->length - start)
            return KERNEL_MISUSED;
        int64_t one = is_word(of->codes + start, length, letters);
        TRY(one);
        if (one) {
            int64_t known = of->count;
            TRY(number = number_of(of, start, length));
            if (of->count > known)
                ((uint32_t *)firsts->data)[number] = (uint32_t)token;
        }
        ((uint32_t *)numbers->data)[token] = (uint32_t)number;
        start += length;
    }
    return of->count;
}

int64_t kernel_number_words(const array *codes, const array *letters, const array *lengths, const array *numbers,
                            const array *firsts) {
    int64_t tokens = lengths->length;
    if (!fits(codes, 2, codes->length) || codes->length >= WHOLE || !fits(letters, 1, letters->length) ||
        !fits(lengths, 4, tokens) || tokens >= WHOLE || !fits(numbers, 4, tokens) || !fits(firsts, 4, tokens))
        return KERNEL_MISUSED;
    table words = {.codes = codes->data};
    int64_t count = number_words(&words, codes, letters, lengths, numbers, firsts);
    free(words.words);
    free(words.slots);
    return count;
}

static bool ascends(const array *bounds, int64_t end) {
    const int64_t *items = I64(*bounds);
    if (bounds->length < 1 || items[0] != 0 || items[bounds->length - 1] != end)
        return false;
    for (int64_t at = 1; at < bounds->length; at++)
        if (items[at] < items[at - 1])
            return false;
    return true;
}

static bool below(const array *numbers, int64_t limit, bool none) {
    const uint32_t *items = U32(*numbers);
    for (int64_t at = 0; at < numbers->length; at++)
        if (items[at] >= limit && !(none && items[at] == WHOLE))
            return false;
    return true;
}

static bool is_cut(const cut *of) {
    return fits(&of->numbers, 4, of->numbers.length) && fits(&of->documents, 8, of->documents.length) &&
           of->documents.length <= (1 << DOCUMENT_BITS) + 1 && fits(&of->terms, 4, of->terms.length) &&
           fits(&of->inner, 4, of->inner.length) && fits(&of->bounds, 8, of->terms.length + 1) && of->count >= 0 &&
           of->count < WHOLE && ascends(&of->documents, of->numbers.length) && ascends(&of->bounds, of->inner.length) &&
           below(&of->numbers, of->terms.length, true) && below(&of->terms, of->count, false) &&
           below(&of->inner, of->count, false);
}

int64_t kernel_count_postings(const cut *of, const array *counts, const array *sizes) {
    int64_t documents = of->documents.length - 1;
    if (!is_cut(of) || !fits(counts, 8, of->count) || !fits(sizes, 8, documents))
        return KERNEL_MISUSED;
    uint32_t *last = malloc((size_t)(of->count + 1) * sizeof *last);
    if (!last)
        return KERNEL_NO_MEMORY;
    memset(last, 0xFF, (size_t)(of->count + 1) * sizeof *last);
    int64_t *having = (int64_t *)counts->data, total = 0;
    memset(having, 0, (size_t)of->count * sizeof *having);
#define MET(term)                               \
    do {                                        \
        uint32_t met = (term);                  \
        if (last[met] != (uint32_t)document) {  \
            last[met] = (uint32_t)document;     \
            having[met]++;                      \
            total++;                            \
        }                                       \
    } while (0)
    for (int64_t document = 0; document < documents; document++) {
        int64_t size = 0;
        for (int64_t token = I64(of->documents)[document]; token < I64(of->documents)[document + 1]; token++) {
            uint32_t number = U32(of->numbers)[token];
            if (number == WHOLE)
                continue;
            MET(U32(of->terms)[number]);
            size++;
            for (int64_t at = I64(of->bounds)[number]; at < I64(of->bounds)[number + 1]; at++, size++)
                MET(U32(of->inner)[at]);
        }
        ((int64_t *)sizes->data)[document] = size;
    }
#undef MET
    free(last);
    return total;
}

typedef struct {
    uint32_t *entries, *frequencies;
    int64_t *next; /* of each term: where its next entry goes */
    const int64_t *bounds;
} postings_made;

/* One more of a term in a document; false where its entries have no more room. */
static bool add(postings_made *to, uint32_t term, uint32_t document, uint32_t inside) {
    int64_t at = to->next[term];
    if (at > to->bounds[term] && (to->entries[at - 1] & DOCUMENT_MASK) == document) {
        to->entries[at - 1] &= inside | ~INSIDE;
        to->frequencies[at - 1]++;
        return true;
    }
    if (at >= to->bounds[term + 1])
        return false;
    to->entries[at] = document | inside;
    to->frequencies[at] = 1;
    to->next[term] = at + 1;
    return true;
}

static int64_t fill(const cut *of, postings_made *to) {
    for (int64_t document = 0; document < of->documents.length - 1; document++)
        for (int64_t token = I64(of->documents)[document]; token < I64(of->documents)[document + 1]; token++) {
            uint32_t number = U32(of->numbers)[token];
            if (number == WHOLE)
                continue;
            if (!add(to, U32(of->terms)[number], (uint32_t)document, 0))
                return KERNEL_MISUSED;
            for (int64_t at = I64(of->bounds)[number]; at < I64(of->bounds)[number + 1]; at++)
                if (!add(to, U32(of->inner)[at], (uint32_t)document, INSIDE))
                    return KERNEL_MISUSED;
        }
    return 0;
}

int64_t kernel_fill_postings(const cut *of, const array *bounds, const array *entries, const array *frequencies) {
    if (!is_cut(of) || !fits(bounds, 8, of->count + 1) || !fits(entries, 4, entries->length) ||
        !fits(frequencies, 4, entries->length) || !ascends(bounds, entries->length))
        return KERNEL_MISUSED;
    postings_made made = {(uint32_t *)entries->data, (uint32_t *)frequencies->data, NULL, I64(*bounds)};
    made.next = malloc((size_t)(of->count + 1) * sizeof *made.next);
    if (!made.next)
        return KERNEL_NO_MEMORY;
    memcpy(made.next, made.bounds, (size_t)(of->count + 1) * sizeof *made.next);
    int64_t filled = fill(of, &made);
    for (int64_t term = 0; term < of->count && !filled; term++)
        if (made.next[term] != made.bounds[term + 1])
            filled = KERNEL_MISUSED;
    free(made.next);
    TRY(filled);
    for (int64_t at = 0; at < entries->length; at++) {
        uint32_t clipped = made.frequencies[at] < MOST_FREQUENT ? made.frequencies[at] : MOST_FREQUENT;
        made.entries[at] |= clipped << DOCUMENT_BITS;
    }
    return entries->length;
}
