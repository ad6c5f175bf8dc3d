"""Prints an HTML page to a PDF, with the fonts that FONTCONFIG_FILE names: a process looks them up only once."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NoReturn

import plutoprint


class Nothing(plutoprint.ResourceFetcher):
    """Refuses whatever the page asks for outside itself, and says so."""

    def fetch_url(self, url: str) -> NoReturn:
        print(f"asked for {url[:60]}", flush=True)
        raise OSError(url[:60])


if __name__ == "__main__":
    page, pdf = map(Path, sys.argv[1:])
    book = plutoprint.Book(plutoprint.PAGE_SIZE_LETTER)  # the page itself says that it is A4
    book.custom_resource_fetcher = Nothing()
    book.load_html(page.read_text("utf-8"))
    book.write_to_pdf(str(pdf))
