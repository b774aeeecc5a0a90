# Debian, not Alpine: the ONNX runtime and LanceDB link against glibc. Pin it by digest when you build, see
# docs/operations.md: --build-arg NODE_IMAGE=node:22-bookworm-slim@sha256:…
ARG NODE_IMAGE=node:22-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc tsconfig.json tsconfig.build.json ./
COPY src ./src
# Compiles src to dist (the “prepare” script).
RUN npm ci && npm prune --omit=dev --ignore-scripts

FROM ${NODE_IMAGE}
LABEL org.opencontainers.image.title="Footnote" \
      org.opencontainers.image.licenses="Apache-2.0"
ENV NODE_ENV=production \
    FOOTNOTE_DATA_DIR=/data \
    FOOTNOTE_MODELS_DIR=/app/data/models \
    FOOTNOTE_HEALTH_PORT=8080
WORKDIR /app
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json LICENSE ./
COPY prompts ./prompts
COPY seeds ./seeds
COPY data/models ./data/models
RUN mkdir /data && chown 1000:1000 /data
# The user “node”, by number, so that a host can tell that it is not root.
USER 1000:1000
# All that is kept; nothing else is written but /tmp, so that the rest may be read-only.
VOLUME /data
# Everything that it needs is well; the first start builds the index before it answers.
HEALTHCHECK --interval=30s --timeout=10s --start-period=10m --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.FOOTNOTE_HEALTH_PORT + '/readyz', { signal: AbortSignal.timeout(8000) }).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Node.js itself gets the signals, and stops in order.
ENTRYPOINT ["node", "dist/bin/bot.js"]
