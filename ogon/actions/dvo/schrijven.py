"""De tekst van een versie: producten met uren, prijs en normen, en artikelen."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from decimal import Decimal
from typing import Any

from duoplus.calc.nederlands import uren as als_uren
from duoplus.models import Gebruiker
from duoplus.transitions import Overgang, StapKanNiet
from ogon.actions.dvo.gedeeld import stap
from ogon.dvo.tekst import tekst_met
from ogon.models import Dvoartikel, Dvonorm, Dvoregel, Dvoversie, Kpi, Product


def zet_regel(
    dvoversie: Dvoversie,
    product: Product,
    *,
    norm_uren: Decimal,
    prijs: Decimal,
    artikel: int | None = None,
    normen: Mapping[Kpi, Decimal] | None = None,
    by: Gebruiker,
    versie: int | None = None,
) -> Dvoregel:
    """Spreek een product af, of spreek er iets anders over af: uren, prijs, artikel en normen."""
    with _wijzig(dvoversie, by, versie, f"{product}: {als_uren(norm_uren)} uur"):
        _controleer_regel(dvoversie, product, norm_uren, artikel)
        return _schrijf_regel(
            dvoversie, product, norm_uren=norm_uren, prijs=prijs, artikel=artikel, normen=normen or {}
        )


def laat_regel_vervallen(
    dvoversie: Dvoversie, product: Product, *, by: Gebruiker, versie: int | None = None
) -> None:
    """Haal een product eruit. In een addendum staat dat het vervalt; anders is het gewoon weg."""
    with _wijzig(dvoversie, by, versie, f"{product} vervalt"):
        dvoversie.regels.filter(product=product).delete()
        if any(regel.product_id == product.pk for regel in tekst_met(dvoversie).regels):
            Dvoregel.objects.create(dvoversie=dvoversie, product=product, vervalt=True)


def zet_artikel(
    dvoversie: Dvoversie, nummer: int, *, titel: str, tekst: str, by: Gebruiker, versie: int | None = None
) -> Dvoartikel:
    """Schrijf een artikel, of schrijf het anders."""
    with _wijzig(dvoversie, by, versie, f"artikel {nummer}, {titel}"):
        artikel, _ = Dvoartikel.objects.update_or_create(
            dvoversie=dvoversie,
            nummer=nummer,
            defaults={"titel": titel, "tekst": tekst, "vervalt": False},
        )
    return artikel


def laat_artikel_vervallen(
    dvoversie: Dvoversie, nummer: int, *, by: Gebruiker, versie: int | None = None
) -> None:
    """Haal een artikel eruit; er mag geen product meer onder vallen."""
    with _wijzig(dvoversie, by, versie, f"artikel {nummer} vervalt"):
        if eronder := [r.product.naam for r in tekst_met(dvoversie).regels if r.artikel == nummer]:
            raise StapKanNiet(f"Onder dit artikel valt nog: {', '.join(eronder)}.")
        dvoversie.artikelen.filter(nummer=nummer).delete()
        if staat_er := tekst_met(dvoversie).artikel(nummer):
            Dvoartikel.objects.create(dvoversie=dvoversie, nummer=nummer, titel=staat_er.titel, vervalt=True)


def _controleer_regel(
    dvoversie: Dvoversie, product: Product, norm_uren: Decimal, artikel: int | None
) -> None:
    if norm_uren <= 0:
        raise StapKanNiet("De norm is meer dan 0 uur. Neemt de gemeente dit niet af? Laat het dan vervallen.")
    organisatie, dag = dvoversie.dvo.organisatie, dvoversie.geldt_van
    if not product.ogon.gemeenten(dag).filter(pk=organisatie.pk).exists():
        raise StapKanNiet(f"{organisatie} doet niet mee aan {product.ogon}.")
    if artikel is not None and tekst_met(dvoversie).artikel(artikel) is None:
        raise StapKanNiet(f"Artikel {artikel} staat niet in deze DVO.")


def _schrijf_regel(
    dvoversie: Dvoversie, product: Product, *, normen: Mapping[Kpi, Decimal], **velden: Any
) -> Dvoregel:
    """A line in an addendum speaks for the whole product, so its norms come along."""
    regel, _ = Dvoregel.objects.update_or_create(
        dvoversie=dvoversie, product=product, defaults=velden | {"vervalt": False}
    )
    regel.normen.all().delete()
    Dvonorm.objects.bulk_create(Dvonorm(regel=regel, kpi=kpi, norm=norm) for kpi, norm in normen.items())
    return regel


def _wijzig(
    dvoversie: Dvoversie, by: Gebruiker, versie: int | None, wat: str
) -> AbstractContextManager[Overgang]:
    return stap(dvoversie, "wijzigen", by, versie, wat=wat)
