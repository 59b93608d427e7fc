"""Read-only views for reporting tools (docs/bi.md), equal to what ``maatwerk.lumpsum.stand.lees`` gives.

A column that a view names cannot change its type: a migration that does so first runs ``DROP SCHEMA bi
CASCADE`` and makes the views anew afterwards.
"""

from django.db import migrations
from django.db.migrations.operations import RunSQL

# Steps on the way. A day here is a day in Amsterdam, as in the portal. ``kwartaal`` 0 is the whole year.
STAPPEN = """
CREATE SCHEMA bi;
GRANT USAGE ON SCHEMA bi TO PUBLIC;

CREATE VIEW bi.peildata AS
WITH jaren AS (
    SELECT jaar::int AS jaar FROM maatwerk_lumpsum
    UNION SELECT extract(year FROM maand)::int FROM maatwerk_periode
), tot_nu AS (
    SELECT jaar, least((now() AT TIME ZONE 'Europe/Amsterdam')::date, make_date(jaar, 12, 31)) AS tot
    FROM jaren
)
SELECT jaar, 0 AS kwartaal, tot FROM tot_nu
UNION ALL
SELECT jaar, k, least(tot, (make_date(jaar, 3 * k - 2, 1) + interval '3 months - 1 day')::date)
FROM tot_nu CROSS JOIN generate_series(1, 4) AS k WHERE make_date(jaar, 3 * k - 2, 1) <= tot;

CREATE VIEW bi.gemeenten AS
SELECT p.jaar, p.kwartaal, p.tot, g.id AS gemeente_id, g.naam AS gemeente, g.volgorde
FROM bi.peildata p JOIN duoplus_organisatie g ON g.soort = 'gemeente'
    AND g.van <= p.tot AND (g.tot IS NULL OR g.tot >= p.tot);

CREATE VIEW bi.sleutelperioden AS
SELECT opdracht_id, sleutel_id, coalesce(vanaf, '-infinity') AS vanaf,
    lead(vanaf, 1, 'infinity') OVER w AS voor, row_number() OVER w AS versie,
    lead(vanaf) OVER w IS NULL AS is_laatste
FROM (
    SELECT id AS opdracht_id, sleutel_id, NULL::date AS vanaf FROM maatwerk_opdracht
    UNION ALL SELECT opdracht_id, sleutel_id, vanaf FROM maatwerk_opdrachtsleutel
) alle
WINDOW w AS (PARTITION BY opdracht_id ORDER BY vanaf NULLS FIRST);

-- The largest share, of equals the lowest id, takes the difference of rounding: rang 1.
CREATE VIEW bi.sleuteldelen AS
WITH besloten AS (
    SELECT o.id AS opdracht_id, a.organisatie_id AS leidt,
        (SELECT sum(deel) FROM maatwerk_opdrachtaandeel WHERE opdracht_id = o.id)
        IS NOT DISTINCT FROM 1 AS klopt
    FROM maatwerk_opdracht o JOIN maatwerk_aanvraag a ON a.id = o.aanvraag_id
), delen AS (
    SELECT d.opdracht_id, 1 AS versie, d.organisatie_id AS gemeente_id, d.deel AS aandeel
    FROM maatwerk_opdrachtaandeel d JOIN besloten USING (opdracht_id) WHERE klopt
    UNION ALL SELECT opdracht_id, 1, leidt, 1 FROM besloten WHERE NOT klopt
    UNION ALL SELECT p.opdracht_id, p.versie, s.organisatie_id, s.aandeel
    FROM bi.sleutelperioden p JOIN maatwerk_sleutelaandeel s ON s.sleutel_id = p.sleutel_id
    WHERE p.versie > 1
)
SELECT delen.*, p.sleutel_id, p.is_laatste, p.vanaf, p.voor,
    row_number() OVER (PARTITION BY opdracht_id, versie ORDER BY aandeel DESC, gemeente_id) AS rang
FROM delen JOIN bi.sleutelperioden p USING (opdracht_id, versie);

CREATE VIEW bi.werk AS
WITH ramingen AS (
    SELECT r.id AS raming_id,
        (SELECT coalesce(sum(uren), 0) FROM maatwerk_ramingregel WHERE raming_id = r.id) AS raming_uren,
        (SELECT coalesce(sum(bedrag), 0) FROM maatwerk_ramingregel WHERE raming_id = r.id)
        + (SELECT coalesce(sum(bedrag), 0) FROM maatwerk_externekosten WHERE raming_id = r.id) AS raming_eur
    FROM maatwerk_raming r
), standen AS (
    SELECT p.jaar, p.kwartaal, p.tot, o.id AS opdracht_id, o.nummer, o.aanvraag_id, ramingen.*,
        coalesce((
            SELECT v.plafond_kosten FROM maatwerk_wijzigingsverzoek v
            WHERE v.opdracht_id = o.id AND v.stand = 'akkoord'
                AND (v.afgedaan_op AT TIME ZONE 'Europe/Amsterdam')::date <= p.tot
            ORDER BY v.id DESC LIMIT 1
        ), o.plafond_kosten) AS plafond_eur,
        (o.verleend_op AT TIME ZONE 'Europe/Amsterdam')::date AS datum_opdracht,
        a.status <> 'afgesloten'
        OR coalesce((a.afgesloten_op AT TIME ZONE 'Europe/Amsterdam')::date > p.tot, false) AS is_open,
        g.regels, g.uren, g.kosten_uren, g.kosten_extern, g.kosten_uren + g.kosten_extern AS totaal,
        e.eerder, n.rest
    FROM bi.peildata p CROSS JOIN maatwerk_opdracht o
    JOIN maatwerk_aanvraag a ON a.id = o.aanvraag_id
    JOIN ramingen ON ramingen.raming_id = o.raming_id
    CROSS JOIN LATERAL (
        SELECT count(*) AS regels, coalesce(sum(uren), 0) AS uren,
            coalesce(sum(bedrag) FILTER (WHERE soort = 'uren'), 0) AS kosten_uren,
            coalesce(sum(bedrag) FILTER (WHERE soort = 'kosten'), 0) AS kosten_extern
        FROM maatwerk_boekingstotaal
        WHERE opdracht_id = o.id AND periode_id BETWEEN make_date(p.jaar, 1, 1) AND p.tot
    ) g
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(bedrag), 0) AS eerder FROM maatwerk_boekingstotaal
        WHERE opdracht_id = o.id AND periode_id < make_date(p.jaar, 1, 1)
    ) e
    LEFT JOIN LATERAL (
        SELECT rest FROM maatwerk_prognose
        WHERE opdracht_id = o.id AND (op AT TIME ZONE 'Europe/Amsterdam')::date <= p.tot
        ORDER BY id DESC LIMIT 1
    ) n ON true
)
SELECT *,
    CASE WHEN is_open THEN greatest(0, plafond_eur - eerder - totaal) ELSE 0 END AS verplicht,
    eerder + totaal + verwacht - raming_eur AS afwijking
FROM standen CROSS JOIN LATERAL (
    SELECT CASE WHEN is_open THEN coalesce(rest, greatest(0, raming_eur - eerder - totaal)) ELSE 0 END
) AS komt (verwacht)
WHERE regels > 0 OR (datum_opdracht <= tot AND is_open);

CREATE VIEW bi.verdeling AS
WITH perioden AS (
    SELECT w.jaar, w.kwartaal, w.opdracht_id, w.nummer, d.versie, d.sleutel_id, d.gemeente_id,
        d.aandeel, d.rang,
        (
            SELECT coalesce(sum(t.bedrag), 0) FROM maatwerk_boekingstotaal t
            WHERE t.opdracht_id = w.opdracht_id AND t.periode_id BETWEEN make_date(w.jaar, 1, 1) AND w.tot
                AND t.werkmaand >= d.vanaf AND t.werkmaand < d.voor
        ) AS geboekt
    FROM bi.werk w JOIN bi.sleuteldelen d USING (opdracht_id)
)
SELECT *, CASE WHEN rang = 1 THEN geboekt - sum(round(geboekt * aandeel, 2)) OVER w ELSE 0 END AS afronding,
    round(geboekt * aandeel, 2)
    + CASE WHEN rang = 1 THEN geboekt - sum(round(geboekt * aandeel, 2)) OVER w ELSE 0 END AS bedrag
FROM perioden
WINDOW w AS (PARTITION BY jaar, kwartaal, opdracht_id, versie);

CREATE VIEW bi.standen AS
WITH gedaan AS (
    SELECT jaar, kwartaal, opdracht_id, gemeente_id, sum(bedrag) AS gerealiseerd
    FROM bi.verdeling GROUP BY jaar, kwartaal, opdracht_id, gemeente_id
), komt AS (
    SELECT w.jaar, w.kwartaal, w.opdracht_id, d.gemeente_id, d.aandeel,
        round(w.verplicht * d.aandeel, 2) + CASE WHEN d.rang = 1
            THEN w.verplicht - sum(round(w.verplicht * d.aandeel, 2)) OVER v ELSE 0 END AS verplicht,
        round(w.verwacht * d.aandeel, 2) + CASE WHEN d.rang = 1
            THEN w.verwacht - sum(round(w.verwacht * d.aandeel, 2)) OVER v ELSE 0 END AS verwacht
    FROM bi.werk w JOIN bi.sleuteldelen d ON d.opdracht_id = w.opdracht_id AND d.is_laatste
    WINDOW v AS (PARTITION BY w.jaar, w.kwartaal, w.opdracht_id)
)
SELECT jaar, kwartaal, opdracht_id, gemeente_id, coalesce(aandeel, 0) AS aandeel, gerealiseerd,
    coalesce(verplicht, 0) AS verplicht, gerealiseerd + coalesce(verwacht, 0) AS prognose
FROM gedaan LEFT JOIN komt USING (jaar, kwartaal, opdracht_id, gemeente_id);

CREATE VIEW bi.begrotingen AS
SELECT g.jaar, g.kwartaal, g.gemeente_id, r.taakveld, r.i_s, r.soort, sum(r.bedrag) AS bedrag
FROM bi.gemeenten g
JOIN maatwerk_lumpsum l ON l.organisatie_id = g.gemeente_id AND l.jaar = g.jaar
JOIN maatwerk_begrotingsregel r ON r.lumpsum_id = l.id AND r.datum <= g.tot AND r.soort <> 'voorschot'
GROUP BY g.jaar, g.kwartaal, g.gemeente_id, r.taakveld, r.i_s, r.soort;
"""

