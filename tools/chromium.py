"""Find a Chromium for the browser journeys, or install one; prints its path.

Order: CHROMIUM, what Debian installed or installs when root, npm's @sparticuz/chromium. The one without
windows goes first: it shows the same pages with half the work of a processor.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.services import ROOT, RUN

DEBIAN = [Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium")]
PACKAGE = ROOT / "requirements" / "chromium"
UNPACKED = RUN / "chromium" / "chromium"

# Chromium calls home from the first second; a test browser has no business outside loopback.
QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class NoChromium(Exception):
    """None found and none could be installed; the message says what to do."""


def find() -> Path:
    """An installed Chromium, or one we install now."""
    for place in (os.environ.get("CHROMIUM"), *DEBIAN, UNPACKED):
        if place and Path(place).exists():
            return Path(place)
    for install in (_from_debian, _from_npm):
        if found := install():
            return found
    raise NoChromium("Geen Chromium. Installeer het pakket chromium, of zet CHROMIUM op het pad ervan.")


def flags() -> list[str]:
    """Root has no user namespace to sandbox in; everyone else keeps the sandbox."""
    return [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else QUIET


def _from_debian() -> Path | None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    _apt_get("update")
    for place in DEBIAN:
        _apt_get("install", "--no-install-recommends", place.name)
        if place.exists():
            return place
    return None


def _apt_get(*arguments: str) -> None:
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "-qq", *arguments], stdout=sys.stderr, check=False, env=env)


def _from_npm() -> Path | None:
    """The package holds a compressed Chromium, unpacked by its own code where we say."""
    subprocess.run(["npm", "ci", "--silent"], cwd=PACKAGE, stdout=sys.stderr, check=False)
    UNPACKED.parent.mkdir(parents=True, exist_ok=True)
    script = "import c from '@sparticuz/chromium'; process.stdout.write(await c.executablePath())"
    command = ["node", "--input-type=module", "-e", script]
    env = os.environ | {"TMPDIR": str(UNPACKED.parent)}
    done = subprocess.run(command, cwd=PACKAGE, capture_output=True, text=True, check=False, env=env)
    return Path(done.stdout) if done.returncode == 0 and Path(done.stdout).exists() else None


if __name__ == "__main__":
    try:
        print(find())
    except NoChromium as error:
        sys.exit(str(error))
