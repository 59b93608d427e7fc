from maatwerk.inlees.opdrachtregel import Inleesopdracht
from maatwerk.inlees.uren import UREN


class Command(Inleesopdracht):
    help = "Boek de uren uit een of meer bestanden. Twee keer inlezen boekt niets dubbel."
    soort = UREN
