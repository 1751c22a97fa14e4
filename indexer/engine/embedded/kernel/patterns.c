/* Texts with wildcards: where they match in a segment. See ../read/wildcard.py and indexer.analysis.wildcard. */

#include "matching.h"

#define ANY UINT32_MAX /* in a piece: one character that ends no sentence */

typedef struct {
    const segment *one;
    int64_t count, skipped;   /* pieces, and how many characters may be between two */
    const int64_t *lengths;   /* of the pieces */
    const uint32_t **pieces;  /* their codes */
    const bool *single, *passed; /* code → whether it may stand for ANY, and between pieces */
    int64_t reach;            /* how far from one piece all others are */
    uint8_t *here, *there;    /* places around one, each `reach` to both sides: where a piece starts */
} pattern;

static bool matches_at(const pattern *of, int64_t piece, int64_t place) {
    if (place < 0 || place + of->lengths[piece] > of->one->text.length)
        return false;
    for (int64_t at = 0; at < of->lengths[piece]; at++) {
        uint32_t code = code_at(&of->one->text, place + at), wanted = of->pieces[piece][at];
        if (wanted == ANY ? !of->single[code] : code != wanted)
            return false;
    }
    return true;
}

static bool passes(const pattern *of, int64_t place) {
    return place >= 0 && place < of->one->text.length && of->passed[code_at(&of->one->text, place)];
}

/* From the places of a piece, which are marked in `here`, to those of the next one (`step` 1), or the one before (-1): how
   many there are. Marks are by distance from `from`. */
static int64_t advance(pattern *of, int64_t from, int64_t piece, int step) {
    int64_t next = piece + step, number = 0;
    memset(of->there, 0, (size_t)(2 * of->reach + 1));
    for (int64_t mark = 0; mark <= 2 * of->reach; mark++) {
        if (!of->here[mark])
            continue;
        int64_t place = from + mark - of->reach + (step > 0 ? of->lengths[piece] : 0);
        for (int64_t moved = 0; moved <= of->skipped; moved++, place += step) {
            int64_t start = step > 0 ? place : place - of->lengths[next];
            int64_t own = start - from + of->reach;
            if (own >= 0 && own <= 2 * of->reach && !of->there[own] && matches_at(of, next, start)) {
                of->there[own] = 1;
                number++;
            }
            if (!passes(of, step > 0 ? place : place - 1))
                break;
        }
    }
    uint8_t *swapped = of->here;
    of->here = of->there;
    of->there = swapped;
    return number;
}

/* The places of one piece, from the mark of it alone to the last (`step` 1) or the first piece (-1). */
static int64_t follow(pattern *of, int64_t from, int64_t piece, int step) {
    int64_t number = 1;
    memset(of->here, 0, (size_t)(2 * of->reach + 1));
    of->here[of->reach] = 1;
    for (int64_t last = step > 0 ? of->count - 1 : 0; number && piece != last; piece += step)
        number = advance(of, from, piece, step);
    return number;
}

/* The rarest literal part of all pieces: its piece, where it stands in that, and its places; 0 where there is none. */
static int64_t find_rarest(const pattern *of, workspace *memory, int64_t *piece, int64_t *at, uint32_t **places) {
    int64_t fewest = -1, size = 0;
    bool longer = false;
    for (int64_t own = 0; own < of->count; own++) {
        uint8_t *codes = TAKE(memory, uint8_t, 2 * of->lengths[own] + 1);
        if (!codes)
            return KERNEL_NO_MEMORY;
        for (int64_t start = 0, end; start < of->lengths[own]; start = end + 1) {
            for (end = start; end < of->lengths[own] && of->pieces[own][end] != ANY; end++) {
                codes[2 * end] = (uint8_t)(of->pieces[own][end] >> 8);
                codes[2 * end + 1] = (uint8_t)of->pieces[own][end];
            }
            if (end == start || (longer && end == start + 1))
                continue; /* single characters are hardly ever rare */
            int64_t count = count_candidates(of->one, codes + 2 * start, end - start);
            if (fewest < 0 || count < fewest || (!longer && end > start + 1)) {
                fewest = count;
                *piece = own;
                *at = start;
                size = end - start;
            }
            longer |= end > start + 1;
        }
    }
    if (fewest < 0)
        return 0;
    uint8_t *codes = TAKE(memory, uint8_t, 2 * size);
    if (!codes)
        return KERNEL_NO_MEMORY;
    for (int64_t place = 0; place < size; place++) {
        codes[2 * place] = (uint8_t)(of->pieces[*piece][*at + place] >> 8);
        codes[2 * place + 1] = (uint8_t)of->pieces[*piece][*at + place];
    }
    return find_places(of->one, codes, size, memory, places);
}

