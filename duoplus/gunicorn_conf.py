"""How the web server runs, everywhere: ``gunicorn -c python:duoplus.gunicorn_conf``.

Per place differ only the number of workers (WEB_CONCURRENCY), who may speak for a visitor
(FORWARDED_ALLOW_IPS) and the address (``-b``).
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duoplus.settings")

from django.conf import settings

wsgi_app = "duoplus.wsgi"
preload_app = True
threads = 4
timeout = 60
graceful_timeout = 25
keepalive = 130  # longer than the proxy keeps a connection, so that it never uses one that just closed
max_requests, max_requests_jitter = 5000, 500  # what leaks, leaks no further
worker_tmp_dir = "/dev/shm"  # noqa: S108  a heartbeat on disk can make a busy worker look dead
control_socket_disable = True
if settings.LOG_JSON:
    logconfig_dict = settings.LOGGING
