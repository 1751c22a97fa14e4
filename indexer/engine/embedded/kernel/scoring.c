/* The scores of documents by BM25F. See ../read/scorer.py and ../read/doc_set.py: the arithmetic is theirs, operation by
   operation and in the same order, in single precision, so that both give the same numbers. */

#include "matching.h"

#define FEW 64
#define SYNONYM_WEIGHT 0.001f /* as in ../read/doc_set.py */

/* Add a term's scores in what runs of documents share. */
static int64_t add_runs(const segment *one, const field *in, const postings *word, float weight, const scored *to) {
    int64_t at = 0;
    set all = {to->documents, WHOLE, false, to->count};
    for (int64_t next = 0; next < word->count && at < to->count; next++) {
        uint32_t entry = word->entries[next], run = entry & DOCUMENT_MASK;
        if (run >= in->starts.length)
            return KERNEL_DAMAGED;
        int64_t end = run + 1 < in->starts.length ? U32(in->starts)[run + 1] : one->documents;
        at = gallop(&all, at, U32(in->starts)[run]);
        if (at == to->count || to->documents[at] >= end)
            continue;
        float score = bm25(weight, (float)whole_frequency(in, word->place + next, entry), F32(in->norms)[run]);
        for (; at < to->count && to->documents[at] < end; at++)
            to->scores[at] += score;
    }
    return 0;
}

/* The scores of documents that have all words of a text, in the place of what was there. */
static int64_t score_tokens(const segment *one, const node *text, const looked_up *found, const scored *to, workspace *memory) {
    const float *norms = F32(one->words.norms);
    scored own = {to->documents, to->count, to->scores};
    for (int64_t word = 0; word < text->count; word++) {
        const postings *from = &found->words[word];
        weights weight = text->weights[word];
        if (word == 1 && !(own.scores = TAKE(memory, float, to->count + 1)))
            return KERNEL_NO_MEMORY;
        set entries = of_entries(from, false);
        for (int64_t next = 0, at = 0; next < to->count; next++, at++) {
            uint32_t document = to->documents[next];
            if (at < from->count && (from->entries[at] & DOCUMENT_MASK) != document)
                at = gallop(&entries, at, document);
            if (at >= from->count)
                return KERNEL_DAMAGED; /* it was there, so the entries do not ascend */
            uint32_t frequency = whole_frequency(&one->words, from->place + at, from->entries[at]);
            own.scores[next] = bm25(weight.word, (float)frequency, norms[document]);
        }
        if (weight.heading)
            TRY(add_runs(one, &one->headings, &found->headings[word], weight.heading, &own));
        if (weight.title)
            TRY(add_runs(one, &one->titles, &found->titles[word], weight.title, &own));
        for (int64_t next = 0; word && next < to->count; next++)
            to->scores[next] += own.scores[next];
    }
    return 0;
}

static int64_t score_standing(const segment *one, float weight, const standing *found, const scored *to) {
    set all = {found->documents, WHOLE, false, found->count};
    for (int64_t next = 0, at = 0; next < to->count; next++, at++) {
        uint32_t document = to->documents[next];
        if (at < found->count && found->documents[at] != document)
            at = gallop(&all, at, document);
        if (at >= found->count)
            return KERNEL_DAMAGED;
        to->scores[next] = bm25(weight, (float)found->counts[at], F32(one->words.norms)[document]);
    }
    return 0;
}

#define DENSE 8 /* times as many in a set as are scored: of fewer, each is looked up among those that are scored */

/* The places of scored documents are marked, and those of a set looked up among the marks. */
static int64_t within_dense(const segment *one, const set *in, const scored *all, workspace *memory, uint32_t *kept,
                            uint32_t *places) {
    TRY(make_dense(memory, one->documents));
    uint32_t *marks = memory->counts;
    int64_t number = 0;
    memory->dirty = 1;
    for (int64_t next = 0; next < all->count; next++)
        marks[all->documents[next]] = (uint32_t)next + 1;
    for (int64_t at = 0; at < in->count && number < all->count; at++) {
        uint32_t document = in->items[at] & in->mask;
        if (document >= one->documents)
            return KERNEL_DAMAGED;
        kept[number] = document;
        places[number] = marks[document] - 1;
        number += marks[document] != 0;
    }
    for (int64_t next = 0; next < all->count; next++)
        marks[all->documents[next]] = 0;
    memory->dirty = 0;
    return number;
}

