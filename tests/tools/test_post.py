"""The post box writes each mail as one file, in order of arrival."""

import smtplib
from pathlib import Path

from tools import post, services


def test_every_mail_becomes_a_file(tmp_path: Path):
    port = services.free_port()
    with post.sink(tmp_path, port), smtplib.SMTP("127.0.0.1", port) as client:
        for subject in ("een", "twee"):
            client.sendmail("van@duoplus.example", ["aan@duoplus.example"], f"Subject: {subject}\n\nDag")

    subjects = [path.read_text().splitlines()[0] for path in sorted(tmp_path.glob("*.eml"))]
    assert subjects == ["Subject: een", "Subject: twee"]
