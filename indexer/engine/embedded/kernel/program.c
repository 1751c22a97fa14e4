/* A program in postfix order → a tree, with the documents that each of its nodes finds in each segment.

   Texts are looked up in all segments before anything is scored: scores take counts of all of them. */

#include <math.h>

#include "matching.h"

#define K1 1.2 /* as in indexer.engine.bm25; the two weights as in ../read/scorer.py */
#define MOST_APART 1000000 /* characters */
#define HEADING_WEIGHT 0.5
#define TITLE_WEIGHT 0.25

typedef struct {
    const library *all;
    workspace *memory;
    const int64_t *program, *end;
    const uint32_t *texts, *last;
} reading;

static double idf(int64_t documents, int64_t having) {
    return log((double)(documents > 1 ? documents : 1) / (double)(having + 1)) + 1;
}

static int64_t read_words(reading *from, node *text) {
    const library *all = from->all;
    workspace *memory = from->memory;
    if (from->end - from->program < 2)
        return KERNEL_MISUSED;
    text->verbatim = from->program[0] != 0;
    text->count = from->program[1];
    const int64_t *lengths = from->program + 2;
    if (text->count < 0 || text->count > from->end - lengths - 1 || (!text->verbatim && text->count != 1))
        return KERNEL_MISUSED;
    const uint32_t *letters = from->texts;
    for (int64_t word = 0; word <= text->count; word++) {
        if (lengths[word] < 1 || lengths[word] > from->last - from->texts)
            return KERNEL_MISUSED;
        from->texts += lengths[word];
    }
    from->program = lengths + text->count + 1;
    text->found = TAKE(memory, looked_up, all->count);
    text->weights = TAKE(memory, weights, text->count + 1);
    int64_t *counts = TAKE(memory, int64_t, 3 * text->count + 1), stands = 0;
    if (!text->found || !text->weights || !counts)
        return KERNEL_NO_MEMORY;
    memset(counts, 0, (size_t)(3 * text->count + 1) * sizeof *counts);
    for (int64_t place = 0; place < all->count; place++) {
        const segment *one = &all->segments[place];
        looked_up *found = &text->found[place];
        TRY(look_up(one, text, lengths, letters, memory, found));
        for (int64_t word = 0; word < text->count; word++) {
            int64_t own[3] = {having(one, &found->words[word]), under(&one->headings, &found->headings[word]),
                              under(&one->titles, &found->titles[word])};
            for (int part = 0; part < 3; part++) {
                TRY(own[part]);
                counts[3 * word + part] += own[part];
            }
        }
        stands += live_count(one, &found->verbatim);
        set both[2] = {found->tokens, found->whole};
        if (text->verbatim)
            TRY(unite(one, both, 2, memory, &text->sets[place]));
        else
            text->sets[place] = found->tokens;
    }
    for (int64_t word = 0; word < text->count; word++) {
        const int64_t *own = counts + 3 * word;
        text->weights[word] = (weights){
            (float)(idf(all->documents, own[0]) * (K1 + 1)),
            own[1] ? (float)(HEADING_WEIGHT * idf(all->documents, own[1]) * (K1 + 1)) : 0,
            own[2] ? (float)(TITLE_WEIGHT * idf(all->documents, own[2]) * (K1 + 1)) : 0,
        };
    }
    text->phrase = (float)(idf(all->documents, stands) * (K1 + 1));
    return 0;
}

static int64_t read_phrase(reading *from, node *text) {
    const library *all = from->all;
    if (from->program == from->end || from->program[0] < 1 || from->program[0] > from->last - from->texts)
        return KERNEL_MISUSED;
    int64_t length = *from->program++, stands = 0;
    uint8_t *codes = TAKE(from->memory, uint8_t, 2 * length);
    text->found = TAKE(from->memory, looked_up, all->count);
    if (!codes || !text->found)
        return KERNEL_NO_MEMORY;
    for (int64_t place = 0; place < all->count; place++) {
        standing *found = &text->found[place].verbatim;
        *found = (standing){NULL, NULL, 0};
        if (encode(&all->segments[place], from->texts, length, codes))
            TRY(find_phrase(&all->segments[place], codes, length, from->memory, found));
        stands += live_count(&all->segments[place], found);
        text->sets[place] = text->found[place].whole = (set){found->documents, WHOLE, false, found->count};
    }
    text->phrase = (float)(idf(all->documents, stands) * (K1 + 1));
    from->texts += length;
    return 0;
}

