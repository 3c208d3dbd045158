# Everything is done by launch/, with the standard library of whatever python3 is here (3.9 or later).
PYTHON ?= python3

.DEFAULT_GOAL := help
.PHONY: help run test train rollback eval bench check review statutes admin lint clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## Set up whatever is missing, then start the assistant; stop it with Ctrl-C
	@exec $(PYTHON) -m launch run

test: ## Set up whatever is missing, then check everything: style, types, imports, tests, stories, browser
	@exec $(PYTHON) -m launch test

train: ## Train Rasa if what it learns from has changed (ARGS=--accept takes a model that is worse)
	@exec $(PYTHON) -m launch train $(ARGS)

rollback: ## Let the model before answer again
	@exec $(PYTHON) -m launch rollback

eval: ## Measure how well it understands and finds (ARGS="…" is passed on)
	@exec $(PYTHON) -m launch eval $(ARGS)

bench: ## Measure how fast it is (ARGS="…" is passed on)
	@exec $(PYTHON) -m launch bench $(ARGS)

check: ## Tell what an edit of the data means: valid, fitting, what moved (ARGS="--since COMMIT")
	@exec $(PYTHON) -m launch check $(ARGS)

review: ## Check data/ as a lawyer would, or a draft: FILE=notice.docx (ARGS="--accept" after reading cards again)
	@exec $(PYTHON) -m launch review $(if $(FILE),'$(FILE)') $(ARGS)

statutes: ## Make the vectors of all articles now, instead of after the next start (some minutes)
	@exec $(PYTHON) -m launch statutes

admin: ## Add an administrator of the desk and print the link to sign in: ARGS="--login NAME --organisation centre"
	@exec $(PYTHON) -m launch admin $(ARGS)

lint: ## Only style, types and imports
	@exec $(PYTHON) -m launch lint

clean: ## Remove environments, models and caches; conversations stay
	@exec $(PYTHON) -m launch clean
