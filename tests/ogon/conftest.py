from tests.maatwerk.conftest import maandag

__all__ = ["maandag"]
