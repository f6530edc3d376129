# Tallybook with the engine compiled, for a user without rights; it needs no network once it is built.
#   docker build -t tallybook:0.1.0 .
#   docker run --rm -v "$PWD/raw:/raw:ro" -v tallybook-data:/data tallybook:0.1.0 tallybook run

FROM python:3.11-slim AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends gcc libc6-dev \
    && rm -rf /var/lib/apt/lists/*
ENV PATH=/opt/venv/bin:$PATH PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/venv
WORKDIR /opt/tallybook
COPY requirements.lock requirements-compile.lock ./
RUN pip install --no-deps --require-hashes --requirement requirements.lock \
    && pip install --no-deps --require-hashes --requirement requirements-compile.lock --target /opt/compile
COPY pyproject.toml README.md LICENSE compile_engine.py ./
COPY tallybook tallybook
COPY flows flows
COPY sql sql
COPY expectations expectations
RUN pip install --no-deps --editable . \
    && PYTHONPATH=/opt/compile python compile_engine.py

FROM python:3.11-slim
RUN useradd --create-home --uid 10001 tallybook \
    && install --directory --owner=tallybook /data
COPY --from=build /opt/venv /opt/venv
COPY --from=build /opt/tallybook /opt/tallybook
ENV PATH=/opt/venv/bin:$PATH \
    TALLYBOOK_RAW=/raw \
    TALLYBOOK_STORE=/data/store \
    PREFECT_HOME=/data/prefect \
    PREFECT_SERVER_ANALYTICS_ENABLED=false \
    DO_NOT_TRACK=1
VOLUME /data
WORKDIR /data
USER 10001
CMD ["tallybook", "serve", "--every", "1d"]
