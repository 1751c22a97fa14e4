/* Exact phrases: where they stand, and which paragraphs have them. See ../substring_index/phrase_index.py. */

#include "reading.h"

#define FEW 24 /* numbers that are sorted as they come: quicker than by bits */
#define AHEAD 12 /* places whose text, or whose document, is fetched while those before them are looked at */

bool encode(const segment *one, const uint32_t *text, int64_t length, uint8_t *codes) {
    for (int64_t place = 0; place < length; place++) {
        uint32_t code = text[place] < UNICODE ? U16(one->codes)[text[place]] : 0;
        if (!code)
            return false;
        codes[2 * place] = (uint8_t)(code >> 8);
        codes[2 * place + 1] = (uint8_t)code;
    }
    return true;
}

/* The order of the text from a position on beside some codes; the text may end before they do. */
static inline int compared(const segment *one, int64_t at, const uint8_t *codes, int64_t length) {
    int64_t left = one->text.length - at;
    if (left <= 0)
        return -1;
    int64_t common = left < length ? left : length;
    int order = memcmp((const uint8_t *)one->text.data + 2 * at, codes, (size_t)(2 * common));
    return order ? order : common < length ? -1 : 0;
}

uint64_t key_of(const uint8_t *codes, int64_t length) {
    uint64_t key = 0;
    for (int64_t place = 0; place < DEPTH; place++)
        key = key << 16 | (place < length ? (uint64_t)codes[2 * place] << 8 | codes[2 * place + 1] : 0);
    return key;
}

