# One static binary and nothing else; it runs as nobody and needs no network.
#   docker build -t fiducia .
#   docker run --rm --network none --read-only -v "$PWD:/work:ro" fiducia check .
FROM rust:1.91-alpine@sha256:45c1c35cd364b8055e9e86f8ecd3e8c874b2dcb658d8a4f94b5d111aa0d651a2 AS build
RUN apk add --no-cache musl-dev make
WORKDIR /build
COPY . .
RUN cargo build --release --locked

FROM scratch
COPY --from=build /build/target/release/fiducia /fiducia
USER 65534:65534
WORKDIR /work
ENTRYPOINT ["/fiducia"]
