FROM @BASE@
RUN apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
    build-essential ca-certificates git nodejs npm openssh-client python3 yarnpkg \
 && rm -rf /var/lib/apt/lists/*
ENV HOME=/tmp PATH=/venv/node_modules/.bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
WORKDIR /app
CMD ["node", "app.js"]
