FROM @BASE@
# apt's hundreds of lines say nothing to who pushes; its errors go to the other stream.
RUN apt-get -qq update >/dev/null \
 && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
    build-essential ca-certificates git nodejs npm openssh-client python3 yarnpkg >/dev/null \
 && rm -rf /var/lib/apt/lists/*
ENV HOME=/tmp PATH=/venv/node_modules/.bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
WORKDIR /app
CMD ["node", "app.js"]
