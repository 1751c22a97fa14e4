/* How a text is used by runs of paragraphs, in one pass over the places where it stands. */

#include "reading.h"

#define OF_A_RUN 5 /* numbers */

typedef struct {
    const array *of; /* the run of each paragraph */
    int64_t *rows;   /* OF_A_RUN numbers of each run that has the text */
    int64_t count, most;
} runs;

/* What a document adds to its run, which is that of the document before it, or a later one. */
static int64_t add(runs *to, int64_t number, int64_t times) {
    if (number < 0 || number >= to->of->length)
        return KERNEL_MISUSED;
    int64_t run = I64(*to->of)[number], *row = to->rows + OF_A_RUN * (to->count ? to->count - 1 : 0);
    if (!to->count || row[0] != run) {
        if (run < 0 || run >= to->most || (to->count && run < row[0]))
            return KERNEL_MISUSED;
        row = to->rows + OF_A_RUN * to->count++;
        row[0] = run;
        row[1] = row[2] = 0;
        row[3] = number;
    }
    row[1] += times;
    row[2]++;
    row[4] = number;
    return 0;
}

int64_t kernel_by_run(const library *all, const uint32_t *text, int64_t length, const array *of, workspace *memory) {
    begin(memory);
    uint8_t *codes = TAKE(memory, uint8_t, 2 * length);
    int64_t most = fits(of, 8, of->length) && of->length ? I64(*of)[of->length - 1] + 1 : 0;
    if (length < 1 || most < 0 || most > of->length)
        return KERNEL_MISUSED;
    runs found = {of, TAKE(memory, int64_t, OF_A_RUN * (most + 1)), 0, most};
    if (!codes || !found.rows)
        return KERNEL_NO_MEMORY;
    for (int64_t place = 0; place < all->count; place++) {
        const segment *one = &all->segments[place];
        standing own = {NULL, NULL, 0};
        if (encode(one, text, length, codes))
            TRY(find_phrase(one, codes, length, memory, &own));
        for (int64_t next = 0; next < own.count; next++)
            if (is_live(one, own.documents[next]))
                TRY(add(&found, one->first + own.documents[next], own.counts[next]));
    }
    memory->values = found.rows;
    return found.count;
}
