"""Bestanden waarin één byte omgevallen is."""

from hypothesis import strategies as st

SLOT = 22  # the index of a zip ends with so many bytes; one of them wrong moves every part


def beschadigd(heel: bytes) -> st.SearchStrategy[bytes]:
    """The file with any one byte changed, as often in its last bytes as anywhere else."""
    plaats = st.integers(0, len(heel) - 1) | st.integers(len(heel) - SLOT, len(heel) - 1)
    return st.builds(lambda p, byte: heel[:p] + bytes([byte]) + heel[p + 1 :], plaats, st.integers(0, 255))


def elke_byte_van_de_inhoudsopgave(heel: bytes) -> list[bytes]:
    begin = heel.index(b"PK\x01\x02")
    return [
        heel[:n] + bytes([byte]) + heel[n + 1 :]
        for n in range(begin, len(heel))
        for byte in (0, 1, 2, 12, 14, 127, 128, 255)
    ]
