"""Bij elke stap na het concept hoort één formulier."""

from maatwerk.forms import besluiten, financiering, toetsen, uitvoering, verdelen, verhelderen
from maatwerk.forms.stap import StapForm

STAPPEN: dict[str, type[StapForm]] = {
    "in_behandeling_nemen": verhelderen.InBehandelingNemenForm,
    "parkeren": verdelen.ParkerenForm,
    "dubbel_melden": verdelen.DubbelMeldenForm,
    "vraag_stellen": verhelderen.VraagStellenForm,
    "aanvullen": verhelderen.AanvullenForm,
    "ter_verificatie": verhelderen.TerVerificatieForm,
    "paraferen": verhelderen.ParaferenForm,
    "corrigeren": verhelderen.CorrigerenForm,
    "bevestigen": verhelderen.BevestigenForm,
    "herzien": verhelderen.HerzienForm,
    "voorstellen": toetsen.VoorstellenForm,
    "tegenvoorstel": toetsen.TegenvoorstelForm,
    "akkoord_geven": toetsen.AkkoordForm,
    "prioriteren": besluiten.PrioriterenForm,
    "op_wachtlijst_zetten": besluiten.WachtlijstForm,
    "aanhouden": besluiten.AanhoudenForm,
    "opschalen": besluiten.OpschalenForm,
    "afwijzen": besluiten.AfwijzenForm,
    "opdracht_geven": besluiten.OpdrachtGevenForm,
    "financiering": financiering.FinancieringForm,
    "op_risico": financiering.OpRisicoForm,
    "starten": uitvoering.StartenForm,
    "opleveren": uitvoering.OpleverenForm,
    "niet_akkoord": uitvoering.NietAkkoordForm,
    "accepteren": uitvoering.AccepterenForm,
    "afsluiten": uitvoering.AfsluitenForm,
    "intrekken": uitvoering.IntrekkenForm,
    "heropenen": uitvoering.HeropenenForm,
    "toewijzen": verdelen.ToewijzenForm,
    "naar_ogon": verdelen.NaarOgonForm,
    "betrekken": verdelen.BetrekkenForm,
}
