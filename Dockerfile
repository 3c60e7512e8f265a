# The service alone: Node 24 runs the TypeScript as it is, so that there is nothing to build.
FROM node:24-bookworm-slim AS parts
WORKDIR /srv/quotepart
COPY package.json package-lock.json ./
# The optional parts are a Node for machines without one; this image has it.
RUN npm ci --omit=dev --omit=optional --ignore-scripts && npm cache clean --force

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
WORKDIR /srv/quotepart
RUN mkdir /data && chown node:node /data
COPY --from=parts /srv/quotepart/node_modules node_modules
COPY package.json ./
COPY db db
COPY src src
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# As in the script "start" of package.json.
CMD ["node", "--max-semi-space-size=32", "--max-old-space-size=1024", "src/main.ts"]
