# Two images of the same Deno. To pin them beyond their version, add "@sha256:…" of `docker buildx imagetools inspect`.
ARG DENO_IMAGE=docker.io/denoland/deno:2.9.6
ARG DENO_DISTROLESS_IMAGE=docker.io/denoland/deno:distroless-2.9.6

# The bundle is the same for every processor: it is made once, on the builder's own.
FROM --platform=$BUILDPLATFORM ${DENO_IMAGE} AS bundle
WORKDIR /source
COPY deno.json deno.product.json imports.json deno.lock main.ts ./
COPY auth/ auth/
COPY cli/ cli/
COPY client/ client/
COPY docs/ docs/
COPY features/ features/
COPY findings/ findings/
COPY lib/ lib/
COPY server/ server/
COPY trace/ trace/
COPY scripts/bundle.ts scripts/run.ts scripts/
# Set to "system" if the npm registry is behind a proxy with its own certificate.
ARG DENO_TLS_CA_STORE
# What `--version --verbose` tells.
ARG COMMIT
ARG SOURCE_DATE_EPOCH=
RUN ["deno", "run", "--quiet", "--allow-all", "scripts/bundle.ts", "/bundle"]

# No shell, no package manager, nothing that is fetched at run time.
FROM ${DENO_DISTROLESS_IMAGE}
COPY --from=bundle /bundle/ /app/
WORKDIR /work
USER 65532:65532
ENV DENO_DIR=/tmp/deno DENO_NO_UPDATE_CHECK=1
# All addresses of the container: publishing its port decides which machines reach it.
ENV MCP_HOST=0.0.0.0
EXPOSE 8000

HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 \
  CMD ["/bin/deno", "run", "--quiet", "--no-prompt", "--allow-net", "--allow-env", "--allow-read=.env", "/app/main.js", "health"]

# The flags of scripts/permissions.ts, and a small young generation: 25 MiB less under load, at the same speed.
ENTRYPOINT ["/bin/deno", "run", "--quiet", "--cached-only", "--unstable-no-legacy-abort", "--unstable-net", "--no-prompt", "--deny-run", "--deny-ffi", "--deny-import", "--allow-net", "--allow-env", "--allow-read", "--allow-write", "--v8-flags=--max-semi-space-size=2", "/app/main.js"]

# Without a key this refuses to start, instead of listening on an address that is unreachable from
# outside.
CMD ["serve"]
