"""A step says its name and time, and shows output only when it fails."""

import sys

from tools import stap


def test_success_hides_the_output(capsys):
    assert stap.run("Groeten", [sys.executable, "-c", "print('hallo')"])
    shown = capsys.readouterr().out
    assert "✓ Groeten" in shown
    assert "hallo" not in shown


def test_failure_shows_the_output(capsys):
    assert not stap.run("Groeten", [sys.executable, "-c", "print('hallo'); raise SystemExit(3)"])
    shown = capsys.readouterr().out
    assert "✗ Groeten" in shown
    assert "hallo" in shown
