/* Workspaces: memory that one call after another uses, so that none waits for fresh pages of the system. */

#include <stdlib.h>

#include "reading.h"

#define SMALLEST (1 << 16)
#define KEPT (1 << 24) /* bytes that stay from call to call */
#define ALIGNMENT 16

typedef struct block block;
struct block {
    block *next;
    int64_t size, used;
};
#define HEADER ((int64_t)((sizeof(block) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT))

workspace *kernel_workspace(void) {
    return calloc(1, sizeof(workspace));
}

static void free_blocks(workspace *memory) {
    block *one = memory->blocks;
    while (one) {
        block *next = one->next;
        free(one);
        one = next;
    }
    memory->blocks = NULL;
}

void kernel_release(workspace *memory) {
    if (!memory)
        return;
    free_blocks(memory);
    free(memory->counts);
    free(memory->bits);
    free(memory);
}

void begin(workspace *memory) {
    block *first = memory->blocks;
    if (first && (first->next || first->size > KEPT)) { /* next time one block is enough */
        int64_t total = 0;
        for (block *one = first; one; one = one->next)
            total += one->size;
        memory->wanted = total < KEPT ? total : KEPT;
        free_blocks(memory);
    } else if (first) {
        first->used = 0;
    }
    if (memory->dirty) {
        memset(memory->counts, 0, (size_t)memory->dense * sizeof *memory->counts);
        memset(memory->bits, 0, ((size_t)memory->dense / 64 + 1) * sizeof *memory->bits);
        memory->dirty = 0;
    }
    memory->numbers = memory->values = NULL;
    memory->scores = NULL;
    memory->points = NULL;
}

void *take(workspace *memory, int64_t bytes) {
    block *first = memory->blocks;
    if (bytes < 0 || bytes > INT64_MAX / 4)
        return NULL;
    bytes = (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (!first || first->size - first->used < bytes) {
        int64_t size = first ? 2 * first->size : memory->wanted > SMALLEST ? memory->wanted : SMALLEST;
        if (size < bytes)
            size = bytes;
        block *made = malloc((size_t)(HEADER + size));
        if (!made)
            return NULL;
        *made = (block){.next = first, .size = size, .used = 0};
        memory->blocks = first = made;
    }
    void *taken = (uint8_t *)first + HEADER + first->used;
    first->used += bytes;
    return taken;
}

int64_t make_dense(workspace *memory, int64_t documents) {
    if (documents <= memory->dense)
        return 0;
    free(memory->counts);
    free(memory->bits);
    memory->dense = 0;
    memory->counts = calloc((size_t)documents, sizeof *memory->counts);
    memory->bits = calloc((size_t)documents / 64 + 1, sizeof *memory->bits);
    if (!memory->counts || !memory->bits)
        return KERNEL_NO_MEMORY;
    memory->dense = documents;
    return 0;
}
