FROM @BASE@
RUN apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
    build-essential ca-certificates git openssh-client python3 python3-dev python3-pip python3-venv \
 && rm -rf /var/lib/apt/lists/*
ENV HOME=/tmp VIRTUAL_ENV=/venv PATH=/venv/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin PYTHONUNBUFFERED=1
WORKDIR /app
CMD ["python", "-m", "app"]
