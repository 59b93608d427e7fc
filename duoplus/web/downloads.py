"""Een dataset als download, in stukken verstuurd."""

from django.http import StreamingHttpResponse

from duoplus import klok
from duoplus.reports import Dataset, csv


def als_csv(dataset: Dataset, naam: str) -> StreamingHttpResponse:
    """``naam`` without extension; the day is added to it."""
    antwoord = StreamingHttpResponse(csv.render(dataset), content_type="text/csv; charset=utf-8")
    antwoord["Content-Disposition"] = f'attachment; filename="{naam}-{klok.vandaag().isoformat()}.csv"'
    return antwoord
