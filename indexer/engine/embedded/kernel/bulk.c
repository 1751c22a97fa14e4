/* Many short questions in one call: how often texts stand, and what stands between two. See ../read/bulk_lookup.py. */

#include "reading.h"

/* The longest of some sizes; KERNEL_MISUSED where one is less than it must be. */
static int64_t longest_of(const int64_t *sizes, int64_t count, int64_t least) {
    int64_t longest = 1;
    for (int64_t next = 0; next < count; next++) {
        if (sizes[next] < least || sizes[next] > INT32_MAX)
            return KERNEL_MISUSED;
        longest = sizes[next] > longest ? sizes[next] : longest;
    }
    return longest;
}

static bool stands(const segment *one, int64_t place, const uint8_t *codes, int64_t length) {
    return place >= 0 && place + length <= one->text.length &&
           !memcmp((const uint8_t *)one->text.data + 2 * place, codes, (size_t)(2 * length));
}

/* 1 where a place is in a paragraph that is not deleted, 0 where it is deleted. */
static int64_t lives(const segment *one, int64_t place) {
    if (!one->dead.length)
        return 1;
    int64_t owner = owner_of(one, place);
    return owner < 0 ? owner : is_live(one, owner);
}

/* At how many places of deleted paragraphs a text of up to DEPTH codes stands. */
static int64_t dead_total(const segment *one, const uint8_t *codes, int64_t length) {
    uint64_t key = key_of(codes, length), last = key | (length < DEPTH ? UINT64_MAX >> 16 * length : 0);
    return first_not_before(&one->dead_keys, last + 1) - first_not_before(&one->dead_keys, key);
}

/* At how many places of a segment a text stands. */
static int64_t total_in(const segment *one, const uint8_t *codes, int64_t length) {
    slice found = rarest(one, codes, length);
    int64_t number = 0;
    if (length <= DEPTH && (!one->dead.length || one->dead_keys.length)) {
        number = found.high - found.low - dead_total(one, codes, length);
        return number < 0 ? KERNEL_DAMAGED : number;
    }
    for (int64_t place = found.low; place < found.high; place++) {
        int64_t start = position(one, place) - found.at;
        if (!stands(one, start, codes, length))
            continue;
        int64_t counted = lives(one, start);
        TRY(counted);
        number += counted;
    }
    return number;
}

int64_t kernel_totals(const library *all, const uint32_t *texts, const int64_t *sizes, int64_t count, workspace *memory) {
    begin(memory);
    int64_t longest = longest_of(sizes, count, 1);
    TRY(longest);
    memory->values = TAKE(memory, int64_t, count + 1);
    uint8_t *codes = TAKE(memory, uint8_t, 2 * longest);
    if (!memory->values || !codes)
        return KERNEL_NO_MEMORY;
    for (int64_t next = 0; next < count; texts += sizes[next++]) {
        memory->values[next] = 0;
        for (int64_t place = 0; place < all->count; place++) {
            if (!encode(&all->segments[place], texts, sizes[next], codes))
                continue;
            int64_t number = total_in(&all->segments[place], codes, sizes[next]);
            TRY(number);
            memory->values[next] += number;
        }
    }
    return count;
}

/* Items of an answer that grows. */
typedef struct {
    int64_t *frames, *times;
    uint32_t *points;
    int64_t count, room;
} items;

static int64_t put(items *to, int64_t frame, uint32_t point, int64_t times, workspace *memory) {
    if (to->count == to->room) {
        int64_t room = 2 * to->room + 256;
        items larger = {TAKE(memory, int64_t, room), TAKE(memory, int64_t, room), TAKE(memory, uint32_t, room), to->count,
                        room};
        if (!larger.frames || !larger.times || !larger.points)
            return KERNEL_NO_MEMORY;
        if (to->count) {
            memcpy(larger.frames, to->frames, (size_t)to->count * sizeof *to->frames);
            memcpy(larger.times, to->times, (size_t)to->count * sizeof *to->times);
            memcpy(larger.points, to->points, (size_t)to->count * sizeof *to->points);
        }
        *to = larger;
    }
    to->frames[to->count] = frame;
    to->times[to->count] = times;
    to->points[to->count++] = point;
    return 0;
}

typedef struct {
    const uint8_t *before, *after;
    int64_t before_size, after_size;
} frame;

/* The characters that a segment has in a frame: how many different ones, which (`met`), and of each code how often
   (`times`, which are zeros before). */
static int64_t fill(const segment *one, const frame *of, int64_t most, uint32_t *times, uint32_t *met) {
    int64_t left = of->before_size ? count_candidates(one, of->before, of->before_size) : INT64_MAX;
    int64_t right = of->after_size ? count_candidates(one, of->after, of->after_size) : INT64_MAX;
    bool by_left = left <= right;
    int64_t different = 0, size = by_left ? left : right, looked_at = size < most ? size : most;
    slice found = by_left ? rarest(one, of->before, of->before_size) : rarest(one, of->after, of->after_size);
    for (int64_t next = 0; next < looked_at; next++) {
        int64_t place = found.low + (size <= most ? next : next * size / most);
        int64_t middle = position(one, place) - found.at + (by_left ? of->before_size : -1);
        if (middle < 0 || middle >= one->text.length || !stands(one, middle - of->before_size, of->before, of->before_size) ||
            !stands(one, middle + 1, of->after, of->after_size))
            continue;
        uint32_t code = code_at(&one->text, middle);
        int64_t counted = code ? lives(one, middle) : 0; /* 0: the end of a paragraph */
        TRY(counted);
        if (counted && !times[code]++)
            met[different++] = code;
    }
    return different;
}

static int64_t emit(const segment *one, int64_t number, const uint32_t *met, int64_t different, uint32_t *times, items *to,
                    workspace *memory) {
    for (int64_t next = 0; next < different; next++) {
        uint32_t code = met[next];
        if (code >= one->points.length)
            return KERNEL_DAMAGED;
        TRY(put(to, number, U32(one->points)[code], times[code], memory));
        times[code] = 0;
    }
    return 0;
}

int64_t kernel_fillers(const library *all, const uint32_t *texts, const int64_t *sizes, int64_t count, int64_t most,
                       workspace *memory) {
    begin(memory);
    int64_t longest = longest_of(sizes, 2 * count, 0);
    TRY(longest);
    uint8_t *codes = TAKE(memory, uint8_t, 4 * longest);
    uint32_t *times = TAKE(memory, uint32_t, CODES), *met = TAKE(memory, uint32_t, CODES);
    items found = {NULL, NULL, NULL, 0, 0};
    if (!codes || !times || !met)
        return KERNEL_NO_MEMORY;
    memset(times, 0, CODES * sizeof *times);
    for (int64_t next = 0; next < count; texts += sizes[2 * next] + sizes[2 * next + 1], next++) {
        frame of = {codes, codes + 2 * sizes[2 * next], sizes[2 * next], sizes[2 * next + 1]};
        if (!of.before_size && !of.after_size)
            return KERNEL_MISUSED;
        for (int64_t place = 0; place < all->count; place++) {
            const segment *one = &all->segments[place];
            if (!encode(one, texts, of.before_size + of.after_size, codes))
                continue;
            int64_t different = fill(one, &of, most, times, met);
            TRY(different);
            TRY(emit(one, next, met, different, times, &found, memory));
        }
    }
    memory->numbers = found.frames;
    memory->values = found.times;
    memory->points = found.points;
    return found.count;
}
