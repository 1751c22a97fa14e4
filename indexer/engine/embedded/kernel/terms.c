/* Terms and their postings. See ../inverted_index/. */

#include "matching.h"

/* The letters of a term, -1 where the field is damaged. */
static int64_t letters_of(const field *in, int64_t number, const uint8_t **letters) {
    int64_t start = number ? U32(in->ends)[number - 1] : 0, end = U32(in->ends)[number];
    if (start > end || end > in->letters.length)
        return KERNEL_DAMAGED;
    *letters = (const uint8_t *)in->letters.data + 2 * start;
    return end - start;
}

int64_t find_term(const field *in, const uint8_t *codes, int64_t length, postings *found) {
    int64_t low = 0, high = in->ends.length;
    bool equal = false;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        const uint8_t *letters;
        int64_t size = letters_of(in, middle, &letters);
        TRY(size);
        int order = memcmp(letters, codes, (size_t)(2 * (size < length ? size : length)));
        if (!order)
            order = size < length ? -1 : size > length;
        equal |= !order;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *found = (postings){NULL, 0, 0, -1};
    if (!equal)
        return 0;
    uint64_t start = item(&in->bounds, low), end = item(&in->bounds, low + 1);
    if (start > end || end > (uint64_t)in->entries.length)
        return KERNEL_DAMAGED;
    *found = (postings){U32(in->entries) + start, (int64_t)(end - start), (int64_t)start, low};
    return 1;
}

/* Whether a document has a word as a token that does not only stand inside longer ones. */
static bool is_alone(const postings *word, int64_t document) {
    set entries = of_entries(word, false);
    int64_t at = gallop(&entries, 0, (uint32_t)document);
    uint32_t entry = at < word->count ? word->entries[at] : 0;
    return (entry & DOCUMENT_MASK) == document && entry > DOCUMENT_MASK && entry < INSIDE;
}

int64_t kernel_stands_alone(const library *all, const uint32_t *text, int64_t length, const int64_t *numbers,
                            int64_t count, workspace *memory) {
    begin(memory);
    uint8_t *codes = TAKE(memory, uint8_t, 2 * length);
    memory->values = TAKE(memory, int64_t, count + 1);
    if (!codes || !memory->values)
        return KERNEL_NO_MEMORY;
    memset(memory->values, 0, (size_t)count * sizeof *memory->values);
    for (int64_t place = 0; place < all->count; place++) {
        const segment *one = &all->segments[place];
        postings word = {NULL, 0, 0, -1};
        if (encode(one, text, length, codes))
            TRY(find_term(&one->words, codes, length, &word));
        for (int64_t next = 0; word.count && next < count; next++)
            if (numbers[next] >= one->first && numbers[next] < one->first + one->documents)
                memory->values[next] = is_alone(&word, numbers[next] - one->first);
    }
    return count;
}

uint32_t unclipped(const field *in, int64_t place) {
    int64_t low = first_not_before(&in->exceptions, (uint64_t)place);
    return low < in->exceptions.length && U32(in->exceptions)[low] == place ? U32(in->excess)[low] : MOST_FREQUENT;
}
