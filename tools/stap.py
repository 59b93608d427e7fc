"""Run one command as a named step: its name, the seconds it takes, and its output only when it fails.

    python3 tools/stap.py "Wat er gebeurt" opdracht argument…

Standard library only: the Makefile uses it before anything is installed.
"""

import subprocess
import sys
import time
from pathlib import Path

BEAT_SECONDS = 5


def run(name: str, command: list, env: dict[str, str] | None = None) -> bool:
    """Whether the command succeeded; while it works, a line says so every few seconds."""
    began = time.monotonic()
    print(f"  … {name}", flush=True)
    process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    output = _wait(process, name, began)
    seconds = time.monotonic() - began
    print(f"  {'✗' if process.returncode else '✓'} {name} ({seconds:.1f} s)", flush=True)
    if process.returncode:
        print(output.rstrip(), flush=True)
    return process.returncode == 0


def _wait(process: subprocess.Popen, name: str, began: float) -> str:
    try:
        while True:
            try:
                return process.communicate(timeout=BEAT_SECONDS)[0]
            except subprocess.TimeoutExpired:
                print(f"    {name}: {time.monotonic() - began:.0f} s", flush=True)
    finally:
        process.terminate()  # only does something when we were told to stop halfway


if __name__ == "__main__":
    sys.path.insert(0, str(Path.cwd()))
    sys.exit(not run(sys.argv[1], sys.argv[2:]))
