"""De dagen waarop geen werkdag valt, naast het weekend."""

from datetime import date

from holidays import OPTIONAL, PUBLIC, country_holidays

_NAMEN = {
    "Goede vrijdag": "Goede Vrijdag",
    "Eerste paasdag": "Eerste Paasdag",
    "Tweede paasdag": "Tweede Paasdag",
    "Eerste pinksterdag": "Eerste Pinksterdag",
    "Tweede pinksterdag": "Tweede Pinksterdag",
    "Eerste kerstdag": "Eerste Kerstdag",
    "Tweede kerstdag": "Tweede Kerstdag",
}


def feestdagen(jaar: int) -> dict[date, str]:
    """De algemeen erkende feestdagen van ``jaar``, op datum.

    Source: Algemene termijnenwet (Stb. 1964, 314), artikel 3. Lid 1 names Nieuwjaarsdag, the second days of
    Pasen and Pinksteren, both Kerstdagen, Hemelvaartsdag, Koningsdag and 5 May, so every year and not only
    in jubilee years; lid 2 puts Goede Vrijdag on a par with them. The Sundays of Pasen and
    Pinksteren come along. Days that a koninklijk besluit puts on a par (lid 3) are not known here.
    """
    gevonden = country_holidays(
        "NL", years=jaar, language="nl", categories=(PUBLIC, OPTIONAL), observed=False
    )
    dagen = {dag: _NAMEN.get(naam, naam) for dag, naam in gevonden.items()}
    dagen.setdefault(date(jaar, 5, 5), "Bevrijdingsdag")
    return dict(sorted(dagen.items()))
