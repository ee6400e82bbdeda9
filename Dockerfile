# One build for everything that runs. A target is a service, or the command:
#   docker build --target gateway -t hemtag/gateway .        gateway, ingestion, benefit, report, hemtag
# All targets share the layers below and differ in what they run. The steps use relative paths only, so that
# `npm run test:image` can play this file without a container engine.
ARG NODE_IMAGE=node:24.21.0-bookworm-slim

# What decides which packages are installed, so that a change of the program keeps the layers of the packages.
FROM ${NODE_IMAGE} AS manifests
WORKDIR /hemtag
COPY . .
RUN mkdir ../manifests && find . -name node_modules -prune -o -type f \( -name package.json -o -name package-lock.json -o -name .npmrc -o -path './apps/*/bin/*' \) -exec cp --parents -t ../manifests {} +

FROM ${NODE_IMAGE} AS product
WORKDIR /hemtag
COPY --from=manifests /manifests ./
# The compiler needs no install script and no database server.
RUN npm ci --omit=optional --ignore-scripts
COPY . .
RUN npx --no-install tsc -b services/*/tsconfig.build.json apps/hemtag/tsconfig.build.json tools/example-events/tsconfig.build.json
RUN mkdir ../product && find apps libs services tools/example-events -name node_modules -prune -o -type f \( -path '*/dist/*.js' -o -path '*/dist/*.js.map' -o -path '*/dist/*.json' -o -path '*/migrations/*.sql' \) -exec cp --parents -t ../product {} +

# What the services and the command need to run, and nothing that only builds or tests.
FROM ${NODE_IMAGE} AS packages
WORKDIR /hemtag
COPY --from=manifests /manifests ./
RUN npm ci --omit=dev --ignore-scripts --workspace services --workspace apps/hemtag --workspace tools/example-events

FROM ${NODE_IMAGE} AS runtime
WORKDIR /hemtag
# Blocks above the threshold go back to the system when they are freed; see tools/local-runtime/src/service-node-flags.ts.
ENV NODE_ENV=production MALLOC_MMAP_THRESHOLD_=262144 HEMTAG_HOST=0.0.0.0 HEMTAG_PORT=8080 HEMTAG_METRICS_PORT=9100
COPY --from=packages /hemtag ./
COPY --from=product /product ./
COPY examples ./examples
COPY deploy/docker ./deploy/docker
RUN chmod -R a+rX .
USER node

FROM runtime AS service
EXPOSE 8080 9100
HEALTHCHECK --interval=10s --timeout=5s --start-period=90s --retries=3 CMD ["node", "deploy/docker/ready.mjs"]

FROM service AS gateway
CMD ["node", "--max-old-space-size=160", "--max-semi-space-size=8", "--enable-source-maps", "--disable-warning=TimeoutNegativeWarning", "services/gateway/dist/main.js"]

FROM service AS ingestion
CMD ["node", "--max-old-space-size=240", "--max-semi-space-size=32", "--enable-source-maps", "--disable-warning=TimeoutNegativeWarning", "services/ingestion/dist/main.js"]

FROM service AS benefit
CMD ["node", "--max-old-space-size=160", "--max-semi-space-size=8", "--enable-source-maps", "--disable-warning=TimeoutNegativeWarning", "services/benefit/dist/main.js"]

FROM service AS report
CMD ["node", "--max-old-space-size=160", "--max-semi-space-size=8", "--enable-source-maps", "--disable-warning=TimeoutNegativeWarning", "services/report/dist/main.js"]

# The command of README.md, and what fills the system with examples.
FROM runtime AS hemtag
ENTRYPOINT ["node", "apps/hemtag/bin/hemtag.mjs"]
CMD ["--help"]
