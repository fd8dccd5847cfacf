# One image for web, workers and beat; docker-compose.yml says which it is.
FROM node:22.17.0-bookworm-slim AS front-end
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts

FROM python:3.11.13-slim-bookworm
# Versions are Debian's of the day the image is built: security updates come by building it anew.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 postgresql-client \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --create-home --uid 10001 portal
WORKDIR /portal
COPY requirements-runtime.txt ./
RUN pip install --no-cache-dir --require-hashes -r requirements-runtime.txt
COPY --from=front-end /build/node_modules node_modules
COPY . .
ENV DJANGO_SETTINGS_MODULE=sroi_portal.settings.production PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 VAR_DIR=/data XDG_CACHE_HOME=/tmp
# collectstatic needs no secret and no server: the values below end with this line. Nothing is written into the image
# later: its root is read-only, but for /data (files, the diary of beat) and /tmp.
RUN SECRET_KEY=build PERSON_KEY_SECRET=build DATABASE_URL=postgresql:///build REDIS_URL=redis://build PUBLIC_URL=https://build \
    ALLOWED_HOSTS=build EMAIL_HOST=build DEFAULT_FROM_EMAIL=build@build.example \
    python manage.py collectstatic --noinput \
 && python -m compileall -q -x node_modules . \
 && install -d -o portal /data /data/beat /data/files
USER 10001
EXPOSE 8000
CMD ["gunicorn", "--config", "deploy/gunicorn.conf.py"]
