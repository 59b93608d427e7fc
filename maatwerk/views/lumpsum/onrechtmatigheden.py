"""Het register van onrechtmatigheden: regels erbij, een regel vervangen, en een voorstel bevestigen."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from duoplus.models import Organisatie
from duoplus.web.views import vereis
from maatwerk.actions import lumpsum as acties
from maatwerk.choices import Onrechtmatig
from maatwerk.forms.begroting import OnrechtmatigheidForm
from maatwerk.lumpsum.begroting import jaren
from maatwerk.lumpsum.onrechtmatigheden import Gemeenteregister, lees, zichtbaar
from maatwerk.models import Lumpsum, Onrechtmatigheid
from maatwerk.views.lumpsum.begroting import LEZEN, GemeentejaarView, vereis_jaar


@require_safe
def onrechtmatigheden(request: HttpRequest, jaar: int) -> HttpResponse:
    """Per municipality what is on record, what the portal proposes, and the limit."""
    user: Any = request.user
    vereis(user, LEZEN)
    vereis_jaar(jaar)
    registers = lees(jaar, user)
    context = {
        "jaar": jaar,
        "jaren": jaren(jaar),
        "registers": [(register, _mag(user, register, jaar)) for register in registers],
    }
    return render(request, "maatwerk/lumpsum/begroting/onrechtmatigheden.html", context)


def _mag(user: Any, register: Gemeenteregister, jaar: int) -> bool:
    lumpsum = Lumpsum(organisatie=register.gemeente, jaar=jaar)
    return bool(user.has_perm(acties.RECHT_ONRECHTMATIG, lumpsum))


class OnrechtmatigView(GemeentejaarView):
    """``?voorstel=1`` fills in what the portal proposes; nothing stands until a person says so."""

    form_class = OnrechtmatigheidForm
    permission = acties.RECHT_ONRECHTMATIG
    bladzijde = ("Onrechtmatigheden", "maatwerk:onrechtmatigheden")

    def get_initial(self) -> dict[str, Any]:
        voorstel = self._voorstel() if "voorstel" in self.request.GET else None
        if voorstel is None:
            return super().get_initial()
        return {"criterium": Onrechtmatig.BEGROTING, "bedrag": voorstel.bedrag, "oorzaak": voorstel.oorzaak}

    def _voorstel(self) -> Any:
        registers = lees(self.jaar, self.request.user)
        return next((een.voorstel for een in registers if een.gemeente == self.object), None)


class VervangenView(OnrechtmatigView):
    regel: Onrechtmatigheid

    def get_object(self) -> Organisatie:
        regels = zichtbaar(self.kwargs["jaar"], self.request.user)
        self.regel = get_object_or_404(regels, pk=self.kwargs["pk"])
        return self.regel.lumpsum.organisatie

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"vervangt": self.regel}
