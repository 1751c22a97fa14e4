"""A real OpenSearch on this machine alone, for trying and for tests, of artifacts of Maven Central: fetched, started, stopped.

    python .ci/opensearch.py fetch
    python .ci/opensearch.py start [--nodes 3] [--port 9200] [--heap 1g]
    python .ci/opensearch.py stop [--port 9200] [--node N] [--kill]

What is fetched is compared with `opensearch.sha256` beside this file. All nodes listen on the loopback interface only, have
no passwords, and keep their data in a folder of their own, which `stop` without --node removes; the port tells one such
cluster from another. Needs Java 17, Maven and Linux.
"""

import argparse
import hashlib
import http.client
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Sequence
from pathlib import Path

VERSION = "2.19.6"  # the newest that runs on Java 17
CORE = (
    f"org.opensearch:opensearch:{VERSION}",
    f"org.opensearch:opensearch-cli:{VERSION}",
    f"org.opensearch:opensearch-plugin-classloader:{VERSION}",
    "org.apache.logging.log4j:log4j-core:2.25.4",  # optional by its own word, and needed to start
)
# Each is a module: its folder, its artifact, the class that it begins with.
MODULES = (
    ("transport-netty4", "transport-netty4-client", "org.opensearch.transport.Netty4Plugin"),
    ("analysis-common", "analysis-common", "org.opensearch.analysis.common.CommonAnalysisPlugin"),
    ("lang-painless", "lang-painless", "org.opensearch.painless.PainlessPlugin"),
    ("reindex", "reindex-client", "org.opensearch.index.reindex.ReindexPlugin"),
)
# What Java's security manager lets a module do.
POLICIES = {
    "transport-netty4": """\
grant codeBase "${codebase.netty-common}" {
  permission java.io.FilePermission "/proc/sys/net/core/somaxconn", "read";
  permission java.net.SocketPermission "*", "accept,connect";
  permission java.lang.RuntimePermission "*", "setContextClassLoader";
  permission java.lang.RuntimePermission "getClassLoader";
};
grant codeBase "${codebase.netty-transport}" {
  permission java.util.PropertyPermission "sun.nio.ch.bugLevel", "write";
};
""",
    "lang-painless": """\
grant {
  permission java.lang.RuntimePermission "createClassLoader";
  permission java.lang.RuntimePermission "getClassLoader";
};
""",
}
SUMS = Path(__file__).with_suffix(".sha256")
ROOT = os.geteuid() == 0
NOBODY = 65534  # as root it does not start, and nobody else may read root's home
CACHE = Path("/var/cache" if ROOT else os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "speechsearch"
HOME = CACHE / f"opensearch-{VERSION}"
SECONDS = 180  # until a node answers, on a busy machine
LOGGING = """\
status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%d{ISO8601}][%-5p][%c{1.}] %m%n
rootLogger.level = info
rootLogger.appenderRef.console.ref = console
"""


def fetch() -> None:
    """Lay out the program in HOME, unless it is there. Raises SystemExit where a file is not the one that is known."""
    if not (HOME / "complete").exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE) as work:
            made = Path(work) / "made"
            for folder in ("bin", "modules", "plugins", "extensions", "lib"):
                (made / folder).mkdir(parents=True)
            _copy(CORE, made / "lib", Path(work))
            for name, artifact, begins in MODULES:
                _make_module(made, name, artifact, begins, Path(work))
            (made / "complete").touch()
            shutil.rmtree(HOME, ignore_errors=True)
            made.rename(HOME)
    found = "".join(f"{_sum(jar)}  {jar.relative_to(HOME)}\n" for jar in sorted(HOME.rglob("*.jar")))
    if not SUMS.exists():
        SUMS.write_text(found, encoding="ascii")
    if found != SUMS.read_text(encoding="ascii"):
        raise SystemExit(f"{HOME} is not what {SUMS} says; remove it and fetch again")


def _make_module(made: Path, name: str, artifact: str, begins: str, work: Path) -> None:
    folder = made / "modules" / name
    _copy([f"org.opensearch.plugin:{artifact}:{VERSION}"], folder, work)
    for jar in folder.glob("*.jar"):
        if (made / "lib" / jar.name).exists():  # the same class in two places stops the start
            jar.unlink()
    told = {"name": name, "description": name, "version": VERSION, "opensearch.version": VERSION, "java.version": "11"}
    told |= {"classname": begins, "extended.plugins": "", "has.native.controller": "false"}
    lines = "".join(f"{key}={value}\n" for key, value in told.items())
    (folder / "plugin-descriptor.properties").write_text(lines, encoding="ascii")
    if name in POLICIES:
        (folder / "plugin-security.policy").write_text(POLICIES[name], encoding="ascii")


def _copy(coordinates: Iterable[str], folder: Path, work: Path) -> None:
    """Fetch artifacts, and all that they need, into a folder."""
    dependencies = "".join(
        f"<dependency><groupId>{group}</groupId><artifactId>{name}</artifactId><version>{version}</version></dependency>"
        for group, name, version in (one.split(":") for one in coordinates)
    )
    pom = work / "pom.xml"
    pom.write_text(
        '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>local</groupId>'
        f"<artifactId>layout</artifactId><version>1</version><dependencies>{dependencies}</dependencies></project>",
        encoding="ascii",
    )
    command = ["mvn", "-q", "-B", "-f", str(pom), "dependency:copy-dependencies", f"-DoutputDirectory={folder}"]
    subprocess.run([*command, "-DincludeScope=runtime"], check=True)  # noqa: S603 - what is run is written above


