/* What of a segment's arrays is checked once: that they have the widths and lengths which everything else relies on. */

#include "reading.h"

static bool any_width(const array *one, int64_t length) {
    int64_t width = one->width;
    return (width == 1 || width == 2 || width == 4 || width == 8) && fits(one, width, length);
}

static bool is_field(const field *one, int64_t runs, int64_t scored) {
    return fits(&one->letters, 2, one->letters.length) && fits(&one->ends, 4, one->ends.length) &&
           any_width(&one->bounds, one->ends.length + 1) && fits(&one->entries, 4, one->entries.length) &&
           fits(&one->exceptions, 4, one->exceptions.length) && fits(&one->excess, 4, one->exceptions.length) &&
           (runs < 0 || fits(&one->starts, 4, runs)) &&
           (!scored || runs < 0 || (fits(&one->norms, 4, runs) && fits(&one->sizes, 8, runs)));
}

static bool is_common(const segment *one) {
    int64_t rows = one->common.length;
    return fits(&one->common, 2, rows) && fits(&one->common_bounds, 4, rows + 1) &&
           fits(&one->common_bits, 1, one->common_bits.length) && fits(&one->common_counts, 1, one->common_counts.length) &&
           fits(&one->common_exceptions, 4, one->common_exceptions.length) &&
           fits(&one->common_excess, 4, one->common_exceptions.length);
}

static bool is_text(const segment *one) {
    int64_t documents = one->documents, length = one->text.length, positions = one->low.length;
    return documents >= 0 && fits(&one->text, 2, length) && fits(&one->starts, 4, documents + 1) &&
           fits(&one->shown, 2, one->shown.length) && fits(&one->variants, 2, one->variants.length) &&
           any_width(&one->variant_places, one->variants.length) && any_width(&one->variant_bounds, documents + 1) &&
           fits(&one->codes, 2, UNICODE) && fits(&one->points, 4, one->points.length) && fits(&one->low, 2, positions) &&
           any_width(&one->high, positions) && one->high.width <= 2 && fits(&one->samples, 8, (positions + STEP - 1) / STEP) &&
           any_width(&one->blocks, (length + BLOCK - 1) / BLOCK) &&
           (!one->live.length || fits(&one->live, 1, documents)) &&
           (!one->dead.length || fits(&one->dead, 4, one->dead.length)) &&
           (!one->dead_keys.length || fits(&one->dead_keys, 8, one->dead_keys.length));
}

static bool is_frequent(const segment *one) {
    int64_t words = one->frequent.length, units = one->units.length;
    if (!words)
        return !units;
    bool good = fits(&one->frequent, 4, words) && fits(&one->tokens, 4, words) && fits(&one->units, 4, units) &&
                units <= one->documents && fits(&one->unit_counts, 1, words * units) &&
                fits(&one->peaks, 4, one->peaks.length) && fits(&one->peak_bounds, 4, words + 1) && units > 0 &&
                U32(one->units)[0] == 0 && U32(one->peak_bounds)[words] <= one->peaks.length;
    for (int64_t place = 1; good && place < units; place++)
        good = U32(one->units)[place - 1] < U32(one->units)[place] && U32(one->units)[place] < one->documents;
    for (int64_t place = 0; good && place < words; place++)
        good = U32(one->peak_bounds)[place] <= U32(one->peak_bounds)[place + 1] &&
               (!place || U32(one->frequent)[place - 1] < U32(one->frequent)[place]);
    return good;
}

int64_t kernel_check(const segment *one, int64_t scored) {
    bool good = is_text(one) && is_common(one) && is_frequent(one) && is_field(&one->words, -1, scored) &&
                is_field(&one->headings, one->headings.starts.length, scored) &&
                is_field(&one->titles, one->titles.starts.length, scored) &&
                (!scored || fits(&one->words.norms, 4, one->documents));
    return good ? 0 : KERNEL_DAMAGED;
}
