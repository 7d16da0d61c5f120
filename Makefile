.PHONY: run test lint types gate all

run:
	streamlit run app.py

test:
	pytest

lint:
	ruff format --check .
	ruff check .

types:
	mypy

gate:
	python -m analysis gate

all: lint types gate test
