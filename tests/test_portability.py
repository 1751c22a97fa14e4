"""Windows: every module is imported where the modules, functions and signals are missing that only Unix has.

No more than that is known here of Windows: nothing was run on it.
"""

import ast
import re
import subprocess
import sys

from tests.conftest import ROOT
from tests.test_structure import modules, name

WITHOUT = '''
import builtins, importlib, os, pkgutil, signal, types
import indexer, searchui

HIDDEN = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"}
GONE = {
    "os": {"fork", "memfd_create", "sched_getaffinity", "getuid", "geteuid", "getgid", "setsid", "killpg", "mkfifo", "posix_fadvise"},
    "signal": {"SIGALRM", "SIGBUS", "SIGCHLD", "SIGHUP", "SIGKILL", "SIGUSR1", "SIGUSR2", "SIG_BLOCK", "pthread_sigmask"},
}
given = builtins.__import__

class Without(types.ModuleType):
    """A module as it is on Windows."""
    def __getattr__(self, name):
        if name in GONE[self.__name__]:
            raise AttributeError(f"{self.__name__} has no {name} here")
        return getattr(importlib.import_module(self.__name__), name)

def hiding(name, globals=None, locals=None, fromlist=(), level=0):
    ours = (globals or {}).get("__name__", "").partition(".")[0] in {"indexer", "searchui"}
    if not ours or level:
        return given(name, globals, locals, fromlist, level)
    if name.partition(".")[0] in HIDDEN:
        raise ImportError(f"no module {name} here")
    found = given(name, globals, locals, fromlist, level)
    return Without(name) if name in GONE else found

builtins.__import__ = hiding
names = [found.name for each in (indexer, searchui) for found in pkgutil.walk_packages(each.__path__, each.__name__ + ".")]
names = [name for name in names if not name.endswith(("__main__", "speechsearch_kernel", "build_hook"))]
for name in names:
    importlib.import_module(name)
print(len(names))
'''


KEPT_FROM_WINDOWS = {  # what several processes are made of, which are asked for on Linux only; and what is looked for first
    "indexer/intake/keeper.py": {"nice"},
    "searchui/cli/serve.py": {"sched_getaffinity"},
    "searchui/web/server/processes.py": {
        "SIGKILL",
        "SIG_BLOCK",
        "SIG_SETMASK",
        "SIG_UNBLOCK",
        "fork",
        "pthread_sigmask",
    },
    "searchui/web/shared/process_lock.py": {"memfd_create"},
}
ON_UNIX = {
    *(
        "SIGALRM",
        "SIGBUS",
        "SIGCHLD",
        "SIGHUP",
        "SIGKILL",
        "SIGPIPE",
        "SIGUSR1",
        "SIGUSR2",
        "SIG_BLOCK",
        "SIG_SETMASK",
        "SIG_UNBLOCK",
    ),
    *(
        "pthread_kill",
        "pthread_sigmask",
        "sigwait",
        "setitimer",
        "alarm",
        "fork",
        "memfd_create",
        "sched_getaffinity",
        "getuid",
    ),
    *(
        "geteuid",
        "getgid",
        "chown",
        "fchmod",
        "fchown",
        "setsid",
        "setpgid",
        "killpg",
        "mkfifo",
        "nice",
        "posix_fadvise",
        "pread",
    ),
    *("sendfile", "statvfs", "O_CLOEXEC", "O_DIRECTORY", "O_NOFOLLOW", "O_NONBLOCK"),
}


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)


def test_every_module_is_imported_without_what_only_unix_has() -> None:
    done = run(WITHOUT)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 0.9 * len(modules("indexer", "searchui"))


def test_what_only_unix_has_is_hidden_indeed() -> None:
    for line in ("import fcntl", "from os import fork", "import signal; signal.SIGKILL"):
        done = run(WITHOUT.partition("names =")[0] + f"exec({line!r}, {{'__name__': 'indexer.probe'}})")
        assert done.returncode == 1, line
        assert "here" in done.stderr or "cannot import name" in done.stderr, line


def test_what_only_unix_has_is_used_only_where_windows_does_not_come() -> None:
    used = {
        name(path): {
            node.attr
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
            if node.value.id in {"os", "signal"} and node.attr in ON_UNIX
        }
        for path in modules("indexer", "searchui")
    }
    assert {path: names for path, names in used.items() if names} == KEPT_FROM_WINDOWS


def test_windows_is_installed_from_the_same_lists_as_make_serve() -> None:
    script, makefile = ((ROOT / name).read_text(encoding="utf-8") for name in ("serve.bat", "Makefile"))
    named = re.findall(r"requirements\\(\w+)\.txt", script)
    (install,) = re.findall(r"^define install\n(.*?)^endef", makefile, re.MULTILINE | re.DOTALL)
    assert named == [name.replace("$(1)", "serve") for name in re.findall(r"requirements/(\S+)\.txt", install)]
    assert "speechsearch serve --open" in script
    for label in re.findall(r"goto (\w+)", script):
        assert f"\n:{label}\n" in script.replace("\r", "")
