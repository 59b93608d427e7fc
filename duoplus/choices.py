from django.db import models


def naam_en_hint(label: object) -> tuple[str, str]:
    """The two parts of the label of a choice: "Hoog | Er ontstaat schade." A label may have no hint."""
    naam, _, hint = str(label).partition(" | ")
    return naam, hint


def zonder_hint(label: object) -> str:
    """The label of a choice as it reads outside a form."""
    return naam_en_hint(label)[0]


class OrganisatieSoort(models.TextChoices):
    GEMEENTE = "gemeente", "Gemeente"
    DIENST = "dienst", "Uitvoeringsorganisatie"
    EXTERN = "extern", "Extern"


class Rol(models.TextChoices):
    AANVRAGER = "aanvrager", "Aanvrager"
    OPDRACHTGEVER = "opdrachtgever", "Opdrachtgever"
    BUDGETHOUDER = "budgethouder", "Budgethouder"
    CONTROLLER = "controller", "Controller"
    CPI = "cpi", "Contactpersoon inkoop"
    SECRETARIS = "secretaris", "Secretaris OGON"
    VOORZITTER = "voorzitter", "Voorzitter OGON"
    TEAMMANAGER = "teammanager", "Teammanager"
    UITVOERDER = "uitvoerder", "Uitvoerder"
    CONCERNCONTROLLER = "concerncontroller", "Concerncontroller"
    DIRECTIEBERAAD = "directieberaad", "Lid directieberaad"
    BESTUURSADVISEUR = "bestuursadviseur", "Bestuursadviseur"
    INKOOPADVISEUR = "inkoopadviseur", "Inkoopadviseur (extern)"
    ACCOUNTANT = "accountant", "Accountant (extern)"
    BEHEERDER = "beheerder", "Functioneel beheerder"


class GremiumSoort(models.TextChoices):
    OGON = "ogon", "OGON"
    DIRECTIEBERAAD = "directieberaad", "Directieberaad"
    INKOOPCONTACTGROEP = "inkoopcontactgroep", "Inkoopcontactgroep"
    CPI_OVERLEG = "cpi_overleg", "CPI-overleg"


class VergaderingStatus(models.TextChoices):
    GEPLAND = "gepland", "Gepland"
    UITGENODIGD = "uitgenodigd", "Agenda verstuurd"
    BEZIG = "bezig", "Bezig"
    GEHOUDEN = "gehouden", "Gehouden"
    VASTGESTELD = "vastgesteld", "Besluitenlijst vastgesteld"
    VERVALLEN = "vervallen", "Gaat niet door"


class PuntSoort(models.TextChoices):
    VAST = "vast", "Vast punt"
    MEDEDELING = "mededeling", "Mededeling"
    BESPREKEN = "bespreken", "Bespreken"
    BESLUIT = "besluit", "Besluit"


class PuntStatus(models.TextChoices):
    OPEN = "open", "Nog te behandelen"
    BEHANDELD = "behandeld", "Behandeld"
    AANGEHOUDEN = "aangehouden", "Aangehouden"
    INGETROKKEN = "ingetrokken", "Ingetrokken"


class AanwezigheidStand(models.TextChoices):
    AANWEZIG = "aanwezig", "Aanwezig"
    AFGEMELD = "afgemeld", "Afgemeld"
    AFWEZIG = "afwezig", "Afwezig"


class Besluitstand(models.TextChoices):
    """Hoe ver de uitvoering van een besluit is."""

    OPEN = "open", "Nog uit te voeren"
    BEZIG = "bezig", "In uitvoering"
    UITGEVOERD = "uitgevoerd", "Uitgevoerd"
    VERVALLEN = "vervallen", "Vervallen"


class ActieStatus(models.TextChoices):
    OPEN = "open", "Open"
    BEZIG = "bezig", "Bezig"
    KLAAR = "klaar", "Klaar"
    VERVALLEN = "vervallen", "Vervallen"


