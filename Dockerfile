# One image for web, workers and beat; docker-compose.yml says which it is.
FROM node:22-bookworm-slim AS front-end
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts

FROM python:3.11-slim-bookworm
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 postgresql-client \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --create-home --uid 10001 portal
WORKDIR /portal
COPY requirements.txt ./
RUN pip install --no-cache-dir --require-hashes -r requirements.txt
COPY --from=front-end /build/node_modules node_modules
COPY . .
ENV DJANGO_SETTINGS_MODULE=sroi_portal.settings.production PYTHONUNBUFFERED=1 VAR_DIR=/data
# collectstatic needs no secret and no server: the values below end with this line.
RUN SECRET_KEY=build PERSON_KEY_SECRET=build DATABASE_URL=postgresql:///build REDIS_URL=redis://build PUBLIC_URL=https://build \
    ALLOWED_HOSTS=build EMAIL_HOST=build DEFAULT_FROM_EMAIL=build@build.example \
    python manage.py collectstatic --noinput \
 && install -d -o portal /data
USER portal
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "sroi_portal.wsgi", "--bind", "0.0.0.0:8000", "--workers", "4", "--threads", "4", "--no-control-socket", "--max-requests", "5000", "--max-requests-jitter", "500"]