/* Those of some documents that are in a set: `places` among them, and room for their own scores. */
static int64_t within(const segment *one, const set *in, const scored *all, workspace *memory, scored *own, uint32_t **places) {
    uint32_t *kept = TAKE(memory, uint32_t, all->count + 1);
    *places = TAKE(memory, uint32_t, all->count + 1);
    own->scores = TAKE(memory, float, all->count + 1);
    if (!kept || !*places || !own->scores)
        return KERNEL_NO_MEMORY;
    int64_t number = 0;
    own->documents = kept;
    if (all->count > FEW && in->count < DENSE * all->count) {
        own->count = within_dense(one, in, all, memory, kept, *places);
        return own->count;
    }
    for (int64_t next = 0, at = 0; next < all->count; next++) {
        uint32_t document = all->documents[next];
        if (at < in->count && (in->items[at] & in->mask) < document)
            at = gallop(in, at, document);
        if (at == in->count)
            break;
        if ((in->items[at] & in->mask) == document) {
            kept[number] = document;
            (*places)[number++] = (uint32_t)next;
        }
    }
    own->count = number;
    return number;
}

/* Add to some documents what a part gives those that it finds. `kind`: the part itself, or of a text its words, or it whole. */
enum { PART, TOKENS, WHOLE_TEXT };
static int64_t add_part(const segment *one, int64_t place, const node *part, int kind, const scored *to, workspace *memory) {
    scored own;
    uint32_t *places;
    const looked_up *found = kind == PART ? NULL : &part->found[place];
    const set *in = kind == PART ? &part->sets[place] : kind == TOKENS ? &found->tokens : &found->whole;
    TRY(within(one, in, to, memory, &own, &places));
    if (!own.count)
        return 0;
    if (kind == PART)
        TRY(score(one, place, part, &own, memory));
    else if (kind == TOKENS)
        TRY(score_tokens(one, part, found, &own, memory));
    else
        TRY(score_standing(one, part->phrase, &found->verbatim, &own));
    for (int64_t next = 0; next < own.count; next++)
        to->scores[places[next]] += own.scores[next];
    return 0;
}

int64_t score(const segment *one, int64_t place, const node *of, const scored *to, workspace *memory) {
    switch (of->kind) {
    case KERNEL_WORDS:
        if (!of->verbatim)
            return score_tokens(one, of, &of->found[place], to, memory);
        memset(to->scores, 0, (size_t)to->count * sizeof *to->scores);
        TRY(add_part(one, place, of, TOKENS, to, memory));
        return add_part(one, place, of, WHOLE_TEXT, to, memory);
    case KERNEL_PHRASE:
    case KERNEL_PATTERN:
    case KERNEL_NEAR:
    case KERNEL_FOUND:
        return score_standing(one, of->phrase, &of->found[place].verbatim, to);
    case KERNEL_SYNONYMS: {
        float *other = TAKE(memory, float, to->count + 1);
        if (!other)
            return KERNEL_NO_MEMORY;
        memset(to->scores, 0, (size_t)to->count * sizeof *to->scores);
        memset(other, 0, (size_t)to->count * sizeof *other);
        TRY(add_part(one, place, of->parts[0], PART, to, memory));
        TRY(add_part(one, place, of->parts[1], PART, &(scored){to->documents, to->count, other}, memory));
        for (int64_t next = 0; next < to->count; next++)
            to->scores[next] += other[next] * SYNONYM_WEIGHT;
        return 0;
    }
    case KERNEL_AND:
    case KERNEL_OR:
        memset(to->scores, 0, (size_t)to->count * sizeof *to->scores);
        for (int64_t part = 0; part < of->count; part++)
            TRY(add_part(one, place, of->parts[part], PART, to, memory));
        return 0;
    default: /* ranges, and what NOT finds, have no scores */
        memset(to->scores, 0, (size_t)to->count * sizeof *to->scores);
        return 0;
    }
}
