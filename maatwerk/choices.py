from django.db import models


class AanvraagStatus(models.TextChoices):
    CONCEPT = "concept", "Concept"
    INGEDIEND = "ingediend", "Ingediend"
    IN_INTAKE = "in_intake", "Wordt verduidelijkt"
    AANVULLING_GEVRAAGD = "aanvulling_gevraagd", "Aanvulling nodig"
    IN_VERIFICATIE = "in_verificatie", "Klopt dit?"
    IN_RAMING = "in_raming", "Wordt getoetst"
    TER_AKKOORD = "ter_akkoord", "Akkoord gevraagd"
    TER_PRIORITERING = "ter_prioritering", "Klaar om te prioriteren"
    GEPRIORITEERD = "geprioriteerd", "Ingepland"
    WACHTLIJST = "wachtlijst", "Wachtlijst"
    AANGEHOUDEN = "aangehouden", "Aangehouden"
    OPDRACHT_VERLEEND = "opdracht_verleend", "Opdracht gegeven"
    IN_UITVOERING = "in_uitvoering", "In uitvoering"
    OPGELEVERD = "opgeleverd", "Opgeleverd"
    AFGESLOTEN = "afgesloten", "Afgerond"
    AFGEWEZEN = "afgewezen", "Afgewezen"
    INGETROKKEN = "ingetrokken", "Ingetrokken"


class Soort(models.TextChoices):
    """Waar het werk onder valt; het oordeel van de secretaris, met een grond."""

    BASISTAAK = "basistaak", "Basistaak"
    DVO = "dvo", "Valt onder de DVO"
    PLUS = "plus", "Plustaak"
    MAATWERK = "maatwerk", "Maatwerk"


class Antwoord(models.TextChoices):
    JA = "ja", "Ja"
    NEE = "nee", "Nee"
    WEET_NIET = "weet_niet", "Dat weet ik niet"


class Aanleiding(models.TextChoices):
    WETTELIJK = "wettelijk", "Een wet of regel | Het moet van de wet of van een hogere overheid."
    BESTUURLIJK = "bestuurlijk", "Een bestuurlijk besluit | De raad of het college heeft dit besloten."
    CALAMITEIT = "calamiteit", "Een calamiteit | Er is iets gebeurd waar we snel iets mee moeten."
    WENS = "wens", "Een wens | Het werk wordt er beter, sneller of goedkoper van."


class DatumVast(models.TextChoices):
    WET = "wet", "Vast door een wet of besluit | De datum kan niet schuiven."
    WENS = "wens", "Gewenst | Eerder is beter, maar later kan ook."
    VRIJ = "vrij", "Niet vast | Duo+ mag zelf een moment kiezen."


class Urgentie(models.TextChoices):
    HOOG = "hoog", "Hoog | Er ontstaat schade als dit wacht."
    NORMAAL = "normaal", "Normaal"
    LAAG = "laag", "Laag | Dit kan een half jaar wachten."


class AfspraakSoort(models.TextChoices):
    HAALBAARHEID = "haalbaarheid", "Haalbaarheid"
    TIJDIGHEID = "tijdigheid", "Tijdigheid"
    KWALITEIT = "kwaliteit", "Kwaliteit"


class Haalbaar(models.TextChoices):
    JA = "ja", "Ja"
    JA_ALS = "ja_als", "Ja, als …"
    NEE = "nee", "Nee"


class Oorzaak(models.TextChoices):
    EERSTE = "eerste", "Eerste afspraak"
    GEMEENTE = "gemeente", "Door de gemeente"
    DUOPLUS = "duoplus", "Door Duo+"
    EXTERN = "extern", "Van buiten"


class AkkoordSoort(models.TextChoices):
    INHOUD = "inhoud", "Akkoord op de inhoud"
    DEKKING = "dekking", "Akkoord op de dekking"


class SleutelBasis(models.TextChoices):
    INWONERS = "inwoners", "Inwoners"
    AFNAME = "afname", "Afname"
    VAST = "vast", "Vast"
    GELIJK = "gelijk", "Gelijk"


class AfwijsReden(models.TextChoices):
    BASISTAAK = "basistaak", "Dit hoort bij het basispakket of de DVO"
    DUBBEL = "dubbel", "Er is al een aanvraag hiervoor"
    NIET_HAALBAAR = "niet_haalbaar", "Niet haalbaar"
    GEEN_DEKKING = "geen_dekking", "Geen geld beschikbaar"
    PAST_NIET = "past_niet", "Weegt niet op tegen ander werk"
    ANDERS = "anders", "Een andere reden"


class BoekingSoort(models.TextChoices):
    UREN = "uren", "Uren"
    KOSTEN = "kosten", "Externe kosten"


class Boekingstatus(models.TextChoices):
    """Hoe ver een boeking is; in een gesloten maand verandert er niets meer."""

    INGEDIEND = "ingediend", "Ingediend"
    GOEDGEKEURD = "goedgekeurd", "Goedgekeurd"
    GESLOTEN = "gesloten", "Gesloten"


