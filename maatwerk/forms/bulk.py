"""Wat iemand invult voor een actie met veel aanvragen tegelijk."""

from duoplus.web.forms import ActieForm
from maatwerk.forms.verdelen import NaarOgonForm, ToewijzenForm


class BulkForm(ActieForm):
    """An action that asks nothing more."""


FORMS: dict[str, type[ActieForm]] = {"toewijzen": ToewijzenForm, "naar_ogon": NaarOgonForm}