def _sum(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def data_folder(port: int) -> Path:
    """Where the nodes of the cluster at a port keep what they have."""
    return Path(tempfile.gettempdir()) / f"speechsearch-opensearch-{port}"


def start(nodes: int, port: int, heap: str, only: int | None = None) -> None:
    """Start nodes, or one of them again, and wait until all answer. Raises SystemExit where one ends instead."""
    fetch()
    asked = [only] if only is not None else list(range(nodes))
    started = {node: _launch(node, nodes, port, heap) for node in asked}
    for node, process in started.items():
        _await(node, port, process)


def _launch(node: int, nodes: int, port: int, heap: str) -> "subprocess.Popen[bytes]":
    folder = data_folder(port) / f"node{node}"
    for name in ("config", "data", "logs", "tmp"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "config" / "opensearch.yml").write_text(_settings(folder, node, nodes, port), encoding="utf-8")
    (folder / "config" / "log4j2.properties").write_text(LOGGING, encoding="ascii")
    if ROOT:
        for path in (folder.parent, folder, *folder.rglob("*")):
            os.chown(path, NOBODY, NOBODY)
    user = {"user": NOBODY, "group": NOBODY, "extra_groups": ()} if ROOT else {}
    with (folder / "out.log").open("wb") as out:
        process = subprocess.Popen(  # type: ignore[call-overload]  # noqa: S603 - what is run is written below
            _command(folder, heap),
            cwd=folder,
            env={"HOME": str(folder), "PATH": os.environ["PATH"]},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
            **user,
        )
    (folder / "pid").write_text(str(process.pid), encoding="ascii")
    return process  # type: ignore[no-any-return]


def _settings(folder: Path, node: int, nodes: int, port: int) -> str:
    lines = [
        "cluster.name: speechsearch",
        f"node.name: node{node}",
        "network.host: 127.0.0.1",
        f"http.port: {port + node}",
        f"transport.port: {port + 100 + node}",
        f"path.data: {folder / 'data'}",
        f"path.logs: {folder / 'logs'}",
        "cluster.routing.allocation.disk.threshold_enabled: false",
        "bootstrap.memory_lock: false",
    ]
    if nodes == 1:
        lines.append("discovery.type: single-node")
    else:
        seeds = ", ".join(f'"127.0.0.1:{port + 100 + other}"' for other in range(nodes))
        names = ", ".join(f"node{other}" for other in range(nodes))
        lines += [f"discovery.seed_hosts: [{seeds}]", f"cluster.initial_cluster_manager_nodes: [{names}]"]
    return "\n".join(lines) + "\n"


def _command(folder: Path, heap: str) -> list[str]:
    properties = {
        "file.encoding": "UTF-8",
        "java.awt.headless": "true",
        "java.io.tmpdir": folder / "tmp",
        "java.security.manager": "allow",
        "java.locale.providers": "SPI,COMPAT",
        "jna.tmpdir": folder / "tmp",
        "jna.nosys": "true",
        "io.netty.noUnsafe": "true",
        "io.netty.noKeySetOptimization": "true",
        "io.netty.recycler.maxCapacityPerThread": "0",
        "io.netty.allocator.numDirectArenas": "0",
        "log4j.shutdownHookEnabled": "false",
        "log4j2.disable.jmx": "true",
        "opensearch.path.home": HOME,
        "opensearch.path.conf": folder / "config",
        "opensearch.distribution.type": "tar",
        "opensearch.bundled_jdk": "false",
    }
    options = [f"-Xms{heap}", f"-Xmx{heap}", "-XX:+UseG1GC", "-XX:-OmitStackTraceInFastThrow"]
    settings = [f"-D{name}={value}" for name, value in properties.items()]
    return ["java", *options, *settings, "-cp", f"{HOME}/lib/*", "org.opensearch.bootstrap.OpenSearch"]


def _await(node: int, port: int, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port + node}/", timeout=5):
                return
        except (urllib.error.URLError, OSError, http.client.HTTPException):
            time.sleep(0.2)
    log = data_folder(port) / f"node{node}" / "out.log"
    raise SystemExit(f"node {node} does not answer; the end of {log}:\n{log.read_text('utf-8', 'replace')[-2000:]}")


def stop(port: int, only: int | None = None, *, kill: bool = False) -> None:
    """Stop all nodes and remove their data, or stop one node and keep its data."""
    for folder in data_folder(port).glob("node*" if only is None else f"node{only}"):
        _end(folder / "pid", signal.SIGKILL if kill else signal.SIGTERM)
    if only is None:
        shutil.rmtree(data_folder(port), ignore_errors=True)


def _end(file: Path, sign: signal.Signals) -> None:
    """End the process that a file names, and wait until it is gone."""
    if not file.exists():
        return
    pid = int(file.read_text(encoding="ascii"))
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        try:
            os.kill(pid, sign)
            os.waitpid(pid, os.WNOHANG)
        except ChildProcessError:
            pass  # it is no child of this process
        except ProcessLookupError:
            break
        time.sleep(0.1)
    file.unlink()


def main(arguments: Sequence[str]) -> None:
    """What the lines above say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("fetch", "start", "stop"))
    parser.add_argument("--nodes", type=int, default=1)
    parser.add_argument("--node", type=int, default=None)
    parser.add_argument("--port", type=int, default=9200)
    parser.add_argument("--heap", default="1g")
    parser.add_argument("--kill", action="store_true")
    asked = parser.parse_args(arguments)
    match asked.what:
        case "fetch":
            fetch()
        case "start":
            start(asked.nodes, asked.port, asked.heap, asked.node)
        case _:
            stop(asked.port, asked.node, kill=asked.kill)


if __name__ == "__main__":
    main(sys.argv[1:])
