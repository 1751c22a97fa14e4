/* Texts, looked up in one segment: their words in three fields, and they as they stand. See ../read/term_lookup.py. */

#include "matching.h"

int64_t live_count(const segment *one, const standing *in) {
    const uint8_t *live = one->live.data;
    int64_t count = 0;
    if (!one->live.length)
        return in->count;
    for (int64_t next = 0; next < in->count; next++)
        count += live[in->documents[next]] != 0;
    return count;
}

int64_t having(const segment *one, const postings *word) {
    const uint8_t *live = one->live.data;
    int64_t count = 0, row = frequent_row(one, word);
    if (row >= 0)
        return frequent_tokens(one, word, row);
    if (!one->live.length) {
        for (int64_t next = 0; next < word->count; next++)
            count += frequency_of(word->entries[next]) != 0;
        return count;
    }
    for (int64_t next = 0; next < word->count; next++) {
        uint32_t document = word->entries[next] & DOCUMENT_MASK;
        if (document >= one->documents)
            return KERNEL_DAMAGED;
        count += live[document] && frequency_of(word->entries[next]);
    }
    return count;
}

/* The live documents of all runs that have a word. */
int64_t under(const field *in, const postings *word) {
    int64_t count = 0;
    for (int64_t next = 0; next < word->count; next++) {
        uint32_t run = word->entries[next] & DOCUMENT_MASK;
        if (run >= in->sizes.length)
            return KERNEL_DAMAGED;
        count += I64(in->sizes)[run];
    }
    return count;
}

/* Of what is no word of a segment, nothing was kept of where its characters stand: documents with frequency 0. */
static int64_t look_up_unknown(const segment *one, const uint8_t *codes, int64_t length, workspace *memory, postings *word) {
    standing stands;
    TRY(find_phrase(one, codes, length, memory, &stands));
    for (int64_t next = 0; next < stands.count; next++)
        if (stands.documents[next] > DOCUMENT_MASK)
            return KERNEL_DAMAGED;
    *word = (postings){stands.documents, stands.count, 0, -1};
    return 0;
}

int64_t look_up(const segment *one, const node *text, const int64_t *lengths, const uint32_t *letters, workspace *memory,
                looked_up *found) {
    int64_t words = text->count, longest = lengths[words];
    for (int64_t word = 0; word < words; word++)
        longest = lengths[word] > longest ? lengths[word] : longest;
    uint8_t *codes = TAKE(memory, uint8_t, 2 * longest + 1);
    set *sets = TAKE(memory, set, words + 1);
    found->words = TAKE(memory, postings, words + 1);
    found->headings = TAKE(memory, postings, words + 1);
    found->titles = TAKE(memory, postings, words + 1);
    if (!codes || !sets || !found->words || !found->headings || !found->titles)
        return KERNEL_NO_MEMORY;
    for (int64_t word = 0; word < words; letters += lengths[word++]) {
        postings none = {NULL, 0, 0, -1};
        found->words[word] = found->headings[word] = found->titles[word] = none;
        if (encode(one, letters, lengths[word], codes)) {
            int64_t known = find_term(&one->words, codes, lengths[word], &found->words[word]);
            TRY(known);
            if (!known && !text->verbatim)
                TRY(look_up_unknown(one, codes, lengths[word], memory, &found->words[word]));
            TRY(find_term(&one->headings, codes, lengths[word], &found->headings[word]));
            TRY(find_term(&one->titles, codes, lengths[word], &found->titles[word]));
        }
        sets[word] = of_entries(&found->words[word], text->verbatim);
    }
    found->verbatim = (standing){NULL, NULL, 0};
    if (text->verbatim && encode(one, letters, lengths[words], codes))
        TRY(find_phrase(one, codes, lengths[words], memory, &found->verbatim));
    found->whole = (set){found->verbatim.documents, WHOLE, false, found->verbatim.count};
    found->tokens = (set){NULL, WHOLE, false, 0};
    if (words == 1 && !text->verbatim)
        found->tokens = sets[0];
    else if (words)
        TRY(intersect(sets, words, memory, &found->tokens));
    return 0;
}
