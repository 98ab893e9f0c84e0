# One image for every service: `millrace service NAME` is what each container runs.
# Build the distribution first: mvn -DskipTests package
ARG BASE_IMAGE=eclipse-temurin:17-jre
FROM ${BASE_IMAGE}

# What services write lies in volumes below /var/lib/millrace; the engine unpacks its native library into the home folder.
RUN useradd --system --uid 10001 --create-home --home-dir /home/millrace millrace \
 && mkdir -p /var/lib/millrace/state /var/lib/millrace/artifacts /var/lib/millrace/secrets \
 && chown -R millrace /var/lib/millrace
COPY docker/millrace.yaml /etc/millrace/
COPY cli/target/millrace/millrace /opt/millrace/
COPY cli/target/millrace/models /opt/millrace/models
COPY cli/target/millrace/lib /opt/millrace/lib

ENV MILLRACE_STATE_DIRECTORY=/var/lib/millrace/state \
    MILLRACE_STATE_INSTALLATION_KEY_FILE=/var/lib/millrace/secrets/installation.key \
    MILLRACE_ARTIFACTS_DIRECTORY=/var/lib/millrace/artifacts \
    MILLRACE_HTTP_TOKEN_FILE=/var/lib/millrace/secrets/token \
    MILLRACE_HTTP_HOST=0.0.0.0 \
    MILLRACE_HTTP_PORT=8080 \
    MILLRACE_HEALTH_HOST=0.0.0.0 \
    MILLRACE_HEALTH_PORT=9100
USER millrace
WORKDIR /opt/millrace
EXPOSE 8080 9100
VOLUME ["/var/lib/millrace/state", "/var/lib/millrace/artifacts", "/var/lib/millrace/secrets"]
HEALTHCHECK --interval=10s --timeout=10s --start-period=120s --retries=12 CMD ["bash", "-c", \
    "exec 3<>/dev/tcp/127.0.0.1/9100 && printf 'GET /health/ready HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
ENTRYPOINT ["/opt/millrace/millrace"]