typedef struct {
    uint32_t *items;
    int64_t count, room;
} numbers;

static int64_t append(numbers *to, int64_t number, workspace *memory) {
    if (to->count == to->room) {
        int64_t room = 2 * to->room + 64;
        uint32_t *items = TAKE(memory, uint32_t, room);
        if (!items)
            return KERNEL_NO_MEMORY;
        if (to->count)
            memcpy(items, to->items, (size_t)to->count * sizeof *items);
        *to = (numbers){items, to->count, room};
    }
    to->items[to->count++] = (uint32_t)number;
    return 0;
}

static int64_t find_starts(pattern *of, workspace *memory, numbers *starts) {
    int64_t piece = 0, at = 0;
    uint32_t *places = NULL;
    int64_t count = find_rarest(of, memory, &piece, &at, &places);
    TRY(count);
    for (int64_t next = 0; next < count; next++) {
        int64_t from = (int64_t)places[next] - at;
        if (!matches_at(of, piece, from) || !follow(of, from, piece, 1) || !follow(of, from, piece, -1))
            continue;
        for (int64_t mark = 0; mark <= 2 * of->reach; mark++)
            if (of->here[mark])
                TRY(append(starts, from + mark - of->reach, memory));
    }
    return 0;
}

/* The codes of the pieces; 0 where one of their characters is not in the segment. */
static int64_t encode_pieces(pattern *of, const uint32_t *letters, workspace *memory) {
    of->pieces = TAKE(memory, const uint32_t *, of->count);
    if (!of->pieces)
        return KERNEL_NO_MEMORY;
    for (int64_t piece = 0; piece < of->count; letters += of->lengths[piece++]) {
        uint32_t *codes = TAKE(memory, uint32_t, of->lengths[piece] + 1);
        if (!codes)
            return KERNEL_NO_MEMORY;
        for (int64_t at = 0; at < of->lengths[piece]; at++) {
            codes[at] = letters[at] == '?' ? ANY : letters[at] < UNICODE ? U16(of->one->codes)[letters[at]] : 0;
            if (!codes[at])
                return 0;
        }
        of->pieces[piece] = codes;
    }
    return 1;
}

int64_t find_pattern(const segment *one, const int64_t *lengths, int64_t count, int64_t skipped, const uint32_t *letters,
                     int64_t ends, workspace *memory, standing *found) {
    pattern of = {.one = one, .count = count, .skipped = skipped, .lengths = lengths};
    bool *masks = TAKE(memory, bool, 2 * CODES);
    numbers starts = {NULL, 0, 0};
    *found = (standing){NULL, NULL, 0};
    if (!masks)
        return KERNEL_NO_MEMORY;
    int64_t known = encode_pieces(&of, letters, memory);
    if (known < 1)
        return known;
    memset(masks, true, 2 * CODES);
    masks[0] = masks[CODES] = false; /* the end of a paragraph */
    for (int64_t piece = 0; piece < count; piece++) {
        letters += lengths[piece];
        of.reach += lengths[piece] + skipped;
    }
    for (int64_t next = 0; next < ends; next++) {
        uint32_t code = letters[next] < UNICODE ? U16(one->codes)[letters[next]] : 0;
        masks[CODES + code] = false;
        if (letters[next] != '?')
            masks[code] = false;
    }
    of.single = masks;
    of.passed = masks + CODES;
    of.here = TAKE(memory, uint8_t, 2 * of.reach + 1);
    of.there = TAKE(memory, uint8_t, 2 * of.reach + 1);
    if (!of.here || !of.there)
        return KERNEL_NO_MEMORY;
    TRY(find_starts(&of, memory, &starts));
    uint32_t *ordered = sort_numbers(starts.items, starts.count, memory);
    if (!ordered && starts.count)
        return KERNEL_NO_MEMORY;
    int64_t number = 0;
    for (int64_t next = 0; next < starts.count; next++)
        if (!next || ordered[next] != ordered[number - 1])
            ordered[number++] = ordered[next];
    return count_owners(one, ordered, number, memory, found);
}