/* Both begin with a number and end with the lengths of several texts; a pattern has a number more. */
static int64_t read_several(reading *from, node *made) {
    const library *all = from->all;
    bool pattern = made->kind == KERNEL_PATTERN;
    if (from->end - from->program < 2 + pattern)
        return KERNEL_MISUSED;
    int64_t first = from->program[0], ends = pattern ? from->program[1] : 0, count = from->program[1 + pattern];
    const int64_t *lengths = from->program + 2 + pattern;
    int64_t letters = ends, stands = 0, left = from->last - from->texts;
    if (count < 1 || count > from->end - lengths || first < 0 || first > left + MOST_APART || ends < 0 || ends > left ||
        (!pattern && (count < 2 || count > MOST_NEAR)))
        return KERNEL_MISUSED;
    for (int64_t one = 0; one < count; one++) {
        if (lengths[one] < !pattern || lengths[one] > left - letters)
            return KERNEL_MISUSED;
        letters += lengths[one];
    }
    made->found = TAKE(from->memory, looked_up, all->count);
    if (!made->found)
        return KERNEL_NO_MEMORY;
    for (int64_t place = 0; place < all->count; place++) {
        const segment *one = &all->segments[place];
        standing *found = &made->found[place].verbatim;
        if (pattern)
            TRY(find_pattern(one, lengths, count, first, from->texts, ends, from->memory, found));
        else
            TRY(find_near(one, lengths, count, first, from->texts, from->memory, found));
        stands += live_count(one, found);
        made->sets[place] = made->found[place].whole = (set){found->documents, WHOLE, false, found->count};
    }
    made->phrase = (float)(idf(all->documents, stands) * (K1 + 1));
    from->program = lengths + count;
    from->texts += letters;
    return 0;
}

static int64_t read_found(reading *from, node *text) {
    const library *all = from->all;
    int64_t stands = 0;
    if (from->end - from->program < 3 * all->count)
        return KERNEL_MISUSED;
    text->found = TAKE(from->memory, looked_up, all->count);
    if (!text->found)
        return KERNEL_NO_MEMORY;
    for (int64_t place = 0; place < all->count; place++, from->program += 3) {
        const int64_t *documents = (const int64_t *)(intptr_t)from->program[0];
        const int64_t *counts = (const int64_t *)(intptr_t)from->program[2];
        int64_t count = from->program[1];
        standing *found = &text->found[place].verbatim;
        *found = (standing){TAKE(from->memory, uint32_t, count + 1), TAKE(from->memory, uint32_t, count + 1), count};
        if (!found->documents || !found->counts)
            return KERNEL_NO_MEMORY;
        for (int64_t next = 0; next < count; next++) {
            if (documents[next] < 0 || documents[next] >= all->segments[place].documents)
                return KERNEL_MISUSED;
            found->documents[next] = (uint32_t)documents[next];
            found->counts[next] = (uint32_t)counts[next];
        }
        stands += live_count(&all->segments[place], found);
        text->sets[place] = text->found[place].whole = (set){found->documents, WHOLE, false, count};
    }
    text->phrase = (float)(idf(all->documents, stands) * (K1 + 1));
    return 0;
}

static int64_t read_ranges(reading *from, node *ranges) {
    if (from->program == from->end || *from->program < 0 || *from->program > (from->end - from->program - 1) / 2)
        return KERNEL_MISUSED;
    int64_t count = *from->program++;
    for (int64_t place = 0; place < from->all->count; place++) {
        const segment *one = &from->all->segments[place];
        int64_t most = 0;
        uint32_t *kept = NULL;
        for (int pass = 0; pass < 2; pass++) {
            int64_t number = 0, after = 0;
            for (int64_t range = 0; range < count; range++) {
                int64_t start = from->program[2 * range] - one->first, end = from->program[2 * range + 1] - one->first;
                start = start > after ? start : after; /* ranges ascend; what does not is left out */
                end = end < one->documents ? end : one->documents;
                for (int64_t document = start; pass && document < end; document++)
                    kept[number++] = (uint32_t)document;
                most += pass || start >= end ? 0 : end - start;
                after = end > after ? end : after;
            }
            if (!pass && !(kept = TAKE(from->memory, uint32_t, most + 1)))
                return KERNEL_NO_MEMORY;
        }
        ranges->sets[place] = (set){kept, WHOLE, false, most};
    }
    from->program += 2 * count;
    return 0;
}

