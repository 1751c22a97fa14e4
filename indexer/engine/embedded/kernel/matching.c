/* All that a query finds, and its scores. */

#include "matching.h"

/* The live documents of a set, which must ascend and be the segment's. */
static int64_t living(const segment *one, const set *from, uint32_t *kept) {
    const uint8_t *live = one->live.length ? one->live.data : NULL;
    int64_t number = 0, before = -1;
    for (int64_t next = 0; next < from->count; next++) {
        uint32_t document = from->items[next] & from->mask;
        if (document >= one->documents || document <= before)
            return KERNEL_DAMAGED;
        before = document;
        kept[number] = document;
        number += !live || live[document];
    }
    return number;
}

int64_t kernel_match(const library *all, const int64_t *program, int64_t size, const uint32_t *texts, int64_t letters,
                     int64_t most_scored, workspace *memory) {
    node *root = NULL;
    begin(memory);
    TRY(read_program(all, program, size, texts, letters, memory, &root));
    return match_all(all, root, most_scored, memory);
}

int64_t match_all(const library *all, const node *root, int64_t most_scored, workspace *memory) {
    int64_t total = 0, most = 0;
    for (int64_t place = 0; place < all->count; place++)
        most += root->sets[place].count;
    int64_t *counts = TAKE(memory, int64_t, all->count + 1);
    uint32_t *kept = TAKE(memory, uint32_t, most + 1);
    int64_t *numbers = TAKE(memory, int64_t, most + 1);
    if (!counts || !kept || !numbers)
        return KERNEL_NO_MEMORY;
    for (int64_t place = 0; place < all->count; place++) {
        const segment *one = &all->segments[place];
        counts[place] = living(one, &root->sets[place], kept + total);
        TRY(counts[place]);
        for (int64_t next = 0; next < counts[place]; next++)
            numbers[total + next] = one->first + kept[total + next];
        total += counts[place];
    }
    memory->numbers = numbers;
    if (total > most_scored)
        return total;
    float *scores = TAKE(memory, float, total + 1);
    if (!scores)
        return KERNEL_NO_MEMORY;
    for (int64_t place = 0, before = 0; place < all->count; before += counts[place++])
        if (counts[place])
            TRY(score(&all->segments[place], place, root, &(scored){kept + before, counts[place], scores + before}, memory));
    memory->scores = scores;
    return total;
}
