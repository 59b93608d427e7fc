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


class KpiRichting(models.TextChoices):
    MINSTENS = "minstens", "Minstens"
    HOOGSTENS = "hoogstens", "Hoogstens"


class DvoStatus(models.TextChoices):
    """Waar een versie van een DVO is (domain.md section 3)."""

    CONCEPT = "concept", "Concept"
    IN_AFSTEMMING = "in_afstemming", "In afstemming"
    TER_PARAAF = "ter_paraaf", "Wacht op parafen"
    TER_ONDERTEKENING = "ondertekening", "Wacht op handtekeningen"
    VAN_KRACHT = "van_kracht", "Getekend"
    INGETROKKEN = "ingetrokken", "Ingetrokken"


class TekenSoort(models.TextChoices):
    PARAAF = "paraaf", "Paraaf"
    HANDTEKENING = "handtekening", "Handtekening"


class WerkplanStatus(models.TextChoices):
    CONCEPT = "concept", "Concept"
    GETOETST = "getoetst", "Past in de uren"
    VASTGESTELD = "vastgesteld", "Vastgesteld"
    IN_UITVOERING = "in_uitvoering", "In uitvoering"
    IN_HERZIENING = "in_herziening", "Wordt herzien"
    AFGESLOTEN = "afgesloten", "Afgesloten"


class OpschalingAanleiding(models.TextChoices):
    GEEN_CONSENSUS = "geen_consensus", "Wij worden het niet eens"
    CAPACITEIT = "capaciteit", "Er zijn niet genoeg uren"
    LUMPSUM = "lumpsum", "De lumpsum is op"
    ANDER_OGON = "ander_ogon", "Het gaat over meer OGON’s"
    TERMIJN = "termijn", "De termijn is voorbij"


class OpschalingStatus(models.TextChoices):
    GEMELD = "gemeld", "Gemeld"
    VOORBEREID = "voorbereid", "Voorbereid"
    GEAGENDEERD = "geagendeerd", "Op de agenda"
    BESLOTEN = "besloten", "Beantwoord"
    TERUGGEKOPPELD = "teruggekoppeld", "Teruggekoppeld"
    GESLOTEN = "gesloten", "Gesloten"
    INGETROKKEN = "ingetrokken", "Ingetrokken"


class Antwoord(models.TextChoices):
    """Wat het directieberaad op een opschaling zegt."""

    AKKOORD = "akkoord", "Akkoord"
    AKKOORD_MITS = "akkoord_mits", "Akkoord mits"
    AFWIJZEN = "afwijzen", "Afgewezen"
    TERUG = "terug", "Terug naar het OGON"
    DOOR = "door", "Door naar het bestuur"


class Beraadrol(models.TextChoices):
    """De vier rollen van het directieberaad (domain.md section 2); elk heeft een plek op zijn pagina."""

    LEIDERSCHAP = "leiderschap", "Leiderschap van de samenwerking"
    WERKGEVER = "werkgever", "Gezamenlijke werkgeverszaken"
    OPSCHALING = "opschaling", "Opschalingen van OGON’s"
    SPARRING = "sparring", "Sparren met elkaar"


class VoorstelStatus(models.TextChoices):
    CONCEPT = "concept", "Concept"
    INTERNE_TOETS = "interne_toets", "Interne toets"
    ONDERWEG = "onderweg", "Ligt voor"
    BESLOTEN = "besloten", "Besloten"
    UITGEVOERD = "uitgevoerd", "Uitgevoerd"
    INGETROKKEN = "ingetrokken", "Ingetrokken"


class ToetsSoort(models.TextChoices):
    FINANCIEEL = "financieel", "Financieel"
    JURIDISCH = "juridisch", "Juridisch"
    INKOOP = "inkoop", "Inkoop"
    PRIVACY = "privacy", "Privacy"


class Orgaan(models.TextChoices):
    """De halten van een voorstel, op volgorde. AB en DB: algemeen en dagelijks bestuur van Duo+."""

    OGON = "ogon", "OGON"
    DIRECTIEBERAAD = "directieberaad", "Directieberaad"
    COLLEGE = "college", "College"
    DB = "db", "Dagelijks bestuur"
    AB = "ab", "Algemeen bestuur"


class SpoorStatus(models.TextChoices):
    WACHT = "wacht", "Nog niet aan de beurt"
    LIGT_VOOR = "ligt_voor", "Ligt voor"
    BESLOTEN = "besloten", "Besloten"
    OVERGESLAGEN = "overgeslagen", "Niet nodig"


class Uitkomst(models.TextChoices):
    CONFORM = "conform", "Conform voorstel"
    GEWIJZIGD = "gewijzigd", "Gewijzigd"
    AANGEHOUDEN = "aangehouden", "Aangehouden"
    AFGEWEZEN = "afgewezen", "Afgewezen"


class Openbaarheid(models.TextChoices):
    OPENBAAR = "openbaar", "Openbaar"
    VERTROUWELIJK = "vertrouwelijk", "Vertrouwelijk"
    GEHEIM = "geheim", "Geheim"


class MaatregelStatus(models.TextChoices):
    IDEE = "idee", "Idee"
    BUSINESSCASE = "businesscase", "Businesscase"
    BESLUIT = "besluit", "Wacht op besluit"
    UITVOERING = "uitvoering", "In uitvoering"
    GEREALISEERD = "gerealiseerd", "Gerealiseerd"
    VERVALLEN = "vervallen", "Vervallen"


class PlanStatus(models.TextChoices):
    LOOPT = "loopt", "Loopt"
    AFGESLOTEN = "afgesloten", "Afgesloten"