# The hand-over tables of domain.md section 4 as they stand today, without names of people.
TABELLEN = """
CREATE VIEW bi.l1 AS
WITH bedragen AS (
    SELECT g.jaar, g.tot AS peildatum, g.gemeente, g.volgorde, b.primitief, b.wijzigingen,
        b.primitief + b.wijzigingen AS beschikbaar, s.gerealiseerd, s.verplicht, s.prognose
    FROM bi.gemeenten g
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(bedrag) FILTER (WHERE soort = 'primitief'), 0) AS primitief,
            coalesce(sum(bedrag) FILTER (WHERE soort = 'wijziging'), 0) AS wijzigingen
        FROM bi.begrotingen WHERE jaar = g.jaar AND kwartaal = 0 AND gemeente_id = g.gemeente_id
    ) b
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(gerealiseerd), 0) AS gerealiseerd, coalesce(sum(verplicht), 0) AS verplicht,
            coalesce(sum(prognose), 0) AS prognose
        FROM bi.standen WHERE jaar = g.jaar AND kwartaal = 0 AND gemeente_id = g.gemeente_id
    ) s
    WHERE g.kwartaal = 0
)
SELECT jaar, peildatum, gemeente, primitief AS begroting_primitief, wijzigingen AS begrotingswijzigingen,
    beschikbaar, gerealiseerd, verplicht, beschikbaar - gerealiseerd - verplicht AS vrije_ruimte,
    CASE WHEN beschikbaar > 0 THEN round(100 * gerealiseerd / beschikbaar, 1) END AS uitputting_pct,
    CASE WHEN beschikbaar > 0 THEN round(100 * (gerealiseerd + verplicht) / beschikbaar, 1) END AS beslag_pct,
    prognose, beschikbaar - prognose AS verwacht_saldo,
    CASE WHEN beschikbaar >= prognose THEN 'V' ELSE 'N' END AS v_n
FROM bedragen ORDER BY jaar, volgorde;

CREATE VIEW bi.l2 AS
SELECT w.jaar, w.tot AS peildatum, w.nummer, a.titel, g.naam AS gemeente, gremium.naam AS ogon,
    team.kort AS team, o.taakveld, o.i_s, a.status, w.datum_opdracht, w.raming_uren, w.raming_eur,
    w.plafond_eur, w.uren, w.kosten_uren, w.kosten_extern, w.totaal, 100 * s.aandeel AS aandeel_pct,
    s.gerealiseerd AS aandeel_eur, s.verplicht AS aandeel_verplicht, s.prognose AS aandeel_prognose,
    w.afwijking AS afwijking_eur,
    CASE WHEN w.raming_eur > 0 THEN round(100 * w.afwijking / w.raming_eur, 1) END AS afwijking_pct,
    coalesce(uitleg.tekst, '') AS toelichting
FROM bi.standen s
JOIN bi.werk w USING (jaar, kwartaal, opdracht_id)
JOIN maatwerk_opdracht o ON o.id = s.opdracht_id
JOIN maatwerk_aanvraag a ON a.id = o.aanvraag_id
JOIN duoplus_organisatie g ON g.id = s.gemeente_id
LEFT JOIN duoplus_gremium gremium ON gremium.id = a.ogon_id
LEFT JOIN duoplus_team team ON team.id = a.team_id
LEFT JOIN LATERAL (
    SELECT t.tekst FROM maatwerk_toelichting t JOIN maatwerk_lumpsum l ON l.id = t.lumpsum_id
    WHERE t.opdracht_id = s.opdracht_id AND l.jaar = s.jaar
    ORDER BY t.id DESC LIMIT 1
) uitleg ON true
WHERE s.kwartaal = 0;

CREATE VIEW bi.boekingen AS
SELECT b.id AS boeking_id, b.soort, b.datum, to_char(b.periode_id, 'YYYY-MM') AS periode,
    extract(year FROM b.periode_id)::int AS jaar, o.nummer AS opdracht, team.kort AS team, b.functiegroep,
    b.uren, b.tarief, b.bedrag, b.leverancier, b.factuurnummer, b.btw_regime, b.btw,
    b.economische_categorie,
    CASE
        WHEN p.gesloten_op IS NOT NULL THEN 'gesloten'
        WHEN b.soort = 'uren' AND b.bron_id IS NULL AND b.corrigeert_id IS NULL
            AND NOT EXISTS (SELECT FROM maatwerk_boeking c WHERE c.corrigeert_id = b.id)
            AND NOT EXISTS (SELECT FROM maatwerk_goedkeuring k WHERE k.boeking_id = b.id)
            AND NOT EXISTS (
                SELECT FROM duoplus_roltoewijzing r
                WHERE r.gebruiker_id = b.geboekt_door_id AND r.rol = 'teammanager'
                    AND (r.team_id IS NULL OR r.team_id = a.team_id)
                    AND r.van <= (b.geboekt_op AT TIME ZONE 'Europe/Amsterdam')::date
                    AND (r.tot IS NULL OR r.tot >= (b.geboekt_op AT TIME ZONE 'Europe/Amsterdam')::date)
            ) THEN 'ingediend'
        ELSE 'goedgekeurd'
    END AS status,
    b.corrigeert_id AS correctie_op, bron.bestandsnaam AS bron, b.bronregel, b.geboekt_op
FROM maatwerk_boeking b
JOIN maatwerk_periode p ON p.maand = b.periode_id
JOIN maatwerk_opdracht o ON o.id = b.opdracht_id
JOIN maatwerk_aanvraag a ON a.id = o.aanvraag_id
LEFT JOIN duoplus_team team ON team.id = b.team_id
LEFT JOIN maatwerk_bron bron ON bron.id = b.bron_id;

CREATE VIEW bi.l3 AS
SELECT jaar, boeking_id, datum, periode, opdracht, team, functiegroep, uren, tarief, bedrag, status,
    correctie_op
FROM bi.boekingen WHERE soort = 'uren';

CREATE VIEW bi.l4 AS
SELECT jaar, boeking_id, factuurnummer, datum, leverancier, opdracht, bedrag AS bedrag_ex, btw_regime, btw,
    economische_categorie
FROM bi.boekingen WHERE soort = 'kosten';

CREATE VIEW bi.l5 AS
SELECT v.jaar, v.nummer AS opdracht, v.sleutel_id, v.versie, g.naam AS gemeente, v.aandeel, v.bedrag,
    v.afronding AS afrondingsverschil
FROM bi.verdeling v JOIN duoplus_organisatie g ON g.id = v.gemeente_id WHERE v.kwartaal = 0;

CREATE VIEW bi.l6 AS
WITH cumulatief AS (
    SELECT g.jaar, g.kwartaal, g.gemeente_id, coalesce(sum(s.gerealiseerd), 0) AS tot_en_met
    FROM bi.gemeenten g LEFT JOIN bi.standen s USING (jaar, kwartaal, gemeente_id)
    WHERE g.kwartaal > 0 GROUP BY g.jaar, g.kwartaal, g.gemeente_id
), gedaan AS (
    SELECT *, tot_en_met - lag(tot_en_met, 1, 0) OVER (PARTITION BY jaar, gemeente_id ORDER BY kwartaal)
    AS gerealiseerd
    FROM cumulatief
)
SELECT g.jaar, g.gemeente, k.kwartaal, v.voorschot, v.datum, gedaan.gerealiseerd,
    CASE WHEN gedaan.gerealiseerd IS NOT NULL AND EXISTS (
        SELECT FROM maatwerk_methode m WHERE m.organisatie_id = g.gemeente_id AND m.methode = 'lumpsum_vast'
            AND m.van <= make_date(g.jaar, 1, 1) AND (m.tot IS NULL OR m.tot >= make_date(g.jaar, 1, 1))
    ) THEN 0 ELSE gedaan.gerealiseerd - v.voorschot END AS te_verrekenen
FROM bi.gemeenten g CROSS JOIN generate_series(1, 4) AS k (kwartaal)
CROSS JOIN LATERAL (
    SELECT coalesce(sum(r.bedrag), 0) AS voorschot, max(r.datum) AS datum
    FROM maatwerk_begrotingsregel r JOIN maatwerk_lumpsum l ON l.id = r.lumpsum_id
    WHERE l.jaar = g.jaar AND l.organisatie_id = g.gemeente_id AND r.soort = 'voorschot'
        AND r.kwartaal = k.kwartaal
) v
LEFT JOIN gedaan ON gedaan.jaar = g.jaar AND gedaan.gemeente_id = g.gemeente_id
    AND gedaan.kwartaal = k.kwartaal
WHERE g.kwartaal = 0 ORDER BY g.jaar, g.volgorde, k.kwartaal;

CREATE VIEW bi.l7 AS
WITH plekken AS (
    SELECT jaar, gemeente_id, taakveld, i_s, bedrag AS begroting, 0::numeric AS realisatie,
        0::numeric AS prognose
    FROM bi.begrotingen WHERE kwartaal = 0
    UNION ALL
    SELECT s.jaar, s.gemeente_id, o.taakveld, o.i_s, 0, s.gerealiseerd, s.prognose
    FROM bi.standen s JOIN maatwerk_opdracht o ON o.id = s.opdracht_id WHERE s.kwartaal = 0
), sommen AS (
    SELECT jaar, gemeente_id, taakveld, i_s, sum(begroting) AS begroting, sum(realisatie) AS realisatie,
        sum(prognose) AS prognose
    FROM plekken GROUP BY jaar, gemeente_id, taakveld, i_s
)
SELECT s.jaar, g.gemeente, s.taakveld, coalesce(t.naam, '') AS naam, s.i_s, s.begroting, s.realisatie,
    s.prognose, s.begroting - s.prognose AS verschil,
    CASE WHEN s.begroting >= s.prognose THEN 'V' ELSE 'N' END AS v_n
FROM sommen s
JOIN bi.gemeenten g ON g.jaar = s.jaar AND g.kwartaal = 0 AND g.gemeente_id = s.gemeente_id
LEFT JOIN maatwerk_taakveld t ON t.code = s.taakveld AND t.van <= g.tot AND (t.tot IS NULL OR t.tot >= g.tot);

CREATE VIEW bi.tarieven AS
SELECT id AS tarief_id, functiegroep, naam, bedrag, van, tot FROM maatwerk_tarief;

CREATE VIEW bi.sleutels AS
SELECT s.id AS sleutel_id, s.naam, s.basis, p.naam AS programma, s.besluit, s.van, s.tot, g.naam AS gemeente,
    d.aandeel
FROM maatwerk_verdeelsleutel s
JOIN maatwerk_sleutelaandeel d ON d.sleutel_id = s.id
JOIN duoplus_organisatie g ON g.id = d.organisatie_id
LEFT JOIN duoplus_programma p ON p.id = s.programma_id;
"""

# The reporting role exists where tools.productie.rollen made it; elsewhere there is nobody to grant to.
RECHTEN = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'duoplus_bi') THEN
        GRANT SELECT ON ALL TABLES IN SCHEMA bi TO duoplus_bi;
    END IF;
END $$;
"""
TERUG = "DROP SCHEMA bi CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("maatwerk", "0013_signaal_per_plafond"), ("duoplus", "0012_herinnering_besluit")]

    operations = [RunSQL(STAPPEN + TABELLEN + RECHTEN, TERUG)]