static int64_t join(reading *from, node *joined) {
    set *sets = TAKE(from->memory, set, joined->count + 1);
    if (!sets)
        return KERNEL_NO_MEMORY;
    for (int64_t place = 0; place < from->all->count; place++) {
        const segment *one = &from->all->segments[place];
        for (int64_t part = 0; part < joined->count; part++)
            sets[part] = joined->parts[part]->sets[place];
        set *result = &joined->sets[place];
        if (joined->kind == KERNEL_AND)
            TRY(intersect(sets, joined->count, from->memory, result));
        else if (joined->kind == KERNEL_NOT)
            TRY(complement(one, &sets[0], from->memory, result));
        else
            TRY(unite(one, sets, joined->count, from->memory, result));
    }
    return 0;
}

/* The parts of a node are the last ones of the stack, and give way to it. */
static int64_t read_junction(reading *from, node *joined, node **stack, int64_t *height) {
    joined->count = joined->kind == KERNEL_NOT ? 1 : 2;
    if (joined->kind == KERNEL_AND || joined->kind == KERNEL_OR) {
        if (from->program == from->end)
            return KERNEL_MISUSED;
        joined->count = *from->program++;
    }
    if (joined->count < 1 || joined->count > *height)
        return KERNEL_MISUSED;
    joined->parts = TAKE(from->memory, node *, joined->count);
    if (!joined->parts)
        return KERNEL_NO_MEMORY;
    *height -= joined->count;
    memcpy(joined->parts, stack + *height, (size_t)joined->count * sizeof *joined->parts);
    for (int64_t part = 0; part < joined->count; part++)
        if (joined->parts[part]->depth >= joined->depth)
            joined->depth = joined->parts[part]->depth + 1;
    if (joined->depth == DEEPEST)
        return KERNEL_MISUSED;
    return join(from, joined);
}

static int64_t read_node(reading *from, node *made, node **stack, int64_t *height) {
    switch (made->kind) {
    case KERNEL_WORDS:
        return read_words(from, made);
    case KERNEL_PHRASE:
        return read_phrase(from, made);
    case KERNEL_PATTERN:
    case KERNEL_NEAR:
        return read_several(from, made);
    case KERNEL_FOUND:
        return read_found(from, made);
    case KERNEL_RANGES:
        return read_ranges(from, made);
    case KERNEL_AND:
    case KERNEL_OR:
    case KERNEL_NOT:
    case KERNEL_SYNONYMS:
        return read_junction(from, made, stack, height);
    default:
        return KERNEL_MISUSED;
    }
}

static int64_t read_nodes(reading *from, node **root) {
    node *stack[DEEPEST];
    int64_t height = 0;
    while (from->program < from->end) {
        node *made = TAKE(from->memory, node, 1);
        set *sets = TAKE(from->memory, set, from->all->count + 1);
        if (!made || !sets)
            return KERNEL_NO_MEMORY;
        *made = (node){.kind = *from->program++, .sets = sets};
        TRY(read_node(from, made, stack, &height));
        if (height == DEEPEST)
            return KERNEL_MISUSED;
        stack[height++] = made;
    }
    if (height != 1 || from->texts != from->last)
        return KERNEL_MISUSED;
    *root = stack[0];
    return 0;
}

int64_t read_program(const library *all, const int64_t *program, int64_t size, const uint32_t *texts, int64_t letters,
                     workspace *memory, node **root) {
    reading from = {all, memory, program, program + size, texts, texts + letters};
    return read_nodes(&from, root);
}