/* Among sorted positions from `low` to `high`: the first whose text is not before some codes, or (`after`) is after them. */
static int64_t bound(const segment *one, const uint8_t *codes, int64_t length, int64_t low, int64_t high, bool after) {
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        int order = compared(one, position(one, middle), codes, length);
        if (order < 0 || (after && order == 0))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

slice rarest(const segment *one, const uint8_t *codes, int64_t length) {
    int64_t count = one->low.length, size = length < DEPTH ? length : DEPTH;
    slice best = {0, 0, one->samples.length + 1};
    uint64_t rest = size < DEPTH ? (uint64_t)1 << 16 * (DEPTH - size) : 1;
    for (int64_t at = 0;; at += DEPTH) {
        if (at > length - size)
            at = length - size;
        uint64_t key = key_of(codes + 2 * at, size);
        int64_t low = first_not_before(&one->samples, key), high = first_not_before(&one->samples, key + rest);
        if (high - low < best.high - best.low)
            best = (slice){at, low, high};
        if (high == low || at == length - size)
            break;
    }
    const uint8_t *wanted = codes + 2 * best.at;
    int64_t end = best.high * STEP < count ? best.high * STEP : count;
    int64_t begin = best.low * STEP < count ? best.low * STEP : count;
    int64_t from = best.low ? (best.low - 1) * STEP : 0;
    int64_t low = bound(one, wanted, size, from < begin ? from : begin, begin, false);
    from = best.high > best.low + 1 ? (best.high - 1) * STEP : low;
    int64_t high = bound(one, wanted, size, from < end ? from : end, end, true);
    return (slice){best.at, low, high > low ? high : low};
}

/* Have what stands so many bytes from an address on fetched; nothing is read, and it may be beyond the end. */
static inline void fetch(const void *from, int64_t bytes) {
    __builtin_prefetch((const void *)((uintptr_t)from + (uintptr_t)bytes));
}

int64_t find_places(const segment *one, const uint8_t *codes, int64_t length, workspace *memory, uint32_t **places) {
    slice found = rarest(one, codes, length);
    uint32_t *result = TAKE(memory, uint32_t, found.high - found.low + 1);
    if (!result)
        return KERNEL_NO_MEMORY;
    int64_t count = 0, last = one->text.length < UINT32_MAX ? one->text.length - length : UINT32_MAX - length;
    if (length <= DEPTH) { /* what they were sorted by is all of it: the text, which is far off, need not be looked at */
        for (int64_t place = found.low; place < found.high; place++) {
            int64_t start = position(one, place);
            if (start > last)
                return KERNEL_DAMAGED;
            result[count++] = (uint32_t)start;
        }
        *places = result;
        return count;
    }
    for (int64_t place = found.low; place < found.high; place++) {
        if (place + AHEAD < found.high)
            fetch(one->text.data, 2 * (position(one, place + AHEAD) - found.at));
        int64_t start = position(one, place) - found.at;
        if (start >= 0 && start <= last && compared(one, start, codes, length) == 0)
            result[count++] = (uint32_t)start;
    }
    *places = result;
    return count;
}

int64_t owner_of(const segment *one, int64_t place) {
    const uint32_t *starts = U32(one->starts);
    if (place < 0 || place / BLOCK >= one->blocks.length)
        return KERNEL_DAMAGED;
    uint64_t document = item(&one->blocks, place / BLOCK);
    for (int step = 0; step <= BLOCK && document < (uint64_t)one->documents; step++, document++)
        if (starts[document + 1] > place)
            return starts[document] <= place ? (int64_t)document : KERNEL_DAMAGED;
    return KERNEL_DAMAGED;
}

/* Numbers in ascending order, each once, with how often it was there. */
static int64_t count_few(uint32_t *numbers, int64_t count, standing *found) {
    int64_t kept = 0;
    for (int64_t next = 0; next < count; next++) {
        uint32_t number = numbers[next];
        int64_t at = kept;
        while (at && found->documents[at - 1] > number)
            at--;
        if (at && found->documents[at - 1] == number) {
            found->counts[at - 1]++;
            continue;
        }
        memmove(found->documents + at + 1, found->documents + at, (size_t)(kept - at) * sizeof(uint32_t));
        memmove(found->counts + at + 1, found->counts + at, (size_t)(kept - at) * sizeof(uint32_t));
        found->documents[at] = number;
        found->counts[at] = 1;
        kept++;
    }
    return kept;
}

static int64_t count_many(const segment *one, const uint32_t *numbers, int64_t count, workspace *memory, standing *found) {
    TRY(make_dense(memory, one->documents));
    memory->dirty = 1;
    for (int64_t next = 0; next < count; next++) {
        uint32_t number = numbers[next];
        memory->counts[number]++;
        memory->bits[number >> 6] |= (uint64_t)1 << (number & 63);
    }
    int64_t kept = 0;
    for (int64_t word = 0; word <= (one->documents - 1) / 64; word++) {
        for (uint64_t rest = memory->bits[word]; rest; rest &= rest - 1) {
            uint32_t number = (uint32_t)(word * 64 + __builtin_ctzll(rest));
            found->documents[kept] = number;
            found->counts[kept++] = memory->counts[number];
            memory->counts[number] = 0;
        }
        memory->bits[word] = 0;
    }
    memory->dirty = 0;
    return kept;
}

static int64_t room(workspace *memory, int64_t count, standing *found) {
    found->documents = TAKE(memory, uint32_t, count + 1);
    found->counts = TAKE(memory, uint32_t, count + 1);
    return found->documents && found->counts ? 0 : KERNEL_NO_MEMORY;
}

/* A common character: its paragraphs are bits, the first the highest, and its counts four bits each. 0: it is not common. */
static int64_t find_common(const segment *one, uint32_t code, workspace *memory, standing *found) {
    int64_t row = first_not_before(&one->common, code), width = (one->documents + 7) / 8, place = 0;
    if (row == one->common.length || U16(one->common)[row] != code)
        return 0;
    uint64_t start = U32(one->common_bounds)[row], end = U32(one->common_bounds)[row + 1];
    if ((row + 1) * width > one->common_bits.length || start > end || end > (uint64_t)one->common_counts.length)
        return KERNEL_DAMAGED;
    TRY(room(memory, one->documents, found));
    const uint8_t *bits = (const uint8_t *)one->common_bits.data + row * width;
    const uint8_t *packed = (const uint8_t *)one->common_counts.data + start;
    int64_t most = 2 * (int64_t)(end - start);
    for (int64_t byte = 0; byte < width; byte += 8) {
        uint64_t rest = 0; /* the next 64 documents, the first of them the highest bit */
        for (int64_t own = byte; own < byte + 8; own++)
            rest = rest << 8 | (own < width ? bits[own] : 0);
        int64_t after = place + __builtin_popcountll(rest);
        if (after > most || (rest && 8 * byte + 63 - __builtin_ctzll(rest) >= one->documents))
            return KERNEL_DAMAGED;
        for (; place < after; place++) {
            int bit = __builtin_clzll(rest);
            rest ^= (uint64_t)1 << (63 - bit);
            found->documents[place] = (uint32_t)(8 * byte + bit);
            found->counts[place] = packed[place / 2] >> 4 * (place & 1) & 15;
        }
    }
    for (int64_t next = first_not_before(&one->common_exceptions, 2 * start); next < one->common_exceptions.length; next++) {
        uint64_t at = U32(one->common_exceptions)[next];
        if (at >= 2 * end)
            break;
        if (at < 2 * start || (int64_t)(at - 2 * start) >= place)
            return KERNEL_DAMAGED;
        found->counts[at - 2 * start] = U32(one->common_excess)[next];
    }
    found->count = place;
    return 1;
}

int64_t count_candidates(const segment *one, const uint8_t *codes, int64_t length) {
    slice found = rarest(one, codes, length);
    return found.high - found.low;
}

/* Have the documents of places ahead fetched: first that of the block of one, then where that of another starts. */
static void fetch_owners(const segment *one, const uint32_t *places, int64_t next, int64_t count) {
    if (next + 2 * AHEAD < count)
        fetch(one->blocks.data, places[next + 2 * AHEAD] / BLOCK * one->blocks.width);
    if (next + AHEAD < count && places[next + AHEAD] / BLOCK < one->blocks.length)
        fetch(one->starts.data, (int64_t)item(&one->blocks, places[next + AHEAD] / BLOCK) * one->starts.width);
}

int64_t count_owners(const segment *one, uint32_t *places, int64_t count, workspace *memory, standing *found) {
    for (int64_t next = 0; next < count; next++) {
        fetch_owners(one, places, next, count);
        int64_t owner = owner_of(one, places[next]);
        TRY(owner);
        places[next] = (uint32_t)owner;
    }
    TRY(room(memory, count, found));
    found->count = count <= FEW ? count_few(places, count, found) : count_many(one, places, count, memory, found);
    return found->count;
}

int64_t find_phrase(const segment *one, const uint8_t *codes, int64_t length, workspace *memory, standing *found) {
    uint32_t *places = NULL;
    if (length == 1) {
        int64_t known = find_common(one, (uint32_t)codes[0] << 8 | codes[1], memory, found);
        if (known)
            return known < 0 ? known : found->count;
    }
    int64_t count = find_places(one, codes, length, memory, &places);
    TRY(count);
    return count_owners(one, places, count, memory, found);
}