class RondeStatus(models.TextChoices):
    """Hoe ver een OGON is met zijn volgorde."""

    RANGSCHIKKEN = "rangschikken", "Volgorde maken"
    VOORGELEGD = "voorgelegd", "Standpunten gevraagd"
    VASTGESTELD = "vastgesteld", "Vastgesteld"
    OPGESCHAALD = "opgeschaald", "Ligt bij het directieberaad"


class StandpuntSoort(models.TextChoices):
    AKKOORD = "akkoord", "Akkoord"
    AKKOORD_MITS = "akkoord_mits", "Akkoord mits"
    ONTHOUDING = "onthouding", "Onthouding"
    BEZWAAR = "bezwaar", "Bezwaar"


class Rekening(models.TextChoices):
    """Waar uren van een team staan; elke mutatie verplaatst ze van de ene naar de andere."""

    VRIJ = "vrij", "Vrij"
    GERESERVEERD = "gereserveerd", "Gereserveerd"
    TOEGEZEGD = "toegezegd", "Toegezegd"
    GEBRUIKT = "gebruikt", "Gebruikt"


class Effect(models.IntegerChoices):
    """Wat inwoners ervan merken; het oordeel van de secretaris."""

    GEEN = 0, "Geen"
    KLEIN = 1, "Klein"
    DUIDELIJK = 2, "Duidelijk"
    GROOT = 3, "Groot"


class Zekerheid(models.TextChoices):
    HOOG = "hoog", "Hoog"
    MIDDEL = "middel", "Middel"
    LAAG = "laag", "Laag"


class FinancieringStand(models.TextChoices):
    """Of een gemeente haar deel kan betalen."""

    GEDEKT = "gedekt", "Gedekt"
    ONDER_VOORBEHOUD = "onder_voorbehoud", "Onder voorbehoud van begroting"
    DOET_NIET_MEE = "doet_niet_mee", "Doet niet mee"


class BtwRegime(models.TextChoices):
    """Hoe btw op een boeking ligt. Een fiscalist bepaalt het; het portaal bewaart het."""

    KOEPEL = "koepel_vrijgesteld", "Vrijgesteld (koepelvrijstelling)"
    BELAST = "belast_21", "Belast, 21%"
    DOORGESCHOVEN = "transparant_doorgeschoven", "Doorgeschoven (transparantieregeling)"
    GEEN = "nvt", "Niet van toepassing"


class EconomischeCategorie(models.TextChoices):
    """Wat voor kosten het zijn in Iv3; van buiten komt alleen dit voor."""

    INGELEEND = "L3.5.1", "L3.5.1 Ingeleend personeel"
    OVERIG = "L3.8", "L3.8 Overige goederen en diensten"


class Verantwoordingsmethode(models.TextChoices):
    VAST = "lumpsum_vast", "Vaste lumpsum, zonder afrekening"
    JAARAFREKENING = "lumpsum_met_jaarafrekening", "Lumpsum met afrekening na het jaar"
    NACALCULATIE = "nacalculatie_per_opdracht", "Nacalculatie per opdracht"


class Begrotingsoort(models.TextChoices):
    PRIMITIEF = "primitief", "Begroting"
    WIJZIGING = "wijziging", "Begrotingswijziging"
    VOORSCHOT = "voorschot", "Voorschot"


class Onrechtmatig(models.TextChoices):
    """Waarom een bedrag onrechtmatig is (rechtmatigheidsverantwoording, sinds boekjaar 2023)."""

    BEGROTING = "begroting", "Boven de begroting"
    VOORWAARDEN = "voorwaarden", "Niet volgens de voorwaarden"
    MISBRUIK = "misbruik", "Misbruik of oneigenlijk gebruik"


class Maat(models.TextChoices):
    """Waarvan een signaal zegt hoe vol het is. De laatste telt in werkdagen."""

    UREN = "uren", "Uren"
    KOSTEN = "kosten", "Kosten"
    BESLAG = "beslag", "Beslag"
    PROGNOSE = "prognose", "Prognose"
    EINDDATUM = "einddatum", "Einddatum"


class Signaalstand(models.TextChoices):
    OPGESCHAALD = "opgeschaald", "Opgeschaald"
    WEGGELEGD = "weggelegd", "Weggelegd"


class Verzoekstand(models.TextChoices):
    GEVRAAGD = "gevraagd", "Gevraagd"
    AKKOORD = "akkoord", "Akkoord"
    GEWEIGERD = "geweigerd", "Geweigerd"
    INGETROKKEN = "ingetrokken", "Ingetrokken"


class Verantwoordingsoort(models.TextChoices):
    K1 = "k1", "Eerste kwartaal"
    K2 = "k2", "Tweede kwartaal"
    K3 = "k3", "Derde kwartaal"
    K4 = "k4", "Vierde kwartaal"
    BURAP1 = "burap1", "Burap I"
    BURAP2 = "burap2", "Burap II"
    JAARREKENING = "jaarrekening", "Jaarrekening"
    AFREKENING = "afrekening", "Afrekening"


class VerantwoordingStatus(models.TextChoices):
    CONCEPT = "concept", "Concept"
    TER_CONTROLE = "ter_controle", "Ter controle"
    DEFINITIEF = "definitief", "Definitief"
    INGETROKKEN = "ingetrokken", "Ingetrokken"
