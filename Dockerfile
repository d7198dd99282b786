FROM denoland/deno:2.9.6

WORKDIR /app

# What main.ts can reach, dynamic imports included. Nothing is fetched at run time.
COPY deno.json deno.lock main.ts ./
COPY auth/ auth/
COPY cli/ cli/
COPY client/ client/
COPY features/ features/
COPY server/ server/
COPY trace/ trace/

# Say "system" where a proxy with a certificate of its own stands before the npm registry.
ARG DENO_TLS_CA_STORE
USER deno
RUN ["deno", "cache", "--quiet", "main.ts"]

EXPOSE 8000

# The image has no curl, and fetch() would go through a proxy named by HTTP_PROXY; node:http does not.
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 \
  CMD ["deno", "eval", "--quiet", "import { get } from 'node:http'; get('http://127.0.0.1:8000/healthz', (r) => Deno.exit(r.statusCode === 200 ? 0 : 1))"]

ENTRYPOINT ["deno", "run", "--quiet", "--no-prompt", "--cached-only", "--allow-net", "--allow-env", "--allow-read", "--allow-write", "/app/main.ts"]

# Without a key this refuses to start, instead of listening where nobody outside can reach it.
CMD ["serve", "--host", "0.0.0.0"]
