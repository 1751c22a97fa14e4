# The site in a container: speeches in /data/seeds, the index in /data/index, `speechsearch serve` as a user without rights.
#   docker build --tag speechsearch .  &&  docker compose up
FROM python:3.13-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
# The compiler makes the kernel; which version does not matter.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install --yes --no-install-recommends gcc libc6-dev \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY requirements/build.txt requirements/serve.txt requirements/
RUN python -m venv /opt/speechsearch \
 && /opt/speechsearch/bin/pip install --require-hashes --requirement requirements/build.txt \
 && /opt/speechsearch/bin/pip install --require-hashes --no-build-isolation --requirement requirements/serve.txt
COPY pyproject.toml README.md LICENSE ./
COPY indexer indexer
COPY searchui searchui
RUN /opt/speechsearch/bin/pip install --no-deps --no-build-isolation . \
 && /opt/speechsearch/bin/pip uninstall --yes babel hatchling setuptools pip

FROM python:3.13-slim
RUN useradd --uid 10001 --home-dir /data speechsearch \
 && install --directory --owner speechsearch /data /data/seeds /data/index
COPY --from=build /opt/speechsearch /opt/speechsearch
ENV PATH=/opt/speechsearch/bin:$PATH SPEECHSEARCH_INDEX=/data/index PYTHONDONTWRITEBYTECODE=1
WORKDIR /data
USER 10001
VOLUME ["/data/seeds", "/data/index"]
EXPOSE 8000
# A site that asks for a password, or answers by its own name only, is well all the same.
HEALTHCHECK --start-period=5m --interval=30s --timeout=10s CMD ["python", "-c", "import http.client as h; c = h.HTTPConnection('127.0.0.1', 8000, timeout=5); c.request('GET', '/healthz'); raise SystemExit(c.getresponse().status >= 500)"]
# Exit code 1 of `update`: some files could not be taken in, and all others are served.
CMD ["sh", "-c", "speechsearch update; [ $? -le 1 ] && exec speechsearch serve --host 0.0.0.0"]
