"""Een heel werkboek als register lezen, zonder portaal eromheen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from duoplus.calc.tabel import Bronrij, Gelezen, Werkblad, bronrijen, deel_in, lees
from maatwerk.calc.register import Registerrij, als_registerrij, registermodel
from maatwerk.calc.registercellen import TARIEVEN_2026


@dataclass(frozen=True)
class Apart:
    bron: Bronrij
    gelezen: Gelezen

    @property
    def redenen(self) -> tuple[str, ...]:
        return tuple(fout.zin for fout in self.gelezen.fouten)


@dataclass
class Register:
    rijen: list[Registerrij] = field(default_factory=list)
    apart: list[Apart] = field(default_factory=list)
    overgeslagen: list[tuple[str, int, str]] = field(default_factory=list)  # blad, rij (0: the sheet), reden

    @property
    def gelezen(self) -> int:
        return len(self.rijen) + len(self.apart)

    @property
    def uren(self) -> Decimal:
        return sum((rij.uren for rij in self.rijen), Decimal(0))

    @property
    def totaal(self) -> Decimal:
        return sum((rij.totaal for rij in self.rijen), Decimal(0))


def lees_register(bladen: Iterable[Werkblad], tarieven: Mapping[str, Decimal] = TARIEVEN_2026) -> Register:
    model, register, eerder = registermodel(tarieven), Register(), {}
    for blad in bladen:
        indeling = deel_in(blad, model.velden)
        if indeling.reden:
            register.overgeslagen.append((blad.naam, 0, indeling.reden))
            continue
        for rij in bronrijen(blad, indeling, model):
            if rij.geen_rij:
                register.overgeslagen.append((blad.naam, rij.rij, rij.geen_rij))
                continue
            gelezen = lees(rij, model, eerder)
            if gelezen.fouten:
                register.apart.append(Apart(rij, gelezen))
            else:
                register.rijen.append(als_registerrij(rij, gelezen))
    return register
