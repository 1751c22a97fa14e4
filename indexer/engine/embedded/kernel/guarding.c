/* A file that is cut short while it is mapped: what is read beyond its end is 0, instead of the end of the process. */

#if !defined(_WIN32)
#define _DEFAULT_SOURCE
#define _DARWIN_C_SOURCE
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>
#endif

#include "kernel.h"

#if defined(_WIN32)

int64_t kernel_guard(void) { /* a file that is mapped cannot be cut there */
    return 0;
}

#else

static struct sigaction before;
static uintptr_t page;

/* Only what may be called in a signal handler: mmap and sigaction are bare calls of the system. */
static void fill_page(int number, siginfo_t *fault, void *context) {
    (void)context;
    void *start = (void *)((uintptr_t)fault->si_addr & ~(page - 1));
    if (fault->si_code == BUS_ADRERR &&
        mmap(start, page, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != MAP_FAILED)
        return;
    sigaction(number, &before, NULL); /* the same read is tried again, and ends as it would have */
}

int64_t kernel_guard(void) {
    struct sigaction now = {0};
    now.sa_sigaction = fill_page;
    now.sa_flags = SA_SIGINFO;
    sigemptyset(&now.sa_mask);
    if (sigaction(SIGBUS, NULL, &before) != 0 || before.sa_sigaction == fill_page)
        return 0;
    page = (uintptr_t)sysconf(_SC_PAGESIZE);
    return sigaction(SIGBUS, &now, NULL) == 0;
}

#endif
