# Two commands do all set-up: `make demo` and `make test`. See README.md.
PORT ?= 8001
VENV := .venv
BIN := $(VENV)/bin
# The first Python on this machine that is new enough; name another with PYTHON=python3.12.
PYTHON ?= $(firstword $(foreach name,python3 python3.13 python3.12 python3.11,$(shell \
	$(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(name))))
SHARED := ../shared
ASIDE := corpus/set-aside
# The revision whose rules `make gains` compares with.
AGAINST ?= HEAD
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check --no-input install

.DEFAULT_GOAL := help
.PHONY: help demo test test-alpha lint types contracts rules unit figures bench bench-short gains corpus docs pictures torture clean

help:
	@echo "make demo      set up, read the sample papers and serve them at http://127.0.0.1:$(PORT)/ (PORT=8002 for another port)"
	@echo "make test      set up with the development tools and run every check"
	@echo "make test-alpha  run the site's tests on the coming version of Datasette; what fails there stops nothing"
	@echo "make figures   score the reading against hand-made findings"
	@echo "make gains     what a change of the rules wins and loses (AGAINST=REVISION, by default the last commit)"
	@echo "make corpus    build the sample papers again from corpus/sources"
	@echo "make torture   kills at random moments, full disks, readers during a run, hostile files (an hour; TORTURE=kills for a part)"
	@echo "make bench     measure speed beside other tools and write docs/benchmarks.md (40 minutes; BENCH='--each 4 --rounds 1' is shorter)"
	@echo "make docs      write the generated parts of the documents again"
	@echo "make pictures  take the pictures of the README again (needs Chromium and LibreOffice)"
	@echo "make clean     remove the environment, the demo database and all caches"

# --- the environment: made once, brought up to date when pyproject.toml changes ---------------------------------------------

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed. On Debian or Ubuntu: sudo apt-get install python3 python3-venv" \
		"(where that is older: sudo apt-get install python3.11 python3.11-venv)" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is not Python 3.11 or later:" \
		"name one that is, as in: make demo PYTHON=python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv is missing. On Debian or Ubuntu: sudo apt-get install" \
		"$$($(PYTHON) -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')" >&2; exit 1; }
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(BIN)/python
	@echo "Installing into $(VENV) (a minute or two the first time) ..."
	@$(PIP) --editable .
	@$(BIN)/python -m compileall -q extractor
	@touch $@

$(VENV)/.installed-dev: pyproject.toml | $(BIN)/python
	@echo "Installing into $(VENV), with the development tools (a minute or two the first time) ..."
	@$(PIP) --editable '.[dev]'
	@$(BIN)/python -m compileall -q extractor
	@touch $@ $(VENV)/.installed

# --- what a newcomer runs ---------------------------------------------------------------------------------------------------

demo: $(VENV)/.installed
	@$(BIN)/extractor ingest corpus/papers corpus/other-forms --manifest corpus/manifest.csv --database plans.db --page-images \
		|| [ $$? -eq 3 ] # a paper may wait for tesseract or LibreOffice
	@$(BIN)/extractor serve plans.db --port $(PORT)

test: lint types contracts rules unit bench-short

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(VENV)/.installed-dev
	$(BIN)/mypy

contracts: $(VENV)/.installed-dev
	$(BIN)/lint-imports

rules: $(VENV)/.installed-dev
	$(BIN)/extractor check

unit: $(VENV)/.installed-dev
	$(BIN)/pytest

# The site on the coming version of Datasette, in an environment of its own that borrows all else from the first. What fails here is
# told and stops nothing: that version still changes.
ALPHA := .venv-alpha
test-alpha: $(VENV)/.installed-dev
	@test -d $(ALPHA) || $(BIN)/python -m venv $(ALPHA)
	@$(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))' > "$$($(ALPHA)/bin/python -c \
		'import sysconfig; print(sysconfig.get_path("purelib"))')/borrowed.pth"
	-@$(ALPHA)/bin/python -m pip --quiet --disable-pip-version-check --no-input install --pre 'datasette>=1.0a0' 2>/dev/null
	@$(ALPHA)/bin/python -c 'import datasette; print("Datasette", datasette.__version__)'
	-@$(ALPHA)/bin/python -m pytest --tb=line -p no:cacheprovider tests/site

# --- what a developer runs --------------------------------------------------------------------------------------------------

bench: $(VENV)/.installed-dev
	@$(PIP) --editable '.[bench]'
	@$(BIN)/python tests/bench/bench.py $(BENCH)

bench-short: $(VENV)/.installed-dev
	@$(BIN)/python tests/bench/bench.py --short

figures: $(VENV)/.installed
	@echo "== corpus/papers"
	@$(BIN)/extractor evaluate corpus/expected corpus/papers --no-misses
	@echo; echo "== corpus/links.csv: what became of priorities from plan to plan"
	@$(BIN)/extractor evaluate-links corpus/links.csv
	@for part in $(SHARED) $(SHARED)/dev; do \
		if [ -d $$part/gold ]; then \
			echo; echo "== $$part/papers"; $(BIN)/extractor evaluate $$part/gold $$part/papers --no-misses || exit; \
		else echo; echo "== $$part/gold is not here: the figures on those papers are left out"; fi; done
	@if [ -d $(ASIDE)/papers ]; then \
		echo; echo "== $(ASIDE)/papers: papers that no rule was written for"; \
		$(BIN)/extractor evaluate $(ASIDE)/gold $(ASIDE)/papers --no-misses && echo && \
		$(BIN)/extractor evaluate $(ASIDE)/gold $(ASIDE)/papers --seen corpus/expected corpus/papers \
			$(foreach part,$(SHARED) $(SHARED)/dev,$(if $(wildcard $(part)/gold),--seen $(part)/gold $(part)/papers)); fi

# What the rules as they stand find more, less or otherwise than those of a revision: make gains AGAINST=HEAD~3
gains: $(VENV)/.installed
	@old=$$(mktemp -d) && trap 'rm -rf "$$old"' EXIT && git archive $(AGAINST) rules | tar -x -C "$$old" && \
	for pair in corpus/expected:corpus/papers $(ASIDE)/gold:$(ASIDE)/papers $(SHARED)/gold:$(SHARED)/papers \
		$(SHARED)/dev/gold:$(SHARED)/dev/papers; do \
		gold=$${pair%%:*}; papers=$${pair##*:}; [ -d $$gold ] || continue; \
		echo "== $$papers, rules of $(AGAINST) and as they stand"; \
		$(BIN)/extractor evaluate $$gold $$papers --against "$$old/rules" || exit; echo; done

corpus: $(VENV)/.installed-dev
	$(BIN)/python corpus/build.py

torture: $(VENV)/.installed-dev
	@PYTHONPATH=$(CURDIR) $(BIN)/python tests/torture $(TORTURE)

docs: $(VENV)/.installed-dev
	$(BIN)/python docs/generate.py

pictures: $(VENV)/.installed-dev
	$(BIN)/python docs/pictures.py

clean:
	rm -rf $(VENV) $(ALPHA) plans.db plans.db-journal plans.db.building* plans.db.failed plans.db.*-lock build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find extractor tests corpus db docs -name __pycache__ -prune -exec rm -rf {} +
