"""A post box for development: an SMTP server on loopback that writes every mail as a file."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Postbus:
    """Writes `<moment>-<random>.eml`, whole or not at all: names sort by arrival."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}.eml"
        part = self.folder / f".{name}"
        part.write_bytes(envelope.original_content or b"")
        os.replace(part, self.folder / name)
        return "250 OK"


@contextmanager
def sink(folder: Path, port: int) -> Iterator[None]:
    """Accept mail on this port while the block runs."""
    folder.mkdir(parents=True, exist_ok=True)
    controller = Controller(Postbus(folder), hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield
    finally:
        controller.stop()
