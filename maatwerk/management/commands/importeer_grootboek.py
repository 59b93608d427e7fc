from maatwerk.inlees.grootboek import GROOTBOEK
from maatwerk.inlees.opdrachtregel import Inleesopdracht


class Command(Inleesopdracht):
    help = "Boek de facturen uit een uitdraai van het grootboek. Twee keer inlezen boekt niets dubbel."
    soort = GROOTBOEK
