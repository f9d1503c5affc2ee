# shellcheck shell=bash
# nginx.sh: a web server for tests, on a free port of the loopback interface. Source it; call nginx_start FOLDER and nginx_stop.
# Sets NGINX_URL, and NGINX_TLS_URL: the same with a certificate that nobody vouches for. Logs, pid and temporary files lie in a folder of their own; no terminal and no root is needed.

nginx_start() {
    local folder=$1 port
    PATH=$PATH:/usr/sbin
    command -v nginx >/dev/null || { echo "nginx is not installed: contrib/packages.sh test" >&2; exit 77; }
    NGINX_PREFIX=$(mktemp -d)
    chmod 755 "$NGINX_PREFIX"
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 \
        -keyout "$NGINX_PREFIX/key.pem" -out "$NGINX_PREFIX/cert.pem" 2>/dev/null
    for _ in $(seq 20); do
        port=$((20000 + RANDOM % 20000))
        cat >"$NGINX_PREFIX/nginx.conf" <<CONF
daemon on;
pid $NGINX_PREFIX/nginx.pid;
error_log $NGINX_PREFIX/error.log;
worker_processes 1;
$([ "$(id -u)" = 0 ] && echo 'user root;')
events { worker_connections 64; }
http {
    access_log $NGINX_PREFIX/access.log;
    client_body_temp_path $NGINX_PREFIX/body;
    proxy_temp_path $NGINX_PREFIX/proxy;
    fastcgi_temp_path $NGINX_PREFIX/fastcgi;
    uwsgi_temp_path $NGINX_PREFIX/uwsgi;
    scgi_temp_path $NGINX_PREFIX/scgi;
    types { text/csv csv; application/json json; text/html html; }
    server {
        listen 127.0.0.1:$port;
        listen 127.0.0.1:$((port + 1)) ssl;
        ssl_certificate $NGINX_PREFIX/cert.pem;
        ssl_certificate_key $NGINX_PREFIX/key.pem;
        root $folder;
        etag on;
    }
}
CONF
        if nginx -p "$NGINX_PREFIX" -c nginx.conf -e error.log 2>"$NGINX_PREFIX/start"; then
            export NGINX_URL=http://127.0.0.1:$port
            export NGINX_TLS_URL=https://127.0.0.1:$((port + 1))
            return 0
        fi
    done
    cat "$NGINX_PREFIX/start" >&2
    return 1
}

nginx_stop() {
    [ -n "${NGINX_PREFIX:-}" ] || return 0
    nginx -p "$NGINX_PREFIX" -c nginx.conf -e error.log -s quit 2>/dev/null || true
    for _ in $(seq 50); do
        [ -e "$NGINX_PREFIX/nginx.pid" ] || break
        sleep 0.05
    done
    rm -rf "$NGINX_PREFIX"
}

# nginx_requests STATUS: how many requests were answered with that status.
nginx_requests() {
    grep -c "\" $1 " "$NGINX_PREFIX/access.log" || true
}
