from ogon.models.ogon import Ogon

__all__ = ["Ogon"]
