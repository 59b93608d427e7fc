"""De delen van een ODS die niet van de rijen afhangen: opmaak, bladspiegel, wat stil staat bij schuiven."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

MIME = "application/vnd.oasis.opendocument.spreadsheet"
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
CM_PER_TEKEN = 0.21
_NS = "urn:oasis:names:tc:opendocument:xmlns:"
_NAMEN = {
    "office": "office",
    "style": "style",
    "text": "text",
    "table": "table",
    "meta": "meta",
    "config": "config",
    "number": "datastyle",
    "fo": "xsl-fo-compatible",
}
NAAMRUIMTEN = " ".join(f'xmlns:{kort}="{_NS}{lang}:1.0"' for kort, lang in _NAMEN.items())
NAAMRUIMTEN += ' xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"'

MANIFEST = f"""{XML}<manifest:manifest xmlns:manifest="{_NS}manifest:1.0" manifest:version="1.3">
<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{MIME}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="settings.xml" manifest:media-type="text/xml"/>
</manifest:manifest>"""

_GETAL = (
    '<number:number number:decimal-places="2" number:min-decimal-places="2"'
    ' number:min-integer-digits="1" number:grouping="true"/>'
)
_DATUM = (
    '<number:day number:style="long"/><number:text>-</number:text><number:month number:style="long"/>'
    '<number:text>-</number:text><number:year number:style="long"/>'
)
_TIJD = (
    '<number:text> </number:text><number:hours number:style="long"/><number:text>:</number:text>'
    '<number:minutes number:style="long"/>'
)
_EURO = '<number:currency-symbol number:language="nl" number:country="NL">€</number:currency-symbol>'
_WAARDEN = {
    "text": ("text", "<number:text-content/>"),
    "hours": ("number", _GETAL),
    "money": ("currency", f"{_EURO}<number:text> </number:text>{_GETAL}"),
    "number": ("number", '<number:number number:min-integer-digits="1"/>'),
    "date": ("date", _DATUM),
    "moment": ("date", _DATUM + _TIJD),
}
_LIJN = ' fo:border-top="0.5pt solid #000000"'
_GROND = (
    '<style:table-cell-properties fo:background-color="#e3efee" fo:wrap-option="wrap"'
    ' fo:border-bottom="0.5pt solid #000000"/>'
)
_RECHTS = '<style:paragraph-properties fo:text-align="end"/>'
_VET = '<style:text-properties fo:font-weight="bold"/>'
_GROOT = '<style:text-properties fo:font-weight="bold" fo:font-size="14pt"/>'


def _waarde(soort: str, hoe: str, delen: str) -> str:
    taal = 'number:language="nl" number:country="NL"'
    return f'<number:{hoe}-style style:name="n-{soort}" {taal}>{delen}</number:{hoe}-style>'


def _vlak(soort: str, lijn: str = "") -> str:
    """Words break to a next line, and stand beside the first line of their row."""
    breekt = ' fo:wrap-option="wrap"' if soort == "text" else ""
    return f'<style:table-cell-properties style:vertical-align="top"{breekt}{lijn}/>'


def _cel(naam: str, eigenschappen: str, soort: str = "") -> str:
    waarde = f' style:data-style-name="n-{soort}"' if soort else ""
    return f'<style:style style:name="{naam}" style:family="table-cell"{waarde}>{eigenschappen}</style:style>'


_STIJLEN = "".join(
    [
        *(_waarde(soort, *waarde) for soort, waarde in _WAARDEN.items()),
        *(_cel(soort, _vlak(soort), soort) for soort in _WAARDEN),
        *(_cel(f"vet-{soort}", _vlak(soort, _LIJN) + _VET, soort) for soort in _WAARDEN),
        _cel("titel", _GROOT),
        _cel("kop", _GROND + _VET),
        _cel("kopgetal", _GROND + _RECHTS + _VET),
    ]
)


def celstijlen(bladen: Sequence[Sequence[int]]) -> str:
    """Per sheet the widths in characters; cells are named after the kind of their column."""
    kolommen = "".join(
        _kolom(kolomstijl(nummer, plek), breedte)
        for nummer, breedtes in enumerate(bladen)
        for plek, breedte in enumerate(breedtes)
    )
    return f"<office:automatic-styles>{kolommen}{_STIJLEN}</office:automatic-styles>"


def kolomstijl(nummer: int, plek: int) -> str:
    """What the style of this column of this sheet is called."""
    return f"k{nummer}-{plek}"


def _kolom(naam: str, breedte: int) -> str:
    breed = f'<style:table-column-properties style:column-width="{breedte * CM_PER_TEKEN:.2f}cm"/>'
    return f'<style:style style:name="{naam}" style:family="table-column">{breed}</style:style>'


def meta(titel: str, moment: datetime) -> str:
    return f"""{XML}<office:document-meta {NAAMRUIMTEN}><office:meta>
<meta:generator>Duo+ portaal</meta:generator><dc:title>{escape(titel)}</dc:title>
<meta:creation-date>{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}</meta:creation-date>
<dc:language>nl-NL</dc:language>
</office:meta></office:document-meta>"""


def bladspiegel(titel: str, *, met_bladnaam: bool = False) -> str:
    """A page lying down, as wide as the table; the title and the page number at the foot."""
    vel = " · <text:sheet-name>???</text:sheet-name>" if met_bladnaam else ""
    return f"""{XML}<office:document-styles {NAAMRUIMTEN}>
<office:styles><style:default-style style:family="table-cell">
<style:text-properties fo:language="nl" fo:country="NL" fo:font-size="11pt"/>
</style:default-style></office:styles>
<office:automatic-styles><style:page-layout style:name="liggend">
<style:page-layout-properties fo:page-width="29.7cm" fo:page-height="21cm"
 style:print-orientation="landscape" style:scale-to-X="1" style:scale-to-Y="0"/>
<style:footer-style><style:header-footer-properties fo:min-height="0.8cm" fo:margin-top="0.3cm"/>
</style:footer-style></style:page-layout></office:automatic-styles>
<office:master-styles><style:master-page style:name="Default" style:page-layout-name="liggend">
<style:footer>
<text:p>{escape(titel)}{vel} · Pagina <text:page-number/> van <text:page-count/></text:p>
</style:footer>
</style:master-page></office:master-styles>
</office:document-styles>"""


def vastgezet(vellen: Mapping[str, int]) -> str:
    """Of each sheet, so many lines stay in sight while the rest scrolls."""
    gezet = "".join(_vastgezet(vel, regels) for vel, regels in vellen.items())
    return f"""{XML}<office:document-settings {NAAMRUIMTEN}><office:settings>
<config:config-item-set config:name="ooo:view-settings">
<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>
<config:config-item-map-named config:name="Tables">
{gezet}</config:config-item-map-named>
</config:config-item-map-entry></config:config-item-map-indexed>
</config:config-item-set>
</office:settings></office:document-settings>"""


def _vastgezet(vel: str, regels: int) -> str:
    items = "".join(
        f'<config:config-item config:name="{naam}" config:type="{soort}">{waarde}</config:config-item>'
        for naam, soort, waarde in (
            ("VerticalSplitMode", "short", 2),
            ("VerticalSplitPosition", "int", regels),
            ("ActiveSplitRange", "short", 2),
            ("PositionBottom", "int", regels),
        )
    )
    naam = quoteattr(vel)
    return f"<config:config-item-map-entry config:name={naam}>{items}</config:config-item-map-entry>\n"
