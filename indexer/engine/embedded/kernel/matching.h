/* A query while it is answered. */

#ifndef MATCHING_H
#define MATCHING_H

#include "reading.h"

#define MOST_NEAR 8 /* texts, whose sets are counted out */
#define DEEPEST 1000 /* nodes that are in each other */

typedef struct {
    postings *words, *headings, *titles; /* one a word */
    set tokens;                          /* documents that have all words */
    standing verbatim;
    set whole; /* documents that have the text as it stands */
} looked_up;

typedef struct {
    float word, heading, title;
} weights; /* times K1 + 1, as BM25 takes them */

typedef struct node node;
struct node {
    int64_t kind, count, depth;
    node **parts;
    set *sets; /* what it finds, a segment each */
    /* of texts: */
    bool verbatim;
    looked_up *found; /* a segment each */
    weights *weights; /* a word each */
    float phrase;
};

/* Documents that are scored, and what is added up for each. */
typedef struct {
    const uint32_t *documents;
    int64_t count;
    float *scores;
} scored;

static inline set of_entries(const postings *from, bool tokens) {
    return (set){from->entries, DOCUMENT_MASK, tokens, from->count};
}

/* Where a word stands among the frequent ones of a segment, -1 where it is none; and how many live documents then have it as
   a token. */
int64_t frequent_row(const segment *one, const postings *word);
int64_t frequent_tokens(const segment *one, const postings *word, int64_t row);

/* Look up a text's words, and it whole, in one segment: `lengths` are those of the words and of the whole, which stand one
   after another in `letters`. */
int64_t look_up(const segment *one, const node *text, const int64_t *lengths, const uint32_t *letters, workspace *memory,
                looked_up *found);
/* The documents that match a pattern: its pieces stand one after another in `letters`, each `?` for one character, then as
   many characters as there are `ends` that end a sentence. Between pieces are up to `skipped` characters. */
int64_t find_pattern(const segment *one, const int64_t *lengths, int64_t count, int64_t skipped, const uint32_t *letters,
                     int64_t ends, workspace *memory, standing *found);
/* The documents that have some texts near each other, and in how many windows. */
int64_t find_near(const segment *one, const int64_t *lengths, int64_t count, int64_t distance, const uint32_t *letters,
                  workspace *memory, standing *found);
/* How many live documents: are in a set, have a term as a token, are in runs that have a term. */
int64_t live_count(const segment *one, const standing *in);
int64_t having(const segment *one, const postings *word);
int64_t under(const field *in, const postings *word);

/* A program → its tree, with what each node finds in each segment. */
int64_t read_program(const library *all, const int64_t *program, int64_t size, const uint32_t *texts, int64_t letters,
                     workspace *memory, node **root);

/* All live documents that a tree finds, as kernel_match gives them. */
int64_t match_all(const library *all, const node *root, int64_t most_scored, workspace *memory);

static inline float bm25(float weight, float frequency, float norm) {
    float below = frequency + norm;
    frequency *= weight;
    return frequency / below;
}

/* The scores of documents that a node finds, in the place of what was there. */
int64_t score(const segment *one, int64_t place, const node *of, const scored *to, workspace *memory);

#endif
