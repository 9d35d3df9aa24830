# Les commandes du kit. « make » seul les explique. Écrit pour GNU make 3.81 et suivants (celui de macOS compris).

PLACE := {{cookiecutter.space_slug}}
PYTHON := .venv/bin/python
READY := .venv/ready
DEMO := demo/fil-numerique
TERRITORY := docs/territories/fil-numerique.yaml
# Des fichiers d’exemple, posés sur le lieu une fois fabriqué : ce que des réponses ne disent pas, comme un budget.
FURNITURE := $(TERRITORY:.yaml=)

# Le gabarit est copié tel quel dans les lieux : rien ne doit y être semé.
export PYTHONDONTWRITEBYTECODE := 1

# Si le Python de .venv a disparu (mise à jour du système), tout est à refaire.
$(shell test -x $(PYTHON) || rm -f $(READY))

.DEFAULT_GOAL := help
.PHONY: help setup new generate demo serve test lint bench reference images lock

help:
	@echo 'make new     fait votre lieu, par des questions posées dans le navigateur'
	@echo 'make demo    fabrique un lieu complet, Fil numérique, dans $(DEMO) : site, documents, agenda'
	@echo 'make serve   la même chose, puis montre son site sur cet ordinateur'
	@echo 'make test    vérifie le kit en deux minutes environ ; REQUIRE_ALL=1 make test vérifie tout'
	@echo 'make lint    vérifie l’écriture du code, ses types et les licences'
	@echo 'make bench   compare les temps de fabrication à ceux d’autres outils'
	@echo 'make reference  refait les pages de référence et les schémas qui viennent du code'
	@echo 'make images  refait les images de docs/images et la page docs/captures.md'
	@echo 'make lock    refait les versions exactes des bibliothèques d’un lieu, les plus récentes permises (réseau)'
	@echo 'make setup   prépare les outils du kit dans .venv ; les autres commandes le font d’elles-mêmes'
	@echo
	@echo 'Pour votre propre lieu, cookiecutter suffit aussi : lisez README.md.'

setup: $(READY)
	@:

# Le témoin $(READY) est écrit en dernier : après une interruption, tout reprend de zéro.
LOCKS := $(foreach name,requirements requirements-documents requirements-editor,$(PLACE)/tierslieu/$(name).txt)
$(READY): pyproject.toml $(LOCKS)
	@for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	    if $$python -I -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
	        break; \
	    fi; \
	    python=; \
	done; \
	if test -z "$$python"; then \
	    echo 'Il faut Python 3.11 ou plus récent, avec venv.' >&2; \
	    echo '  Sous Debian et Ubuntu : sudo apt install python3 python3-venv' >&2; \
	    echo '  Ailleurs : https://www.python.org/downloads/' >&2; \
	    exit 1; \
	fi; \
	echo 'Je prépare les outils du kit dans .venv (une à cinq minutes, avec le réseau)…'; \
	test -f $(READY) || $$python -m venv --clear .venv
	@rm -f $(READY)
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: \
	    $(foreach lock,$(LOCKS),-r '$(lock)')
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --group dev
	@touch $(READY)

# Le questionnaire crée le lieu hors du kit, dans un dossier que l’on y choisit.
new: setup
	@cd '$(PLACE)' && PYTHONPATH=. '$(CURDIR)/$(PYTHON)' -P -X utf8 -m tierslieu edit --new

# Une démonstration que personne n’a modifiée est refaite à neuf ; une autre est gardée telle quelle.
# demo/.sum garde l’empreinte de ce qui a été fabriqué ici, hors ce que ./lieu refait lui-même.
SUM = find . \( -name .venv -o -name .git -o -name .cache -o -name __pycache__ -o -name '.*.old' -o -path ./public -o -path ./documents -o -path ./hosting \) -prune -o -type f -exec cksum {} + | LC_ALL=C sort | cksum

generate: setup
	@if test -e $(DEMO) && test "$$(cd $(DEMO) && $(SUM))" != "$$(cat demo/.sum 2>/dev/null)"; then \
	    echo 'Vous avez modifié $(DEMO) : je le garde tel quel. Pour le refaire à neuf, renommez ou effacez ce dossier.'; \
	else \
	    set -e; \
	    rm -rf demo/.new && mkdir -p demo/.new; \
	    $(PYTHON) -m cookiecutter . --no-input --config-file $(TERRITORY) --output-dir demo/.new \
	        >demo/.new/said 2>&1 || { cat demo/.new/said >&2; exit 1; }; \
	    if test -d $(FURNITURE); then cp -R $(FURNITURE)/. demo/.new/fil-numerique/; fi; \
	    (cd demo/.new/fil-numerique && $(SUM)) > demo/.new/.sum; \
	    if test -d $(DEMO)/.venv; then mv $(DEMO)/.venv demo/.new/fil-numerique/.venv; fi; \
	    mv demo/.new/.sum demo/.sum; \
	    if test -d $(DEMO); then mv $(DEMO) demo/.new/old; fi; \
	    mv demo/.new/fil-numerique $(DEMO); \
	    rm -rf demo/.new; \
	fi

demo: generate
	@cd $(DEMO) && ./lieu build && ./lieu check
	@echo
	@echo 'Fil numérique est prêt :'
	@echo '  le site        $(DEMO)/public/index.html'
	@echo '  les documents  $(DEMO)/documents/'
	@echo '  l’agenda       $(DEMO)/public/agenda.ics'

serve: demo
	@cd $(DEMO) && ./lieu serve

test: setup
	@$(PYTHON) -m pytest -n auto --dist worksteal $(if $(filter 1,$(REQUIRE_ALL)),,-m 'not slow and not long')

lint: setup
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m mypy
	@cd '$(PLACE)' && PYTHONPATH=. '$(CURDIR)/.venv/bin/lint-imports' --no-cache '$(CURDIR)/pyproject.toml'
	@$(PYTHON) tools/check_house.py
	@$(PYTHON) -m reuse lint --quiet

# Les outils auxquels se comparer ne servent qu’ici ; ce qui manque à cet ordinateur est dit, et laissé de côté.
bench: setup
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --group bench || true
	@if command -v npm >/dev/null; then npm ci --prefix tests/bench --ignore-scripts --no-audit --no-fund --silent || true; fi
	@$(PYTHON) tests/bench

reference: setup
	@PYTHONPATH='$(PLACE):tests' $(PYTHON) tools/reference.py

images: setup
	@PYTHONPATH='$(PLACE):tests' $(PYTHON) tools/screenshots.py

lock: setup
	@$(PYTHON) tools/lock.py
