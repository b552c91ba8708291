# syntax=docker/dockerfile:1
# One image for the API, the worker and the command line: docs/decisions/0015-deployment.md

FROM node:24-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
# --omit=optional would leave out what builds; it is left out below. No package needs to run a script here.
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts --no-audit --no-fund
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
COPY apps apps
COPY libs libs
COPY build build
RUN npm run build
# Without what only builds and tests need, and without the embedded PostgreSQL: there is one outside.
RUN npm prune --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 CONCORD_DATA_DIR=/var/lib/concord
WORKDIR /app
RUN install -d -o node -g node -m 700 /var/lib/concord \
  && ln -s /app/bin/concord.js /usr/local/bin/concord
COPY --from=build /build/node_modules node_modules
COPY --from=build /build/dist/bundle dist/bundle
COPY package.json LICENSE ./
COPY bin bin
COPY libs/reference-data/data libs/reference-data/data
COPY deploy/eventstore deploy/eventstore
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/live`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "dist/bundle/api.js"]
