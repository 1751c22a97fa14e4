/* One word, in all segments: what it scores, how its matches are spread, and which of them are hidden. */

#include "word_ranking.h"

/* The scores that documents have by runs that have the word. */
static int64_t find_above(const segment *one, const field *in, const postings *word, float weight, stretches *above,
                          workspace *memory) {
    *above = (stretches){TAKE(memory, stretch, word->count + 1), 0, 0};
    if (!above->items)
        return KERNEL_NO_MEMORY;
    for (int64_t next = 0; weight != 0 && next < word->count; next++) {
        uint32_t entry = word->entries[next], run = entry & DOCUMENT_MASK;
        if (run >= in->starts.length)
            return KERNEL_DAMAGED;
        int64_t end = run + 1 < in->starts.length ? U32(in->starts)[run + 1] : one->documents;
        float score = bm25(weight, (float)whole_frequency(in, word->place + next, entry), F32(in->norms)[run]);
        above->items[above->count++] = (stretch){U32(in->starts)[run], (uint32_t)end, score};
    }
    return 0;
}

int64_t score_words(const word_search *all, const part *in, int64_t start, int64_t end, float *scores) {
    const field *words = &in->one->words;
    for (int64_t at = start; at < end; at++) {
        int64_t document = document_at(in, at);
        TRY(document);
        float frequency = (float)whole_frequency(words, in->word->place + at, in->word->entries[at]);
        scores[at - start] = bm25(all->weight, frequency, F32(words->norms)[document]);
    }
    return 0;
}

void add_above(part *in, int64_t start, int64_t end, float *scores) {
    for (stretches *above = in->above; above < in->above + 2; above++) {
        for (int64_t at = start; at < end && above->next < above->count; at++) {
            uint32_t document = in->word->entries[at] & DOCUMENT_MASK;
            while (above->next < above->count && above->items[above->next].end <= document)
                above->next++;
            if (above->next < above->count && above->items[above->next].start <= document)
                scores[at - start] += above->items[above->next].score;
        }
    }
}

static int64_t begin_part(word_search *all, const segment *one, const looked_up *found, weights weight, part *in) {
    *in = (part){.one = one, .word = &found->words[0], .row = frequent_row(one, &found->words[0])};
    if (in->row >= 0) {
        uint32_t first = U32(one->peak_bounds)[in->row], end = U32(one->peak_bounds)[in->row + 1];
        if (end - first != (in->word->count + PEAK_OF - 1) / PEAK_OF)
            return KERNEL_DAMAGED;
        in->peaks = U32(one->peaks) + first;
        TRY(count_units(in, all->memory));
    }
    if (all->by_date)
        return 0;
    TRY(find_above(one, &one->headings, &found->headings[0], weight.heading, &in->above[0], all->memory));
    return find_above(one, &one->titles, &found->titles[0], weight.title, &in->above[1], all->memory);
}

static int64_t begin_parts(word_search *all, const library *of, const node *word) {
    all->count = of->count;
    all->parts = TAKE(all->memory, part, of->count + 1);
    if (!all->parts)
        return KERNEL_NO_MEMORY;
    const array *runs = &all->by->unit_runs;
    int64_t units = 0;
    for (int64_t place = 0; place < of->count; place++) {
        part *in = &all->parts[place];
        TRY(begin_part(all, &of->segments[place], &word->found[place], word->weights[0], in));
        in->runs = U32(*runs) + units;
        units += in->one->units.length;
    }
    return units == runs->length ? 0 : KERNEL_MISUSED;
}

static int64_t count_each(word_search *all, const part *in, int64_t start, int64_t end, tally *kept) {
    for (int64_t at = start; at < end; at++) {
        int64_t document = document_at(in, at);
        TRY(document);
        if (!is_live(in->one, document))
            continue;
        int64_t run = run_of(all->by, in->one->first + document);
        TRY(run);
        all->found->paragraphs++;
        add(kept, (uint32_t)run, 1);
    }
    all->found->looked_at += end - start;
    return 0;
}