class BesluitSoort(models.TextChoices):
    AKKOORD = "akkoord", "Akkoord"
    AKKOORD_MITS = "akkoord_mits", "Akkoord mits"
    WACHTLIJST = "wachtlijst", "Op de wachtlijst"
    AANHOUDEN = "aanhouden", "Aanhouden"
    AFWIJZEN = "afwijzen", "Afwijzen"
    OPSCHALEN = "opschalen", "Opschalen"
    VOLGORDE = "volgorde", "Volgorde wijzigen"
    VASTSTELLEN = "vaststellen", "Volgorde vaststellen"
    HERPRIORITEREN = "herprioriteren", "Herprioriteren"
    VERDELEN = "verdelen", "Uren verdelen"
    OP_RISICO = "op_risico", "Beginnen op risico"
    BEANTWOORDEN = "beantwoorden", "Antwoord op een opschaling"
    DVO = "dvo", "DVO vaststellen"
    WERKPLAN = "werkplan", "Werkplan vaststellen"


class BerichtStatus(models.TextChoices):
    NIEUW = "nieuw", "Wacht op verzending"
    GECLAIMD = "geclaimd", "Wordt verzonden"
    VERZONDEN = "verzonden", "Verzonden"
    MISLUKT = "mislukt", "Niet te verzenden"
    ONZEKER = "onzeker", "Onzeker of dit is verzonden"


class Zichtbaarheid(models.TextChoices):
    GEDEELD = "gedeeld", "Gemeente en Duo+"
    INTERN = "intern", "Alleen Duo+"


class BijlageSoort(models.TextChoices):
    BIJLAGE = "bijlage", "Document"
    ONTVANGSTBEWIJS = "ontvangstbewijs", "Ontvangstbewijs"
    STUK = "stuk", "Vergaderstuk"
    BESLUITENLIJST = "besluitenlijst", "Besluitenlijst"
    DVO = "dvo", "Getekende DVO"
    DOSSIER = "dossier", "Dossier van een opschaling"
    OVERDRACHT = "overdracht", "Overdracht van een voorstel"
    BEWIJS = "bewijs", "Bewijsstuk"
    BEGROTING = "begroting", "Document bij een begroting"


class BijlageStatus(models.TextChoices):
    VRIJ = "vrij", "Vrij"
    QUARANTAINE = "quarantaine", "In quarantaine"


class InleesStatus(models.TextChoices):
    KOPPELEN = "koppelen", "Kolommen kiezen"
    CONTROLEREN = "controleren", "Rijen controleren"
    BEZIG = "bezig", "Wordt overgenomen"
    KLAAR = "klaar", "Klaar"


class Rijstand(models.TextChoices):
    """Wat er van één rij van een ingelezen lijst werd."""

    GOED = "goed", "Klaar om over te nemen"
    FOUT = "fout", "Nog te verbeteren"
    WEGGELATEN = "weggelaten", "Laat u weg"
    OVERGESLAGEN = "overgeslagen", "Geen rij van de lijst"
    AANGEMAAKT = "aangemaakt", "Aangemaakt"
    BIJGEWERKT = "bijgewerkt", "Bijgewerkt"
    ONGEWIJZIGD = "ongewijzigd", "Stond er al"


class ExportFormaat(models.TextChoices):
    XLSX = "xlsx", "Excel (XLSX)"
    ODS = "ods", "OpenDocument (ODS)"
    CSV = "csv", "CSV"
    PDF = "pdf", "PDF"


class ExportStatus(models.TextChoices):
    WACHT = "wacht", "Wacht op zijn beurt"
    BEZIG = "bezig", "Wordt gemaakt"
    KLAAR = "klaar", "Klaar"
    MISLUKT = "mislukt", "Niet gelukt"


class IncidenteelStructureel(models.TextChoices):
    INCIDENTEEL = "I", "Incidenteel"
    STRUCTUREEL = "S", "Structureel"
