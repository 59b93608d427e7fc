"""The few lines that differ under pytest; tests/conftest.py points DATABASE_URL at a clone."""

import os

os.environ.setdefault("SECRET_KEY", "alleen-voor-de-tests-en-nergens-anders-geldig-1234567890")
os.environ.setdefault("DUOPLUS_TLS", "0")
os.environ.setdefault("DATABASE_URL", "postgresql://duoplus_app@127.0.0.1:1/duoplus")

from duoplus.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_AUTOREFRESH = True  # every test client would read all static files again
