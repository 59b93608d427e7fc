"""De totalen die de database bijhoudt, naast de som van de boekingen zelf."""

from collections.abc import Sequence
from datetime import date

from django.db import connection

# Each group that is on one side only counts as different.
VERGELIJK = """
SELECT COALESCE(b.opdracht_id, t.opdracht_id), COALESCE(b.periode_id, t.periode_id), count(*) FILTER (
    WHERE (t.uren, t.bedrag, t.aantal) IS DISTINCT FROM (b.uren, b.bedrag, b.aantal)
) FROM (
    SELECT opdracht_id, periode_id, date_trunc('month', datum)::date AS werkmaand, team_id, soort,
        sum(uren) AS uren, sum(bedrag) AS bedrag, count(*) AS aantal
    FROM maatwerk_boeking
    WHERE %(maanden)s::date[] IS NULL OR periode_id = ANY (%(maanden)s::date[])
    GROUP BY 1, 2, 3, 4, 5
) b
FULL JOIN (
    SELECT * FROM maatwerk_boekingstotaal
    WHERE %(maanden)s::date[] IS NULL OR periode_id = ANY (%(maanden)s::date[])
) t ON (t.opdracht_id, t.periode_id, t.werkmaand, COALESCE(t.team_id, 0), t.soort)
     = (b.opdracht_id, b.periode_id, b.werkmaand, COALESCE(b.team_id, 0), b.soort)
GROUP BY 1, 2 ORDER BY 2, 1
"""


def vergelijk(maanden: Sequence[date] | None = None) -> list[tuple[int, date, int]]:
    """Per assignment and month booked how many of its totals are not the sum of their bookings.

    Of every month, or only of these; all comparing is done in the database, in one question.
    """
    with connection.cursor() as cursor:
        cursor.execute(VERGELIJK, {"maanden": None if maanden is None else list(maanden)})
        return list(cursor.fetchall())
