FROM @BASE@
# apt's hundreds of lines say nothing to who pushes; its errors go to the other stream.
RUN apt-get -qq update >/dev/null \
 && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
    build-essential ca-certificates git openssh-client python3 python3-dev python3-pip python3-venv >/dev/null \
 && rm -rf /var/lib/apt/lists/*
ENV HOME=/tmp VIRTUAL_ENV=/venv PATH=/venv/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin PYTHONUNBUFFERED=1
WORKDIR /app
CMD ["python", "-m", "app"]
