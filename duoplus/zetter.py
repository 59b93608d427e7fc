"""Zet één document, in een proces dat daarna weg is: typst houdt het geheugen van de laatste tien vast.

python zetter.py SJABLOON MAP-MET-LETTERS MOMENT < gegevens.json > document.pdf

MOMENT is in seconds since 1970. Nothing of the portal is loaded here, so that it starts at once.
"""

import sys
from pathlib import Path

import typst

STANDAARDEN = ["ua-1", "a-2a"]


def main(sjabloon: str, letters: str, moment: str) -> None:
    """The data reaches the template as the file gegevens.json, never as source, so text stays text."""
    document = typst.compile(  # type: ignore[call-overload]  # its stub forgets a dict of files
        {"main.typ": Path(sjabloon).read_bytes(), "gegevens.json": sys.stdin.buffer.read()},
        format="pdf",
        font_paths=[letters],
        ignore_system_fonts=True,
        pdf_standards=STANDAARDEN,
        timestamp=int(moment),
    )
    sys.stdout.buffer.write(document)


if __name__ == "__main__":
    main(*sys.argv[1:])