static int64_t count_part(word_search *all, const part *in, tally *kept) {
    if (in->row < 0)
        return count_each(all, in, 0, in->word->count, kept);
    for (int64_t unit = 0, at = 0; unit < in->one->units.length; unit++) {
        if (!in->counts[unit])
            continue;
        if (in->runs[unit] == SEVERAL_RUNS) {
            int64_t end = unit_postings(in, unit, &at);
            TRY(count_each(all, in, at, end, kept));
        } else {
            all->found->paragraphs += in->counts[unit];
            add(kept, in->runs[unit], in->counts[unit]);
        }
    }
    return 0;
}

int64_t spread_word(word_search *all) {
    tally kept;
    TRY(begin_tally(&kept, all->by, all->found, all->memory));
    for (int64_t place = 0; place < all->count; place++)
        TRY(count_part(all, &all->parts[place], &kept));
    count_out(&kept);
    return 0;
}

/* Of what has duplicates in a segment, whichever are fewer are gone through: these, or the postings. */
static int64_t collect_grouped(word_search *all, part *in, matches *to, float *scores) {
    const columns *by = all->by;
    const segment *one = in->one;
    set entries = of_entries(in->word, false);
    int64_t low = first_not_before(&by->grouped, (uint64_t)one->first);
    int64_t high = first_not_before(&by->grouped, (uint64_t)(one->first + one->documents));
    bool few = high - low < in->word->count;
    int64_t size = few ? high - low : in->word->count;
    for (int64_t next = 0, at = 0; next < size; next++) {
        uint32_t wanted = few ? (uint32_t)(U32(by->grouped)[low + next] - one->first) : 0;
        at = few ? gallop(&entries, at, wanted) : next;
        if (at == in->word->count)
            break;
        int64_t document = document_at(in, at);
        TRY(document);
        if ((few && document != wanted) || !is_live(one, document))
            continue;
        int64_t number = one->first + document, run = run_of(by, number);
        TRY(run);
        if (((const int32_t *)by->groups.data)[number] < 0 || !is_left(by, (uint64_t)run))
            continue;
        ((int64_t *)to->numbers)[to->count] = number;
        to->runs[to->count] = (uint32_t)run;
        if (scores) {
            TRY(score_words(all, in, at, at + 1, scores + to->count));
            add_above(in, at, at + 1, scores + to->count);
        }
        to->count++;
    }
    in->above[0].next = in->above[1].next = 0;
    return 0;
}

static int64_t most_grouped(const word_search *all) {
    int64_t most = 0;
    for (int64_t place = 0; place < all->count; place++)
        most += all->parts[place].word->count;
    return most < all->by->grouped.length ? most : all->by->grouped.length;
}

int64_t hide_word(word_search *all) {
    int64_t most = most_grouped(all);
    uint8_t *hidden;
    all->hidden = TAKE(all->memory, int64_t, most + 1);
    float *scores = all->by_date ? NULL : TAKE(all->memory, float, most + 1);
    matches grouped = {all->by, all->hidden, scores, 0, TAKE(all->memory, uint32_t, most + 1)};
    if (!all->hidden || !grouped.runs || (!all->by_date && !scores))
        return KERNEL_NO_MEMORY;
    for (int64_t place = 0; most && place < all->count; place++)
        TRY(collect_grouped(all, &all->parts[place], &grouped, scores));
    all->found->looked_at += grouped.count;
    all->found->hidden = hide(&grouped, &hidden, all->memory);
    TRY(all->found->hidden);
    for (int64_t place = 0; hidden && place < grouped.count; place++)
        if (hidden[place])
            all->hidden[all->hidden_count++] = all->hidden[place];
    return 0;
}

int64_t rank_word(const library *of, const node *word, const columns *by, bool by_date, int64_t wanted, totals *found,
                  workspace *memory) {
    word_search all = {.by = by, .weight = word->weights[0].word, .average = of->average, .by_date = by_date,
                       .found = found, .memory = memory};
    TRY(begin_parts(&all, of, word));
    TRY(spread_word(&all));
    TRY(hide_word(&all));
    TRY(begin_heap(&all.best, wanted < found->paragraphs ? wanted : found->paragraphs, memory));
    if (all.best.wanted)
        TRY(by_date ? rank_by_date(&all) : rank_by_score(&all));
    return answer(&all.best, memory);
}
