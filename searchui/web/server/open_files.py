"""How many connections the system lets a process have: each is an open file."""

from contextlib import suppress

OTHERS = 100  # files that are open besides: those of two generations of an index, logs, what listens
LEAST = 50  # connections, however few files there may be


def connections_allowed(wanted: int) -> int:
    """As many connections as are wanted, or as many as there may be. Where there may be more open files, there are from now on."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return wanted
    files = wanted + OTHERS
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < files:
        with suppress(ValueError, OSError):  # some systems allow less than they say
            resource.setrlimit(
                resource.RLIMIT_NOFILE, (files if hard == resource.RLIM_INFINITY else min(files, hard), hard)
            )
        soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return wanted if soft == resource.RLIM_INFINITY else max(LEAST, min(wanted, soft - OTHERS))
