/* What a segment keeps of frequent words. See ../inverted_index/frequent_words.py. */

#include "word_ranking.h"

int64_t frequent_row(const segment *one, const postings *word) {
    if (word->number < 0 || !one->frequent.length)
        return -1;
    int64_t row = first_not_before(&one->frequent, (uint64_t)word->number);
    return row < one->frequent.length && U32(one->frequent)[row] == word->number ? row : -1;
}

/* The places among the postings of deleted documents that have the word, one after another; -1 after the last. */
static int64_t next_dead(const segment *one, const postings *word, int64_t *next, int64_t *at) {
    set entries = of_entries(word, false);
    while (*next < one->dead.length && *at < word->count) {
        uint32_t document = U32(one->dead)[(*next)++];
        *at = gallop(&entries, *at, document);
        if (*at < word->count && (word->entries[*at] & DOCUMENT_MASK) == document)
            return (*at)++;
    }
    return -1;
}

int64_t frequent_tokens(const segment *one, const postings *word, int64_t row) {
    int64_t count = U32(one->tokens)[row];
    for (int64_t next = 0, at = 0, place; (place = next_dead(one, word, &next, &at)) >= 0;)
        count -= frequency_of(word->entries[place]) != 0;
    return count < 0 ? KERNEL_DAMAGED : count;
}

int64_t count_units(part *in, workspace *memory) {
    const segment *one = in->one;
    int64_t units = one->units.length;
    in->counts = TAKE(memory, uint8_t, units + 1);
    if (!in->counts)
        return KERNEL_NO_MEMORY;
    memcpy(in->counts, (const uint8_t *)one->unit_counts.data + in->row * units, (size_t)units);
    for (int64_t next = 0, at = 0, unit = 0, place; (place = next_dead(one, in->word, &next, &at)) >= 0;) {
        uint32_t document = in->word->entries[place] & DOCUMENT_MASK;
        while (unit < units && unit_end(one, unit) <= document)
            unit++;
        if (unit == units || !in->counts[unit])
            return KERNEL_DAMAGED;
        in->counts[unit]--;
    }
    return 0;
}

int64_t unit_postings(const part *in, int64_t unit, int64_t *start) {
    set entries = of_entries(in->word, false);
    *start = gallop(&entries, *start, U32(in->one->units)[unit]);
    return gallop(&entries, *start, (uint32_t)unit_end(in->one, unit));
}

