# Debian, not Alpine: the ONNX runtime and LanceDB link against glibc.
FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc tsconfig.json tsconfig.build.json ./
COPY src ./src
# Compiles src to dist (the “prepare” script).
RUN npm ci && npm prune --omit=dev --ignore-scripts

FROM node:22-bookworm-slim
ENV NODE_ENV=production FOOTNOTE_DATA_DIR=/data FOOTNOTE_MODELS_DIR=/app/data/models
WORKDIR /app
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json LICENSE ./
COPY prompts ./prompts
COPY seeds ./seeds
COPY data/models ./data/models
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
# Node.js itself gets the signals, and stops in order.
ENTRYPOINT ["node", "dist/bin/bot.js"]
