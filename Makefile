# make serve · make test · make quick · make lint · make bench
PYTHON ?= python3
PORT   ?= 8000
VENV   := .venv
BIN    := $(VENV)/bin
# One process of tests a core and one more, for many tests wait for a browser, a server or a node. Each begins with a run
# of neighbouring tests, so that most modules build what they need only once, and then takes over what is left of the others.
WORKERS := $(shell $(PYTHON) -c 'import os; print((os.cpu_count() or 1) + 1)')
PYTEST := $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

# What is installed stands, with its checksums, in requirements/NAME.txt: `make lock` writes these files anew.
PIP     := $(BIN)/python -m pip
LOCKED  := --quiet --require-hashes --no-build-isolation --requirement
LOCKS   := build compiler serve test lint bench mutation docs release
RESOLVE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header
USERS_EXTRAS := opensearch pdf pinyin png traditional
define install
$(PIP) install --quiet --require-hashes --requirement requirements/build.txt
$(BIN)/python $(KERNEL)/compiling.py --has-compiler || $(PIP) install $(LOCKED) requirements/compiler.txt
$(PIP) install $(LOCKED) requirements/$(1).txt
$(PIP) install --quiet --no-deps --no-build-isolation --editable .
endef

# Installing compiles these.
CATALOGUES := $(wildcard indexer/i18n/locale/*/LC_MESSAGES/*.po)
KERNEL := indexer/engine/embedded/kernel
KERNEL_SOURCES := $(wildcard $(KERNEL)/*.[ch])
SANITIZED := $(abspath $(VENV))/kernel-sanitized.so

.PHONY: help messages docs serve build test coverage quick lint fuzz fuzz-http differential sanitize without-kernel kernels crash power-cuts bit-flips updates soak substrings bench bench-scale bench-relevance bench-questions bench-kernel bench-frequent bench-reading bench-http bench-budget bench-trickle bench-scans bench-proof bench-reuse bench-opensearch opensearch opensearch-kill opensearch-full-disk opensearch-cluster opensearch-stop mutation lock newest audit sbom clean
help:
	@echo "make serve   安装、建立索引并打开 http://127.0.0.1:$(PORT)"
	@echo "make test    安装测试所需并运行全部测试，每个处理器一份，另加一份；有 Java 和 Maven 时连同一个真的 OpenSearch 节点"
	@echo "make coverage 运行全部测试，并列出没有运行到的各行"
	@echo "make quick   只运行快的测试（没有浏览器、随机考验和费时的），一分钟左右"
	@echo "make lint    类型、风格与分层检查"
	@echo "make fuzz    用改乱的文件考验读取与理解，十分钟"
	@echo "make differential 随机改动的索引上随机问一万次，内核与 numpy 逐项比，约十分钟"
	@echo "make sanitize 用改乱的索引考验内核，越界一个字节也停下；FUZZ_SECONDS 是几秒"
	@echo "make without-kernel 不用内核，再运行一遍查找的测试"
	@echo "make kernels 编译各平台的内核，放进 dist/kernels"
	@echo "make crash   在随机的时刻杀死正在写索引的程序、让系统拒绝它，各两百次，约四分钟"
	@echo "make power-cuts  写索引的每一步都断一次电，没有落到磁盘的算丢了或只剩几块，约五分钟"
	@echo "make bit-flips   在索引的文件里翻转一千个二进制位，每一个都要看出来，看出来之后不再作答，约十分钟"
	@echo "make updates 随意改动讲话稿三百回，每回更新之后与重新建立的逐项比，约十五分钟"
	@echo "make soak    一边不停地重建索引，一边许多人同时查，一分钟"
	@echo "make fuzz-http  按接口说明用各种怪异的请求考验网页与接口，约二十分钟"
	@echo "make substrings  随机抽一万个片段，次数与逐段数的比一遍"
	@echo "make bench   与别的引擎并排测速；make bench ARGS='--folder DIR'"
	@echo "make bench-scale  一万、十万、一百万段各测一次，合成一张图"
	@echo "make bench-relevance  最相关的排在前面没有，与普通的 BM25 并排；ARGS='--folder DIR'"
	@echo "make bench-questions  十万段里问一句二十个词的话，比查两个词慢几倍"
	@echo "make bench-kernel  有内核与没有内核，一页、一次计数各要多久，轮流测"
	@echo "make bench-frequent  很常用的词，一万到一千万段，记下的分布用与不用，轮流测，约十分钟"
	@echo "make bench-http  许多人同时查找时网页有多快、内存涨不涨，与最简单的网页并排；要先装 h2load"
	@echo "make bench-trickle  一个地址开 520 个慢慢滴的连接，别处的人查找慢不慢，两分钟"
	@echo "make bench-budget 每个网页、接口和命令各要多少时间与内存，十七万段，一万次各种请求之后服务器占多少内存"
	@echo "make messages 把新的词句加进各语言的词句表，并编译"
	@echo "make bench-reading  网页上复制的原文读得对不对，与人眼读的比；ARGS=--each 或 --wrapped"
	@echo "make bench-scans    扫描件认得对不对，把样例印成各种样子再认"
	@echo "make bench-proof  在旁边的真实讲话上测核对文稿：改动找不找得到，没错的会不会误报，要多久、多少内存，十来分钟"
	@echo "make bench-reuse  沿用的话找不找得到：把句子改一到三成放进别的讲话里；几分钟"
	@echo "make bench-opensearch  集群里的一页与本机索引的一页并排测，各要几次请求，建立和放进集群各要多久，约十五分钟"
	@echo "make opensearch  在本机开一个真的 OpenSearch 节点来试，端口 9200；要有 Java 17 和 Maven"
	@echo "make opensearch-cluster  三个节点的集群，端口 9200 到 9202"
	@echo "make opensearch-full-disk  一个真的节点，硬盘快满时不收写入，原来的照常可查，约两分钟"
	@echo "make opensearch-kill  三个真的节点，放入、更新、查找时轮流杀死，答案一个也不能错，约半小时"
	@echo "make opensearch-stop  停下来，连同里面的数据一起删去"
	@echo "make mutation  把保管、读取、守门的代码一处处改坏，看测试发现不发现，几小时"
	@echo "make docs    把文档做成网站，放进 dist/docs；有一处警告、一个断了的链接就停下"
	@echo "make lock    所用的各个库取最新的版本，连同校验和重新写进 requirements/"
	@echo "make newest  用各个库最新的版本再运行一遍快的测试"
	@echo "make audit   查所用的各个库有没有已知的漏洞，要联网"
	@echo "make sbom    列出所用的各个库（CycloneDX），放进 dist"
	@echo "make clean   删除虚拟环境与已建立的索引"

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "需要 Python 3.11 或更新的版本；可用 make PYTHON=python3.12 … 指定。" >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "无法建立虚拟环境；Debian 上请先运行：sudo apt install python3-venv" >&2; exit 2; }

$(VENV)/.serve: pyproject.toml requirements/serve.txt $(CATALOGUES) $(KERNEL_SOURCES) | $(BIN)/python
	$(call install,serve)
	@touch $@

$(VENV)/.test: pyproject.toml requirements/test.txt $(CATALOGUES) $(KERNEL_SOURCES) | $(BIN)/python
	$(call install,test)
	@touch $@ $(VENV)/.serve

$(VENV)/.lint: pyproject.toml requirements/lint.txt $(CATALOGUES) $(KERNEL_SOURCES) | $(BIN)/python
	$(call install,lint)
	@touch $@ $(VENV)/.test $(VENV)/.serve

$(VENV)/.bench: pyproject.toml requirements/bench.txt $(CATALOGUES) $(KERNEL_SOURCES) | $(BIN)/python
	$(call install,bench)
	@touch $@ $(VENV)/.serve

$(VENV)/.mutation: pyproject.toml requirements/mutation.txt $(CATALOGUES) $(KERNEL_SOURCES) | $(BIN)/python
	$(call install,mutation)
	@touch $@ $(VENV)/.test $(VENV)/.serve

$(VENV)/.docs: requirements/docs.txt | $(BIN)/python
	$(PIP) install --quiet --require-hashes --requirement requirements/build.txt
	$(PIP) install $(LOCKED) requirements/docs.txt
	@touch $@

$(VENV)/.release: requirements/release.txt | $(BIN)/python
	$(PIP) install --quiet --require-hashes --requirement requirements/release.txt
	@touch $@

serve: build
	$(BIN)/speechsearch serve --port $(PORT)

# A file that cannot be read is named and skipped (exit code 1); all others are served.
build: $(VENV)/.serve
	$(BIN)/speechsearch build || [ $$? -eq 1 ]

test: $(VENV)/.test
	$(PYTEST)

# All tests once more, with what of the code they ran: two thirds more work, so CI does it once a week.
coverage: $(VENV)/.test
	$(PYTEST) --cov

quick: $(VENV)/.test
	$(PYTEST) -q -m "not slow and not browser and not fuzz"

# Ten minutes of mutated speeches and files; the tests run a few seconds of the same.
fuzz: $(VENV)/.test
	FUZZ_SECONDS=600 $(BIN)/python -m pytest -q tests/indexer/speech/test_parse_fuzz.py tests/indexer/readers/test_readers_fuzz.py

# Ten thousand random queries over 1,250 histories of an index; the tests ask 320.
differential: $(VENV)/.test
	KERNEL_HISTORIES=1250 $(BIN)/python -m pytest -q tests/indexer/engine/kernel/test_differential.py

# The kernel, compiled so that it stops at any read beyond an array and at what C does not define (gcc, Linux).
sanitize: $(VENV)/.test
	$(BIN)/python $(KERNEL)/compiling.py --sanitized $(SANITIZED)
	LD_PRELOAD="$$(gcc -print-file-name=libasan.so) $$(gcc -print-file-name=libubsan.so)" ASAN_OPTIONS=detect_leaks=0 \
	  FUZZ_SECONDS=$${FUZZ_SECONDS:-20} SPEECHSEARCH_KERNEL=$(SANITIZED) \
	  $(PYTEST) -q tests/indexer/engine/kernel/test_damage.py tests/indexer/engine/kernel/test_building.py \
	    tests/indexer/engine/kernel/test_differential.py tests/indexer/engine/kernel/test_frequent_words.py \
	    tests/indexer/engine/kernel/test_kernel_scan.py tests/searchui/ranking/test_kernel_ranking.py

# What searching, counting and reading answer where no kernel could be compiled.
without-kernel: $(VENV)/.test
	SPEECHSEARCH_KERNEL=off $(PYTEST) -q -m "not browser" -k "not cluster" tests/indexer/engine tests/searchui/query tests/searchui/results \
	  tests/searchui/statistics

# A quarter of an hour or less. A wheel for one of these platforms: SPEECHSEARCH_KERNEL_TARGET=macos-arm64 pip wheel --no-deps .
kernels: $(VENV)/.test
	$(PIP) install $(LOCKED) requirements/compiler.txt
	$(BIN)/python $(KERNEL)/compiling.py --all dist/kernels

# Two hundred crashes of each kind; the tests look at twenty.
crash: $(VENV)/.test
	CRASHES=200 $(BIN)/python -m pytest -q tests/indexer/store/faults/test_crash.py

# All states in which a disk may be when the power fails, at every moment of writing; the tests look at some.
power-cuts: $(VENV)/.test
	POWER_CUTS=1000 $(BIN)/python -m pytest -q -s tests/indexer/store/faults/test_power_cuts.py

# A thousand flipped bits over all files of an index; the tests flip some.
bit-flips: $(VENV)/.test
	FLIPS=1000 $(BIN)/python -m pytest -q -s tests/indexer/store/faults/test_bit_flips.py

# Three hundred histories of a corpus; the tests take fifteen.
updates: $(VENV)/.test
	UPDATES=300 $(BIN)/python -m pytest -q tests/indexer/build/test_update.py

# A minute of readers against a writer that never rests; the tests run a few seconds of the same.
soak: $(VENV)/.test
	SOAK_SECONDS=60 $(BIN)/python -m pytest -q -s tests/searchui/server/test_soak.py
# Thousands of odd requests of each kind; the tests run some of the same.
fuzz-http: $(VENV)/.test
	FUZZ_EXAMPLES=3000 $(BIN)/python -m pytest -q tests/searchui/web/test_http_fuzz.py

# Ten thousand random substrings of the texts beside the project, counted by hand, and a thousand in a cluster; the tests take
# a thousand, and two hundred.
substrings: $(VENV)/.test
	SUBSTRINGS=10000 $(BIN)/python -m pytest -q tests/searchui/query/test_matching_cases.py -k real_texts
	CLUSTER_SUBSTRINGS=1000 $(BIN)/python -m pytest -q tests/indexer/cluster/test_real_texts.py

# Side by side in one run, some minutes; ARGS are listed by ARGS=--help. Then the order of hits, on real speeches.
bench: $(VENV)/.bench
	$(BIN)/python -m benchmarks $(ARGS)
	$(BIN)/python -m benchmarks.desk
	$(BIN)/python -m benchmarks.relevance

# The cost as work grows, a quarter of an hour or more, some 10 GB of temporary files (TMPDIR says where).
bench-scale: $(VENV)/.bench
	$(BIN)/python -m benchmarks --scale 10000,100000,1000000 $(ARGS)

# Some minutes, on real speeches, and on the sets of questions beside the project.
bench-relevance: $(VENV)/.bench
	$(BIN)/python -m benchmarks.relevance $(ARGS)

# A minute.
bench-questions: $(VENV)/.bench
	$(BIN)/python -m benchmarks.questions $(ARGS)

# Some minutes.
bench-kernel: $(VENV)/.bench
	$(BIN)/python -m benchmarks.kernel $(ARGS)

# Ten minutes, and some GB of files meanwhile.
bench-frequent: $(VENV)/.bench
	$(BIN)/python -m benchmarks.frequent $(ARGS)

# Some minutes, on this machine only. h2load is in the package nghttp2-client (Debian, Ubuntu) or nghttp2 (Homebrew, Fedora).
bench-http: $(VENV)/.bench
	$(BIN)/python -m benchmarks.http $(ARGS)

# Two minutes, on this machine only: one address with 520 connections that trickle, and somebody who works meanwhile.
bench-trickle: $(VENV)/.bench
	$(BIN)/python -m benchmarks.http.trickle $(ARGS)

# A quarter of an hour: what every view and every command costs, and the memory of a server after all of them.
bench-budget: $(VENV)/.bench
	$(BIN)/python -m benchmarks.budget $(ARGS)

# A minute, on the texts beside the project.
bench-reading: $(VENV)/.bench
	$(BIN)/python -m benchmarks.reading $(ARGS)

# Ten minutes, on the texts beside the project: what proofreading finds, what it takes for wrong that is not, and what it costs,
# also in a larger corpus of their lines.
bench-proof: $(VENV)/.bench
	$(BIN)/python -m benchmarks.proofreading $(ARGS)

# A few minutes: sentences of the texts beside the project, altered and put into other speeches.
bench-reuse: $(VENV)/.bench
	$(BIN)/python -m benchmarks.reuse $(ARGS)

# A quarter of an hour or more: the sample speeches, printed, scanned in ten ways, and read.
bench-scans: $(VENV)/.test
	$(BIN)/python -m benchmarks.scans $(ARGS)

# A quarter of an hour: an index in a cluster of one node beside the same one in a folder. It needs Java 17 and Maven.
bench-opensearch: $(VENV)/.bench
	$(BIN)/python -m benchmarks.cluster $(ARGS)

lint: $(VENV)/.lint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	[ ! -x $(BIN)/hadolint ] || $(BIN)/hadolint Dockerfile

# After a text was added or changed: its entry in every catalogue, to be translated there, and all compiled.
messages: $(VENV)/.test
	$(BIN)/python -m indexer.i18n.extraction

# The documentation as a site, of the pages that the README names. A link that leads nowhere is an error.
docs: $(VENV)/.docs
	$(BIN)/python docs/build.py dist/docs
	@echo "dist/docs/index.html"

# A real OpenSearch on this machine alone, of artifacts of Maven Central whose checksums are known. Without passwords: it
# listens on the loopback interface only.
opensearch:
	$(PYTHON) .ci/opensearch.py start --port 9200
	@echo "speechsearch build --engine opensearch+http://127.0.0.1:9200/speeches"

opensearch-cluster:
	$(PYTHON) .ci/opensearch.py start --nodes 3 --port 9200 --heap 512m
	@echo "speechsearch build --engine opensearch+http://127.0.0.1:9200,127.0.0.1:9201,127.0.0.1:9202/speeches --shards 3 --replicas 1"

# Two minutes of waiting for a node that looks at its disk every ten seconds.
opensearch-full-disk: $(VENV)/.test
	$(BIN)/python -m pytest -q tests/indexer/cluster/full_disk.py

# Half an hour: nodes of a cluster of its own are killed, at ports that nothing else here uses.
opensearch-kill: $(VENV)/.bench
	$(BIN)/python -m benchmarks.cluster.kills $(ARGS)

opensearch-stop:
	$(PYTHON) .ci/opensearch.py stop --port 9200

# The code that keeps what people have is changed in small ways, in a copy, and the quick tests about it must notice. Some
# hours; ARGS='--room store --each 3' is less.
mutation: $(VENV)/.mutation
	$(BIN)/python -m benchmarks.mutation $(ARGS)

# Every list anew, with the newest versions that pyproject.toml allows; the first time, uv must be there: pip install uv.
lock:
	[ -x $(BIN)/uv ] || $(MAKE) $(VENV)/.release
	rm -f $(LOCKS:%=requirements/%.txt)
	$(RESOLVE) pyproject.toml --extra test --extra lint --output-file requirements/lint.txt
	$(RESOLVE) pyproject.toml --extra test --constraint requirements/lint.txt --output-file requirements/test.txt
	$(RESOLVE) pyproject.toml $(USERS_EXTRAS:%=--extra %) --constraint requirements/lint.txt --output-file requirements/serve.txt
	$(RESOLVE) pyproject.toml --extra bench --constraint requirements/lint.txt --output-file requirements/bench.txt
	$(RESOLVE) pyproject.toml --extra test --group mutation --constraint requirements/lint.txt --output-file requirements/mutation.txt
	for group in build compiler docs release; do $(RESOLVE) --group $$group --constraint requirements/lint.txt \
	  --output-file requirements/$$group.txt || exit; done

# The quick tests with the newest versions that pyproject.toml allows, in an environment of their own; CI does so every week.
newest:
	$(PYTHON) -m venv --clear $(VENV)-newest
	$(VENV)-newest/bin/python -m pip install --quiet --upgrade pip
	$(VENV)-newest/bin/python -m pip install --quiet --editable '.[test]'
	$(VENV)-newest/bin/python -m pytest -q -n auto --dist worksteal -m "not slow and not browser and not fuzz"

# Known weaknesses of all that is locked. It asks a database of the network.
audit: $(VENV)/.release
	for name in $(LOCKS); do $(BIN)/pip-audit --strict --disable-pip --require-hashes --requirement requirements/$$name.txt || exit; done

# The list of the parts of a release (CycloneDX).
sbom: $(VENV)/.release
	mkdir -p dist
	$(BIN)/cyclonedx-py requirements requirements/serve.txt --pyproject pyproject.toml --output-reproducible \
	  --output-file dist/speechsearch.cdx.json

clean:
	rm -rf $(VENV) $(VENV)-newest index_data/generation-* index_data/staging-* index_data/CURRENT index_data/LOCK index_data/HOLDER index_data/recognised
