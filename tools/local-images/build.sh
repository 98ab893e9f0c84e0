#!/usr/bin/env bash
# Makes the images that docker-compose.yml and -Pcontainers need, for machines that reach no image registry.
#
# Needs: debootstrap, docker, a JDK 17, root, and the distribution (mvn -DskipTests package).
# Makes: millrace-local/{base:bookworm,jre:17,kafka:4.3.1,registry:3.0.9,millrace:latest}.
# DEBIAN_MIRROR chooses another package archive than debootstrap's own.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
home=$(cd "$here/../.." && pwd)
dist=$home/cli/target/millrace
jdk=${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")}
name=millrace-local
export DOCKER_BUILDKIT=0

fail() {
    echo "build.sh: $1" >&2
    exit 1
}

[ -d "$dist/lib" ] || fail "no distribution in $dist; run 'mvn -DskipTests package' first"
[ -x "$jdk/bin/jlink" ] || fail "no jlink in $jdk; set JAVA_HOME to a JDK 17"
docker version >/dev/null 2>&1 || fail "no docker engine answers; start one"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

image_exists() { [ -z "${REBUILD:-}" ] && docker image inspect "$1" >/dev/null 2>&1; }

base() { # Debian as debootstrap makes it
    image_exists $name/base:bookworm && return
    command -v debootstrap >/dev/null || fail "no debootstrap; install it (Debian: apt-get install debootstrap)"
    [ "$(id -u)" = 0 ] || fail "debootstrap needs root"
    debootstrap --variant=minbase bookworm "$work/root" ${DEBIAN_MIRROR:+"$DEBIAN_MIRROR"} >/dev/null
    rm -rf "$work"/root/var/cache/apt/archives/*.deb "$work"/root/var/lib/apt/lists/* "$work"/root/usr/share/doc
    tar -C "$work/root" -c . | docker import - $name/base:bookworm >/dev/null
}

jre() { # stands for eclipse-temurin:17-jre
    image_exists $name/jre:17 && return
    mkdir "$work/jre-image"
    "$jdk/bin/jlink" --add-modules ALL-MODULE-PATH --strip-debug --no-man-pages --no-header-files --compress=2 \
        --output "$work/jre-image/jre"
    cat >"$work/jre-image/Dockerfile" <<DOCKERFILE
FROM $name/base:bookworm
COPY jre /opt/java/openjdk
ENV JAVA_HOME=/opt/java/openjdk LANG=C.UTF-8
ENV PATH=/opt/java/openjdk/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
DOCKERFILE
    docker build -q -t $name/jre:17 "$work/jre-image"
}

kafka() { # stands for apache/kafka
    image_exists $name/kafka:4.3.1 && return
    mkdir -p "$work/kafka/libs" "$work/kafka/docker"
    find "$dist/lib" -name '*.jar' ! -name 'millrace-*' ! -name 'pytorch-*' ! -name 'rocksdbjni-*' \
        ! -name 'tokenizers-*' -exec cp {} "$work/kafka/libs/" \;
    cp "$here"/kafka/{run,server.properties,logback.xml,log4j2.yaml,tools-log4j2.yaml} "$work/kafka/docker/"
    cp "$here/kafka/Dockerfile" "$work/kafka/"
    docker build -q -t $name/kafka:4.3.1 --build-arg BASE_IMAGE=$name/jre:17 "$work/kafka"
}

registry() { # stands for apicurio/apicurio-registry
    image_exists $name/registry:3.0.9 && return
    mkdir -p "$work/registry"
    cp -r "$dist/registry" "$work/registry/registry"
    cp "$here/registry/Dockerfile" "$work/registry/"
    docker build -q -t $name/registry:3.0.9 --build-arg BASE_IMAGE=$name/jre:17 "$work/registry"
}

base
jre
kafka
registry
docker build -q -t $name/millrace:latest --build-arg BASE_IMAGE=$name/jre:17 "$home"

cat <<NEXT
Now start the platform with them:
  export BASE_IMAGE=$name/jre:17 MILLRACE_IMAGE=$name/millrace:latest
  export KAFKA_IMAGE=$name/kafka:4.3.1 REGISTRY_IMAGE=$name/registry:3.0.9
  docker-compose up -d
or run the tests on them:
  export TESTCONTAINERS_RYUK_DISABLED=true TESTCONTAINERS_TINYIMAGE_CONTAINER_IMAGE=$name/base:bookworm
  mvn -Pcontainers -pl containers-test -am verify
NEXT
