# syntax=docker/dockerfile:1
# One build, three images: `portaal` runs web, worker and beat; `beheer` adds pg_dump for copies; `proxy` ends TLS.
ARG PYTHON=python:3.11.15-slim-trixie@sha256:db3ff2e1800a8581e2c48a27c3995339d47bdf046da21c7627accd3d51053a93
ARG NODE=node:24.21.0-trixie-slim@sha256:8ec5d7557396cfe32d21c3f9c13072355ceab22b584578ca4bb28af31120cffe
ARG CADDY=caddy:2.11.7-alpine@sha256:d8542f48d34a9cf4e4c11a478865229840e87e4c96ea3f439101f31a5d35f75f

# Styles, scripts, icons and fonts.
FROM ${NODE} AS voorkant
WORKDIR /bouw
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-progress
COPY tools/front tools/front
COPY static/src static/src
RUN npm run build

# Python packages; psycopg2 is compiled here, against the libpq of the final image.
FROM ${PYTHON} AS pakketten
RUN apt-get update \
    && apt-get install -y --no-install-recommends gcc libc6-dev libpq-dev \
    && rm -rf /var/lib/apt/lists/*
COPY requirements/productie.txt .
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r productie.txt

FROM ${PYTHON} AS portaal
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpq5 \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 duoplus \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin duoplus \
    && install -d -o duoplus -g duoplus -m 0750 /var/lib/duoplus /var/lib/duoplus/bijlagen /var/lib/duoplus/kopieen
WORKDIR /portaal
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=duoplus.settings \
    MEDIA_ROOT=/var/lib/duoplus/bijlagen \
    STATIC_ROOT=/portaal/var/static
COPY --from=pakketten /venv /venv
COPY manage.py ./
COPY pyproject.toml ./
COPY tools/__init__.py tools/
COPY tools/productie tools/productie
COPY static/src/icons.txt static/src/
COPY --from=voorkant /bouw/static/dist static/dist
COPY templates templates
COPY inkoop inkoop
COPY ogon ogon
COPY duoplus duoplus
COPY maatwerk maatwerk
# Compiled and collected as root: the portal itself cannot change a byte of its own code.
RUN python -m compileall -q -j 0 /venv duoplus ogon maatwerk inkoop tools \
    && SECRET_KEY=only-for-collecting DATABASE_URL=postgresql://nobody@nowhere/none \
       python manage.py collectstatic --no-input -v 0
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=6s --start-period=30s --retries=4 \
    CMD ["python", "-m", "tools.productie.gezond"]
CMD ["gunicorn", "-c", "python:duoplus.gunicorn_conf", "-b", "0.0.0.0:8000"]

# pg_dump must not be older than the server, so it comes from PostgreSQL's own Debian archive.
FROM portaal AS beheer
USER root
RUN apt-get update \
    && apt-get install -y --no-install-recommends postgresql-common \
    && /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y \
    && apt-get install -y --no-install-recommends postgresql-client-18 \
    && rm -rf /var/lib/apt/lists/*
ENV PG_BIN=/usr/lib/postgresql/18/bin
USER 10001:10001
HEALTHCHECK NONE
ENTRYPOINT ["python", "manage.py"]
CMD ["help"]

# Copying the binary leaves behind its right to low ports, which it does not need here.
FROM ${CADDY} AS proxy
RUN cp /usr/bin/caddy /tmp/caddy \
    && mv /tmp/caddy /usr/bin/caddy \
    && chown -R 10001:10001 /data /config
COPY tools/productie/Caddyfile /etc/caddy/Caddyfile
USER 10001:10001
EXPOSE 8080 8443
HEALTHCHECK --interval=15s --timeout=5s CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:2020/"]
