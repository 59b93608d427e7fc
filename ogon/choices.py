from django.db import models


class Fase(models.TextChoices):
    """De fasen van een cyclus, op volgorde (domain.md section 3)."""

    OPHALEN = "ophalen", "Vraag ophalen"
    ARTICULEREN = "articuleren", "Scherp maken"
    TOETSEN = "toetsen", "Toetsen"
    PRIORITEREN = "prioriteren", "Prioriteren"
    VASTSTELLEN = "vaststellen", "Vaststellen"
    OPDRACHT_DVO = "opdracht_dvo", "Opdracht en DVO"
    UITVOEREN = "uitvoeren", "Uitvoeren"
    EVALUEREN = "evalueren", "Evalueren"


class CapaciteitSoort(models.TextChoices):
    """Een term van de waterval, in uren. Alles na bruto gaat eraf."""

    BRUTO = "bruto", "Bruto uren"
    VERLOF = "verlof", "Verlof en vrije dagen"
    DVO = "dvo", "Werk voor de DVO"
    BUFFER = "buffer", "Buffer"


class ConflictStatus(models.TextChoices):
    OPEN = "open", "Op de agenda"
    OPGELOST = "opgelost", "Opgelost"
    VERVALLEN = "vervallen", "Niet meer nodig"


class Reactie(models.TextChoices):
    """Wat een OGON van een verdeling of verschuiving vindt. Geen reactie is geen instemming."""

    AKKOORD = "akkoord", "Akkoord"
    BEZWAAR = "bezwaar", "Bezwaar"
    GEEN_REACTIE = "geen_reactie", "Geen reactie"
