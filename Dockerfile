# syntax=docker/dockerfile:1
# Two stages: the first has what building needs, the second only what serving needs.

FROM python:3.12-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /srv/raptorflow
RUN python -m venv .venv
COPY requirements-vertex.lock ./
RUN .venv/bin/pip install --require-hashes --no-deps --requirement requirements-vertex.lock \
    && .venv/bin/pip check
COPY . .
RUN .venv/bin/python scripts/link.py && .venv/bin/python -m compileall -q agents app integrations memory skills


FROM python:3.12-slim
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/raptorflow raptorflow
WORKDIR /srv/raptorflow
COPY --from=build /srv/raptorflow /srv/raptorflow
ENV PATH=/srv/raptorflow/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    TZ=UTC \
    HOST=0.0.0.0 \
    PORT=8000 \
    DATA_DIR=/var/lib/raptorflow/data
RUN install -d -o raptorflow -g raptorflow "$DATA_DIR"
USER raptorflow
VOLUME /var/lib/raptorflow
EXPOSE 8000
# Without curl in the image, and on whatever PORT the platform chose.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/health/live', timeout=2)"]
CMD ["raptorflow", "serve"]
