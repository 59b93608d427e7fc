"""Wie een overleg leidt, hoort het als een besluitenlijst te laat is: één keer per vergadering."""

from collections.abc import Iterable

from duoplus import klok, leden, mail, vorigelijst
from duoplus.calc.werkdagen import na_werkdagen
from duoplus.models import Bericht, Feestdag, Gebruiker, Termijn, Vergadering


def herinner() -> int:
    """Tell who leads of every list that is late; how many messages that were. Without a term none is."""
    te_laat = _te_laat()
    wie = {gremium: leden.leiders(gremium) for gremium in {v.gremium for v in te_laat}}
    te_sturen = {_sleutel(v, leider): (v, leider) for v in te_laat for leider in wie[v.gremium]}
    gehad = set(Bericht.objects.filter(sleutel__in=te_sturen).values_list("sleutel", flat=True))
    nog = [sleutel for sleutel in te_sturen if sleutel not in gehad]
    for sleutel in nog:
        _stuur(sleutel, *te_sturen[sleutel])
    return len(nog)


def _te_laat() -> Iterable[Vergadering]:
    aantal = Termijn.objects.werkdagen(vorigelijst.TERMIJN, klok.vandaag())
    if aantal is None:
        return []
    vrij = Feestdag.objects.als_vrij()
    zonder = Vergadering.objects.filter(vorigelijst.ontbreekt()).select_related("gremium").order_by("pk")
    return [v for v in zonder if na_werkdagen(v.datum, aantal, vrij) < klok.vandaag()]


def _sleutel(vergadering: Vergadering, leider: Gebruiker) -> str:
    return f"besluitenlijst_te_laat:{vergadering.pk}:{leider.pk}"


def _stuur(sleutel: str, vergadering: Vergadering, leider: Gebruiker) -> None:
    mail.queue(
        "duoplus/besluitenlijst_te_laat",
        to=leider,
        key=sleutel,
        reden="u leidt dit overleg",
        pad=vergadering.get_absolute_url(),
        vergadering=vergadering,
    )
